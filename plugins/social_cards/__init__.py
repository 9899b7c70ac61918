"""A picture for the link preview of every page, drawn from its title and its authors.

A card is a PNG of 1200 x 627 pixels: title, authors with their portraits, the site's name, and how
long the text takes to read. It is drawn when what it says has changed, and remembered else. A text
whose author names a picture (`Image:`) has that one, and no card.

On every article and page, drafts, hidden ones and translations included:

| attribute        | what it is                                                               |
|------------------|--------------------------------------------------------------------------|
| `social_card`    | `fanfare.pictures.Picture` for its link preview; None for a post         |
|                  | elsewhere, which has no page here, unless its author names a picture     |
| `on_social_card` | `cards.Card`: what its card says                                         |

In the context of every template:

| name           | what it is                                                                 |
|----------------|----------------------------------------------------------------------------|
| `social_card`  | the picture for pages without a text of their own, such as the home page   |
| `site_address` | the `SITEURL` of the settings, whatever `RELATIVE_URLS` makes of it        |

Addresses and sizes can be had once articles and pages are read. What is on a card is decided when
everything is (`all_generators_finalized`), and it is drawn while pages are written, or when
somebody asks for its `length` or its bytes.

A theme that says nothing of link previews includes `social_cards/head.html` in its `<head>`.

Portraits are those of the attribute `guests` of a text, and that of the author: `AUTHOR_PHOTO`, or
`images/portrait.png`.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Pelican loads a plugin from `PLUGIN_PATHS` without what stands beside it.
if (_beside := str(Path(__file__).parents[1])) not in sys.path:
    sys.path.append(_beside)

from fanfare.settings import Setting, flag, text
from social_cards import setting_checks as checks

__all__ = ["SETTINGS", "WATCHED", "register"]

SETTINGS = (
    Setting("SOCIAL_CARDS", "False draws no cards", flag),
    Setting("SOCIAL_CARD_SAVE_AS", "the file of a card, with {path}", checks.picture_file),
    Setting("SOCIAL_CARD_READING_TIME", "how cards say {minutes} of reading", checks.reading_time),
    Setting("SOCIAL_CARD_COLOURS", "colours of the cards", checks.colours),
    Setting("SOCIAL_CARDS_FONTS", "fonts for letters that ours lack", checks.files),
    Setting("SOCIAL_CARDS_STORE", "the folder of remembered cards", text),
)


WATCHED = True
"""What its receivers and makers read notes itself (`fanfare.watching`)."""


def register() -> None:
    """Connect to Pelican."""
    from social_cards import hooks

    hooks.connect()
