"""An audit of real hosts, some of which misbehave."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanfare import ledger
from fanfare.console import Silent
from fanfare.errors import FanfareError
from guest_posts.audit.command import Wish, audit_site
from guest_posts.audit.report import audit_lines
from guest_posts.audit.run import Audit, audit, plan
from guest_posts.fetching import Limits
from tests.guest_posts.servers import (
    MISBEHAVIOURS,
    PARSER_BOMB,
    Connection,
    Host,
    closed_port,
    never,
    page,
    redirect,
    reply,
)
from workbench.location import Site

PLUGINS = Path(__file__).parents[2] / "plugins"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HASTY = Limits(seconds=0.4, most_bytes=100_000, allow_private=True)
PATIENT = Limits(seconds=20, most_bytes=100_000, allow_private=True)

SETTINGS = """\
from fanfare.site import *

SITENAME = "Tiny"
SITEURL = "https://tiny.example"
AUTHOR = "Ada Quill"
POSITIONING = "I show how it is done."
TIMEZONE = "Pacific/Kiritimati"
THEME = "simple"
PLUGINS = []
"""
TASKS = """\
from invoke.collection import Collection

from guest_posts import tasks

namespace = Collection()
namespace.add_collection(Collection.from_module(tasks, name="guests"))
"""
TO_US = "<a href='https://tiny.example/'>me</a>"


class TinySite:
    """A site whose entries elsewhere and copies a test chooses."""

    def __init__(self, root: Path) -> None:
        self.site = Site(root)
        self.write("pelicanconf.py", SETTINGS)
        self.write("publishconf.py", "from pelicanconf import *\n")
        self.write("tasks.py", TASKS)
        self.write("content/partners/quay.md", "Name: The Quay\nUrl: http://quay.invalid/\n\nIt.\n")
        self.ledger = root / "content" / "data" / "audit.jsonl"

    def write(self, name: str, text: str) -> None:
        path = self.site.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def elsewhere(self, slug: str, url: str) -> None:
        """An entry elsewhere, whose address stands in line 4."""
        head = f"Title: {slug.title()}\nDate: 2026-01-31\nHost: quay\nOriginal_url: {url}\n"
        self.write(f"content/elsewhere/{slug}.md", f"{head}\nRead it.\n")

    def copied(self, slug: str, url: str) -> None:
        """A post that was published at `url` as well."""
        head = f"Title: {slug.title()}\nDate: 2026-01-31\nAlso_at: {url}\n"
        self.write(f"content/posts/{slug}.md", f"{head}\nHello.\n")

    def audit(self, limits: Limits = PATIENT, only: str = "elsewhere") -> Audit:
        return audit(plan(self.site, NOON, only), limits, Silent())

    def lines(self) -> list[dict[str, ledger.Value]]:
        return ledger.read(self.ledger, "audit.jsonl")


@pytest.fixture
def tiny(tmp_path: Path) -> TinySite:
    return TinySite(tmp_path)


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as opened:
        yield opened


def new(done: Audit) -> list[str]:
    return [f"{note.use.name}: {note.kind}" for note in done.news]


def test_a_second_audit_says_what_changed_and_a_third_adds_one_line(
    tiny: TinySite, host: Host
) -> None:
    for slug in ("moves", "loses", "weakens", "renames", "dies", "stays"):
        tiny.elsewhere(slug, host.at(f"/{slug}"))
        host.answers[f"/{slug}"] = page(slug, TO_US)
    assert new(tiny.audit()) == []
    assert len(tiny.lines()) == 7

    host.answers |= {
        "/moves": redirect("/new", 308),
        "/new": page("moves", TO_US),
        "/loses": page("loses"),
        "/weakens": page("weakens", TO_US.replace("<a", "<a rel=nofollow")),
        "/renames": page("Cheap watches", TO_US),
        "/dies": reply("Gone.", 410),
    }
    assert new(tiny.audit()) == [
        "Dies: gone",
        "Loses: link-lost",
        "Moves: moved",
        "Renames: title",
        "Weakens: link-weakened",
    ]
    assert len(tiny.lines()) == 7 + 6

    assert new(tiny.audit()) == []
    assert len(tiny.lines()) == 7 + 6 + 1
    last = {
        "date": "2026-03-02T02:00:00+14:00",
        "audit": "https://tiny.example",
        "only": "elsewhere",
        "pages": 6,
        "new": 0,
        "wrong": 2,
    }
    assert tiny.lines()[-1] == last


def test_the_report_begins_with_what_is_new_and_folds_the_rest(tiny: TinySite, host: Host) -> None:
    for number in range(12):
        tiny.elsewhere(f"old-{number}", host.at(f"/{number}"))
    tiny.audit()
    tiny.elsewhere("fresh", host.at("/fresh"))
    lines = list(audit_lines(tiny.audit()))
    address = host.at("/fresh")
    assert lines[:4] == [
        "New since the audit of 2026-03-02:",
        "  Gone: 1",
        f'    content/elsewhere/fresh.md:4: "Fresh" is gone since 2026-03-02: {address} answers '
        "404. Correct the address, or take it out.",
        "As before:",
    ]
    assert lines[4] == "  Gone: 12"
    assert lines[-2:] == [
        "    ... and 4 more (all of them: --json)",
        "Audited 13 pages: 0 as they should be. New: 1. Wrong: 13.",
    ]


def test_what_is_seen_for_the_first_time_is_not_as_before(tiny: TinySite, host: Host) -> None:
    host.answers |= {"/closed": reply("Go away.", 403), "/silent": page("Silent")}
    tiny.elsewhere("closed", host.at("/closed"))
    tiny.elsewhere("silent", host.at("/silent"))
    headings = [line for line in audit_lines(tiny.audit()) if line.endswith(":")]
    assert headings == ["New, in the first audit:", "Seen for the first time:"]
    headings = [line for line in audit_lines(tiny.audit()) if line.endswith(":")]
    assert headings == ["As before:"]


def test_inside_a_running_loop_an_audit_is_refused_whole(tiny: TinySite) -> None:
    tiny.elsewhere("one", "http://one.invalid/")

    async def inside() -> None:
        tiny.audit()

    with pytest.raises(RuntimeError, match="running event loop"):
        asyncio.run(inside())


def test_bad_hosts_spoil_nothing_for_the_others(tiny: TinySite, host: Host) -> None:
    host.answers |= MISBEHAVIOURS
    for path in MISBEHAVIOURS:
        tiny.elsewhere(f"bad{path.replace('/', '-')}", host.at(path))
    tiny.elsewhere("closed", f"http://127.0.0.1:{closed_port()}/")
    tiny.elsewhere("nobody", "http://nobody.invalid/")
    with Host({f"/{number}": page(f"Good {number}", TO_US) for number in range(4)}) as other:
        for number in range(4):
            tiny.elsewhere(f"good-{number}", other.at(f"/{number}"))
        done = tiny.audit(HASTY)
        good = [line for address, line in done.lines.items() if address.startswith(other.at())]
    assert [(line.status, line.links_back) for line in good] == [(200, True)] * 4
    told = {f"{note.use.name}: {note.kind}" for note in done.standing}
    unreachable = {name.removesuffix(": unreachable") for name in told if ": unreachable" in name}
    assert unreachable == {
        "Bad-Never",
        "Bad-Drip",
        "Bad-Endless-Head",
        "Bad-Garbage",
        "Bad-Nothing",
        "Bad-Half-A-Head",
        "Bad-Circle",
        "Bad-To-A-File",
        "Bad-To-A-Script",
        "Bad-To-Nowhere",
        "Bad-Broken-Gzip",
        "Closed",
        "Nobody",
    }


def test_a_page_made_to_keep_the_parser_busy_holds_up_nobody(tiny: TinySite, host: Host) -> None:
    host.answers |= {"/bomb": PARSER_BOMB, "/good": page("Good", TO_US)}
    tiny.elsewhere("bomb", host.at("/bomb"))
    tiny.elsewhere("good", host.at("/good"))
    done = tiny.audit(Limits(seconds=0.4, allow_private=True))
    read = {page.rpartition("/")[2]: line.was_read for page, line in done.lines.items()}
    assert read == {"bomb": False, "good": True}


def test_a_page_that_several_things_rely_on_is_asked_once(tiny: TinySite, host: Host) -> None:
    tiny.elsewhere("one", host.at("/page"))
    tiny.elsewhere("two", host.at("/page#part"))
    assert new(tiny.audit()) == ["One: gone", "Two: gone"]
    assert len(host.requests) == 1


def test_a_copy_should_name_the_post_it_is_a_copy_of(tiny: TinySite, host: Host) -> None:
    own = "<link rel=canonical href='https://tiny.example/posts/right/'>"
    tiny.copied("right", host.at("/right"))
    tiny.copied("wrong", host.at("/wrong"))
    host.answers |= {"/right": page("Right", head=own), "/wrong": page("Wrong", head=own)}
    assert new(tiny.audit(only="posts/")) == ["Wrong: canonical"]


def test_the_host_is_told_who_asks(tiny: TinySite, host: Host) -> None:
    tiny.elsewhere("one", host.at("/one"))
    tiny.audit()
    assert host.requests[0].headers["user-agent"] == "Fanfare (+https://tiny.example/)"


def test_private_addresses_are_not_asked_unless_allowed(tiny: TinySite, host: Host) -> None:
    tiny.elsewhere("one", host.at("/one"))
    tiny.elsewhere("two", host.at("/two", "localhost"))
    tiny.elsewhere("three", host.at("/three", "2130706433"))
    tiny.elsewhere("four", host.at("/four", "[::ffff:127.0.0.1]"))
    done = tiny.audit(Limits(seconds=5))
    assert {note.kind for note in done.standing} == {"private"}
    assert done.wrong == 0
    assert host.requests == []


def test_when_nobody_at_all_answers_nothing_is_recorded(tiny: TinySite) -> None:
    tiny.elsewhere("one", "http://one.invalid/")
    tiny.elsewhere("two", "http://two.invalid/")
    with pytest.raises(FanfareError, match="None of 2 hosts answered"):
        tiny.audit(HASTY)
    assert not tiny.ledger.exists()


def test_a_site_that_relies_on_nothing_is_told_so(tiny: TinySite) -> None:
    assert list(audit_lines(tiny.audit(only="nothing"))) == ["No page elsewhere has that in it."]
    assert not tiny.ledger.exists()


def test_a_mistake_in_the_ledger_is_said(tiny: TinySite) -> None:
    tiny.write("content/data/audit.jsonl", '{"page": "http://quay.invalid/"}\n')
    with pytest.raises(FanfareError, match=r'content/data/audit\.jsonl: .* has no "date"'):
        tiny.audit()


def test_a_dry_run_asks_nobody_and_writes_nothing(
    tiny: TinySite, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.elsewhere("one", host.at("/one"))
    assert audit_site(tiny.site, Wish(only="one", dry_run=True), PATIENT) == 0
    assert capsys.readouterr().out.splitlines() == [
        host.at("/one"),
        "  elsewhere: One (content/elsewhere/one.md:4)",
        "Would ask 1 page for https://tiny.example. Nothing was asked.",
    ]
    assert host.requests == []
    assert not tiny.ledger.exists()


def invoke_audit(tiny: TinySite, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "invoke", "guests.audit", "--allow-private", *arguments],
        cwd=tiny.site.root,
        env={**os.environ, "PYTHONPATH": str(PLUGINS), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class TestTheCommand:
    def test_prints_json_and_nothing_else(self, tiny: TinySite, host: Host) -> None:
        tiny.elsewhere("one", host.at("/one"))
        with invoke_audit(tiny, "--json", "--only", "elsewhere/") as run:
            out, errors = run.communicate()
        value = json.loads(out)
        assert (run.returncode, errors) == (0, "")
        assert [note["rule"] for note in value["new"]] == ["gone"]
        assert value["new"][0]["page"] == host.at("/one")
        assert value["pages"][0]["status"] == 404
        assert value["pages"][0]["uses"][0]["source"] == "content/elsewhere/one.md"

    def test_fails_on_what_is_wrong_only_if_it_is_to_be_strict(
        self, tiny: TinySite, host: Host
    ) -> None:
        tiny.elsewhere("one", host.at("/one"))
        with invoke_audit(tiny, "--strict", "--only", "elsewhere/") as run:
            out, _ = run.communicate()
        assert run.returncode == 1
        assert out.splitlines()[-1] == "Audited 1 page: 0 as they should be. New: 1. Wrong: 1."

    def test_stopped_half_way_keeps_what_was_learned(self, tiny: TinySite, host: Host) -> None:
        hanging = threading.Event()

        def hang(connection: Connection) -> None:
            hanging.set()
            never(connection)

        host.answers |= {"/1": page("One", TO_US), "/2": hang}
        tiny.elsewhere("one", host.at("/1"))
        tiny.elsewhere("two", host.at("/2"))
        with invoke_audit(tiny, "--only", "elsewhere/") as run:
            assert hanging.wait(60)
            while run.poll() is None and not tiny.lines():  # it is kept a moment after
                time.sleep(0.01)
            run.send_signal(signal.SIGINT)
            _, errors = run.communicate()
        assert run.returncode != 0
        assert errors.splitlines() == ["Stopped. What was learned until then is kept."]
        assert [line["page"] for line in tiny.lines()] == [host.at("/1")]
        assert tiny.ledger.read_bytes().endswith(b"\n")
