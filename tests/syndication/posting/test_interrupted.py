"""Killed at any step of posting, or run twice at once: never two posts, never a lost record."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest
from werkzeug import Response

from tests.syndication.posting.posting_site import PATIENCE_SECONDS, PostingSite
from tests.syndication.stand_in import Asked, LinkedInStandIn, hung

QUEUE = ("linkedin.queue", "--send")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


def _until_decided(site: PostingSite, linkedin: LinkedInStandIn) -> None:
    """Do what an author does after a kill, and see that the entry is posted and recorded once."""
    was_posted = len(linkedin.posts)
    status, out, err = site.run(*QUEUE)
    assert "Traceback" not in err
    assert len(linkedin.posts) <= 1
    if status:  # held: the author looks at LinkedIn
        assert "  undecided  Knots (content/posts/knots.md): " in out
        assert len(linkedin.posts) == was_posted
        verdict = ["posted", "--urn", linkedin.posts[0].urn] if linkedin.posts else ["not-posted"]
        assert site.run("linkedin.resolve", "knots", *verdict)[0] == 0
        assert site.run(*QUEUE)[0] == 0
    assert len(linkedin.posts) == 1
    last = site.lines()[-1]
    assert (last["state"], last["urn"]) == ("published", linkedin.posts[0].urn)
    status, out, _ = site.run(*QUEUE)
    assert (status, len(linkedin.posts)) == (0, 1)
    assert "Nothing is to be posted to LinkedIn." in out


@pytest.mark.parametrize(
    ("moment", "lines"),
    [
        ("page asked", []),
        ("images asked", []),
        ("images taken", []),
        ("upload asked", []),
        ("upload taken", []),
        ("posts asked", ["pending"]),
        ("posts taken", ["pending"]),
    ],
)
def test_killed_before_or_after_any_request(
    site: PostingSite, linkedin: LinkedInStandIn, moment: str, lines: list[str]
) -> None:
    site.write("knots")
    running = site.start(*QUEUE)

    def kill(now: str) -> None:
        if now == moment:
            running.kill()
            running.wait()

    site.noticed = linkedin.noticed = kill
    with running:
        running.communicate(timeout=PATIENCE_SECONDS)
    assert running.returncode == -signal.SIGKILL
    assert site.states() == lines
    site.noticed = linkedin.noticed = lambda _: None
    _until_decided(site, linkedin)


# Python tells its audit hooks of everything that is about to happen to a file or a socket: each of
# these moments is one to die at. So is what follows a write and a flush, which it does not tell.
_DIE_AT = """
import os, signal, sys
from invoke.main import program
moment = int(sys.argv[1])
def step():
    global moment
    moment -= 1
    if moment == -1:
        os.kill(os.getpid(), signal.SIGKILL)
def watch(event, arguments):
    about = str(arguments[0]) if arguments else ""
    is_file = "syndication.jsonl" in about and (event == "open" or event.startswith("os."))
    if is_file or event in ("fcntl.flock", "socket.connect"):
        step()
fsync = os.fsync
def flushing(descriptor):
    step()
    fsync(descriptor)
    step()
os.fsync = flushing
sys.addaudithook(watch)
program.run(["invoke", *sys.argv[2:]])
"""


def _killed(site: PostingSite, moment: int, *arguments: str) -> bool:
    """Whether the command died at that moment, rather than come to its end."""
    with site.start_program("-c", _DIE_AT, str(moment), *arguments) as process:
        process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode in (0, -signal.SIGKILL)
    return process.returncode != 0


def test_killed_at_any_moment_of_its_work(site: PostingSite, linkedin: LinkedInStandIn) -> None:
    site.write("knots")
    seen = set()
    for moment in range(200):
        site.ledger.unlink(missing_ok=True)
        linkedin.posts.clear()
        is_killed = _killed(site, moment, *QUEUE)
        left = (*site.states(), len(linkedin.posts))
        if left not in seen:  # what is left decides what follows
            seen.add(left)
            _until_decided(site, linkedin)
        if not is_killed:
            break
    assert not is_killed
    # Before the ledger knew, before it was sent, before it was recorded, and after.
    assert seen == {(0,), ("pending", 0), ("pending", 1), ("pending", "published", 1)}


def test_killed_while_the_author_decides(site: PostingSite, linkedin: LinkedInStandIn) -> None:
    site.write("knots")
    site.ledger.parent.mkdir(parents=True, exist_ok=True)
    for moment in range(200):
        site.ledger.write_text(_pending(site))
        is_killed = _killed(
            site, moment, "linkedin.resolve", "knots", "posted", "--urn", "urn:li:share:7"
        )
        assert site.states() in (["pending"], ["pending", "published"])
        is_open = site.states() == ["pending"]
        assert site.run(*QUEUE)[0] == is_open
        assert linkedin.seen == []
        if not is_killed:
            break
    assert not is_killed
    assert site.states() == ["pending", "published"]


def _pending(site: PostingSite) -> str:
    return (
        '{"date": "2026-11-22T09:43:36+00:00", "network": "linkedin", "state": "pending", '
        '"entry": "tag:tiny.example,2025:posts/knots", "file": "content/posts/knots.md", '
        f'"url": "{site.url("/posts/knots/")}", "title": "Knots"}}\n'
    )


def test_two_commands_at_once_do_not_post_the_same_twice(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    arrived, opened = threading.Event(), threading.Event()

    def wait(moment: str) -> None:
        if moment == "posts asked":
            arrived.set()
            opened.wait(PATIENCE_SECONDS)

    linkedin.noticed = wait
    with site.start(*QUEUE) as first:
        assert arrived.wait(PATIENCE_SECONDS)
        for arguments in (
            QUEUE,
            ("linkedin.post", "knots", "--send"),
            ("linkedin.resolve", "knots", "not-posted"),
            ("networks.queue", "--send"),
        ):
            status, _, err = site.run(*arguments)
            assert status == 1
            assert "error: Another command is posting for this site. Wait for it, or end" in err
        for looking in ("linkedin.queue", "linkedin.status"):
            assert "Another command" not in site.run(looking)[2]
        opened.set()
        out, _ = first.communicate(timeout=PATIENCE_SECONDS)
    assert "1 of 1 entry posted to LinkedIn." in out
    assert len(linkedin.posts) == 1


def test_two_commands_that_begin_together_post_once(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    site.write("knots")
    both: list[subprocess.Popen[str]] = [site.start(*QUEUE) for _ in range(2)]
    for one in both:
        with one:
            one.communicate(timeout=PATIENCE_SECONDS)
    assert 0 in [one.returncode for one in both]
    assert len(linkedin.posts) == 1
    assert site.states() == ["pending", "published"]


def test_ended_by_the_author_a_queue_says_how_far_it_came(
    site: PostingSite, linkedin: LinkedInStandIn
) -> None:
    for number in range(3):
        site.write(f"post-{number}", days_ago=3 - number)
    arrived = threading.Event()

    def hang_the_second(asked: Asked) -> Response:
        if linkedin.steps.count("posts") == 1:
            return asked.take()
        arrived.set()
        return hung(asked)

    linkedin.answers["posts"] = hang_the_second
    with site.start(*QUEUE) as running:
        assert arrived.wait(PATIENCE_SECONDS)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=PATIENCE_SECONDS)
    assert (running.returncode, "Traceback" in err) == (1, False)
    assert "  posted     Post 0 (content/posts/post-0.md): https://www.linkedin.com/" in out
    assert "  undecided  Post 1 (content/posts/post-1.md): the command ended before there" in out
    assert "  left out   Post 2 (content/posts/post-2.md)\n" in out
    assert "1 of 3 entries posted to LinkedIn.\nThe rest waits: You ended the command.\n" in out
    assert "  invoke linkedin.resolve post-1 not-posted\n" in out
    assert site.states() == ["pending", "published", "pending"]
