"""The tasks `fans.*`: thin; they call the modules of this plugin and print."""

from __future__ import annotations

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from workbench.command_line import author_errors, site_here, today_here
from workbench.optional_words import OptionalWordsTask


@task(
    klass=OptionalWordsTask,
    positional=["channel", "count"],
    auto_shortflags=False,
    help={
        "channel": "the key or the label of a channel in content/data/goals.toml",
        "count": "how many there are in all; of an event, how many came",
        "date": "the day of the count, such as 2026-01-31; else today",
        "note": "anything to remember about it, in quotes",
        "dry_run": "show what would be recorded, and record nothing",
        "json": "print the result as JSON, and nothing else",
    },
)
@author_errors
def record(
    _context: Context,
    channel: str = "",
    count: str = "",
    date: str = "",
    note: str = "",
    dry_run: bool = False,
    json: bool = False,
) -> None:
    """Record how many there are in a channel, in content/data/fans.csv.

    invoke fans.record newsletter 104
        There are 104 today. Losses count as well: say the new total.

    invoke fans.record "The Wednesday letter" 97 --date 2026-11-15
        A channel by its label, on another day. Said again for that day, it corrects the count.

    invoke fans.record workshop 12 --note "at the library"
        12 people came to an event (a channel of attendance): each line is an event, they add up.

    invoke fans.record newsletter+patrons 110
        Two lists compared by hand: 110 different people.
    """
    from milestones.fans import command
    from milestones.fans.book import Wish, open_book

    book = open_book(site_here(), today_here())
    command.record(book, channel, count, Wish(dry_run, json), day=date, note=note)


@task(
    auto_shortflags=False,
    help={
        "all": "also channels that are not counted as fans, and all weeks there is room for",
        "json": "print all of it as JSON, and nothing else",
    },
)
@author_errors
def status(
    _context: Context,
    all: bool = False,  # noqa: A002 -- the name of the option
    json: bool = False,
) -> None:
    """Show how many fans there are, whether that is on the way to the goal, and what to do."""
    from milestones.fans import command
    from milestones.fans.book import open_book

    book = open_book(site_here(), today_here())
    command.show_status(book, everything=all, as_json=json)


@task(
    auto_shortflags=False,
    help={
        "dry_run": "show what would be taken back, and change nothing",
        "yes": "do not ask",
        "json": "print the result as JSON, and nothing else; needs --yes or --dry-run",
    },
)
@author_errors
def undo(_context: Context, dry_run: bool = False, yes: bool = False, json: bool = False) -> None:
    """Take back what was added to content/data/fans.csv last: one count, or one import."""
    from milestones.fans import command
    from milestones.fans.book import Wish, unread_book

    book = unread_book(site_here(), today_here())
    command.undo(book, Wish(dry_run, json), yes=yes)


@task(
    klass=OptionalWordsTask,
    positional=["channel"],
    auto_shortflags=False,
    help={
        "channel": "only this one, by key or label; else all that have an account",
        "dry_run": "show what would be asked, and ask nothing",
        "json": "print the result as JSON, and nothing else",
    },
)
@author_errors
def fetch(_context: Context, channel: str = "", dry_run: bool = False, json: bool = False) -> None:
    """Ask Mastodon and Bluesky how many follow you, and record it.

    invoke fans.fetch
        Asks for each channel that has `fetch` and `account` in content/data/goals.toml.

    invoke fans.fetch mastodon
        Asks for this channel only. What was recorded is taken back by `invoke fans.undo`.
    """
    from milestones.fans.book import Wish, open_book
    from milestones.fans.fetch import fetch as fetch_counts

    book = open_book(site_here(), today_here())
    if fetch_counts(book, channel, Wish(dry_run, json)):
        raise Exit(code=1)


@task(
    name="import",
    klass=OptionalWordsTask,
    positional=["file"],
    auto_shortflags=False,
    help={
        "file": "what a service exported, as it was downloaded: its columns say which service",
        "channel": "the key or the label of its channel; else the only one that can be meant",
        "date": "the day a list was exported, such as 2026-01-31; else when its file was written",
        "total": "how many a LinkedIn page had on the last day of its file, which says who was new",
        "history": "also the weeks before it, from the days on which people joined and left",
        "yes": "do not ask",
        "dry_run": "show what would be added, and write nothing",
        "json": "print the result as JSON, and nothing else; adds only with --yes",
    },
)
@author_errors
def import_(
    _context: Context,
    file: str = "",
    channel: str = "",
    date: str = "",
    total: str = "",
    history: bool = False,
    yes: bool = False,
    dry_run: bool = False,
    json: bool = False,
) -> None:
    """Add the counts in an exported file to content/data/fans.csv, after showing them.

    invoke fans.import subscribers.csv --channel newsletter
        A list of subscribers is one count, of the day its file was written or of --date.

    invoke fans.import subscribers.csv --channel newsletter --history
        Also the weeks before it. Importing twice adds nothing.

    invoke fans.import goatcounter-export.csv.gz
        Visitors, month by month. --channel is needed only where several could be meant.

    Knows the exports of Mailchimp, Substack, Ghost, Kit, beehiiv, Buttondown, LinkedIn, GoatCounter
    and Plausible, and an answer of Mastodon or Bluesky. Addresses are kept only as keyed hashes, in
    private/, so that people on several lists are counted once.
    """
    from milestones.fans.book import Wish, open_book
    from milestones.imports.command import Export, import_file

    export = Export(file, channel, date, total, history)
    import_file(open_book(site_here(), today_here()), export, Wish(dry_run, json), yes=yes)
