"""What texts link to, remembered by the HTML it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from fanfare.memory import Json
from guest_posts.links.mentions import linked_addresses
from guest_posts.remembered import Remembered

if TYPE_CHECKING:
    from pelican.contents import Content

LINKS = "guest_posts.links.1"
"""The addresses that a text links to, of the HTML that Markdown made of it."""

LINKS_LEFT = "guest_posts.links_left.1"
"""The same of texts from which something was removed."""

STATIC_LINKS = "guest_posts.static_links.1"
STATIC_LINKS_LEFT = "guest_posts.static_links_left.1"


def linked_by(text: Content, remembered: Remembered, *, is_cut: bool) -> Sequence[str]:
    """The addresses that `text` links to; of which something was removed where it `is_cut`."""
    memory, digest = remembered.memory, getattr(text, "body_digest", "")

    def read() -> list[Json]:
        return [*linked_addresses(text._content)]

    if is_cut:
        found = remembered.of_body(LINKS_LEFT, text, read)
    elif digest:
        found = memory.recall(LINKS, str(text.source_path), digest, read)
    else:
        found = read()
    return cast("Sequence[str]", found)


def static_links(text: Content, remembered: Remembered, *, is_cleaned: bool) -> set[str]:
    """The files beside the texts that `text` links, relative to `content/`.

    Those of guests have others once their HTML `is_cleaned`.
    """
    kind = STATIC_LINKS_LEFT if is_cleaned else STATIC_LINKS
    found = remembered.of_body(kind, text, lambda: [*_static_links(text)])
    return set(cast("list[str]", found))


def _static_links(text: Content) -> list[str]:
    links_files = any(mark in text._content for mark in ("static", "attach"))
    return sorted(text.get_static_links()) if links_files else []
