"""HTML to Markdown as this site reads it: Python-Markdown with its extension `extra`.

It differs from what most converters write for: nested blocks are indented by four spaces, fences
of code stand at the margin only, and a character is escaped only if it is one of Markdown's own.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from bs4.element import NavigableString, Tag
from markdownify import MarkdownConverter

from workbench.scaffold.manuscript.tidy import attribute

_ESCAPES = (
    (re.compile(r"([\\`*\[{])"), r"\\\1"),
    (re.compile(r"(?<![^\W_])_|_(?![^\W_])"), r"\\_"),
    (re.compile(r"&(?=[#\w])"), "&amp;"),
    (re.compile(r"<(?=\S)"), "&lt;"),
)
_AT_LINE_START = (
    (re.compile(r"^(?=#|>|[-+](?:\s|$)|[-|][-=:| ]*$)", re.MULTILINE), r"\\"),
    (re.compile(r"^(\d+)(?=\.(?:\s|$))", re.MULTILINE), r"\1\\"),
    (re.compile(r"^([:=~])(?=\s|~~|[-=:| ]*$)", re.MULTILINE), lambda m: f"&#{ord(m[1])};"),
)
"""What would begin a heading, quote, list, rule, table, definition or fence."""

_LANGUAGE = re.compile(r"(?:language|lang|highlight-source|highlight|brush:?)[-:]?([\w+#.-]+)")
_IN_BLOCKS = ("li", "blockquote", "dd")  # where Python-Markdown knows no fences
_KEPT_IN_ADDRESSES = "/:?#@!$&'*+,;=%~[]()"


def markdown_of(area: Tag, footnotes: list[Tag]) -> str:
    """`area` as Markdown, its `footnotes` below."""
    writer = _Writer(strong_em_symbol="*", wrap=True, wrap_width=None)
    parts = [_trimmed(writer.convert_soup(area))]
    for number, note in enumerate(footnotes, 1):
        note.name = "div"
        first, _, rest = writer.convert_soup(note).strip(_SPACE).partition("\n")
        parts.append(f"[^{number}]: {first}" + (f"\n{_indented(rest)}" if rest else ""))
    return "\n\n".join(part for part in parts if part) + "\n"


class _Writer(MarkdownConverter):
    """The elements that markdownify writes otherwise. It finds each method by its name."""

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        text: str = super().process_text(el, parent_tags=parent_tags)  # type: ignore[misc]
        follows = el.next_sibling
        makes_an_image = isinstance(follows, Tag) and follows.name in ("a", "footnoteref")
        return f"{text[:-1]}\\!" if makes_an_image and text.endswith("!") else text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        for pattern, escaped in _ESCAPES:
            text = pattern.sub(escaped, text)
        if "a" in parent_tags:
            text = text.replace("]", "\\]")
        if parent_tags & {"td", "th"}:
            text = text.replace("|", "\\|")
        return text

    # Blocks

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return f" {text.strip(_SPACE)} "
        return f"\n\n{_guarded(text)}\n\n" if text.strip(_SPACE) else ""

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return f" {text.strip(_SPACE)} "
        return f"\n\n{_trimmed(text)}\n\n"

    convert_article = convert_section = convert_div

    def convert_line(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n{_guarded(text)}\n" if text.strip(_SPACE) else ""

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        words = " ".join(text.strip(_SPACE).split(" "))
        if "_inline" in parent_tags or not words:
            return words
        words = re.sub(r"#(?=#*$)", r"\\#", words)  # else taken for the end of the heading's mark
        anchor = attribute(el, "id")
        return f"\n\n{'#' * n} {words}" + (f" {{#{anchor}}}" if anchor else "") + "\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if not text.strip(_SPACE):
            return ""
        apart = _apart(el, ("ul", "ol", "dl"))
        if "li" in parent_tags and not apart:
            return f"\n{text.strip(_SPACE)}\n"
        return f"{apart}\n\n{text.strip(_SPACE)}\n\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        mark = "-"
        if el.parent is not None and el.parent.name == "ol":
            start = attribute(el.parent, "start")
            first = int(start) if start.isdecimal() and len(start) < 7 else 1
            mark = f"{first + len(el.find_previous_siblings('li'))}."
        return _item(mark, el, text) if text.strip(_SPACE) else ""

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip(_SPACE)}\n"

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _item(":  ", el, text)

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        apart = _apart(el, ("blockquote",))
        lines = _trimmed(text).split("\n")
        return f"{apart}\n\n" + "\n".join(f"> {line}".rstrip(" ") for line in lines) + "\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        for line_end in el.find_all("br"):
            line_end.replace_with("\n")
        code = el.get_text().strip("\n").rstrip()
        if not code or "_inline" in parent_tags:
            return _in_backticks(" ".join(code.split()))
        # Python-Markdown's codehilite takes the language from such a first line, and the line away.
        language = _language(el) or ("text" if code.startswith(("::", "#!")) else "")
        if el.find_parent(_IN_BLOCKS):
            said = f":::{language}\n" if language else ""
            apart = _apart(el, ("pre", "ul", "ol", "dl"))
            return f"{apart}\n\n{_indented(said + code)}\n\n"
        fence = "`" * max(3, 1 + _longest_run(code))
        return f"\n\n{fence}{language}\n{code}\n{fence}\n\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        rows = [line for line in text.split("\n") if line.strip()]
        if not rows or not text.strip(" |\n"):
            return ""
        width = max(
            sum(_span(cell) for cell in row.find_all(("td", "th"))) for row in el.find_all("tr")
        )
        rows.insert(1, "|" + " --- |" * width)
        return "\n\n" + "\n".join(rows) + "\n\n"

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"|{text}\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = re.sub(f"[{_SPACE}]+", " ", text).strip(" ")
        return f" {words} |" + " |" * (_span(el) - 1)

    convert_th = convert_td

    # In the line

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href = _address(attribute(el, "href"))
        if "_noformat" in parent_tags or not href or not text.strip():
            return text
        if el.get_text() == href and href.startswith(("http://", "https://")):
            return f"<{href}>"
        title = _in_quotes(attribute(el, "title"))
        return f"[{text}]({href}{title})"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        source = _address(attribute(el, "src"))
        if not source:
            return ""
        alt = self.escape(" ".join(attribute(el, "alt").split()), {"a", "td"})
        return f"![{alt}]({source}{_in_quotes(attribute(el, 'title'))})"

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        mark = "_" if _touches_strong(el) and not _is_in_word(el) else "*"
        return f"{mark}{text}{mark}"

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text if "_noformat" in parent_tags or not text.strip() else f"**{text}**"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text if "_noformat" in parent_tags else _in_backticks(text)

    convert_samp = convert_tt = convert_code

    def convert_as_html(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        return f"<{el.name}>{text}</{el.name}>"

    convert_s = convert_ins = convert_mark = convert_as_html
    convert_sub = convert_sup = convert_kbd = convert_as_html

    def convert_q(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"“{text}”"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else "  \n"

    def convert_footnoteref(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"[^{text}]"


_SPACE = " \t\r\n"  # and not the non-breaking spaces, which are text


def _trimmed(text: str) -> str:
    """Blocks without the empty lines around them; the first may be code, and indented."""
    return text.rstrip(_SPACE).lstrip("\r\n")


def _apart(tag: Tag, others: tuple[str, ...]) -> str:
    """What keeps `tag` from going on with one of the `others` before it: a comment."""
    before = tag.find_previous_sibling()
    return "\n\n<!-- -->" if before is not None and before.name in others else ""


def _item(mark: str, item: Tag, text: str) -> str:
    """An item of a list. What stands beside its mark can only be a line; a block stands below."""
    first = item.find(True)
    if first is not None and first.name in ("blockquote", "dl", "hr", "ol", "pre", "table", "ul"):
        text = f"<!-- -->\n\n{_trimmed(text)}"
    first_line, _, rest = text.strip(_SPACE).partition("\n")
    end = "\n\n" if "\n\n" in text.strip(_SPACE) else "\n"
    return f"{mark} {first_line}" + (f"\n{_indented(rest)}" if rest else "") + end


def _guarded(text: str) -> str:
    """A paragraph, none of whose lines is taken for the beginning of something else."""
    text = re.sub(r"(?<! ) \n|\n[ \t]+", "\n", text.strip(_SPACE))
    for pattern, escaped in _AT_LINE_START:
        text = pattern.sub(escaped, text)
    return text


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))


def _in_backticks(code: str) -> str:
    if not code.strip():
        return code
    marks = "`" * (1 + _longest_run(code))
    gap = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{marks}{gap}{code}{gap}{marks}"


def _longest_run(code: str) -> int:
    return max((len(run) for run in re.findall("`+", code)), default=0)


def _address(said: str) -> str:
    """An address that ends where Markdown's brackets do, and is no link marker of Pelican's."""
    address = quote(said.strip(), safe=_KEPT_IN_ADDRESSES)
    return address if _is_balanced(address) else address.replace("(", "%28").replace(")", "%29")


def _in_quotes(title: str) -> str:
    words = " ".join(title.split())
    special = r'[&"`\\\[\]<>]' if _is_balanced(words) else r'[&"`\\\[\]<>()]'
    words = re.sub(special, lambda mark: f"&#{ord(mark[0])};", words)
    return f' "{words}"' if words else ""


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def _language(pre: Tag) -> str:
    """The language that the class of some code names, in the ways of several highlighters."""
    for tag in (pre, pre.find("code"), pre.parent, pre.parent and pre.parent.parent):
        for name in attribute(tag, "class").split() if isinstance(tag, Tag) else ():
            if found := _LANGUAGE.fullmatch(name):
                return found[1]
    return ""


def _span(cell: Tag) -> int:
    said = attribute(cell, "colspan")
    return max(1, min(100, int(said))) if said.isdecimal() else 1


def _touches_strong(em: Tag) -> bool:
    around = [em.previous_sibling, em.next_sibling, em.parent, *em.contents[:1], *em.contents[-1:]]
    return any(isinstance(tag, Tag) and tag.name == "strong" for tag in around)


def _is_in_word(em: Tag) -> bool:
    before, after = str(em.previous_sibling or ""), str(em.next_sibling or "")
    return before[-1:].isalnum() or after[:1].isalnum()
