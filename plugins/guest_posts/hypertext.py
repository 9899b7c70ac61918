"""HTML and the addresses in it, as a browser reads them."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from lxml import etree

WEB = ("http", "https")
_PORTS = {"http": 80, "https": 443}
_SPACE = "\t\n\f\r "


def read_html(html: str) -> etree._Element | None:
    """The root of the document; None where there is nothing that can be read."""
    # Comments go. `huge_tree` is for 2,048 levels, where libxml2 stops, instead of 256.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        return etree.fromstring(html.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def base_of(page: etree._Element, address: str) -> str:
    """Where relative addresses in `page` start: at its `<base>`, else at its own `address`."""
    first = next((base for base in page.iter("base") if base.get("href") is not None), None)
    return (resolved(address, first.get("href") or "") if first is not None else "") or address


def resolved(base: str, reference: str) -> str:
    """`reference` as seen from `base`, absolute; empty where it is no address on the web.

    An empty reference is `base` itself.
    """
    written = reference.strip(_SPACE)
    try:
        if urlsplit(written).scheme in WEB and not urlsplit(written).hostname:
            return ""
        address = urljoin(base, written)
        parts = urlsplit(address)
        leads_somewhere = parts.hostname and parts.port != 0  # raises where the port is no number
    except ValueError:
        return ""
    return address if leads_somewhere and parts.scheme in WEB else ""


def same_page(address: str) -> str:
    """What all ways to write the address of one page have in common.

    Nothing of it but its scheme, host, port and an empty path is made alike (RFC 3986, sections
    6.2.2.1 and 6.2.3), and its fragment left out. Raises `ValueError` where it is no address.
    """
    parts = urlsplit(address)
    port = parts.port or _PORTS.get(parts.scheme, 0)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.hostname}:{port}{parts.path or '/'}{query}"
