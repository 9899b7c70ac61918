"""The head of a guest's Markdown: `Key: value` lines, or YAML between `---`.

Only what says something about the text is taken over. Where the post stands and whether it is
published is for its new home to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fanfare import front_matter
from fanfare.front_matter import FrontMatter, written_date
from workbench.scaffold.manuscript.text import published_first

_TAKEN = ("title", "author", "authors", "date", "category", "tags", "summary")
_ORIGINALS = ("original_url", "canonical_url", "canonicalurl", "canonical")
"""How a head names where the text was published first, by the tools that read it."""

_SIGNS_OF_A_HEAD = (*_TAKEN, "slug", "status", "layout", "description", "lang", "modified")
"""Keys that a text does not begin with by chance, as it does with "Note: ..."."""

_ENDS = ("---", "...")
_FOLDED = (">", ">-", "|", "|-")  # how YAML begins a value over several lines
_NESTED = re.compile(r"\s+[\w-]+:(\s|$)")


@dataclass(frozen=True, slots=True)
class Head:
    """What a guest's Markdown says about itself."""

    values: Mapping[str, str]
    """Title, author, date, category, tags and summary, where there is something to take over."""

    notes: tuple[str, ...]
    """What was not taken over."""

    body: tuple[str, ...]
    """The lines of the text below the head."""


def read_head(text: str) -> Head:
    """The head of `text`, and the text below it."""
    lines = text.split("\n")
    found, start = front_matter.parse(""), 0
    if lines[0].rstrip() == "---":
        end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in _ENDS), 0)
        if end:
            found, start = front_matter.parse("\n".join(_without_yaml(lines[1:end]))), end + 1
    else:
        head = front_matter.parse(text)
        if any(key in _SIGNS_OF_A_HEAD for key in head.values):
            found, start = head, head.body_line - 1
    values, notes = _taken_over(found)
    return Head(values, tuple(notes), tuple(lines[start:]))


def _without_yaml(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a YAML head as Markdown's `meta` would have them; what YAML nests is left out.

    Only what heads of posts are made of: values, lists of values, values over several lines.
    """
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith((" ", "-")):
            yield line
        elif not _NESTED.match(line):
            yield "    " + re.sub(r"^\s*-\s+|^\s+", "", line)


def _taken_over(head: FrontMatter) -> tuple[dict[str, str], list[str]]:
    values = {
        key: " ".join(_parts(head, key)).strip()
        for key in ("title", "date", "category", "summary")
        if key in head.values
    }
    notes: list[str] = []
    tags: dict[str, str] = {}
    for tag in _listed(head, "tags"):
        tags.setdefault(tag.casefold(), tag)
    values["tags"] = ", ".join(tags.values())
    values["author"] = "; ".join(_listed(head, "authors")) or "; ".join(_listed(head, "author"))
    if said := values.pop("date", ""):
        date = written_date(said)
        if date is None:
            notes.append(f'Left out its date, as "{said}" is none that can be read.')
        else:
            values["date"] = said if len(said) == len("2026-01-31") else date.isoformat()
    told = set(_TAKEN)
    for key in _ORIGINALS:
        if said_of_it := published_first(" ".join(_parts(head, key))):
            notes += said_of_it
            told.add(key)
    if left := [f"{key.capitalize()}:" for key in head.values if key not in told]:
        notes.append(f"Left out of its head: {', '.join(left)}.")
    return values, notes


def _parts(head: FrontMatter, key: str) -> Iterator[str]:
    """The lines of a value, without the quotes of YAML."""
    for line in head.values.get(key, ()):
        if line not in _FOLDED and _unquoted(line):
            yield _unquoted(line)


def _listed(head: FrontMatter, key: str) -> Iterator[str]:
    """The values of a list, separated as Pelican has it: by semicolons if there are any."""
    for line in head.values.get(key, ()):
        bare = line.strip().removeprefix("[").removesuffix("]")
        for part in bare.split(";" if ";" in bare else ","):
            if _unquoted(part):
                yield _unquoted(part)


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
    return value[1:-1] if quoted else value
