"""Where entries were posted: what the ledger of posts knows, as readers are told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from syndication.networks.known import KNOWN
from syndication.posting import LEDGER


@dataclass(frozen=True, slots=True)
class Copy:
    """A post of an entry on a network."""

    name: str
    """What readers call the network."""

    url: str


def copies_by_entry(data: Path, shown_as: str) -> dict[str, tuple[Copy, ...]]:
    """The posts of each entry, by its id, one after the other as `KNOWN` has the networks.

    `data` is the folder of the ledger, `shown_as` what messages call it. Raises `FanfareError`
    where a line of the ledger cannot be read.
    """
    path = data / LEDGER
    if not path.exists():
        return {}
    # Late: most sites are posted nowhere.
    from syndication.networks.network import State
    from syndication.posting import record

    history = record.History(record.read(path, f"{shown_as}/{path.name}"))
    found: dict[str, tuple[Copy, ...]] = {}
    for key, network in KNOWN.items():
        for line in history.on(key):
            if line.state is State.PUBLISHED and line.permalink:
                copy = Copy(network.label, line.permalink)
                found[line.entry] = (*found.get(line.entry, ()), copy)
    return found
