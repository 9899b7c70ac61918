"""TOML with lines: where each key of a text stands, and the values of a table, checked one by one.

`tomllib` tells the line of what is not TOML, and of nothing else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fanfare.findings import Finding, Severity, did_you_mean
from milestones.files.table_file import MOST, YEARS

Names = tuple[str | int, ...]
"""How one comes to a table or key: `("channels", 0, "key")` is the key of the first channel."""

_NAME = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_DOTTED = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_STATEMENT = re.compile(
    rf"[ \t]*(?:(?P<opening>\[\[?)[ \t]*(?P<header>{_DOTTED})[ \t]*\]|(?P<key>{_DOTTED})[ \t]*=)"
)
_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[^\"'#\n\[\]{}]+"
    r"|.",
    re.DOTALL,
)
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_DECLARED_TWICE = re.compile(r"Cannot declare \('(\w+)',\) twice")


def parse(text: str, source: str, findings: list[Finding]) -> TomlTable | None:
    """The table that `text`, the file that messages name as `source`, is as a whole.

    What is wrong goes to `findings`; None where it is not TOML.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        return TomlTable(tomllib.loads(text), (), source, _lines_in(text), findings)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        at_line = _AT_LINE.search(said)
        line = int(at_line[1] or len(text.splitlines())) if at_line else 0
        remedy = 'Write key = "text", key = 12, key = true or key = 2026-01-31, one a line.'
        if several := _DECLARED_TWICE.match(said):
            remedy = f"Write [[{several[1]}]] above each where there are several."
        elif said.startswith("Cannot"):
            remedy = "Take it out where it is said again."
        message = f"This is not TOML: {_AT_LINE.sub('', said)}."
        findings.append(Finding("goals", message, remedy, source=source, line=line))
    return None


@dataclass(slots=True)
class TomlTable:
    """One table of a file, and what is wrong there."""

    values: Mapping[str, object]
    names: Names
    source: str
    """The file as messages name it."""

    lines: Mapping[Names, int]
    findings: list[Finding]
    """Of the whole file."""

    def line(self, key: str = "") -> int:
        """The line of `key`; where it is not known, that of the nearest table around it."""
        names: Names = (*self.names, key)
        while names and names not in self.lines:
            names = names[:-1]
        return self.lines.get(names, 1)

    def wrong(self, key: str, message: str, remedy: str) -> None:
        """Note what stops the build, in the line of `key`."""
        line = self.line(key)
        self.findings.append(Finding("goals", message, remedy, source=self.source, line=line))

    def odd(self, key: str, message: str, remedy: str) -> None:
        """Note what does not stop the build, in the line of `key`."""
        line = self.line(key)
        warning = Finding("goals", message, remedy, Severity.WARNING, self.source, line)
        self.findings.append(warning)

    def missing(self, key: str, example: str) -> None:
        """Note that `key` is missing, with an `example` of its value as TOML."""
        self.wrong(key, f"{key} is missing.", f"Add a line such as {key} = {example}")

    def inner(self, key: str, number: int | None = None) -> TomlTable | None:
        """The table that `key` is, or the one of that `number` in its list; None if it is none."""
        value = self.values.get(key)
        names: Names = (*self.names, key)
        if number is not None and isinstance(value, list):
            value, names = value[number], (*names, number)
        if not isinstance(value, dict):
            return None
        return TomlTable(value, names, self.source, self.lines, self.findings)

    def tables(self, key: str, *, may_be_one: bool = False) -> list[TomlTable]:
        """The tables that `key` lists; none, and noted, where it lists something else."""
        value = self.values.get(key, [])
        if isinstance(value, list):
            found = [self.inner(key, number) for number in range(len(value))]
        else:
            found = [self.inner(key) if may_be_one else None]
        tables = [table for table in found if table]
        if len(tables) < len(found):
            self.wrong(key, f'"{key}" is no list of tables.', f"Begin each with a line [[{key}]].")
        return tables

    def check_keys(
        self,
        known: Iterable[str],
        above: Iterable[str] = (),
        heading: str = "the first line that begins with a bracket",
    ) -> None:
        """Note keys that are not `known`; those `above` belong above `heading`."""
        known = list(known)
        for key in self.values:
            if key not in known:
                remedy = did_you_mean(key, known, f"one of {', '.join(known)}")
                if key in above:
                    remedy = f"Move it up, above {heading}."
                self.wrong(key, f'Nothing reads "{key}" here.', remedy)

    def text(self, key: str, example: str = "") -> str:
        """The text of `key`, without spaces around; "" where there is none.

        That is wrong where there is an `example` of what to write.
        """
        said = self.values.get(key, "")
        if not isinstance(said, str):
            self.wrong(key, f"{key} is not a text.", f'Write it in quotes: {key} = "..."')
            return ""
        if example and not said.strip():
            self.missing(key, f'"{example}"')
        return said.strip()

    def choice(self, key: str, known: Iterable[str], example: str = "") -> str:
        """Which of `known` the text of `key` is; "" where it is none, noted as `text` does."""
        said = self.text(key, example)
        known = list(known)
        if said and said not in known:
            remedy = did_you_mean(said.casefold(), known, f"one of {', '.join(known)}")
            self.wrong(key, f'{key} "{said}" is not known.', remedy)
            return ""
        return said

    def whole_number(self, key: str, least: int, example: str = "") -> int | None:
        """The number of `key`; None, and noted, where it is no whole one from `least` on.

        None also where there is none, which is wrong where there is an `example`.
        """
        if key not in self.values:
            if example:
                self.missing(key, example)
            return None
        return self.checked(key, self.values[key], least)

    def checked(self, key: str, value: object, least: int) -> int | None:
        """`value`, which `key` says; None, and noted, where it is no whole number from `least`."""
        if not isinstance(value, int) or isinstance(value, bool):
            remedy = "Write one in digits only, without quotes, such as 1000."
            self.wrong(key, f'{key} "{value}" is not a whole number.', remedy)
        elif not least <= value <= MOST:
            self.wrong(key, f"{key} is {value:,}.", f"Write a number from {least} to {MOST:,}.")
        else:
            return value
        return None

    def flag(self, key: str) -> bool | None:
        """True or false as `key` says; None where it says neither, noted if something else."""
        said = self.values.get(key)
        if said is None or isinstance(said, bool):
            return said
        remedy = f"Write {key} = true or {key} = false, without quotes."
        self.wrong(key, f"{key} is neither true nor false.", remedy)
        return None

    def day(self, key: str, example: str) -> date | None:
        """The date of `key`; None, and noted, where it has none."""
        said = self.values.get(key)
        if said is None:
            self.missing(key, example)
        elif not isinstance(said, date) or isinstance(said, datetime):
            remedy = f"Write it without quotes and without a time: {key} = {example}"
            self.wrong(key, f'{key} "{said}" is not a date.', remedy)
        elif said.year not in YEARS:
            message = f"{key}, {said}, is not between {YEARS[0]} and {YEARS[-1]}."
            self.wrong(key, message, "Write the year that is meant.")
        else:
            return said
        return None


def _lines_in(text: str) -> dict[Names, int]:
    """The line, from 1, of each table and key in `text`, which must be TOML.

    What stands within brackets or braces has none of its own.
    """
    lines: dict[Names, int] = {}
    tables: dict[Names, int] = {}
    around: Names = ()
    line, depth, place = 1, 0, 0
    at_start = True
    while place < len(text):
        if at_start and (found := _STATEMENT.match(text, place)):
            if found["header"]:
                names = around = _numbered(found["header"], found["opening"] == "[[", tables)
            else:
                names = (*around, *_names(found["key"]))
            for length in range(1, len(names) + 1):
                lines.setdefault(names[:length], line)
            place = found.end() + (found["opening"] == "[[")
        at_start = False
        piece = _PIECE.match(text, place)
        if piece is None:
            break
        place = piece.end()
        line += piece[0].count("\n")
        depth += (piece[0] in ("[", "{")) - (piece[0] in ("]", "}"))
        at_start = piece[0] == "\n" and not depth
    return lines


def _names(dotted: str) -> Names:
    return tuple(name.strip("\"'") for name in re.findall(_NAME, dotted))


def _numbered(dotted: str, is_one_of_several: bool, tables: dict[Names, int]) -> Names:
    """The names in a header, with the number of each of its tables that is one of several."""
    names: Names = ()
    parts = _names(dotted)
    for place, name in enumerate(parts, 1):
        names = (*names, name)
        if is_one_of_several and place == len(parts):
            tables[names] = tables.get(names, -1) + 1
        if names in tables:
            names = (*names, tables[names])
    return names
