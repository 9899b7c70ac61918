"""What the task `fans.fetch` does in a terminal: ask, record, say what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from milestones.fans.book import Book, Wish, add, came_to
from milestones.fans.networks import HEADERS, Failed, Fetched, Limits, address_of
from milestones.fans.networks import fetch as ask
from milestones.fans.recording import change_line, change_value, named_channel, range_words
from milestones.records import Channel, Reading


def fetch(book: Book, said: str, wish: Wish) -> int:
    """Ask the networks how many follow, and record what they say.

    `said` is one channel, or empty for all that have an account. Returns how many gave no count;
    what the others gave is recorded. Raises `FanfareError` where there is no account to ask.
    """
    channels = _to_ask(book, said)
    if wish.dry_run:
        _show_requests(channels, wish)
        return 0
    with nullcontext(console.Silent()) if wish.as_json else console.progress() as progress:
        progress.step("Asking", len(channels))
        came = ask(channels, Limits())
    failed = [one for one in came if isinstance(one, Failed)]
    fetched = [one for one in came if isinstance(one, Fetched)]
    readings = [Reading(book.today, one.channel.key, one.count) for one in fetched]
    added = add(book, readings, wish)
    changes, now = added.changes, added.now
    if wish.as_json:
        console.show_json(
            {
                "fetched": [change_value(change) for change in changes],
                "failed": [
                    {"channel": one.channel.key, "host": one.host, "why": one.why} for one in failed
                ],
                **came_to(now, is_dry_run=False),
            }
        )
        return len(failed)
    for change in changes:
        console.say(change_line(change, book.records.channels))
    if changes and now:
        console.say(f"{range_words(now).capitalize()} (as of {now.day}).")
    console.show(_finding(one, book) for one in failed)
    return len(failed)


def _show_requests(channels: Sequence[Channel], wish: Wish) -> None:
    """Print what would be sent."""
    asked = {one.key: address_of(one.account) for one in channels if one.account}
    if wish.as_json:
        requests = [{"channel": key, "method": "GET", "url": asked[key]} for key in asked]
        console.show_json({"requests": requests, "headers": dict(HEADERS), "dry_run": True})
        return
    for address in asked.values():
        console.say(f"GET {address}")
    console.say(f"Each with {'; '.join(f'{name}: {HEADERS[name]}' for name in HEADERS)}.")
    console.say("Nothing was asked.")


def _finding(failed: Failed, book: Book) -> Finding:
    message = f"{failed.channel.label}: {failed.why}"
    line = failed.channel.line
    return Finding("fetch", message, failed.remedy, source=book.goals, line=line)


def _to_ask(book: Book, said: str) -> list[Channel]:
    """The channel that is `said`, or all; only those that have an account."""
    channels = book.records.channels
    if said:
        keys = named_channel(said, channels).split("+")
        asked = [channels[key] for key in keys]
    else:
        asked = [channel for channel in channels.values() if channel.account]
    without = next((channel for channel in asked if not channel.account), None)
    if asked and not without:
        return asked
    message = "No channel has an account to ask for."
    if without:
        message = f'"{without.key}" has no account to ask for.'
    remedy = (
        'Add two lines below its [[channels]], such as fetch = "mastodon" and '
        'account = "@you@social.example"; or fetch = "bluesky" and account = "you.example".'
    )
    line = without.line if without else 0
    raise FanfareError(Finding("no-account", message, remedy, source=book.goals, line=line))
