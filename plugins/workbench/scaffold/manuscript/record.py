"""What a guest's file says, whatever kind of file it is."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.scaffold.manuscript.pictures import Picture, named


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A guest's text as Markdown, and what its file says about it; "" where it says nothing."""

    body: str
    """Pictures stand in it by their seals: see `body_of`."""

    title: str = ""
    author: str = ""
    """Names, with semicolons between."""

    date: str = ""
    category: str = ""
    tags: str = ""
    summary: str = ""
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()
    """What the author should know of the file and its way here; pictures by their seals."""

    def body_of(self, slug: str) -> str:
        """The text of the post `slug`, pictures linked as they are going to be called."""
        return named(self.body, "{static}/images/" + slug)

    def notes_of(self, slug: str) -> tuple[str, ...]:
        """The notes for the post `slug`."""
        return tuple(named(note, slug) for note in self.notes)
