"""Addresses in HTML that leaves the site: all of them absolute."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree, html

_PARSER = html.HTMLParser(encoding="utf-8")
_ADDRESSES = ("href", "src", "poster", "data", "cite", "action", "formaction")
_MAY_BE_RELATIVE = re.compile(
    r"""[\s/"'](?:href|src|poster|data|cite|action|formaction)\s*=\s*(?!["']?[a-z][a-z0-9+.-]*:)
    |[\s/"']srcset\s*=""",
    re.IGNORECASE | re.VERBOSE,
)
# An address goes up to white space and ends with no comma; a comma ends what follows it
# (https://html.spec.whatwg.org/#parse-a-srcset-attribute, without parentheses).
_SOURCE = re.compile(r"\s*(?P<address>\S*[^\s,])(?P<size>[^,]*)(?:,|$)")
_HAS_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def ready_to_leave(text: str, base: str) -> str:
    """The HTML `text` with every address absolute, as seen from its page at `base`.

    Without scripts, which readers of feeds do not run and validators refuse.
    """
    if not _MAY_BE_RELATIVE.search(text) and "<script" not in text.lower():
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
