"""`invoke guests.notify`, as its author types it; also when it is killed, or typed twice."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from guest_posts.notify import record
from tests.guest_posts.notifying import Blog, command, environment, make_blog, told, welcoming
from tests.guest_posts.servers import Connection, Host, reply

PATIENCE_SECONDS = 60.0
"""Only for a test that fails: nothing that works waits for so long."""

SEND = ("--all", "--send", "--allow-private")


@pytest.fixture
def quay() -> Iterator[Host]:
    """A host that takes Webmentions."""
    with Host(welcoming()) as host:
        yield host


@pytest.fixture
def blog(tmp_path: Path, quay: Host) -> Iterator[Blog]:
    """A site with one live post that links to `quay`."""
    with Host() as host:
        made = make_blog(tmp_path, host)
        made.post("knots", quay.at("/tides"))
        yield made


def _start(blog: Blog, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(*arguments),
        cwd=blog.root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _run(blog: Blog, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error."""
    with _start(blog, *arguments) as running:
        out, err = running.communicate(timeout=PATIENCE_SECONDS)
        return running.returncode, out, err


class Gate:
    """An endpoint that keeps whoever comes waiting until it is opened."""

    def __init__(self) -> None:
        self.arrived = threading.Event()
        self.opened = threading.Event()

    def __call__(self, connection: Connection) -> None:
        self.arrived.set()
        self.opened.wait(PATIENCE_SECONDS)
        connection.send(reply(status=202))


@pytest.fixture
def gate(quay: Host) -> Iterator[Gate]:
    """What `quay` has for an endpoint."""
    made = Gate()
    quay.answers["/mention"] = made
    yield made
    made.opened.set()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_what_was_under_way_when_the_command_was_killed_is_never_sent_again(
    blog: Blog, quay: Host, gate: Gate
) -> None:
    with _start(blog, *SEND) as killed:
        assert gate.arrived.wait(PATIENCE_SECONDS)
        killed.kill()
    gate.opened.set()
    pair = f"--source {blog.address('knots')} --target {quay.at('/tides')}"
    for arguments in (SEND, (*SEND, "--again")):
        status, out, _ = _run(blog, *arguments)
        assert status == 0
        assert "1 mention may have arrived or not." in out
        assert f"invoke guests.notify --resolve sent {pair}\n" in out
    assert len(told(quay)) == 1
    assert blog.states() == ["pending"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_what_waited_for_its_turn_when_the_command_was_killed_is_sent_next_time(
    blog: Blog, quay: Host, gate: Gate
) -> None:
    blog.post("second", quay.at("/tides"))
    with _start(blog, *SEND) as killed:
        assert gate.arrived.wait(PATIENCE_SECONDS)
        killed.kill()
    gate.opened.set()
    assert "1 of 1 mention sent." in _run(blog, *SEND)[1]
    assert [source for source, _ in told(quay)] == [blog.address("knots"), blog.address("second")]


_DECIDE = ("--resolve", "unsent", "--source", "x", "--target", "y")


def test_two_commands_at_once_do_not_send_the_same_twice(
    blog: Blog, quay: Host, gate: Gate
) -> None:
    with _start(blog, *SEND) as first:
        assert gate.arrived.wait(PATIENCE_SECONDS)
        for arguments in (SEND, ("--all",), _DECIDE):
            status, out, err = _run(blog, *arguments)
            assert (status, out) == (1, "")
            assert "Another `invoke guests.notify` is running on this site." in err
        gate.opened.set()
        out, _ = first.communicate(timeout=PATIENCE_SECONDS)
    assert "1 of 1 mention sent." in out
    assert len(told(quay)) == 1


def test_a_dry_run_lists_what_would_be_told_and_says_how(blog: Blog, quay: Host) -> None:
    status, out, err = _run(blog, "--all")
    assert (status, err) == (0, "")
    assert f"  to tell      {blog.address('knots')} -> {quay.at('/tides')} (new)\n" in out
    assert "1 post (all posts; --days, --post or --all for others).\n" in out
    assert "1 mention to send. Nothing was sent: say --send.\n" in out
    assert quay.requests == []


def test_a_dry_run_can_be_asked_for_and_then_wins(blog: Blog, quay: Host) -> None:
    status, out, err = _run(blog, *SEND, "--dry-run")
    assert (status, err) == (0, "")
    assert "Nothing was sent: say --send.\n" in out
    assert quay.requests == []


@pytest.mark.parametrize(
    ("path", "answer", "says"),
    [
        ("/tides", reply(status=500), "  failed "),
        ("/mention", b"", "1 mention may have arrived or not."),
    ],
)
def test_what_failed_or_may_have_arrived_ends_the_command_with_an_error(
    blog: Blog, quay: Host, path: str, answer: bytes, says: str
) -> None:
    quay.answers[path] = answer
    status, out, err = _run(blog, *SEND)
    assert (status, err) == (1, "")
    assert says in out


def test_what_failed_is_tried_again_and_listed_so(blog: Blog, quay: Host) -> None:
    quay.answers["/tides"] = reply(status=500)
    _run(blog, *SEND)
    status, out, _ = _run(blog, "--all")
    assert status == 0
    assert f"  to tell      {blog.address('knots')} -> {quay.at('/tides')} (tried again)\n" in out


def test_what_was_told_is_listed_with_its_day_and_answer(blog: Blog, quay: Host) -> None:
    _run(blog, *SEND)
    _, out, _ = _run(blog, "--all")
    [sent] = record.read(blog.root / "content/data/webmentions.jsonl", "")[1:]
    pair = f"{blog.address('knots')} -> {quay.at('/tides')}"
    assert f"  told         {pair} ({sent.date[:10]}: 202)\n" in out
    assert "Nobody is to be told of anything.\n" in out


def test_a_post_that_is_not_live_ends_the_command_with_an_error(blog: Blog, quay: Host) -> None:
    blog.host.answers.clear()
    status, out, err = _run(blog, *SEND)
    assert status == 1
    assert err.startswith(f"error: content/posts/knots.md: {blog.address('knots')} is not live")
    assert f"  left out     {blog.address('knots')} -> " in out
    assert "0 of 1 mention sent.\n" in out


def test_the_result_as_json(blog: Blog, quay: Host) -> None:
    quay.answers["/mention"] = reply(status=201, headers={"Location": "/status/7"})
    status, out, err = _run(blog, *SEND, "--json")
    value = json.loads(out)
    [mention] = value.pop("mentions")
    date = mention.pop("date")
    content = mention.pop("content")
    assert (status, err, len(date), len(content)) == (0, "", 25, 64)
    assert value == {
        "choice": "all posts",
        "posts": 1,
        "dry_run": False,
        "unknown": [],
        "findings": [],
    }
    assert mention == {
        "source": blog.address("knots"),
        "target": quay.at("/tides"),
        "why": "new",
        "post": "content/posts/knots.md",
        "state": "sent",
        "endpoint": quay.at("/mention"),
        "status": 201,
        "location": quay.at("/status/7"),
        "reason": "",
    }


def test_json_of_a_dry_run_says_what_is_due(blog: Blog) -> None:
    value = json.loads(_run(blog, "--json", "--all")[1])
    assert value["dry_run"] is True
    assert [mention["state"] for mention in value["mentions"]] == ["due"]


def test_the_author_decides_on_the_command_line(blog: Blog, quay: Host) -> None:
    quay.answers["/mention"] = b""  # hangs up without an answer
    _run(blog, *SEND)
    pair = ("--source", blog.address("knots"), "--target", quay.at("/tides"))
    status, out, _ = _run(blog, "--resolve", "unsent", *pair)
    assert (status, out.endswith(" is to be sent again.\n")) == (0, True)
    quay.answers |= welcoming()
    assert "1 of 1 mention sent." in _run(blog, *SEND)[1]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--days", "soon"), '"soon" is no number of days. Write one such as --days 30.'),
        (("--days=-1",), '"-1" is no number of days.'),
        (("--days", "3", "--all"), "--days, --post and --all contradict each other."),
        (("--post", "knot"), 'No published post is called "knot". Did you mean "knots"?'),
        (("--source", "x", "--target", "y"), "Write --resolve sent or unsent."),
        (("--resolve", "sent"), "--source and --target are missing."),
        (("--resolve", "sent", "--source", "x"), "of which mention: --target is missing."),
    ],
)
def test_a_mistake_on_the_command_line_is_named(
    blog: Blog, quay: Host, arguments: tuple[str, ...], complaint: str
) -> None:
    status, out, err = _run(blog, "--send", *arguments)
    assert (status, out) == (1, "")
    assert err.startswith("error: ")
    assert complaint in err
    assert quay.requests == []


def test_a_damaged_ledger_is_named_and_nothing_sent(blog: Blog, quay: Host) -> None:
    path = blog.root / "content/data/webmentions.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text('{"state": "sent"}\n')
    status, _, err = _run(blog, *SEND)
    assert (status, quay.requests) == (1, [])
    assert err.startswith("error: content/data/webmentions.jsonl: The mention of an unknown day")
