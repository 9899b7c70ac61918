"""What people see of a feed who open it in a browser: see `browser_page`."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndication.documents.browser_page import element, link, page
from syndication.documents.common import summary
from syndication.records import Entry, Feed, Format

# In English like the rest of the page, whatever the locale is.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def introduction(feed: Feed, form: Format) -> etree._Element:
    """What `feed` is, how to subscribe to it in `form`, and what is in it, with links: a `div`.

    To be a child of the feed's own element: `channel` in RSS, `feed` in Atom.
    """
    return page(
        "<header>",
        "<p><strong>This is a feed.</strong> With it you can follow this site in an app of your "
        "own, a feed reader. To subscribe, copy this page’s address into one:</p>",
        f"<p>{element('code', feed.url(form))}</p>",
        "<p>Whatever is new then comes to you, without an account, and with nobody choosing for "
        "you.</p>",
        "</header>",
        element("h1", feed.title, feed.language),
        element("p", feed.subtitle, feed.language),
        f"<nav>{link(feed.home, 'Read it on the web')}</nav>",
        "<ol>",
        *map(_item, feed.entries),
        "</ol>",
    )


def _item(entry: Entry) -> str:
    return (
        f"<li><h2>{link(entry.url, entry.title or entry.url)}</h2>"
        f"<p>{''.join(_facts(entry))}</p>{element('p', summary(entry), entry.language)}</li>"
    )


def _facts(entry: Entry) -> Iterator[str]:
    """When it was published, and by whom."""
    day = entry.published.date()
    yield f'<time datetime="{day}">{day.day} {_MONTHS[day.month - 1]} {day.year}</time>'
    for author in entry.authors:
        yield f" {element('span', author.name)}"
