"""Footnotes, made numbered notes: links within a text lead nowhere once it is pasted.

Known are those of Python-Markdown, Pandoc, GitHub and docutils.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urldefrag

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from syndication.kit.blocks import is_blank

_REFERENCES = {"footnote-ref", "footnote-reference", "noteref"}
_BACK_LINKS = {"footnote-backref", "footnote-back", "data-footnote-backref"}
_NOTES = {"footnote", "footnotes", "endnotes"}
_NOTE_TAGS = ("li", "aside", "div", "p", "dd", "table")


@dataclass(frozen=True, slots=True)
class _Reference:
    """A link to a note."""

    link: Tag
    note: Tag

    @property
    def place(self) -> Tag:
        """The raised text that the link is, else the link."""
        return self.link.find_parent("sup") or self.link


def settle_footnotes(body: Tag, url: str, heading: str) -> int:
    """Make the footnotes in `body` paragraphs that begin with their number, under `heading`.

    `url` is the address of the text, with which its links to itself may begin. Returns how many
    notes there are.
    """
    targets = {str(tag["id"]): tag for tag in body.select("[id]")}
    references = [
        _Reference(link, note)
        for link in body.select("a[href]")
        if (note := targets.get(_fragment(link, url))) is not None and _is_reference(link, note)
    ]
    if not references:
        return 0
    notes = _every_note(body, [reference.note for reference in references])
    numbers = {id(note): number for number, note in enumerate(notes, 1)}
    for note in notes:
        _drop_back_links(note, references, url)
    for reference in references:
        place = reference.place
        reference.link.replace_with(f"[{numbers[id(reference.note)]}]")
        if place.name == "sup":
            place.unwrap()
    _gather(notes, heading)
    return len(notes)


def _fragment(link: Tag, url: str) -> str:
    """The place in this text that `link` leads to; empty where it leads elsewhere."""
    try:
        page, fragment = urldefrag(str(link.get("href", "")))
    except ValueError:
        return ""
    return unquote(fragment) if page in ("", url) else ""


def _is_reference(link: Tag, note: Tag) -> bool:
    if note.name not in _NOTE_TAGS or note in link.parents or _is_back_link(link):
        return False
    if link.get("role") == "doc-noteref" or _classes(link) & _REFERENCES:
        return True
    is_raised = link.find_parent("sup") is not None or link.find("sup") is not None
    return is_raised and _container(note) is not None


def _is_back_link(link: Tag) -> bool:
    return link.get("role") == "doc-backlink" or bool(_classes(link) & _BACK_LINKS)


def _classes(tag: Tag) -> set[str]:
    return {str(name) for name in tag.get_attribute_list("class")}


def _container(note: Tag) -> Tag | None:
    """What says that it holds notes; None where nothing does."""
    for tag in (note, *note.parents):
        if tag.get("role") == "doc-endnotes" or _classes(tag) & _NOTES:
            return tag
    return None


def _every_note(body: Tag, referred: list[Tag]) -> list[Tag]:
    """The notes that are `referred` to, and those in their lists that are not, in order."""
    wanted = {id(note) for note in referred}
    lists = {id(note.parent) for note in referred if note.name == "li"}
    return [
        tag
        for tag in body.find_all(_NOTE_TAGS)
        if id(tag) in wanted or (tag.name == "li" and id(tag.parent) in lists)
    ]


def _drop_back_links(note: Tag, references: list[_Reference], url: str) -> None:
    sources = {
        str(tag["id"])
        for reference in references
        for tag in (reference.link, reference.place)
        if tag.has_attr("id")
    }
    for link in note.find_all("a"):
        # Python-Markdown names the second reference to a note otherwise than its link back does.
        if _is_back_link(link) or _fragment(link, url) in sources:
            before = link.previous_sibling
            if isinstance(before, NavigableString):
                before.replace_with(before.rstrip())  # of the no-break space as well
            link.extract()
    for label in note.select(".label"):
        label.extract()  # the number, by docutils


def _gather(notes: list[Tag], heading: str) -> None:
    """Put `notes` under `heading` where the first of them stood."""
    holders = {id(holder): holder for holder in map(_holder, notes)}
    new = BeautifulSoup("", "lxml")
    section = new.new_tag("section")
    title = new.new_tag("h3")
    title.string = heading
    section.append(title)
    next(iter(holders.values())).insert_before(section)
    for number, note in enumerate(notes, 1):
        section.append(note.extract())
        if note.name == "table":
            for part in note.find_all(["tbody", "tr", "td"]):
                part.unwrap()
        note.name, note.attrs = "div", {}
        first = next((child for child in note.children if not is_blank(child.get_text())), note)
        paragraph = first if isinstance(first, Tag) and first.name == "p" else note
        paragraph.insert(0, f"[{number}] ")
    for holder in holders.values():
        for part in holder.find_all(["h1", "h2", "h3", "h4", "h5", "h6", "hr"]):
            if section not in part.parents:
                part.extract()
        if section not in holder.parents and is_blank(holder.get_text()):
            holder.extract()


def _holder(note: Tag) -> Tag:
    """What is of no use any more once its notes are taken from it."""
    if (container := _container(note)) is not None:
        return container
    return note.parent if note.name == "li" and note.parent is not None else note
