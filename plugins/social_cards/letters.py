"""Which letters of a title cards cannot show, and how their author is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fanfare import front_matter
from fanfare.findings import Finding, Severity
from fanfare.front_matter import MARKDOWN_SUFFIXES
from fanfare.memory import Json, Memory, digest_of
from social_cards.studio import Studio
from social_cards.texts import Settings, authors_of, title_of

if TYPE_CHECKING:
    from pelican.contents import Content

SHOWN = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xC0, 0x17F)])) | frozenset("‘’“”–—…«»¿¡·")
"""Letters that every card shows, whatever the author's fonts: the first font has them."""

_KIND = "social_cards.missing.1"
_NAMED_CHARACTERS = 5


def warnings_of(
    texts: Iterable[Content], studio: Studio, memory: Memory, settings: Settings
) -> Iterator[Finding]:
    """A warning of each of `texts` whose card cannot show its title or its authors.

    Fonts are only asked for letters that are not `SHOWN`, and once for the same ones.
    """
    is_html = not settings["JINJA_ENVIRONMENT"].get("autoescape")
    odd = [(text, said) for text in texts if _may_be_missing(said := _said(text), is_html)]
    if not odd:
        return
    memory.load(_KIND)
    fonts = [f"{font} {font.stat().st_mtime_ns}" for font in studio.fonts]
    for text, said in odd:
        find = partial(_missing, text, studio, settings)
        of_what = digest_of(said, *fonts)
        missing = memory.recall(_KIND, str(text.source_path), of_what, find)
        if isinstance(missing, list) and missing:
            yield _finding(list(map(str, missing)), *_place(text, settings))


def warning_of_site(has_card: bool, studio: Studio, settings: Settings) -> Finding | None:
    """The same of the site's name, which is on every card, and of what is on its own one."""
    written = str(settings["SITENAME"])
    if has_card:
        written += f" {settings.get('POSITIONING') or ''}"
    missing = _may_be_missing(written) and studio.families[0].missing(written)
    return _finding(missing, "pelicanconf.py", 0) if missing else None


def _said(text: Content) -> str:
    """The title as its head says it, of which plugins change the punctuation; and its authors."""
    said = str(text.metadata.get("title", ""))
    for author in getattr(text, "authors", ()):
        said += f" {author.name}"
    return said


def _may_be_missing(said: str, is_html: bool = False) -> bool:
    return not (said.isascii() or SHOWN.issuperset(said)) or (is_html and "&" in said)


def _missing(text: Content, studio: Studio, settings: Settings) -> list[Json]:
    return [*studio.families[0].missing(" ".join([title_of(text, settings), *authors_of(text)]))]


def _place(text: Content, settings: Settings) -> tuple[str, int]:
    """The author's file, and the line of its title."""
    path = Path(text.source_path)
    shown = f"{Path(settings['PATH']).name}/{text.relative_source_path}"
    if path.suffix not in MARKDOWN_SUFFIXES:
        return shown, 0
    return shown, front_matter.read(path, shown)[0].line("title")


def _finding(missing: Sequence[str], source: str, line: int) -> Finding:
    from social_cards.scripts import can_be_set  # late: most sites have nothing to be told

    named = ", ".join(
        f"{one} ({' '.join(f'U+{ord(char):04X}' for char in one)})"
        for one in missing[:_NAMED_CHARACTERS]
    )
    more = " and others" if len(missing) > _NAMED_CHARACTERS else ""
    message = f"Its social card cannot show {named}{more}."
    remedy = "Give it a picture of its own with a line Image: {static}/images/..."
    if all(can_be_set(char) for one in missing for char in one):
        remedy += ", or name a font that has them in SOCIAL_CARDS_FONTS."
    return Finding("card-letters", message, remedy, Severity.WARNING, source, line)
