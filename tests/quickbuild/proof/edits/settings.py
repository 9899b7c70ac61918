"""Edits of `pelicanconf.py`."""

from __future__ import annotations

import os
import re
from random import Random

from tests.quickbuild.proof.edit import edit
from tests.quickbuild.proof.small_site import EVERY_PLUGIN, SETTINGS, SmallSite

_VALUES: dict[str, tuple[object | None, ...]] = {
    "SITENAME": ("Tiny", "Tine", "Tiny & <Co>"),
    "SITEURL": ("https://tiny.example", "https://other.example/sub", ""),
    "AUTHOR": ("Ada Quill", "Bob Guest", "Ada Other"),
    "POSITIONING": ("I help.", "I hinder."),
    "TIMEZONE": ("UTC", "Europe/London", "Asia/Tokyo"),
    "DEFAULT_LANG": ("en", "de", None),
    "TAGGING_ENTITY": ("tiny.example,2025", "other.example,2024"),
    "MENUITEMS": ([("About", "about/")], [("X", "https://x.example/")], [], None),
    "SOCIAL": ([("Mastodon", "https://social.example/@ada")], [], None),
    "RELATIVE_URLS": (True, False, None),
    "SUMMARY_MAX_LENGTH": (3, 40, None),
    "PAGINATED_TEMPLATES": ({"index": 3, "tag": 2}, {"index": 1}, {}, None),
    "FEED_MAX_ITEMS": (1, 3, 0, None),
    "RELATED_POSTS": (0, 1, 3, None),
    "CONTENTS_FROM_WORDS": (5, 30, 4000),
    "GUEST_POSTS_AUTOLINK": (True, False, None),
    "QUICKBUILD": (True, False, None),
    "WITH_FUTURE_DATES": (True, False, None),
    "DEFAULT_CATEGORY": ("Notes", "Other", None),
    "DEFAULT_DATE_FORMAT": ("%Y-%m-%d", "%d %B %Y", None),
    "ARTICLE_ORDER_BY": ("title", "reversed-date", "basename", None),
    "ARTICLE_URL": ("{date:%Y}/{slug}/", None),
    "ARTICLE_SAVE_AS": ("{date:%Y}/{slug}/index.html", None),
    "TAG_SAVE_AS": ("tags/{slug}/index.html", "labels/{slug}.html", "", None),
    "AUTHOR_SAVE_AS": ("", None),
    "YEAR_ARCHIVE_SAVE_AS": ("", "archives/{date:%Y}/index.html", None),
    "SLUGIFY_SOURCE": ("title", "basename", None),
    "FORMATTED_FIELDS": (["summary"], [], None),
    "DEFAULT_PAGINATION": (2, False, None),
    "STATIC_PATHS": (["images", "extra"], ["images"], ["images", "extra", "data"], None),
    "EXTRA_PATH_METADATA": ({"extra/notes.txt": {"path": "n.txt"}}, {}, None),
    "MILESTONES_PUBLIC": ({"feed": False}, {"badge": False}, None),
    "SYNDICATION_FEEDS": (
        {"tag": ["rss", "atom", "json"]},
        {"all": ["json"]},
        {"author": []},
        None,
    ),
    "WEBSUB_HUB": ("https://hub.example/", None),
    "LINKEDIN_FEED_ITEMS": (1, 10, None),
    "NEWSLETTER": ({"provider": "buttondown", "account": "tiny"}, None),
    "NEWSLETTER_TITLE": ("A letter", None),
    "PREVIEW_IMAGE": ("images/one.png", "images/no.png", None),
    "SERIES_SAVE_AS": ("s/{slug}.html", None),
    "SOCIAL_CARD_READING_TIME": ("{minutes} minutes", None),
    "SOCIAL_CARD_SAVE_AS": ("c/{path}.png", "images/one.png", None),
    "TYPOGRIFY": (True, None),
    "OWN_SETTING": ("one", "two", None),
    "SITENAM": ("misspelt", None),
}
"""Their values; None takes the line out. Some are wrong on purpose."""

_EXTENSIONS = (
    "MARKDOWN['extension_configs']['markdown.extensions.toc'] = {'permalink': True}",
    "MARKDOWN['extension_configs']['markdown.extensions.toc'] = {'baselevel': 2}",
    "MARKDOWN['extension_configs']['markdown.extensions.codehilite'] = {'linenums': True}",
    "MARKDOWN['extension_configs']['markdown.extensions.smarty'] = {}",
    "MARKDOWN['output_format'] = 'xhtml'",
    "MARKDOWN['tab_length'] = 2",
    "JINJA_FILTERS = {'own': lambda value: str(value).upper()}",
    "JINJA_GLOBALS = {'own_global': 'one'}",
    "JINJA_GLOBALS = {'own_global': 'two'}",
    "import nothing_of_that_name",
    "SITENAME =",
)


@edit(times=4)
def set_setting(site: SmallSite, random: Random) -> str:
    """A setting added, changed or taken out."""
    name = random.choice(sorted(_VALUES))
    value = random.choice(_VALUES[name])
    site.set_settings({name: None if value is None else repr(value)})
    return f"{name} = {value!r}"


@edit()
def add_code(site: SmallSite, random: Random) -> str:
    """A line of Python in the settings, or all of these taken out."""
    rows = site.read(SETTINGS).splitlines()
    line = random.choice((*_EXTENSIONS, ""))
    kept = [*rows, line] if line else [row for row in rows if row not in _EXTENSIONS]
    site.write(SETTINGS, "\n".join(kept) + "\n")
    return f"settings: {line}" if line else "settings: no code"


@edit(times=2)
def change_plugins(site: SmallSite, random: Random) -> str:
    """A plugin taken out or put back, at its place or at the end."""
    names = re.findall(r"'(\w+)'", site.setting("PLUGINS") or "")
    name = random.choice(EVERY_PLUGIN)
    if name in names:
        names.remove(name)
    elif random.randrange(2):
        names.append(name)
    else:
        names = [one for one in EVERY_PLUGIN if one in names or one == name]
    site.set_settings({"PLUGINS": repr(names)})
    return f"PLUGINS = {names}"


@edit()
def comment_on_settings(site: SmallSite, random: Random) -> str:
    """Other bytes that mean the same, or the same length and date with another value."""
    text = site.read(SETTINGS)
    if random.randrange(2):
        before = site.path(SETTINGS).stat()
        site.write(SETTINGS, text.replace("I help.", "I herp."))
        os.utime(site.path(SETTINGS), ns=(before.st_atime_ns, before.st_mtime_ns))
        return "settings: changed secretly"
    site.write(SETTINGS, f"# A remark.\n{text}")
    return "settings: a remark"
