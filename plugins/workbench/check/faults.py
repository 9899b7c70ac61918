"""What a rule says is wrong, before anybody knows which line of which source is to blame."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.check.addresses import Target


@dataclass(frozen=True, slots=True)
class Clue:
    """By what the author's own line is found. Whatever is left out does not help to find it."""

    written: tuple[str, ...] = ()
    """How it may stand in the source, the page's own way first."""

    target: Target | None = None
    """Where the address leads, if it is one."""

    beside: str = ""
    """What stands in the same line, if it stands beside `written` in any."""

    keys: tuple[str, ...] = ()
    """Keys of the front matter that it may come from, the likeliest first."""

    absent: bool = False
    """True where it is the lack of all these keys that is wrong."""


NO_CLUE = Clue()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on one built file."""

    page: str
    """The built file, relative to the output folder."""

    message: str
    """What is wrong, in one sentence."""

    remedy: str = ""
    clue: Clue = NO_CLUE

    about: str = ""
    """The page whose source has the line, where that is another: the post of a feed's entry."""

    alike: str = ""
    """Faults alike are one fault on many pages; where this is empty, those with one message are."""
