"""The HTML of a text to an article that LinkedIn's editor keeps as it is pasted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fanfare.console import counted
from fanfare.findings import Finding, Severity
from syndication.kit.blocks import Block, Divider, Image
from syndication.kit.cleaning import drop_what_is_no_text, parsed, settle_code
from syndication.kit.embeds import settle_embeds
from syndication.kit.footnotes import settle_footnotes
from syndication.kit.formulas import settle_formulas
from syndication.kit.images import settle_drawings
from syndication.kit.reader import Reader
from syndication.kit.small_marks import settle_small_marks

NOTES = "Notes"
"""The heading of footnotes."""


@dataclass(frozen=True, slots=True)
class Article:
    """A text, ready for the editor."""

    blocks: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    """In the order of the text."""

    changes: tuple[str, ...] = ()
    """What stands otherwise than on the site, for the author to know: short sentences."""

    has_embeds: bool = False
    """True where addresses stand for players."""

    findings: tuple[Finding, ...] = ()
    """Warnings of what could not be kept."""


def article(content: str, url: str, suffix_of: Callable[[str], str]) -> Article:
    """The article that the HTML `content` makes, whose address is `url`.

    `suffix_of` says what the file of the picture at an address ends with in the kit: `.png`; empty
    where the kit cannot have it. Made from its own HTML once more, an article stays as it is.
    """
    body = parsed(content)
    settle_code(body)
    settle_drawings(body)
    as_tex = settle_formulas(body)
    notes = settle_footnotes(body, url, NOTES)
    embeds, lost_embeds = settle_embeds(body, url)
    has_struck = settle_small_marks(body)
    lost = drop_what_is_no_text(body)
    reader = Reader(url, suffix_of)
    blocks = tuple(_without_needless_dividers(reader.blocks(body)))
    changes = [
        said
        for number, said in (
            (reader.tables, f"{counted(reader.tables, 'table')} made into lists."),
            (notes, f"{counted(notes, 'footnote')} made into notes at the end of the text."),
            (
                embeds,
                f"{counted(embeds, 'player')} made into addresses, each on a line of its own.",
            ),
            (
                reader.has_inline_code,
                "Code within a line is plain text: the editor knows code only as blocks.",
            ),
        )
        if number
    ]
    findings = _findings(as_tex, lost_embeds, lost, has_struck=has_struck)
    return Article(blocks, tuple(reader.images), tuple(changes), embeds > 0, tuple(findings))


def _without_needless_dividers(blocks: list[Block]) -> Iterator[Block]:
    """`blocks` without dividers that part nothing from nothing."""
    before: Block = Divider()
    waiting = False
    for block in blocks:
        if isinstance(block, Divider):
            waiting = not isinstance(before, Divider)
            continue
        if waiting:
            yield Divider()
            waiting = False
        yield block
        before = block


def _findings(
    as_tex: int, lost_embeds: int, lost: list[str], *, has_struck: bool
) -> Iterator[Finding]:
    if as_tex:
        message = f"{counted(as_tex, 'formula')} written as TeX."
        remedy = "Where your readers do not read that, put a picture in its place."
        yield _warning("formula", message, remedy)
    if has_struck:
        yield _warning(
            "struck-text",
            "Struck text is left out: the editor cannot strike it, and it would stand as said.",
            "Read the place once more.",
        )
    if lost_embeds:
        message = f"{counted(lost_embeds, 'player')} without an address left out."
        yield _warning("lost", message, "Link to what it shows.")
    for what in lost:
        yield _warning("lost", f"The text has {what}, which is left out.", "Link to your page.")


def _warning(rule: str, message: str, remedy: str) -> Finding:
    return Finding(rule, message, remedy, Severity.WARNING)
