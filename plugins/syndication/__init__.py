"""Every text in the form its readers want it: feeds, LinkedIn and other networks, each text once.

The plugin replaces Pelican's feeds by its own, in RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1; a
feed for automations that post to LinkedIn; and a blogroll of the partners' feeds. Its tasks make
articles to paste into LinkedIn's editor, post to networks, and tell hubs of changed feeds.

In the context of every template:

| name        | what it is                                                                  |
|-------------|-----------------------------------------------------------------------------|
| `feeds`     | `feeds.FeedLink` of each feed of the whole site, for `<link>` and for lists |
| `feeds_of`  | the same of one category, tag, author, guest or series: `feeds_of("tag", tag)` |
| `blogroll`  | the address of the blogroll, from the site's root; empty where there is none |

And for tasks and tools:

| name                | what it is                                                          |
|---------------------|---------------------------------------------------------------------|
| `SYNDICATION_TEXTS` | the articles that feeds may have, newest first: `entries.entries_of` |
| `published_entries` | gives `fanfare.published.Published` of each, when it is called        |

On every published article:

| attribute     | what it is                                                                |
|---------------|---------------------------------------------------------------------------|
| `entry_id`    | its permanent identifier (RFC 4151), whatever its address becomes         |
| `feed_entry`  | `records.Entry` of it, as feeds have it                                   |
| `syndication` | `copies.Copy`            of each place where it was posted                 |

A theme shows the copies by including `syndication/copies.html`.

What it takes from other plugins, where they are there: the attribute `social_card` of a text, its
picture; `owed`, what its readers must be told; `guests`; `host`, for posts on other sites; and in
the context `elsewhere`, `milestone_entries`, `all_series` and `partners`.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Pelican loads a plugin from `PLUGIN_PATHS` without what stands beside it.
if (_beside := str(Path(__file__).parents[1])) not in sys.path:
    sys.path.append(_beside)

from fanfare.settings import Setting, flag, whole_number
from syndication import setting_checks as checks

__all__ = ["SETTINGS", "WATCHED", "register"]

SETTINGS = (
    Setting("SYNDICATION_FEEDS", "which feeds there are, in which formats", checks.feeds),
    Setting("FEED_MAX_ITEMS", "how many entries a feed has; 0 for all", whole_number),
    Setting("TAGGING_ENTITY", "what the ids of entries begin with, for ever", checks.entity),
    Setting("WEBSUB_HUB", "the hub that is told of changed feeds", checks.address_or_none),
    Setting("BLOGROLL_SAVE_AS", "the file of the partners' feeds", checks.file_or_none),
    Setting("LINKEDIN_FEED_ITEMS", "how many entries the LinkedIn feed has", whole_number),
    Setting("LINKEDIN_CAMPAIGN", "parameters added to links on LinkedIn", checks.parameters),
    Setting("LINKEDIN_LIMITS", "how long LinkedIn lets texts be", checks.limits),
    Setting("LINKEDIN_QUEUE_DAYS", "how old an entry of the queue may be", whole_number),
    Setting("LINKEDIN_CLIENT_ID", "the client ID of your LinkedIn app", checks.text_or_none),
    Setting("LINKEDIN_API_HOST", "where LinkedIn's API is", checks.address),
    Setting("LINKEDIN_LOGIN_HOST", "where one logs in to LinkedIn", checks.address),
    Setting("LINKEDIN_API_VERSION", "the version of LinkedIn's API, YYYYMM", checks.api_version),
    Setting("LINKEDIN_VISIBILITY", "who sees posts on LinkedIn", checks.visibility),
    Setting("LINKEDIN_REDIRECT_PORT", "the port that a login comes back to", checks.port),
    Setting("LINKEDIN_PKCE", "True where your LinkedIn app may log in without a secret", flag),
    Setting("MASTODON_SERVER", "the address of your Mastodon server", checks.address_or_none),
    Setting("BLUESKY_SERVER", "the address of your Bluesky server", checks.address),
    Setting("BLUESKY_HANDLE", "your handle on Bluesky", checks.text_or_none),
)


WATCHED = True
"""What its receivers and makers read notes itself (`fanfare.watching`)."""


def register() -> None:
    """Connect to Pelican."""
    from syndication import hooks

    hooks.connect()
