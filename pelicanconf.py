"""The site, for writing. What each line means: docs/configure.md."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "plugins"))
from fanfare.site import *  # noqa: F403 -- rooms, addresses, Markdown, plugins

SITENAME = "The Long Margin"
SITEURL = "https://longmargin.example"
AUTHOR = "Tamsin Inkwell"
POSITIONING = (
    "I help people who know things write them down, "
    "and find the thousand readers who were looking for them."
)
TIMEZONE = "Europe/London"
DEFAULT_LANG = "en"
TAGGING_ENTITY = "longmargin.example,2025"  # the ids in feeds begin with it: never change it

MENUITEMS = [
    ("Start here", "start-here/"),
    ("Archive", "archives/"),
    ("Speaking", "speaking/"),
    ("About", "about/"),
]
SOCIAL = [
    ("LinkedIn", "https://www.linkedin.com/in/tamsin-inkwell-is-fictional"),
    ("Mastodon", "https://social.example/@tamsin"),
    ("GitHub", "https://github.com/tamsin-inkwell-is-fictional"),
]
FEDIVERSE_CREATOR = "@tamsin@social.example"
NEWSLETTER_TITLE = "The Wednesday letter"
NEWSLETTER_PITCH = "One letter a week from above the chandlery. Two minutes, sometimes ten."
NEWSLETTER = {"provider": "buttondown", "account": "longmargin"}
GUEST_POSTS_AUTOLINK = True
