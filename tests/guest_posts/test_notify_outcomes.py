"""What may be sent again, and what may not, by what became of it; and the author's verdict."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from guest_posts.fetching import Failed, Failure, Limits
from guest_posts.notify import Line, State, resolve
from guest_posts.notify.answers import concluded, discover
from tests.guest_posts.notifying import NOW, Blog, make_blog, told, welcoming
from tests.guest_posts.servers import Connection, Host, closed_port, never, page, redirect, reply


@pytest.fixture
def quay() -> Iterator[Host]:
    """A host that takes Webmentions."""
    with Host(welcoming()) as host:
        yield host


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[Blog]:
    with Host() as host:
        yield make_blog(tmp_path, host)


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_an_answer_of_failure_is_final_until_the_author_asks(
    blog: Blog, quay: Host, status: int
) -> None:
    quay.answers["/mention"] = reply("<p>No.</p>", status)
    blog.post("knots", quay.at("/tides"))
    assert blog.outcomes() == [("refused", f"Its endpoint answers {status}.")]
    assert blog.outcomes() == []
    quay.answers |= welcoming()
    assert blog.outcomes(again=True) == [("sent", "")]


def test_what_a_receiver_says_of_its_refusal_is_kept_as_plain_words(blog: Blog, quay: Host) -> None:
    said = "The source\n has \x1b[31mno link\x1b[0m.\n"
    quay.answers["/mention"] = reply(said, 400, {"Content-Type": "text/plain"})
    blog.post("knots", quay.at("/tides"))
    reason = "Its endpoint answers 400: The source has [31mno link [0m."
    assert blog.outcomes() == [("refused", reason)]


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_that_loses_the_form_is_no_success(blog: Blog, quay: Host, status: int) -> None:
    quay.answers |= {"/mention": redirect("/form", status), "/form": page("Tell us here")}
    blog.post("knots", quay.at("/tides"))
    [(state, reason)] = blog.outcomes()
    assert (state, blog.ledger()[-1]["status"]) == ("refused", status)
    assert quay.at("/form") in reason


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_form_is_followed(blog: Blog, quay: Host, status: int) -> None:
    quay.answers |= {"/mention": redirect("/moved", status), "/moved": reply(status=202)}
    blog.post("knots", quay.at("/tides"))
    assert blog.outcomes() == [("sent", "")]
    assert quay.requests[-1].target == "/moved"


def test_a_host_that_is_not_there_is_tried_again_next_time(blog: Blog, quay: Host) -> None:
    quay.answers |= welcoming(endpoint=f"http://127.0.0.1:{closed_port()}/mention")
    blog.post("knots", quay.at("/tides"))
    assert blog.outcomes() == [("failed", "127.0.0.1 cannot be connected to.")]
    quay.answers |= welcoming()
    assert blog.outcomes() == [("sent", "")]


@pytest.mark.parametrize("status", [404, 403, 500])
def test_a_page_that_cannot_be_read_is_tried_again_next_time(
    blog: Blog, quay: Host, status: int
) -> None:
    quay.answers["/tides"] = reply(status=status)
    blog.post("knots", quay.at("/tides"))
    assert blog.outcomes() == [("failed", f"The page answers {status}.")]
    assert blog.states() == ["failed"]
    quay.answers |= welcoming()
    assert blog.outcomes() == [("sent", "")]


def _hang_up(connection: Connection) -> None:
    """Take the request and close the connection."""


def test_a_mention_without_an_answer_is_not_sent_again(blog: Blog, quay: Host) -> None:
    quay.answers["/mention"] = _hang_up
    blog.post("knots", quay.at("/tides"))
    [(state, _)] = blog.outcomes()
    assert state == "unknown"
    quay.answers |= welcoming()
    report = blog.notify(again=True)
    assert len(told(quay)) == 1
    assert [(line.source, line.target) for line in report.unknown] == told(quay)


def test_a_failure_does_not_hide_what_may_have_arrived_before(blog: Blog, quay: Host) -> None:
    quay.answers["/mention"] = _hang_up
    blog.post("knots", quay.at("/tides"))
    [before] = blog.notify().unknown
    quay.answers["/tides"] = reply(status=500)
    blog.publish("knots", f'<p>Changed: <a href="{quay.at("/tides")}">this</a>.</p>')
    blog.deploy()
    report = blog.notify()
    assert [line.state for line in report.results.values()] == ["failed"]
    assert report.unknown == [before]


def test_inside_a_running_loop_nothing_is_sent(blog: Blog, quay: Host) -> None:
    blog.post("knots", quay.at("/tides"))

    async def inside() -> None:
        blog.notify()

    with pytest.raises(RuntimeError, match="running event loop"):
        asyncio.run(inside())
    assert quay.requests == []


def test_an_endpoint_that_hangs_is_waited_for_so_long_and_no_longer(blog: Blog, quay: Host) -> None:
    quay.answers["/mention"] = never
    blog.post("knots", quay.at("/tides"))
    report = blog.notify(limits=Limits(seconds=3, allow_private=True))
    assert [line.state for line in report.results.values()] == ["unknown"]
    assert "took longer" in report.unknown[0].reason


PENDING = Line("2026-03-10", State.PENDING, "https://a.example/", "https://b.example/", "one")


@pytest.mark.parametrize(
    ("failure", "discovered", "sent"),
    [
        (Failure.ADDRESS, "none", "none"),
        (Failure.SCHEME, "none", "none"),
        (Failure.PRIVATE, "none", "none"),
        (Failure.DNS, "failed", "failed"),
        (Failure.REFUSED, "failed", "failed"),
        (Failure.TLS, "failed", "failed"),
        (Failure.REDIRECT_LOOP, "failed", "refused"),
        (Failure.TIMEOUT, "failed", "unknown"),
        (Failure.PROTOCOL, "failed", "unknown"),
    ],
)
def test_only_what_certainly_never_left_may_be_tried_again(
    failure: Failure, discovered: str, sent: str
) -> None:
    failed = Failed("https://b.example/", failure, "It failed.")
    assert discover(failed).state == discovered
    assert concluded(PENDING, failed).state == sent


@pytest.mark.parametrize("verdict", ["sent", "unsent"])
def test_the_author_decides_what_became_of_a_mention(blog: Blog, quay: Host, verdict: str) -> None:
    quay.answers["/mention"] = _hang_up
    blog.post("knots", quay.at("/tides"))
    blog.notify()
    resolve(blog.site, verdict, blog.address("knots"), quay.at("/tides"), NOW)
    quay.answers |= welcoming()
    report = blog.notify()
    assert len(told(quay)) == (1 if verdict == "sent" else 2)
    assert not report.unknown


@pytest.mark.parametrize(
    ("verdict", "source", "target", "complaint"),
    [
        ("maybe", "knots", "/tides", '"maybe" is no verdict'),
        ("sent", "other", "/tides", "waits for a verdict. Did you mean"),
        ("sent", "knots", "/other", "waits for a verdict. Did you mean"),
    ],
)
def test_a_verdict_on_nothing_is_refused(
    blog: Blog, quay: Host, verdict: str, source: str, target: str, complaint: str
) -> None:
    quay.answers["/mention"] = _hang_up
    blog.post("knots", quay.at("/tides"))
    blog.notify()
    with pytest.raises(FanfareError, match=complaint):
        resolve(blog.site, verdict, blog.address(source), quay.at(target), NOW)


@pytest.mark.parametrize("target", ["", "nonsense", "http://["])
def test_a_verdict_on_what_is_no_address_is_refused(blog: Blog, target: str) -> None:
    with pytest.raises(FanfareError, match="waits for a verdict"):
        resolve(blog.site, "sent", "", target, NOW)
