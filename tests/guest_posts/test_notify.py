"""Hosts are told of links to them, by real requests to real servers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fanfare.console import Silent
from guest_posts.fetching import Client, Limits
from guest_posts.notify import Line
from guest_posts.notify.sending import Sender
from tests.guest_posts.notifying import LIMITS, NOW, Blog, make_blog, told, welcoming
from tests.guest_posts.servers import PARSER_BOMB, Connection, Host, page, redirect, reply


@pytest.fixture
def quay() -> Iterator[Host]:
    """A host that takes Webmentions."""
    with Host(welcoming()) as host:
        yield host


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[Blog]:
    with Host() as host:
        yield make_blog(tmp_path, host)


def test_a_host_is_told_of_a_link_by_a_form(blog: Blog, quay: Host) -> None:
    blog.post("knots", quay.at("/tides"))
    assert blog.outcomes() == [("sent", "")]
    sent = quay.requests[-1]
    assert (sent.method, sent.target) == ("POST", "/mention")
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    assert told(quay) == [(blog.address("knots"), quay.at("/tides"))]


def test_every_request_says_who_asks_and_why(blog: Blog, quay: Host) -> None:
    blog.post("knots", quay.at("/tides"))
    blog.notify()
    names = {request.headers["user-agent"] for request in (*quay.requests, *blog.host.requests)}
    assert names == {f"Fanfare Webmention (+{blog.host.at('/')})"}


def test_the_ledger_has_a_line_before_the_request_and_one_after(blog: Blog, quay: Host) -> None:
    blog.post("knots", quay.at("/tides"))
    states_at_arrival = []

    def accept(connection: Connection) -> None:
        states_at_arrival.extend(blog.states())
        connection.send(reply(status=201, headers={"Location": "/status/7"}))

    quay.answers["/mention"] = accept
    blog.notify()
    assert states_at_arrival == ["pending"]
    pending, sent = blog.ledger()
    assert sent == {
        **pending,
        "state": "sent",
        "status": 201,
        "location": quay.at("/status/7"),
    }
    assert pending["date"] == NOW.isoformat()
    assert pending["endpoint"] == quay.at("/mention")


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_answer_of_success_is_success(blog: Blog, quay: Host, status: int) -> None:
    quay.answers["/mention"] = reply(status=status, headers={"Location": "/status/7"})
    blog.post("knots", quay.at("/tides"))
    assert blog.outcomes() == [("sent", "")]
    sent = blog.ledger()[-1]
    # Only that of 201 is where one can see what became of it.
    assert (sent["status"], bool(sent["location"])) == (status, status == 201)


def test_a_dry_run_asks_nobody_and_writes_nothing(blog: Blog, quay: Host) -> None:
    blog.post("knots", quay.at("/tides"))
    report = blog.notify(send=False)
    assert [mention.target for mention in report.mentions if mention.is_due] == [quay.at("/tides")]
    assert (quay.requests, blog.host.requests, blog.ledger()) == ([], [], [])


def test_the_same_text_is_sent_once(blog: Blog, quay: Host) -> None:
    blog.post("knots", quay.at("/tides"))
    blog.notify()
    asked = len(quay.requests)
    assert blog.outcomes() == []
    assert blog.outcomes(again=True) == []
    assert len(quay.requests) == asked


def test_a_changed_text_is_sent_again(blog: Blog, quay: Host) -> None:
    blog.post("knots", quay.at("/tides"))
    blog.notify()
    blog.publish("knots", f'<p>Do see <a href="{quay.at("/tides")}">this</a>.</p>')
    blog.deploy()
    assert blog.outcomes() == [("sent", "")]
    assert blog.outcomes() == []
    assert len(told(quay)) == 2


def test_a_link_that_is_gone_is_told_once(blog: Blog, quay: Host) -> None:
    blog.post("knots", quay.at("/tides"))
    blog.notify()
    for text in ("<p>Nothing to see.</p>", "<p>Nothing at all.</p>"):
        blog.publish("knots", text)
        blog.deploy()
        blog.notify()
    assert told(quay) == [(blog.address("knots"), quay.at("/tides"))] * 2
    assert blog.ledger()[-1]["content"] == "gone"


def test_the_endpoint_is_looked_for_anew_each_time(blog: Blog, quay: Host) -> None:
    blog.post("knots", quay.at("/tides"))
    blog.notify()
    quay.answers |= {"/moved": reply(status=202), **welcoming(endpoint="/moved")}
    blog.publish("knots", f'<p>Do see <a href="{quay.at("/tides")}">this</a>.</p>')
    blog.deploy()
    blog.notify()
    assert quay.requests[-1].target == "/moved"


def test_what_is_told_is_the_address_as_the_post_has_it(blog: Blog, quay: Host) -> None:
    """For a receiver looks for exactly that in the source."""
    target = quay.at("/tides?x=1&y=a%20b#high")
    blog.post("knots", target.replace("&", "&amp;"))
    blog.notify()
    assert told(quay) == [(blog.address("knots"), target)]


def test_the_query_of_an_endpoint_stays_in_its_address(blog: Blog, quay: Host) -> None:
    quay.answers |= welcoming(endpoint="/mention?token=a&amp;x=1")
    blog.post("knots", quay.at("/tides"))
    blog.notify()
    assert quay.requests[-1].target == "/mention?token=a&x=1"
    assert b"token" not in quay.requests[-1].body


def test_an_endpoint_is_seen_from_where_a_redirect_ends(blog: Blog, quay: Host) -> None:
    with Host({"/old/one": redirect(quay.at("/deep/tides"))}) as moved:
        quay.answers["/deep/tides"] = reply(headers={"Link": '<mention>; rel="webmention"'})
        quay.answers["/deep/mention"] = reply(status=202)
        blog.post("knots", moved.at("/old/one"))
        blog.notify()
    assert told(quay) == [(blog.address("knots"), moved.at("/old/one"))]


def test_a_page_can_be_its_own_endpoint(blog: Blog, quay: Host) -> None:
    quay.answers["/tides"] = page(head='<link rel="webmention" href="">')
    blog.post("knots", quay.at("/tides"))
    assert blog.outcomes() == [("sent", "")]
    assert quay.requests[-1].target == "/tides"


def test_two_link_headers_are_both_read(blog: Blog, quay: Host) -> None:
    head = b"HTTP/1.1 200 OK\r\nLink: </a>; rel=other\r\nLINK: </mention>; rel=webmention\r\n\r\n"
    quay.answers["/tides"] = head
    blog.post("knots", quay.at("/tides"))
    assert blog.outcomes() == [("sent", "")]


def test_a_picture_can_name_an_endpoint_in_its_headers_only(blog: Blog, quay: Host) -> None:
    picture = {"Content-Type": "image/png"}
    quay.answers["/a.png"] = reply('<link rel="webmention" href="/wrong">', headers=picture)
    link = {"Link": "</mention>; rel=webmention"}
    quay.answers["/b.png"] = reply(headers=picture | link)
    blog.post("knots", quay.at("/a.png"), quay.at("/b.png"))
    blog.notify()
    assert told(quay) == [(blog.address("knots"), quay.at("/b.png"))]


def test_a_page_without_an_endpoint_is_asked_again_only_on_demand(blog: Blog, quay: Host) -> None:
    quay.answers["/tides"] = page()
    blog.post("knots", quay.at("/tides"))
    assert blog.outcomes() == [("none", "It takes no Webmentions.")]
    assert blog.outcomes() == []
    quay.answers |= welcoming()
    assert blog.outcomes(again=True) == [("sent", "")]


def test_an_endpoint_that_hangs_keeps_nobody_from_another(blog: Blog, quay: Host) -> None:
    with Host(welcoming()) as other:
        both_there = threading.Barrier(2)

        def meet(connection: Connection) -> None:
            both_there.wait(60)
            connection.send(reply(status=202))

        quay.answers["/mention"] = other.answers["/mention"] = meet
        blog.post("knots", quay.at("/tides"), other.at("/tides"))
        assert blog.outcomes() == [("sent", "")] * 2


def test_a_page_that_no_parser_gets_through_keeps_nobody_from_another(
    blog: Blog, quay: Host
) -> None:
    with Host({"/tides": PARSER_BOMB}) as bomb:
        blog.post("knots", bomb.at("/tides"), quay.at("/tides"))
        blog.notify(limits=Limits(seconds=1, allow_private=True))
    assert told(quay) == [(blog.address("knots"), quay.at("/tides"))]


def test_a_host_is_never_told_two_things_at_once(blog: Blog, quay: Host) -> None:
    free, another = threading.Lock(), threading.Event()

    def accept(connection: Connection) -> None:
        if not free.acquire(blocking=False):
            another.set()
            return
        another.wait(0.2)  # for the one that is not to come
        free.release()
        connection.send(reply(status=202))

    quay.answers |= welcoming(accept)
    for slug in ("a", "b", "c"):
        blog.post(slug, quay.at("/tides"))
    assert blog.outcomes() == [("sent", "")] * 3
    assert not another.is_set()


def test_a_page_is_asked_once_however_many_posts_link_to_it(blog: Blog, quay: Host) -> None:
    for slug in ("a", "b", "c"):
        blog.post(slug, quay.at("/tides"))
    blog.notify()
    assert [request.method for request in quay.requests] == ["GET", "POST", "POST", "POST"]


PUBLIC_ONLY = replace(LIMITS, allow_private=False)


def test_nobody_on_a_private_network_is_asked(blog: Blog, quay: Host) -> None:
    blog.post("knots", quay.at("/tides"))
    report = blog.notify(limits=PUBLIC_ONLY)
    assert [finding.rule for finding in report.findings] == ["not-live"]
    assert "not on the public internet" in str(report.findings[0])
    assert (quay.requests, blog.host.requests) == ([], [])


def test_an_endpoint_on_a_private_network_is_not_posted_to(blog: Blog, quay: Host) -> None:
    """Found on a page that may be read, and still not contacted."""
    blog.post("knots", quay.at("/tides"))
    mentions = blog.notify(send=False).mentions
    noted: list[Line] = []

    async def tell() -> list[Line]:
        async with Client(LIMITS, "Test") as all_client, Client(PUBLIC_ONLY, "Test") as client:
            sender = Sender(all_client, blog.host.at(), "2026-03-10", noted.append, Silent())
            return await replace(sender, client=client).send(await sender.discover(mentions))

    [line] = asyncio.run(tell())
    assert (line.state, line.reason) == ("none", "127.0.0.1 is not on the public internet.")
    assert [one.state for one in noted] == ["pending", "none"]
    assert told(quay) == []


@pytest.mark.parametrize("answer", [reply(status=404), reply(status=410), redirect("/gone")])
def test_a_post_that_is_not_live_is_left_out_and_said_so(
    blog: Blog, quay: Host, answer: bytes
) -> None:
    blog.post("knots", quay.at("/tides"))
    blog.post("tides", quay.at("/tides"))
    blog.host.answers["/posts/knots/"] = answer
    report = blog.notify()
    assert told(quay) == [(blog.address("tides"), quay.at("/tides"))]
    [finding] = report.findings
    assert finding.source == "content/posts/knots.md"
    assert "is not live: it answers 4" in finding.message
    assert "invoke deploy" in finding.remedy


def test_a_change_that_is_not_live_yet_is_left_out(blog: Blog, quay: Host) -> None:
    blog.post("knots", quay.at("/tides"))
    blog.notify()
    blog.publish("knots", f'<p>Do see <a href="{quay.at("/tides")}">this</a>.</p>')
    [finding] = blog.notify().findings
    assert "not as it was published here" in finding.message
    assert len(told(quay)) == 1


def test_each_post_is_looked_at_once_before_its_mentions_are_sent(blog: Blog, quay: Host) -> None:
    quay.answers["/ebb"] = quay.answers["/tides"]
    blog.post("knots", quay.at("/tides"), quay.at("/ebb"))
    blog.notify()
    assert [request.target for request in blog.host.requests] == ["/posts/knots/"]
    assert len(told(quay)) == 2


def test_a_ledger_that_cannot_be_written_stops_before_anything_is_sent(
    blog: Blog, quay: Host
) -> None:
    blog.post("knots", quay.at("/tides"))
    (blog.root / "content/data/.webmentions.jsonl.lock").mkdir(parents=True)
    with pytest.raises(OSError, match="lock"):
        blog.notify()
    assert quay.requests == []
