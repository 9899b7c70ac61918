"""The `[[channels]]` of `goals.toml`: where fans are counted, and where a count is fetched from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from milestones.files.toml_tables import TomlTable
from milestones.records import CONTENT_MEASURES, FANS, Account, Channel, Kind

ABOVE = ("sample", "thanks", "milestones")
"""What belongs above all tables of `goals.toml`, and easily ends up within one."""

_KEYS = ("key", "label", "kind", "engaged", "counts", "fetch", "account", "host")
_RESERVED = (FANS, *CONTENT_MEASURES)

_NETWORKS = ("mastodon", "bluesky")
_BLUESKY = "https://public.api.bsky.app"

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MASTODON = re.compile(r"@?([A-Za-z0-9_.-]+)(?:@([A-Za-z0-9.-]+(?::\d+)?))?")
_HANDLE = re.compile(r"@?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")


def channels_in(tables: Sequence[TomlTable]) -> dict[str, Channel]:
    """The channels in `tables`, by key, in their order; what is wrong is noted there."""
    channels: dict[str, Channel] = {}
    for table in tables:
        channel = _channel(table)
        if channel.key in channels:
            message = f'Line {channels[channel.key].line} has a channel "{channel.key}" already.'
            table.wrong("key", message, "Give one of them another key.")
        elif channel.key:
            channels[channel.key] = channel
    return channels


def _channel(table: TomlTable) -> Channel:
    table.check_keys(_KEYS, ABOVE)
    key = table.text("key", "newsletter")
    if key in _RESERVED:
        table.wrong("key", f'"{key}" is the name of a measure.', f'Write "my-{key}", say.')
    elif key and not _KEY.fullmatch(key):
        slug = "-".join(re.findall(r"[a-z0-9]+", key.casefold())) or "newsletter"
        message = f'key "{key}" is not made of small letters, digits and hyphens.'
        table.wrong("key", message, f'Write "{slug}".')
    label = table.text("label", "The newsletter")
    kind = table.choice("kind", Kind, "stock")
    engaged = table.flag("engaged")
    if kind == Kind.REACH and engaged:
        message = "What was reached is never engaged: views are not people."
        table.wrong("engaged", message, "Take this line out, or write engaged = false.")
    elif "engaged" not in table.values and kind in (Kind.STOCK, Kind.ATTENDANCE):
        remedy = "Write engaged = true where those counted here are fans, else engaged = false."
        table.wrong("engaged", "engaged is missing.", remedy)
    return Channel(
        key,
        label,
        Kind(kind or Kind.STOCK),
        engaged or False,
        table.text("counts"),
        _account(table, kind),
        table.line(),
    )


def _account(table: TomlTable, kind: str) -> Account | None:
    network = table.choice("fetch", _NETWORKS)
    if "fetch" not in table.values:
        for key in ("account", "host"):
            if key in table.values:
                remedy = 'Add a line such as fetch = "mastodon", or take this one out.'
                table.wrong(key, f"{key} is read only where fetch says a network.", remedy)
        return None
    if kind and kind != Kind.STOCK:
        remedy = 'Take fetch out, or write kind = "stock".'
        table.wrong("fetch", "Only followers can be fetched, and they are a stock.", remedy)
    example = "@you@server.example" if network == "mastodon" else "you.example"
    account = table.text("account", example)
    host = _host(table)
    if not account or not network:
        return None
    if network == "bluesky":
        handle = _HANDLE.fullmatch(account)
        if handle:
            return Account(network, handle[1], host or _BLUESKY)
    elif user := _MASTODON.fullmatch(account):
        if user[2] or host:
            return Account(network, user[1], host or f"https://{user[2]}")
        message = f'account "{account}" does not say its server.'
        table.wrong("account", message, f'Write "@{user[1]}@" and the server.')
        return None
    message = f'account "{account}" is not one of {network.capitalize()}.'
    table.wrong("account", message, f'Write it as "{example}".')
    return None


def _host(table: TomlTable) -> str:
    said = table.text("host").rstrip("/")
    try:
        parts = urlsplit(said)
        is_host = parts.scheme in ("http", "https") and bool(parts.hostname)
        is_host = is_host and not re.search(r"[\s@?#]", said)
    except ValueError:
        is_host = False
    if said and not is_host:
        remedy = 'Write its beginning only, such as "https://server.example".'
        table.wrong("host", f'host "{said}" is not the address of a server.', remedy)
        return ""
    return said
