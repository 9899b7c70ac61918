"""What the settings of this plugin may be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fanfare.findings import Complaint, did_you_mean
from fanfare.settings import file_or_none, text

__all__ = [
    "address",
    "address_or_none",
    "api_version",
    "entity",
    "feeds",
    "file_or_none",
    "limits",
    "parameters",
    "port",
    "text_or_none",
    "visibility",
]

KINDS = (
    *("all", "category", "tag", "author", "guest", "series", "language"),
    *("milestones", "linkedin"),
)
"""The kinds of feeds."""

LIMITS: dict[str, int | tuple[int, int]] = {
    "commentary": 3000,
    "article_title": 399,
    "article_description": 4085,
    "kit_title": 150,
    "kit_body": 125_000,
    "cover": (1920, 1080),
}
"""How long LinkedIn lets texts be, in UTF-16 units, and how large a cover is, in pixels."""

DEFAULTS: dict[str, object] = {
    "SYNDICATION_FEEDS": {},
    "TAGGING_ENTITY": "",
    "WEBSUB_HUB": "",
    "BLOGROLL_SAVE_AS": "feeds/blogroll.opml.xml",
    "LINKEDIN_FEED_ITEMS": 10,
    "LINKEDIN_CAMPAIGN": {},
    "LINKEDIN_LIMITS": {},
    "LINKEDIN_QUEUE_DAYS": 14,
    "LINKEDIN_CLIENT_ID": "",
    "LINKEDIN_API_HOST": "https://api.linkedin.com",
    "LINKEDIN_LOGIN_HOST": "https://www.linkedin.com",
    "LINKEDIN_API_VERSION": "202609",
    "LINKEDIN_VISIBILITY": "PUBLIC",
    "LINKEDIN_REDIRECT_PORT": 8754,
    "LINKEDIN_PKCE": False,
    "MASTODON_SERVER": "",
    "BLUESKY_SERVER": "https://bsky.social",
    "BLUESKY_HANDLE": "",
}
"""What a site has that does not say otherwise."""

# RFC 4151, section 2.1: an authority, a comma, a date it was held on.
_ENTITY = re.compile(r"[\w.-]+(@[\w.-]+)?,\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def feeds(value: object) -> Iterable[Complaint]:
    """Formats by kind of feed."""
    if not isinstance(value, dict):
        yield f"{value!r} does not say which formats", 'Write {"tag": ["rss"]}, or leave it out.'
        return
    from syndication.records import Format  # late: tasks check no settings

    known = [form.key for form in Format]
    for kind, forms in value.items():
        if kind not in KINDS:
            yield (
                f'"{kind}" is no kind of feed',
                did_you_mean(str(kind), KINDS, f"one of {', '.join(KINDS)}"),
            )
            continue
        if isinstance(forms, str) or not isinstance(forms, Iterable):
            yield f'"{kind}" is {forms!r}', 'Write a list such as ["rss", "json"]; [] for none.'
            continue
        for form in forms:
            if form not in known:
                yield f'"{form}" is no format of feeds', f"Write one of {', '.join(known)}."
            elif kind == "linkedin" and form != "rss":
                yield f'the feed for LinkedIn is never "{form}"', 'Write "linkedin": ["rss"].'


def entity(value: object) -> Iterable[Complaint]:
    """Who makes identifiers, and since when (RFC 4151); nothing where nobody says."""
    if value != "" and not (isinstance(value, str) and _ENTITY.fullmatch(value)):
        remedy = 'Write a domain and a year: "longmargin.example,2025".'
        yield f"{value!r} is no tagging entity", remedy


def address(value: object) -> Iterable[Complaint]:
    """The address of a server."""
    if not isinstance(value, str) or not re.match(r"https?://[^/\s]", value):
        yield f"{value!r} is not an address", 'Write one such as "https://hub.example".'
    elif re.search(r"[\s?#]", value):
        yield f'"{value}" has a space, ? or # in it', "Leave that out."


def address_or_none(value: object) -> Iterable[Complaint]:
    """The address of a server; nothing where there is none."""
    return address(value) if value else ()


def text_or_none(value: object) -> Iterable[Complaint]:
    """Words, or nothing."""
    return text(value) if value else ()


def parameters(value: object) -> Iterable[Complaint]:
    """What is added to the query of links."""
    if not isinstance(value, dict) or not all(
        isinstance(part, str) and part for pair in value.items() for part in pair
    ):
        yield f"{value!r} does not say what to add", 'Write {"utm_source": "linkedin"}, or {}.'


def limits(value: object) -> Iterable[Complaint]:
    """Some of `LIMITS`, with other numbers."""
    if not isinstance(value, dict):
        yield f"{value!r} does not say which limits", 'Write {"commentary": 3000}.'
        return
    for name, number in value.items():
        if name not in LIMITS:
            yield (
                f'"{name}" is no limit',
                did_you_mean(str(name), LIMITS, f"one of {', '.join(LIMITS)}"),
            )
            continue
        numbers = number if isinstance(LIMITS[name], tuple) else (number,)
        is_right = isinstance(numbers, tuple | list) and all(
            isinstance(one, int) and not isinstance(one, bool) and one > 0 for one in numbers
        )
        if not is_right or (name == "cover" and len(numbers) != 2):
            yield f'"{name}" is {number!r}', f"Write something such as {LIMITS[name]}."


def api_version(value: object) -> Iterable[Complaint]:
    """A month, as LinkedIn numbers the versions of its API."""
    if not isinstance(value, str) or not re.fullmatch(r"20\d{2}(0[1-9]|1[0-2])", value):
        yield f"{value!r} is no version", 'Write a year and a month in quotes, such as "202609".'


def port(value: object) -> Iterable[Complaint]:
    """A port that programs of people may listen at."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1024 <= value <= 65535:
        yield f"{value!r} is no port to listen at", "Write a number from 1024 to 65535."


def visibility(value: object) -> Iterable[Complaint]:
    """Who sees a post."""
    if value not in ("PUBLIC", "CONNECTIONS"):
        yield f"{value!r} is no visibility", 'Write "PUBLIC" or "CONNECTIONS".'
