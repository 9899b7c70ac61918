"""The command line of the workbench: thin tasks that call it and print."""

from __future__ import annotations

import gc

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.files import write_whole
from workbench.command_line import author_errors, site_here
from workbench.optional_words import OptionalWordsTask


@task(
    auto_shortflags=False,
    help={"why": "say why this was made anew, or was not: an address, or a file of the site"},
)
@author_errors
def build(_context: Context, why: str = "") -> None:
    """Build the site for writing: drafts visible, relative addresses, into output/."""
    gc.disable()  # this process ends with the build
    from workbench.publish import build_in_place

    site = site_here()
    with console.progress() as progress:
        built = build_in_place(site, progress)
    console.show(built.warnings)
    gc.freeze()  # so that nothing of it is taken apart piece by piece when this process ends
    pages = console.counted(len(built.manifest.sources), "post or page", "posts and pages")
    reason = ", as nothing had changed" if built.unchanged else ""
    console.say(f"Built {pages} in {built.seconds:.1f} s{reason}: output/index.html")
    if why:
        from workbench.why import reasons_for

        for sentence in reasons_for(site, built, why):
            console.say(sentence)


@task
@author_errors
def publish(_context: Context) -> None:
    """Build the site for the world, check it, and swap it into output/ if it is right."""
    from workbench.publish import publish as publish_site

    with console.progress() as progress:
        published = publish_site(site_here(), progress)
    console.show(published.findings)
    built = published.build
    console.say(
        f"Published for {built.manifest.site_url} in {built.seconds:.1f} s: "
        f"{console.summary(published.findings)}."
    )


@task(auto_shortflags=False, help={"json": "print the findings as JSON, and nothing else"})
@author_errors
def check(_context: Context, json: bool = False) -> None:
    """Read the built site as visitors and crawlers do, and name every mistake by its source."""
    from workbench.check import command

    if command.check_output(site_here(), as_json=json):
        raise Exit(code=1)


@task(
    auto_shortflags=False,  # -h is for help
    help={
        "host": "the address to listen at; 0.0.0.0 shows the site to your whole network",
        "port": "the port to listen at (default: 8000, or the next one that is free)",
        "open": "open the site in your browser",
    },
)
@author_errors
def serve(
    _context: Context,
    host: str = "127.0.0.1",
    port: str = "",
    open: bool = False,  # noqa: A002 -- the name of the option
) -> None:
    """Show the site while you write: rebuilt and reloaded on every change."""
    from workbench.serve import serve as serve_site

    if port and not port.isdecimal():
        raise FanfareError(f"{port!r} is not a port. Write a number, such as 8000.")
    serve_site(site_here(), host, int(port) if port else None, open_browser=open)


@task(
    auto_shortflags=False,
    help={
        "to": "gh-pages or rsync; else what DEPLOY says in publishconf.py",
        "remote": "name or address of the git remote (gh-pages; default: origin)",
        "branch": "its branch (gh-pages; default: gh-pages)",
        "target": "the folder, such as you@host:/var/www/site/ (rsync)",
        "ssh": 'options for ssh, such as --ssh="-p 2222" (rsync)',
        "dry_run": "publish, list what would change, and send nothing",
        "status": "show what was deployed when, and do nothing else",
        "yes": "do not ask before a first deployment removes files",
        "json": "print the result as JSON",
    },
)
@author_errors
def deploy(
    _context: Context,
    to: str = "",
    remote: str = "",
    branch: str = "",
    target: str = "",
    ssh: str = "",
    dry_run: bool = False,
    status: bool = False,
    yes: bool = False,
    json: bool = False,
) -> None:
    """Publish the site, send it to where it lives, and keep a record of that."""
    from workbench.deploy import Wish, command

    if status:
        command.show_status(site_here(), as_json=json)
    else:
        wish = Wish(to, remote, branch, target, ssh)
        command.send_site(site_here(), wish, dry_run=dry_run, yes=yes, as_json=json)


@task(
    auto_shortflags=False,
    help={"only": "a path, the id of a test, or words in the names of tests (as in pytest -k)"},
)
@author_errors
def test(_context: Context, only: str = "") -> None:  # noqa: PT028 -- a task, not a test
    """Run the tests: all of them, or --only some."""
    from workbench.quality import run_tests

    if status := run_tests(site_here().root, only):
        raise Exit(code=status)


@task(auto_shortflags=False, help={"fix": "mend what can be mended by itself"})
@author_errors
def lint(_context: Context, fix: bool = False) -> None:
    """Check the code: style, format and types."""
    from workbench.quality import run_linters

    if status := run_linters(site_here().root, fix=fix):
        raise Exit(code=status)


@task
@author_errors
def audit(_context: Context) -> None:
    """Audit the demo site's pages: valid HTML, accessibility, Lighthouse."""
    from workbench.quality import run_tests

    if status := run_tests(site_here().root, "tests/site/audit"):
        raise Exit(code=status)


@task(
    auto_shortflags=False,
    help={
        "posts": "how many posts to generate",
        "rounds": "how often to build with each program",
        "only": "rows of the report, such as edit,serve; measured and shown, and not written",
        "guests": "measure what the plugin guest_posts costs, instead",
        "milestones": "measure what twenty years of counts cost, instead",
        "feeds": "measure what all feeds cost, instead",
        "cards": "measure how fast social cards are made, instead",
    },
)
@author_errors
def bench(
    _context: Context,
    posts: int = 1000,
    rounds: int = 5,
    only: str = "",
    guests: bool = False,
    milestones: bool = False,
    feeds: bool = False,
    cards: bool = False,
) -> None:
    """Measure builds beside stock Pelican's and Hugo's, and write it into bench/."""
    from bench import build as build_bench
    from bench import feeds as feeds_bench
    from bench import guest_posts as guests_bench
    from bench import milestones as milestones_bench
    from bench import social_cards as cards_bench

    if feeds:
        table = feeds_bench.report(posts, feeds_bench.compare(posts, rounds))
        write_whole(site_here().root / "bench" / "feeds.md", table)
    elif cards:
        table = cards_bench.report(posts, cards_bench.compare(posts, rounds))
        write_whole(site_here().root / "bench" / "social_cards.md", table)
    elif milestones:
        table = milestones_bench.report(milestones_bench.compare(rounds))
        write_whole(site_here().root / "bench" / "milestones.md", table)
    elif guests:
        table = guests_bench.report(posts, guests_bench.compare(posts, rounds))
        write_whole(site_here().root / "bench" / "guest_posts.md", table)
    else:
        rows = build_bench.rows_named(only)
        table = build_bench.report(build_bench.compare(posts, rounds, rows))
        if not only:
            write_whole(site_here().root / "bench" / "report.md", table)
    console.say(table)


@task
@author_errors
def clean(_context: Context) -> None:
    """Delete what the tools made: output/ and .fanfare/."""
    from workbench.publish import clean as clean_site

    for name in clean_site(site_here()):
        console.say(f"Deleted {name}")


@task(
    klass=OptionalWordsTask,
    positional=["kind", "title"],
    auto_shortflags=False,
    help={
        "kind": "What to make: post, page, guest-post, elsewhere, person, partner or site.",
        "title": "What it is called, in quotes.",
        "slug": "The last part of its address, and the name of its file; else from the title.",
        "date": "2026-01-31 or 2026-01-31 09:00; else now.",
        "author": "The guest, or several with commas (guest-post); whose site it is (site).",
        "host": "The partner on whose site it stands (elsewhere).",
        "url": "The address (elsewhere, person, partner, site).",
        "category": "Its category (post, guest-post, elsewhere).",
        "tags": "Its tags, with commas between (post, guest-post, elsewhere).",
        "series": "The series it continues or begins (post, guest-post).",
        "from_": "The guest's file: .md, .html or .docx (guest-post).",
        "name": "The name of the site (site).",
        "edit": "Open it in $VISUAL or $EDITOR.",
        "yes": "Do not ask before files are deleted (site).",
        "force": "With --yes: delete even what git could not bring back (site).",
    },
)
@author_errors
def new(
    _context: Context,
    kind: str = "",
    title: str = "",
    slug: str = "",
    date: str = "",
    author: str = "",
    host: str = "",
    url: str = "",
    category: str = "",
    tags: str = "",
    series: str = "",
    from_: str = "",
    name: str = "",
    edit: bool = False,
    yes: bool = False,
    force: bool = False,
) -> None:
    """Make a filled-in file, never over another: post, page, guest-post, ... or a whole site.

    invoke new post "The ramp"
        A post of yours, as a draft. Takes --date, --category, --tags, --series.

    invoke new page "Reading list"
        A page of yours, as a draft.

    invoke new guest-post "Knots" --author "Mira Holm"
        A post by a guest, as a draft; makes the guest's file where there is none yet.

    invoke new guest-post --from knots.docx --author "Mira Holm"
        The same of what the guest sent: text, title, pictures. Also from .html and .md.

    invoke new elsewhere "Tides" --host quay --url https://quay.example/tides/
        A post of yours on the site of a partner.

    invoke new person "Mira Holm" --url https://holm.example
        A guest: the text of the file is the bio.

    invoke new partner "The Quay" --url https://quay.example
        A site that hosts or sends guest posts.

    invoke new site --name "Small Hours" --url https://smallhours.example --author "Ada Quill"
        An empty site in the place of the demo. Lists what it deletes, and asks.
    """
    from workbench.scaffold import command
    from workbench.scaffold.kinds import SITE, Details, kind_named

    details = Details(slug, date, author, host, url, category, tags, series, from_)
    if kind == SITE:
        command.make_site(site_here(), name or title, details, yes=yes, force=force)
    else:
        command.make_entry(site_here(), kind_named(kind), title or name, details, edit=edit)
