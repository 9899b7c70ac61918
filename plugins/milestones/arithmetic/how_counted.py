"""How the fans were counted, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from milestones.arithmetic.count import Counted
from milestones.records import Channel, Kind


def how_counted(channels: Mapping[str, Channel], history: Sequence[Counted]) -> str:
    """Where the ends of the range of fans come from, and what was left out, in a few sentences."""
    last = history[-1] if history else None
    read = [key for key in channels if last and key in last.channels]
    sentences = _counted(channels, last, [key for key in read if channels[key].engaged])
    left_out = [
        f"{channels[key].label} (reach)"
        if channels[key].kind is Kind.REACH
        else channels[key].label
        for key in read
        if not channels[key].engaged
    ]
    if left_out:
        sentences.append(f"Not counted: {_and(left_out)}.")
    return " ".join(sentences)


def how_in_general(channels: Mapping[str, Channel], history: Sequence[Counted]) -> str:
    """The same without a word of which channels there are."""
    last = history[-1] if history else None
    if last is None or not last.largest:
        return "Nobody was counted yet."
    read = [key for key in channels if key in last.channels and channels[key].engaged]
    if len(read) == 1 and channels[read[0]].kind is Kind.STOCK:
        return "Counted in one channel."
    sentences = [
        "At least as many as in the largest channel; at most as many as in all channels added up, "
        "since the same people may be in several of them."
    ]
    if last.together:
        sentences.append("Where lists could be compared, everybody is counted once.")
    return " ".join(sentences)


def _counted(
    channels: Mapping[str, Channel], last: Counted | None, engaged: Sequence[str]
) -> list[str]:
    if last is None or not last.largest:
        return ["Nobody was counted yet."]
    if engaged == [last.largest] and channels[last.largest].kind is Kind.STOCK:
        return [f"Counted in one channel, {channels[last.largest].label}."]
    sentences = [
        f"At least as many as {_smallest(channels, last.largest)}; at most as many as in all "
        "channels added up, since the same people may be in several of them."
    ]
    for keys in last.together:
        if keys != last.largest:
            sentences.append(f"Those in {_labels(channels, keys)} are counted once.")
    return sentences


def _smallest(channels: Mapping[str, Channel], keys: str) -> str:
    if "+" in keys:
        return f"in {_labels(channels, keys)}, where everybody is counted once"
    label = channels[keys].label
    if channels[keys].kind is Kind.ATTENDANCE:
        return f"came to the largest event of {label}"
    return f"in the largest channel, {label}"


def _labels(channels: Mapping[str, Channel], keys: str) -> str:
    return _and([channels[key].label for key in keys.split("+")])


def _and(labels: Sequence[str]) -> str:
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
