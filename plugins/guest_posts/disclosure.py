"""What is owed to the reader, as part of the text: so feeds and other copies have it too."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from guest_posts.roles import Place


def owed(disclosure: str, sponsors: Sequence[Place]) -> str:
    """The HTML to end a text with; empty where nothing is owed.

    `disclosure` is HTML. The links to `sponsors` say by their rel that they are paid for.
    """
    said = []
    if sponsors:
        links = [
            f'<a rel="sponsored" href="{escape(one.url)}">{escape(one.name)}</a>'
            for one in sponsors
        ]
        *most, last = links
        said.append(
            f"<strong>Sponsored</strong> by {', '.join(most)}{' and ' if most else ''}{last}."
        )
    if disclosure:
        said.append(f"<strong>Disclosure:</strong> {disclosure}")
    return "".join(f'\n<p class="disclosure">{words}</p>' for words in said)
