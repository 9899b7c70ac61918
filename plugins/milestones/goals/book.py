"""`goals.toml` before a goal is added to it, and the adding: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.files import write_whole
from fanfare.findings import Finding, errors_in
from milestones.document import Json, document
from milestones.files import goals_file
from milestones.files.record_files import read_records
from milestones.goals.new_goal import free_key
from milestones.goals.toml_addition import Addition, addition_lines, with_addition
from milestones.overview import overview
from milestones.records import Channel, Records
from workbench.location import Site


@dataclass(frozen=True, slots=True)
class Book:
    """What stands in the records before anything is added."""

    site: Site
    raw: bytes
    """All of `goals.toml`."""

    records: Records
    today: date

    @property
    def path(self) -> Path:
        """Where `goals.toml` is, or will be."""
        return self.site.content / "data" / goals_file.NAME

    @property
    def source(self) -> str:
        """How messages name it."""
        return self.site.shown(self.path)

    @property
    def key_of_first(self) -> str:
        """The key for a goal that is there alone and has none; "" where there is no such goal."""
        alone = [goal for goal in self.records.goals if not goal.key]
        return free_key(alone[0], ()) if alone else ""

    @property
    def keys(self) -> set[str]:
        """The keys of goals that are taken."""
        return {goal.key or self.key_of_first for goal in self.records.goals}

    def with_channels(self, channels: tuple[Channel, ...]) -> Records:
        """The records with new `channels`."""
        known = {**self.records.channels, **{one.key: one for one in channels}}
        return replace(self.records, channels=known)


def open_book(site: Site, today: date) -> Book:
    """The records of `site`; raises `FanfareError` with everything that is wrong in them."""
    path = site.content / "data" / goals_file.NAME
    raw = path.read_bytes() if path.exists() else b""
    records, _ = read_records(path.parent, site.shown(path.parent), today)
    return Book(site, raw, records, today)


def lines_of(book: Book, new: Addition) -> list[str]:
    """What is added to the file, line by line."""
    return list(addition_lines(new, is_first=not book.records.goals))


def checked_text(book: Book, new: Addition) -> str:
    """The file with `new` in it; raises `FanfareError` with what the door would refuse there."""
    goal = new.goal
    if book.records.goals and not goal.key:
        goal = replace(goal, key=free_key(goal, book.keys))  # until that is asked
    text = with_addition(book.raw.decode(), replace(new, goal=goal), book.key_of_first, book.source)
    wrong = errors_in(goals_file.parse(text, book.source).findings)
    if wrong:  # lines of a file that nobody has seen would help nobody
        raise FanfareError.of(replace(finding, source="", line=0) for finding in wrong)
    return text


def write(book: Book, text: str) -> None:
    """Replace the file by `text`; raises `FanfareError` where it is not as it was read."""
    now = book.path.read_bytes() if book.path.exists() else b""
    if now != book.raw:
        message = "It was changed meanwhile, so nothing was written."
        raise FanfareError(
            Finding("goals", message, "Run `invoke goals.new` again.", source=book.source)
        )
    write_whole(book.path, text.encode())


def addition_value(book: Book, new: Addition) -> dict[str, Json]:
    """`new` as plain JSON values, with the keys of `milestones.json`, and as the lines it is."""
    channels = book.with_channels(new.channels).channels
    alone = document(overview(Records(channels, (), goals=(new.goal,)), (), book.today))
    goal: Mapping[str, Json] = alone["goal"] if isinstance(alone["goal"], dict) else {}
    return {
        "goal": {name: goal[name] for name in goal if name != "projection"},
        "checkpoints": alone["checkpoints"],
        "key_results": [
            {
                "name": one.name,
                "measure": one.measure,
                "period": one.period.value,
                "target": one.target,
            }
            for one in new.key_results
        ],
        "channels": [
            {
                "key": one.key,
                "label": one.label,
                "kind": one.kind.value,
                "engaged": one.engaged,
                "counts": one.counts or None,
            }
            for one in new.channels
        ],
        "lines": list(lines_of(book, new)),
    }
