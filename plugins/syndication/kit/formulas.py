"""Formulas: the editor shows none, so they stand as text in a line, as TeX in a block of code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup
from bs4.element import Tag

_DELIMITERS = (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$"))
_ROOTS = ".katex, mjx-container, .MathJax, .arithmatex, span.math, div.math, math"
"""What KaTeX, MathJax, pymdownx.arithmatex, Pandoc and MathML put around a formula."""

_BLOCKS = ("katex-display", "arithmatex-display", "display")


def settle_formulas(body: Tag) -> int:
    """Make every formula text or a block of code, in place; returns how many of them are TeX."""
    as_tex = 0
    for script in body.select('script[type^="math/tex"]'):
        _place(script, script.get_text(), is_tex=True, is_block="display" in str(script["type"]))
        as_tex += 1
    for root in body.select(_ROOTS):
        if root.decomposed or root.find_parent("pre") or body not in root.parents:
            continue
        tex = _tex(root)
        if tex is None:
            continue
        said, is_tex = tex
        outermost = root.find_parent(class_="katex-display") or root
        _place(outermost, said, is_tex=is_tex, is_block=_is_block(root))
        as_tex += is_tex and bool(said)
    return as_tex


def _tex(root: Tag) -> tuple[str, bool] | None:
    """What the formula in `root` says, and whether that is TeX; None where `root` has none."""
    annotation = root.find("annotation", encoding="application/x-tex")
    if isinstance(annotation, Tag):
        return annotation.get_text().strip(), True
    mathml = root if root.name == "math" else root.find("math")
    if isinstance(mathml, Tag):
        alternative = mathml.get("alttext")
        if alternative:
            return str(alternative).strip(), True
        return " ".join(_spoken(mathml).split()), False
    text = root.get_text().strip()
    for opening, closing in _DELIMITERS:
        if text.startswith(opening) and text.endswith(closing) and len(text) > len(opening):
            return text[len(opening) : -len(closing)].strip(), True
    return None


def _is_block(root: Tag) -> bool:
    mathml = root if root.name == "math" else root.find("math")
    shown = mathml.get("display") if isinstance(mathml, Tag) else None
    classes = (*root.get_attribute_list("class"), *_classes_of_parents(root))
    return (
        root.name == "div"
        or shown == "block"
        or root.get("display") == "true"
        or any(name in _BLOCKS for name in classes)
        or re.match(r"\s*(\\\[|\$\$)", root.get_text()) is not None
    )


def _classes_of_parents(root: Tag) -> Iterator[str]:
    for parent in root.parents:
        if parent.name not in ("span", "mjx-container"):
            return
        yield from (str(name) for name in parent.get_attribute_list("class"))


def _place(tag: Tag, said: str, *, is_tex: bool, is_block: bool) -> None:
    if is_tex and is_block and said:
        block = BeautifulSoup("", "lxml").new_tag("pre")
        block.string = said
        tag.replace_with(block)
    else:
        tag.replace_with(said)


def _spoken(node: Tag) -> str:
    """MathML (W3C, MathML Core) in one line: fractions with a slash, raised parts with `^`."""
    parts = [_spoken(child) for child in node.children if isinstance(child, Tag)]
    if not parts:
        return node.get_text().strip()
    rule = _RULES.get(node.name)
    return rule(parts) if rule else _row(parts)


def _row(parts: list[str]) -> str:
    text = ""
    for part in parts:
        spaced = re.fullmatch(r"[=<>≤≥≠≈+\-−±×÷→⇒∈]", part)
        text += f" {part} " if spaced else part
    return " ".join(text.split())


def _grouped(part: str) -> str:
    return part if re.fullmatch(r"\w*|\(.*\)", part) else f"({part})"


def _binary(sign: str) -> Callable[[list[str]], str]:
    return lambda parts: sign.join(map(_grouped, parts))


_RULES: dict[str, Callable[[list[str]], str]] = {
    "mfrac": _binary("/"),
    "msup": _binary("^"),
    "msub": _binary("_"),
    "mover": _binary("^"),
    "munder": _binary("_"),
    "msubsup": lambda parts: "{}_{}^{}".format(*map(_grouped, (*parts, "", "", "")[:3])),
    "munderover": lambda parts: "{}_{}^{}".format(*map(_grouped, (*parts, "", "", "")[:3])),
    "msqrt": lambda parts: f"√{_grouped(_row(parts))}",
    "mroot": lambda parts: f"{_grouped(parts[0])}^(1/{parts[-1]})",
    "mtr": ", ".join,
    "mtable": "; ".join,
    "semantics": lambda parts: parts[0],
    "annotation": lambda _parts: "",
}
