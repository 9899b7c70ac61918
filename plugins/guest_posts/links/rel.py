"""What `rel` says of the links in a text: `sponsored` where paid for, never `ugc`.

The words are Google's ("Qualify your outbound links to Google"): `sponsored` marks a link that is
paid for; `ugc` one that users wrote unasked, which nothing that an editor has read can be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

from guest_posts.links.tags import attributes, likely_tags, tags

_LINKS = frozenset(("a", "area"))
_BEGINNING_OF_LINK = re.compile("<[aA](?:[rR][eE][aA])?[\\t\\n\\f\\r /]")
_IGNORED_IN_HOSTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": ".", "\u00ad": ""})


def with_rel(html: str, is_sponsor: Callable[[str], bool]) -> str:
    """`html` with the `rel` of its links put right; every other byte stays as it is.

    Links whose address `is_sponsor` get `sponsored`; `ugc` is taken off every link, and a `rel`
    that is left empty goes. Other words stay, in their order.
    """
    likely = likely_tags(html, _BEGINNING_OF_LINK)
    if all(_put_right(link, is_sponsor) == link for link in likely):
        return html
    pieces, done = [], 0
    for tag in tags(html):
        if tag.name in _LINKS and not tag.is_end:
            link = html[tag.start : tag.end]
            pieces += [html[done : tag.start], _put_right(link, is_sponsor)]
            done = tag.end
    return "".join(pieces) + html[done:]


def host_matches(address: str, hosts: Collection[str]) -> bool:
    """True where `address` leads to one of `hosts` or to a subdomain of one.

    `hosts` are names of hosts or addresses there. `www.`, ports and case make no difference, nor
    whether a name is written in its own script or as `xn--` (RFC 5890). A relative address has no
    host and matches none.
    """
    host = _host(address)
    if not host:
        return False
    known = {_host(name if "//" in name else f"//{name}") for name in hosts}
    labels = host.split(".")
    return any(".".join(labels[first:]) in known for first in range(len(labels)))


@lru_cache(maxsize=1024)
def _host(address: str) -> str:
    """The host in `address` in one of the ways to write it; empty where there is none."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:  # such as https://[
        return ""
    if parts.scheme not in ("", "http", "https"):
        return ""
    labels = host.translate(_IGNORED_IN_HOSTS).rstrip(".").split(".")
    return ".".join(map(_in_its_own_script, labels)).removeprefix("www.")


def _in_its_own_script(label: str) -> str:
    if label.startswith("xn--"):
        with suppress(UnicodeError):
            label = label.removeprefix("xn--").encode("ascii").decode("punycode")
    return unicodedata.normalize("NFKC", label).lower()


def _put_right(link: str, is_sponsor: Callable[[str], bool]) -> str:
    """The start tag `link` with the right `rel`."""
    said = attributes(link)
    href, rel = said.get("href"), said.get("rel")
    if not href:
        return link
    words = rel.value.split() if rel else []
    known = [word.lower() for word in words]
    lacks = "sponsored" not in known and is_sponsor(href.value)
    if not lacks and "ugc" not in known:
        return link
    kept = [word for word in words if word.lower() != "ugc"]
    value = escape(" ".join(dict.fromkeys([*kept, "sponsored"] if lacks else kept)))
    if not rel:
        return f'{link[: href.end]} rel="{value}"{link[href.end :]}'
    before, after = link[: rel.start], link[rel.end :]
    if value:
        return f'{before}{link[rel.start : rel.name_end]}="{value}"{after}'
    # the white space before it goes as well, unless that holds its neighbours apart
    apart = "" if after[0] in "\t\n\f\r >" else " "
    without = before.rstrip("\t\n\f\r ") + apart + after
    return _put_right(without, is_sponsor)  # a second rel, which meant nothing, now counts
