"""Posting to Bluesky."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Response

from fanfare.errors import FanfareError
from syndication.networks.bluesky import Bluesky, connect
from syndication.networks.bluesky_post import record, record_key, shown_link
from syndication.networks.network import Outcome, State, Token
from syndication.records import Sharing
from syndication.text.graphemes import length
from tests.guest_posts.servers import Host, closed_port
from tests.syndication.entries import PNG, MadePicture
from tests.syndication.networks.bluesky_server import (
    ACCESS,
    DID,
    HANDLE,
    LOGIN,
    PUT,
    REFRESH,
    UPLOAD,
    BlueskyServer,
    cid_of,
)
from tests.syndication.networks.messages import (
    SECRET,
    a_message,
    a_token,
    assert_headers_as_shown,
    posted,
    why_not_sent,
)
from tests.syndication.networks.serving import always, reply, sending_on_to, with_status

MORNING = datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
LINK = "tiny.example/posts/knots"


def bluesky_at(server: str, timeout: float = 5) -> Bluesky:
    return Bluesky(server, a_token(HANDLE), timeout, lambda: MORNING)


@pytest.fixture
def server(http: HTTPServer) -> Iterator[BlueskyServer]:
    server = BlueskyServer(http)
    yield server
    server.done.set()


@pytest.fixture
def bluesky(server: BlueskyServer) -> Bluesky:
    return bluesky_at(server.url)


def marked(post: dict[str, Any]) -> dict[str, str]:
    """What the facets of a post mark, and as what."""
    raw = post["text"].encode()
    return {
        raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(): (
            facet["features"][0].get("uri") or facet["features"][0]["tag"]
        )
        for facet in post["facets"]
    }


def test_a_text_with_links_hashtags_and_a_card(server: BlueskyServer, bluesky: Bluesky) -> None:
    said = a_message(owed="Owed.")
    key = record_key(said)
    assert posted(bluesky, said) == Outcome(
        State.PUBLISHED,
        f"at://{DID}/app.bsky.feed.post/{key}",
        f"https://bsky.app/profile/{DID}/post/{key}",
        status=200,
    )
    post = server.posts[key]
    assert post["text"] == f"Why knots?\n\nOwed.\n\n{LINK}\n\n#Knots #KnowledgeWork"
    assert post["createdAt"] == "2026-03-01T10:30:00.000Z"
    assert post["langs"] == ["en"]
    assert marked(post) == {
        LINK: said.url,
        "#Knots": "Knots",
        "#KnowledgeWork": "KnowledgeWork",
    }
    card = post["embed"]["external"]
    assert (card["uri"], card["title"], card["description"]) == (
        said.url,
        "Knots & how to untie them",
        "A knot is a promise a rope makes to itself.",
    )
    assert card["thumb"]["ref"] == {"$link": cid_of(PNG)}
    [picture] = server.made(UPLOAD)
    assert (picture.body, picture.headers["content-type"]) == (PNG, "image/png")


def test_the_library_reads_it_as_a_post() -> None:
    from atproto import models

    made = record(a_message(), None, MORNING)
    read = models.get_or_create(made, models.AppBskyFeedPost.Record, strict_string_format=True)
    assert isinstance(read, models.AppBskyFeedPost.Record)
    assert isinstance(read.embed, models.AppBskyEmbedExternal.Main)
    assert read.embed.external.uri == a_message().url
    assert [type(facet.features[0]) for facet in read.facets or ()] == [
        models.AppBskyRichtextFacet.Link,
        models.AppBskyRichtextFacet.Tag,
        models.AppBskyRichtextFacet.Tag,
    ]


def test_without_a_picture_nothing_is_uploaded(server: BlueskyServer, bluesky: Bluesky) -> None:
    said = a_message(picture=None)
    assert posted(bluesky, said).state is State.PUBLISHED
    assert server.made(UPLOAD) == []
    assert "thumb" not in server.posts[record_key(said)]["embed"]["external"]


def test_a_dry_run_shows_what_is_sent(server: BlueskyServer, bluesky: Bluesky) -> None:
    said = a_message()
    posted(bluesky, said)
    shown = bluesky.requests(said)
    assert [(one.method, one.url) for one in shown] == [
        (asked.method, f"{server.url}{asked.path}") for asked in server.asked
    ]
    sent, body = json.loads(server.asked[-1].body), json.loads(shown[-1].body)
    sent["record"]["embed"]["external"]["thumb"] = body["record"]["embed"]["external"]["thumb"]
    assert body == sent | {"repo": body["repo"]}
    assert SECRET not in repr(shown)
    assert_headers_as_shown(shown, [asked.headers for asked in server.asked])


def test_a_dry_run_needs_no_password_and_no_server() -> None:
    assert len(Bluesky("https://bsky.example", None).requests(a_message())) == 3


def test_bytes_are_counted_not_characters() -> None:
    hook = "«Knöten» 👩‍👩‍👧 über #Straße, 字 #知识 https://quay.example/a#b."
    post = record(a_message(sharing=Sharing(hook=hook), tags=("ö",)), None, MORNING)
    assert marked(post) == {
        "#Straße": "Straße",
        "#知识": "知识",
        "https://quay.example/a#b": "https://quay.example/a#b",
        LINK: f"https://{LINK}/",
        "#Ö": "Ö",
    }


def test_a_long_hook_is_cut_at_a_sentence() -> None:
    sentence = "A knot is a promise that a rope makes to itself. "
    said = a_message(sharing=Sharing(hook=sentence * 20), owed="Owed.")
    text = str(record(said, None, MORNING)["text"])
    assert text == f"{(sentence * 4).strip()}\n\nOwed.\n\n{LINK}\n\n#Knots #KnowledgeWork"


HOOKS = st.text(alphabet=st.sampled_from("ab.? \n#字é👩\u200d👧🏽🇩🇪क्ष"), max_size=700)


@given(HOOKS)
def test_whatever_the_hook_the_post_fits_and_its_facets_do(hook: str) -> None:
    post = record(a_message(sharing=Sharing(hook=hook), owed="Owed."), None, MORNING)
    text = str(post["text"])
    assert length(text) <= 300
    assert len(text.encode()) <= 3000
    assert "Owed." in text
    assert marked(post)[LINK] == f"https://{LINK}/"
    assert all(shown == f"#{tag}" for shown, tag in marked(post).items() if shown != LINK)


def test_what_is_owed_is_never_cut(server: BlueskyServer, bluesky: Bluesky) -> None:
    said = a_message(owed="I own shares of it. " * 15)
    assert why_not_sent(bluesky, said) == (
        "What is owed to readers and the link are longer than a post on Bluesky may be. Shorten "
        "the disclosure."
    )
    assert server.asked == []


def test_links_are_shown_short() -> None:
    assert shown_link("https://www.tiny.example/?a=b") == "tiny.example"
    long = shown_link("https://tiny.example/posts/how-to-untie-a-knot-without-a-knife/")
    assert long == "tiny.example/posts/how-to-untie-a-knot-…"
    assert len(long) == 40


def test_a_picture_that_is_too_large_is_told_before_anything_is_sent(
    server: BlueskyServer, bluesky: Bluesky
) -> None:
    said = a_message(picture=MadePicture(raw=bytes(1_000_001)))
    assert why_not_sent(bluesky, said) == (
        "cards/posts/knots.png has 1,000,001 bytes, and Bluesky takes pictures with at most "
        "1,000,000. Make it smaller."
    )
    assert server.asked == []


def test_the_key_is_made_of_the_id_alone() -> None:
    key = record_key(a_message())
    assert re.fullmatch(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", key)
    assert key == record_key(a_message(title="Other", url="https://tiny.example/other/"))
    assert key != record_key(a_message(id="tag:tiny.example,2025:tides"))


@given(st.text(min_size=1))
def test_keys_are_of_a_time_before_there_were_others(entry_id: str) -> None:
    alphabet = "234567abcdefghijklmnopqrstuvwxyz"
    value = 0
    for char in record_key(a_message(id=entry_id)):
        value = value * 32 + alphabet.index(char)
    moment = datetime.fromtimestamp((value >> 10) / 1_000_000, UTC)
    assert 2000 <= moment.year <= 2021


def test_a_second_post_of_an_entry_is_none(server: BlueskyServer, bluesky: Bluesky) -> None:
    first, changed = a_message(), a_message(title="Other")
    assert posted(bluesky, first).state is State.PUBLISHED
    again = posted(bluesky, changed)
    assert again.state is State.PUBLISHED
    assert again.url == posted(bluesky, first).url
    assert again.reason == "Bluesky had it already; nothing was posted a second time."
    assert [post["embed"]["external"]["title"] for post in server.posts.values()] == [first.title]


def test_servers_that_say_so_in_another_way(server: BlueskyServer, bluesky: Bluesky) -> None:
    server.answers[PUT] = always(reply({"error": "RecordAlreadyExists", "message": "No"}, 409))
    assert posted(bluesky, a_message()).state is State.PUBLISHED


REFUSED = {
    400: "Bluesky answers 400: Too bad.",
    401: "Bluesky does not take the token (401): run `invoke bluesky.login` again.",
    403: "Bluesky does not let this token do that (403: Too bad).",
    413: "Bluesky answers 413: Too bad.",
    422: "Bluesky answers 422: Too bad.",
    429: "Bluesky takes no more for now (429): try again in an hour.",
}


@pytest.mark.parametrize(("status", "reason"), REFUSED.items(), ids=map(str, REFUSED))
def test_an_answer_that_says_no(
    server: BlueskyServer, bluesky: Bluesky, status: int, reason: str
) -> None:
    server.answers[PUT] = with_status(status)
    assert posted(bluesky, a_message()) == Outcome(State.REFUSED, reason=reason, status=status)
    assert len(server.made(PUT)) == 1


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_an_answer_that_may_mean_anything(
    server: BlueskyServer, bluesky: Bluesky, status: int
) -> None:
    server.answers[PUT] = with_status(status)
    outcome = posted(bluesky, a_message())
    assert (outcome.state, outcome.status) == (State.UNKNOWN, status)
    assert outcome.reason.endswith("It may have been posted or not.")
    assert len(server.made(PUT)) == 1


@pytest.mark.parametrize("answer", [Response("<p>Hello"), reply([1]), reply({}), reply("?")])
def test_a_success_that_names_no_post_is_none(
    server: BlueskyServer, bluesky: Bluesky, answer: Response
) -> None:
    server.answers[PUT] = always(answer)
    assert posted(bluesky, a_message()).state is State.UNKNOWN


def test_a_server_that_takes_it_and_says_nothing(server: BlueskyServer) -> None:
    server.answers[PUT] = server.taking_and_hanging
    outcome = posted(bluesky_at(server.url, timeout=0.3), a_message())
    assert outcome.state is State.UNKNOWN
    assert len(server.posts) == len(server.made(PUT)) == 1


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Ty"])
def test_a_connection_that_breaks_off_after_the_request(
    server: BlueskyServer, answer: bytes
) -> None:
    with Host({PUT: answer}) as host:
        server.host = host.at("").rstrip("/")
        outcome = posted(bluesky_at(server.url), a_message(picture=None))
        assert outcome.state is State.UNKNOWN
        assert [asked.target for asked in host.requests] == [PUT]


def test_a_server_that_is_not_there(server: BlueskyServer) -> None:
    gone = bluesky_at(f"http://127.0.0.1:{closed_port()}")
    assert why_not_sent(gone, a_message()).startswith(f"{gone.server} cannot be connected to.")
    server.host = gone.server
    outcome = posted(bluesky_at(server.url), a_message(picture=None))
    assert outcome.state is State.FAILED


def test_an_account_may_live_on_another_server(server: BlueskyServer, bluesky: Bluesky) -> None:
    server.host = server.url.replace("127.0.0.1", "localhost")
    assert posted(bluesky, a_message()).state is State.PUBLISHED
    server.host = "http://home.example"
    assert why_not_sent(bluesky, a_message()) == (
        "The server of the account is no https:// address. Nothing was posted."
    )


@pytest.mark.parametrize("path", [LOGIN, UPLOAD, PUT])
@pytest.mark.parametrize("status", [302, 307, 308])
def test_a_redirect_gets_neither_password_nor_post(
    server: BlueskyServer, bluesky: Bluesky, path: str, status: int
) -> None:
    with Host() as other:
        server.answers[path] = sending_on_to(other.at(path), status)
        if path == PUT:
            outcome = posted(bluesky, a_message())
            assert (outcome.state, outcome.status) == (State.REFUSED, status)
        else:
            assert f"({status})" in why_not_sent(bluesky, a_message())
        assert other.requests == []


@pytest.mark.parametrize("path", [LOGIN, UPLOAD])
@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_what_fails_before_the_post_is_not_sent(
    server: BlueskyServer, bluesky: Bluesky, path: str, status: int
) -> None:
    server.answers[path] = with_status(status)
    reason = why_not_sent(bluesky, a_message())
    assert f"({status})" in reason or f" {status}: Too bad" in reason
    assert reason.endswith("nothing was posted.")
    assert server.made(PUT) == []


@pytest.mark.parametrize("path", [LOGIN, UPLOAD])
@pytest.mark.parametrize("answer", [Response("<p>Hello"), reply([1]), reply({}), reply("?")])
def test_what_is_unreadable_before_the_post_is_not_sent(
    server: BlueskyServer, bluesky: Bluesky, path: str, answer: Response
) -> None:
    server.answers[path] = always(answer)
    assert why_not_sent(bluesky, a_message()).endswith("othing was posted.")
    assert server.made(PUT) == []


def test_nothing_is_sent_to_who_could_be_anybody() -> None:
    settings = {"BLUESKY_SERVER": "http://bsky.example", "BLUESKY_HANDLE": HANDLE}
    with pytest.raises(FanfareError, match=r"BLUESKY_SERVER is http://bsky.example, where every"):
        connect(settings, a_token(), date(2026, 3, 1))


def test_nobody_logged_in(server: BlueskyServer) -> None:
    nobody = Bluesky(server.url, None)
    assert why_not_sent(nobody, a_message()) == "Nobody is logged in: `invoke bluesky.login`."
    assert server.asked == []


def test_what_was_not_prepared_is_not_sent(server: BlueskyServer, bluesky: Bluesky) -> None:
    assert bluesky.send(a_message(), None).state is State.FAILED
    assert server.asked == []


@pytest.mark.parametrize("failure", ["refused", "busy", "broken", "lost", "echo", "hanging"])
def test_no_secret_is_in_any_message(
    server: BlueskyServer,
    bluesky: Bluesky,
    failure: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    said = a_message()
    answers = {
        "refused": with_status(400, f"{SECRET}: {ACCESS}"),
        "busy": with_status(429),
        "broken": with_status(500, f"Not {REFRESH}"),
        "lost": sending_on_to("http://127.0.0.1:1/"),
        "echo": always(Response(SECRET)),
        "hanging": server.taking_and_hanging,
    }
    asking = bluesky_at(server.url, 0.3) if failure == "hanging" else bluesky
    prepared = asking.prepare(said)
    server.answers |= dict.fromkeys((PUT, LOGIN), answers[failure])
    outcome = asking.send(said, prepared)
    reason = why_not_sent(asking, said)
    seen = capfd.readouterr()
    every = "".join((repr(outcome), reason, repr(asking), repr(prepared), caplog.text, *seen))
    assert [secret for secret in (SECRET, ACCESS[:20], REFRESH[:20]) if secret in every] == []


def test_the_settings_say_which_server_and_whose_account() -> None:
    settings = {"BLUESKY_SERVER": "https://bsky.example/", "BLUESKY_HANDLE": "@ada.tiny.example"}
    day = date(2026, 3, 1)
    assert connect(settings, None, day) == Bluesky("https://bsky.example", None)
    made = connect(settings, a_token(), day)
    assert made.token == Token(SECRET, HANDLE)
    assert (made.key, made.label) == ("bluesky", "Bluesky")
