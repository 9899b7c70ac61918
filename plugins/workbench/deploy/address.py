"""Which addresses no site is deployed for."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from fanfare.findings import Finding

RESERVED_DOMAINS = ("example", "invalid", "test")
"""Domains that never exist (RFC 2606, section 2); the demo lives in one."""

LOCAL_DOMAINS = ("localhost", "local", "localdomain", "internal", "lan", "home.arpa")
"""Domains of one machine or one network (RFC 6761, 6762, 8375, and what routers give out)."""


def refusal(site_url: str, source: str = "", line: int = 0) -> Finding | None:
    """Why no site is deployed for `site_url`, set at `line` of `source`; None where one may be."""
    host = (urlsplit(site_url).hostname or "").rstrip(".")
    if _within(host, RESERVED_DOMAINS):
        whose = "stands in a domain that nobody can own"
    elif _within(host, LOCAL_DOMAINS) or _is_local_number(host):
        whose = "is seen from this machine or its network only"
    else:
        return None
    return Finding(
        "site-url",
        f"SITEURL: {site_url} {whose}.",
        "Set SITEURL in pelicanconf.py to your own address.",
        source=source,
        line=line,
    )


def _within(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _is_local_number(host: str) -> bool:
    """True for an IP address that the internet at large does not reach."""
    try:
        number = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        try:
            # Browsers also take 127.1 and 2130706433 for addresses; so does this.
            number = ipaddress.ip_address(socket.inet_aton(host))
        except OSError:
            return False
    mapped = number.ipv4_mapped if isinstance(number, ipaddress.IPv6Address) else None
    return not (mapped or number).is_global
