"""Which IP addresses are for everybody."""

from __future__ import annotations

import ipaddress

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""What of IPv6 is handed out at all (RFC 4291, section 2.4)."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""How networks without IPv4 reach an address of it (RFC 6052)."""


def is_public(address: str) -> bool:
    """True for an IP address that anybody on the internet may be sent to.

    Not for private, loopback, link-local, reserved and multicast ones (RFC 6890), in any of the
    forms in which IPv6 carries an address of IPv4. Raises `ValueError` where it is none.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried is None:
            return ip.is_global and ip in _GLOBAL_UNICAST
        ip = carried
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)
