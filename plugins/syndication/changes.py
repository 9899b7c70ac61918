"""What readers and automations make of a site that is published again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from fanfare.findings import Finding, Severity
from fanfare.published import Published

MANY = 10
"""So many ids do not change post by post: something that all of them have in common did."""


def warnings_of(
    now: Sequence[Published], before: Sequence[Published], moment: datetime
) -> list[Finding]:
    """What to warn of before the texts of `now` are published, where those of `before` have been.

    `moment` is when that is.
    """
    last_ids = _last_ids(now, before)
    renamed = [(text, last_ids[text.file]) for text in now if text.file in last_ids]
    files = {text.file for text, _id in renamed}
    new = [text for text in now if text.file not in files]
    return [*_changed(renamed), *_too_late(new, before, moment)]


def shared_after(before: Iterable[Published], moment: datetime) -> list[datetime]:
    """When those of the texts `before` may be shared that may not be at `moment`."""
    day = (moment - timedelta(days=1)).date().isoformat()  # as no zone is further behind
    later = (text.shared for text in before if text.shared > day)
    return [date for date in map(datetime.fromisoformat, later) if date > moment]


def _last_ids(now: Sequence[Published], before: Sequence[Published]) -> dict[str, str]:
    """The last id, by its file now, of each text that was published under another one.

    A text whose file is new, and whose date is that of a published one that is gone, counts as the
    same one, renamed.
    """
    ids, files = {text.id for text in now}, {text.file for text in now}
    known = {text.id for text in before}
    of_file = {text.file: text.id for text in before}
    gone = {
        text.published: text.id for text in before if text.id not in ids and text.file not in files
    }
    return {
        text.file: last
        for text in now
        if text.id not in known
        if (last := of_file.get(text.file) or gone.get(text.published))
    }


def _changed(renamed: Sequence[tuple[Published, str]]) -> Iterable[Finding]:
    if len(renamed) > MANY:
        message = f"The ids of {len(renamed)} texts would change: readers would see them as new."
        remedy = "Did TAGGING_ENTITY or SITEURL change? Write the TAGGING_ENTITY they had."
        yield Finding("feed-id", message, remedy, Severity.WARNING, "pelicanconf.py")
        return
    for text, last in renamed:
        message = f'Its id would change from "{last}": readers would see it as new.'
        yield Finding("feed-id", message, f"Add a line Id: {last}", Severity.WARNING, text.file, 1)


def _too_late(
    new: Iterable[Published], before: Sequence[Published], moment: datetime
) -> Iterable[Finding]:
    """Automations that post to LinkedIn take only what is newer than what they took last."""
    known = {text.id for text in before}
    shared = (datetime.fromisoformat(text.shared) for text in before if text.shared)
    newest = max((date for date in shared if date <= moment), default=None)
    if newest is None:
        return
    for text in new:
        date = datetime.fromisoformat(text.shared) if text.shared else None
        if text.id not in known and date and date <= newest:
            message = (
                f"It is new, but dated {date:%Y-%m-%d %H:%M}, and one of {newest:%Y-%m-%d %H:%M} "
                "is out: automations pass over what is older than that."
            )
            remedy = "Add a Linkedin_date: of today or later, or post it yourself."
            yield Finding(
                "too-old-for-automations", message, remedy, Severity.WARNING, text.file, 1
            )
