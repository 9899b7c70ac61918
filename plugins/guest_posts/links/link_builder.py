"""A builder of BeautifulSoup that builds nothing but links.

Building every element of a post and picking out the links takes twice the time.
"""

from __future__ import annotations

from collections.abc import Mapping

from bs4.builder import LXMLTreeBuilder  # type: ignore[attr-defined]  # it registers itself there


class LinkBuilder(LXMLTreeBuilder):  # type: ignore[misc]
    """Hands on the links that the parser meets, without their text."""

    def start(
        self,
        tag: str | bytes,
        attrib: dict[str | bytes, str | bytes],
        nsmap: Mapping[str, str] | None = None,
    ) -> None:
        """Begin an element."""
        if tag == "a":
            super().start(tag, attrib, nsmap or {})

    def end(self, tag: str | bytes) -> None:
        """End an element."""
        if tag == "a":
            super().end(tag)

    def data(self, data: str | bytes) -> None:
        """Leave text out."""
