"""Addresses in HTML that leaves the site: all of them absolute."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree, html

_PARSER = html.HTMLParser(encoding="utf-8")
_ADDRESSES = ("href", "src", "poster", "data", "cite", "action", "formaction")
_LONGEST_NAME = 20
"""More characters than the name of an attribute has, with white space after it."""

_VALUE = re.compile(r"""=\s*+["']?(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*+:)?""")
# An address goes up to white space and ends with no comma; a comma ends what follows it
# (https://html.spec.whatwg.org/#parse-a-srcset-attribute, without parentheses).
_SOURCE = re.compile(r"\s*(?P<address>\S*[^\s,])(?P<size>[^,]*)(?:,|$)")
_HAS_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def ready_to_leave(text: str, base: str) -> str:
    """The HTML `text` with every address absolute, as seen from its page at `base`.

    Without scripts, which readers of feeds do not run and validators refuse.
    """
    if not _may_be_relative(text) and "<script" not in text.lower():
        return text
    root = html.fragment_fromstring(text, create_parent="div", parser=_PARSER)
    for script in root.xpath(".//script"):
        script.drop_tree()
    for element in root.iter(etree.Element):
        for name in _ADDRESSES:
            if name in element.attrib:
                element.set(name, _joined(base, element.attrib[name]))
        if "srcset" in element.attrib:
            element.set("srcset", _joined_sources(base, element.attrib["srcset"]))
    return str(html.tostring(root, encoding="unicode")).removeprefix("<div>").removesuffix("</div>")


def _may_be_relative(text: str) -> bool:
    """False only where no attribute of `text` can hold an address that is not absolute."""
    for value in _VALUE.finditer(text):
        name = text[max(0, value.start() - _LONGEST_NAME) : value.start()].rstrip().lower()
        if name.endswith("srcset") or (not value["scheme"] and name.endswith(_ADDRESSES)):
            return True
    return False


def _joined_sources(base: str, sources: str) -> str:
    found = _SOURCE.finditer(sources)
    return ", ".join(_joined(base, one["address"]) + one["size"].rstrip() for one in found)


def _joined(base: str, address: str) -> str:
    if _HAS_SCHEME.match(address):
        return address
    try:
        return urljoin(base, address)
    except ValueError:  # an author's slip such as [::1: `check` says so
        return address
