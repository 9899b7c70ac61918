"""Who wrote what, and where: guests here, the author elsewhere, and every link between.

Three rooms of `content/` hold records, one Markdown file each: `people/` (guests; the text is the
bio), `partners/` (sites that host the author or send guests) and `elsewhere/` (the author's posts
there; the text is a teaser). They are checked before anything is built. What cannot be right stops
the build with file and line; so does a post whose author is nobody known.

In the context of every template:

| name                | what it is                                                               |
|---------------------|--------------------------------------------------------------------------|
| `guests`            | `contents.Guest` of every person, by name                                |
| `hosts`             | `contents.Host` of every partner that has published the author           |
| `elsewhere`         | `contents.ElsewherePost` of every entry, newest first                    |
| `partners`          | `contents.Host` of every partner, by name                                |
| `partnerships`      | `connections.Partnership`: who partnered when, oldest first              |
| `elsewhere_json_ld` | schema.org data of the page that lists the entries                       |
| `article_json_ld`   | makes that of an article, for themes that have none                      |
| `href`              | the address of a text, a guest or a host, for a link to it               |

On every article and page, drafts, hidden ones and translations included:

| attribute      | what it is                                                                    |
|----------------|-------------------------------------------------------------------------------|
| `guests`       | the `contents.Guest`s among its authors; links to these lead to their pages   |
| `roles`        | `roles.Roles`: its original, its copies, its sponsors                         |
| `mentioned_in` | the articles and pages that link to it, newest first                          |
| `owed`         | HTML of its sponsors and disclosure, with which its text ends                 |
| `schema_org`   | properties of schema.org that its JSON-LD has besides its own                 |

Posts elsewhere stand among `articles`, `dates`, tags and categories where the theme can show them:
where it brings a template `elsewhere.html`. Such an article has `host`; its `url` is that of the
original and goes without `SITEURL`, and it has no page of its own. For all others `host` is None.

Of quickbuild, if it is there, the plugin takes what it lends: `MEMORY` in the context, and the
settings `QUICKBUILD_CONVERTED`, `QUICKBUILD_WITH_HTML` and `QUICKBUILD_CODE`, which tells all code
and the setting MARKDOWN from any other: without it, what guests' texts lost and how disclosures
read is worked out in every build.

A theme shows all this by including the templates in `templates/guest_posts/`; those beside that
folder are the pages for a theme that brings none of its own, and `templates/simple/` teaches
Pelican's theme `simple` to use them.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Pelican loads a plugin from `PLUGIN_PATHS` without what stands beside it.
if (_beside := str(Path(__file__).parents[1])) not in sys.path:
    sys.path.append(_beside)

from fanfare.settings import Setting, flag, text, with_slug

__all__ = ["SETTINGS", "WATCHED", "register"]

SETTINGS = (
    Setting("GUEST_POSTS_AUTOLINK", "True links the first mention of whoever has a page", flag),
    Setting("GUEST_URL", "address of the page of a guest, with {slug}", with_slug),
    Setting("GUEST_SAVE_AS", "its file, with {slug}", with_slug),
    Setting("GUESTS_URL", "address of the list of guests", text),
    Setting("GUESTS_SAVE_AS", "its file", text),
    Setting("PARTNER_URL", "address of the page of a partner, with {slug}", with_slug),
    Setting("PARTNER_SAVE_AS", "its file, with {slug}", with_slug),
    Setting("ELSEWHERE_URL", "address of the list of posts elsewhere", text),
    Setting("ELSEWHERE_SAVE_AS", "its file", text),
)


WATCHED = True
"""What its receivers and makers read notes itself (`fanfare.watching`)."""


def register() -> None:
    """Connect to Pelican."""
    from guest_posts import hooks

    hooks.connect()
