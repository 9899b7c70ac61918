"""Addresses of pages elsewhere, as authors write them into heads."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from fanfare.findings import Complaint

_HAS_PORT = re.compile(r"[\w.-]+:\d")


def complaint_of(address: str) -> Complaint | None:
    """What is wrong with `address`, and what to write instead; None where it leads to a page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in ("http", "https") and parts.hostname and " " not in address:
        return None
    if parts.scheme and not _HAS_PORT.match(address) and parts.scheme not in ("http", "https"):
        return "is no address of a page", "Write one with https://."
    if "." in address and " " not in address and (not parts.scheme or _HAS_PORT.match(address)):
        return "has no scheme", f'Write "https://{address.lstrip("/")}".'
    return "is not an address", "Write one such as https://x.org/."


def host_of(address: str) -> str:
    """The name of the site at `address`, without `www.`: what readers are told before they go."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return host.removeprefix("www.")


def shown(address: str) -> str:
    """`address` as one would say it: site and path, without scheme, `www.` and closing slash."""
    parts = urlsplit(address)
    return f"{host_of(address)}{unquote(parts.path)}".rstrip("/")
