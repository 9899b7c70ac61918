"""The channel that an imported file belongs to. Where that is not plain, the author has to say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from milestones.fans.recording import named_channel
from milestones.imports.contents import Content, Profile, Visits
from milestones.records import Channel, Kind


def channel_for(
    content: Content, said: str, channels: Mapping[str, Channel], services: frozenset[str]
) -> Channel:
    """The channel that is `said` by key or label, or the only one that can be meant.

    That is the one with the account or the name of the source; else the only one of its kind,
    unless that speaks of another of the `services`. Raises `FanfareError` where none is plain, or
    where its kind does not fit.
    """
    kind = Kind.REACH if isinstance(content, Visits) else Kind.STOCK
    if said:
        return _fitting(channels, named_channel(said, channels), kind, content)
    fitting = [channel for channel in channels.values() if channel.kind is kind]
    own = [one for one in fitting if not _is_of_somebody_else(one, content)]
    named = [one for one in own if _has_name(one, content.source)]
    asked = [one for one in own if isinstance(content, Profile) and one.account]
    for plain in (asked, named, own if len(fitting) == 1 else []):
        if len(plain) == 1 and not _speaks_of_another(plain[0], content.source, services):
            return plain[0]
    message = f"It is not plain which channel this {content.source} file belongs to."
    listed = ", ".join(f"{one.key} ({one.label})" for one in fitting)
    remedy = f"Say it with --channel: {listed}."
    if not fitting:
        remedy = f'Add a channel with kind = "{kind}" to content/data/goals.toml.'
    raise FanfareError(Finding("channel", message, remedy))


def _fitting(channels: Mapping[str, Channel], key: str, kind: Kind, content: Content) -> Channel:
    if key in channels and channels[key].kind is kind:
        return channels[key]
    what = "visitors" if kind is Kind.REACH else "people"
    is_what = channels[key].kind if key in channels else "several channels"
    message = f'This {content.source} file counts {what}, and "{key}" is {is_what}.'
    raise FanfareError(Finding("channel", message, f"Say one channel of kind {kind}."))


def _has_name(channel: Channel, name: str) -> bool:
    keys = (channel.key.casefold(), channel.label.casefold())
    return name.casefold() in keys or name.casefold().replace(" ", "-") in keys


def _is_of_somebody_else(channel: Channel, content: Content) -> bool:
    """True where `content` is of an account, and `channel` counts another one."""
    account = channel.account
    if account is None or not isinstance(content, Profile):
        return False
    its = (account.network, account.name.casefold())
    return its != (content.network, content.account.casefold())


def _speaks_of_another(channel: Channel, source: str, services: Iterable[str]) -> bool:
    """True where `channel` has another service in its name, as `linkedin-views` has."""
    words = set(re.findall(r"\w+", f"{channel.key} {channel.label}".casefold()))
    brands = {service.casefold().split()[0] for service in services}
    return not _has_name(channel, source) and bool(
        words & (brands - {source.casefold().split()[0]})
    )
