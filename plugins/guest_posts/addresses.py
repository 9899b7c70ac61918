"""Addresses of pages elsewhere, as authors write them into heads."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from fanfare.findings import Complaint

_HAS_PORT = re.compile(r"[\w.-]+:\d")
_ACCOUNT = re.compile(r"@?(?P<name>[^@\s/:]+)@(?P<host>[\w-]+(\.[\w-]+)+)/?")
_BETWEEN = re.compile(r",(?=\s|https?://|$)")


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
    if account := _ACCOUNT.fullmatch(address):
        page = f"https://{account['host']}/@{account['name']}"
        return "is an account and no address of a page", f'Write the page of it, such as "{page}".'
    if "." in address and " " not in address and (not parts.scheme or _HAS_PORT.match(address)):
        return "has no scheme", f'Write "https://{address.lstrip("/")}".'
    return "is not an address", "Write one such as https://x.org/."


def addresses_in(line: str) -> tuple[str, ...]:
    """The addresses in a line of a head, between its commas.

    A comma between two has white space or a scheme behind it; any other is part of an address,
    which may hold some (RFC 3986, section 2.2).
    """
    return tuple(part.strip() for part in _BETWEEN.split(line) if part.strip())


def host_of(address: str) -> str:
    """The name of the site at `address`, without `www.`: what readers are told before they go."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return host.removeprefix("www.")


def of_one_site(one: str, other: str) -> bool:
    """True where two addresses have the same host, or one has a subdomain of the other's."""
    first, second = host_of(one), host_of(other)
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def without_scheme(address: str) -> str:
    """`address` without what two of one page may differ in: scheme, `www.` and closing slash."""
    return re.sub(r"^https?://(www\.)?", "", address, flags=re.IGNORECASE).rstrip("/")


def shown(address: str) -> str:
    """`address` as one would say it: site and path, without scheme, `www.` and closing slash."""
    parts = urlsplit(address)
    return f"{host_of(address)}{unquote(parts.path)}".rstrip("/")
