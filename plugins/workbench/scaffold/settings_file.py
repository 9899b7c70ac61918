"""Replace single settings in a settings file, and keep every other character of it."""

from __future__ import annotations

import ast
import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fanfare.errors import FanfareError
from fanfare.findings import Finding

_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class _Assignment:
    """One `NAME = ...` at the top level of a file, by the bytes it stands in."""

    name: str
    start: int
    end: int


def with_settings(source: bytes, values: Mapping[str, str], shown_as: str) -> bytes:
    """`source` with each setting in `values` assigned its value, which is Python text.

    An assignment is replaced where it stands, comments around it stay; a setting without one is
    added at the end. Raises `FanfareError`, naming the file as `shown_as`, where it is not Python
    or assigns one of the names together with others.
    """
    mark = codecs.BOM_UTF8 if source.startswith(codecs.BOM_UTF8) else b""
    code = source.removeprefix(mark)
    found = _LINE_END.search(code)
    line_end = found[0] if found else b"\n"
    assigned = list(_assignments(code, values, shown_as))
    for place in reversed(assigned):
        text = _assigning(place.name, values[place.name], line_end)
        code = code[: place.start] + text + code[place.end :]
    if code and not code.endswith((b"\r", b"\n")):
        code += line_end
    there = {place.name for place in assigned}
    for name in values:
        if name not in there:
            code += _assigning(name, values[name], line_end) + line_end
    return mark + code


def _assigning(name: str, value: str, line_end: bytes) -> bytes:
    return f"{name} = {value}".encode().replace(b"\n", line_end)


def _assignments(code: bytes, names: Mapping[str, str], shown_as: str) -> Iterator[_Assignment]:
    """Where `code` assigns one of `names` at its top level, in order."""
    line_starts = [0, *(end.end() for end in _LINE_END.finditer(code))]
    for node in _parsed(code, shown_as).body:
        targets = _targets(node)
        ours = [name for name in targets if name in names]
        if not ours:
            continue
        if len(targets) > 1:
            raise FanfareError(
                Finding(
                    "settings",
                    f"{ours[0]} is assigned together with something else.",
                    f"Write {ours[0]} = ... on a line of its own.",
                    source=shown_as,
                    line=node.lineno,
                )
            )
        yield _Assignment(
            ours[0],
            line_starts[node.lineno - 1] + node.col_offset,
            line_starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0),
        )


def _parsed(code: bytes, shown_as: str) -> ast.Module:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError) as error:
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        line = (error.lineno or 0) if isinstance(error, SyntaxError) else 0
        raise FanfareError(
            Finding("settings", f"This is not Python: {message}.", source=shown_as, line=line)
        ) from None


def _targets(node: ast.stmt) -> list[str]:
    """The names a statement assigns: one for `A = 1`, two for `A = B = 1` and for `A, B = 1, 2`."""
    match node:
        case ast.Assign():
            assigned: list[ast.expr] = node.targets
        case ast.AnnAssign(value=ast.expr()) | ast.AugAssign():
            assigned = [node.target]
        case _:
            return []
    return [
        part.id for target in assigned for part in ast.walk(target) if isinstance(part, ast.Name)
    ]
