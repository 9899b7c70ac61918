"""What readers and automations make of a site that is published again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from fanfare.findings import Finding, Severity
from fanfare.published import Published
from syndication.linkedin.feed import skipped, skipped_finding
from syndication.records import Entry


def changed_ids(now: Iterable[Published], before: Sequence[Published]) -> Iterator[Finding]:
    """A warning for each text of `now` that was published `before` under another identifier.

    A text whose file is new, and whose date is that of a published one that is gone, counts as the
    same one, renamed.
    """
    texts = list(now)
    ids, files = {text.id for text in texts}, {text.file for text in texts}
    last_of_file = {text.file: text for text in before}
    known = {text.id for text in before}
    gone = {
        text.published: text for text in before if text.id not in ids and text.file not in files
    }
    for text in texts:
        if text.id in known:
            continue
        if earlier := last_of_file.get(text.file):
            message = f'Its id would change from "{earlier.id}": readers would see it as new.'
        elif earlier := gone.get(text.published):
            message = f"It looks like {earlier.file} renamed: readers would see it as new."
        else:
            continue
        remedy = f"Add a line Id: {earlier.id}"
        yield Finding("feed-id", message, remedy, Severity.WARNING, text.file, 1)


def late(entries: Iterable[Entry], before: Sequence[Published]) -> list[Finding]:
    """A warning for each of `entries` that is new, and older than one published `before`.

    Automations that post to LinkedIn take only what is newer than what they took last.
    """
    if not before:
        return []
    newest = max(datetime.fromisoformat(text.published) for text in before)
    files = {text.file for text in before}
    new = [entry for entry in entries if entry.file not in files]
    return [
        skipped_finding(entry, newest)
        for entry in skipped(new, {text.id for text in before}, newest)
    ]
