"""Footnotes in HTML, whoever wrote them.

Word, Pandoc, WordPress and others name and nest them in their own ways. What all have in common
is a pair of links: one in the text to the note, one in the note back to where it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import Tag

from workbench.scaffold.manuscript.tidy import HEADINGS, attribute, places_in, text_of

_OWN_BLOCK = ("li", "p", "div", "aside", "dd", "td")


def take_footnotes(area: Tag) -> list[Tag]:
    """Take the footnotes out of `area`, in the order of their first calls.

    Where the text calls the first, an element `<footnoteref>` stays that holds `1`.
    """
    places = places_in(area)
    notes: list[Tag] = []
    for call in area.find_all("a", href=re.compile(r"^#.")):
        note = _note_at(places.get(attribute(call, "href")[1:]), _names_of(call))
        if note is None or note.find(lambda tag: tag is call):  # noqa: B023 -- called at once
            continue
        if not any(note is known for known in notes):
            notes.append(note)
        number = next(place for place, known in enumerate(notes, 1) if known is note)
        reference = Tag(name="footnoteref")
        reference.string = str(number)
        alone = call.parent is not None and call.parent.name == "sup"
        (call.parent if alone and call.parent else call).replace_with(reference)
    for note in notes:
        _take_out(note, area)
    return notes


def _names_of(call: Tag) -> set[str]:
    """How the note may call the place it is called from."""
    tags = [call, *([call.parent] if call.parent else []), *call.find_all(True)]
    return {attribute(tag, name) for tag in tags for name in ("id", "name")} - {""}


def _note_at(place: Tag | None, names: set[str]) -> Tag | None:
    """The block at `place`, if it has a link back to one of `names`."""
    if place is None:
        return None
    block = place if place.name in _OWN_BLOCK else place.find_parent(_OWN_BLOCK)
    if block is None or block.find(HEADINGS):
        return None
    return block if any(_back_links(block, names)) else None


def _back_links(block: Tag, names: set[str]) -> Iterator[Tag]:
    for link in block.find_all("a", href=True):
        if attribute(link, "href").removeprefix("#") in names:
            yield link


def _take_out(note: Tag, area: Tag) -> None:
    """Take `note` out of `area`, without its links back, and what held nothing else."""
    for link in note.find_all("a", href=re.compile(r"^#.")):
        if len(text_of(link)) <= 5:  # an arrow or a number; a cross-reference has more to say
            link.decompose()
    holder = note.parent
    note.extract()
    while holder is not None and holder is not area and holder.name != "body":
        above = holder.parent
        if holder.find(("li", "img", "table", "p")) or text_of(holder) not in _headings_of(holder):
            return
        before = holder.find_previous_sibling()
        holder.decompose()
        if before is not None and before.name == "hr" and before.find_next_sibling() is None:
            before.decompose()
        holder = above


def _headings_of(holder: Tag) -> tuple[str, str]:
    heading = holder.find(HEADINGS)
    return "", text_of(heading) if heading else ""
