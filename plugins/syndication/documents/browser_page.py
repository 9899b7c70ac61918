"""The page inside a feed or a blogroll that people see who open it in a browser.

Browsers show XML as CSS says (`feed.css`), and in it make links only of XHTML. RSS 2.0 ("Extending
RSS"), RFC 4287, section 6, and OPML 2.0 let a document hold elements of other namespaces, which
readers of feeds pass over. They are in one `div` among the feed's own elements, which is where
W3C's feed validator knows one: XHTML anywhere else, such as in an entry, it warns of. No element
in it is called as one of RSS, Atom or OPML, for the sake of readers that look at no namespace.
"""

from __future__ import annotations

import posixpath
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

STYLESHEET = "feeds/feed.css"
"""The file of the style, relative to the site's root."""

XHTML = "http://www.w3.org/1999/xhtml"

# Without it, phones show XML as wide as a desk.
_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1"/>'


def stylesheet(file: str) -> etree._ProcessingInstruction:
    """What makes browsers show `file`, relative to the site's root, in the style of `STYLESHEET`.

    By https://www.w3.org/TR/xml-stylesheet/. The address is relative, so that it is right on a
    site below a path, and while writing.
    """
    address = posixpath.relpath(STYLESHEET, posixpath.dirname(file) or ".")
    return etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{address}"')


def page(*html: str) -> etree._Element:
    """The `div` that holds `html`: XHTML, in English where it does not say otherwise."""
    return etree.fromstring(f'<div xmlns="{XHTML}" xml:lang="en">{_VIEWPORT}{"".join(html)}</div>')


def element(name: str, text: str, language: str = "en") -> str:
    """The element `name` with plain `text` in it, which is in `language`."""
    said = "" if language == "en" else f" xml:lang={quoteattr(language)}"
    return f"<{name}{said}>{escape(text)}</{name}>"


def link(address: str, text: str) -> str:
    """A link with plain `text`."""
    return f"<a href={quoteattr(address)}>{escape(text)}</a>"
