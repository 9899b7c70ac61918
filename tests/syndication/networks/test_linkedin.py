"""LinkedIn's Posts API, against a stand-in as strict as LinkedIn, and as treacherous."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug import Response

from fanfare.errors import FanfareError
from syndication.linkedin.commentary import commentary
from syndication.linkedin.little_text import units
from syndication.networks.exchange import Answer
from syndication.networks.linkedin import MOST_PIXELS, LinkedIn, connect, permalink_of, urn_of
from syndication.networks.linkedin_answers import concluded
from syndication.networks.messages import message
from syndication.networks.network import Message, NotSent, Outcome, State, Token
from syndication.records import Entry, Sharing
from syndication.setting_checks import DEFAULTS, LIMITS
from tests.syndication.entries import MadePicture, an_entry
from tests.syndication.networks.messages import assert_headers_as_shown
from tests.syndication.stand_in import (
    ACCOUNT,
    TOKEN,
    LinkedInStandIn,
    QuickServer,
    a_linkedin,
    answering,
    duplicate_of,
    hung,
    hung_up,
    hung_up_before,
    said,
    taking_and_answering,
)

TODAY = date(2026, 10, 20)


@pytest.fixture
def linkedin() -> Iterator[LinkedInStandIn]:
    with a_linkedin() as made:
        yield made


def _network(linkedin: LinkedInStandIn, token: Token | None = None, **changes: Any) -> LinkedIn:
    values = {**DEFAULTS, "LINKEDIN_LIMITS": LIMITS, "LINKEDIN_API_HOST": linkedin.host, **changes}
    made = connect(values, token or Token(linkedin.token, ACCOUNT), TODAY)
    return replace(made, seconds=20)


def _message(hook: str = "", **changes: Any) -> Message:
    return message(_entry(hook, **changes), "https://tiny.example", {"utm_source": "linkedin"})


def _entry(hook: str = "", **changes: Any) -> Entry:
    return an_entry(sharing=Sharing(hook=hook), **changes)


def _post(network: LinkedIn, of: Message | None = None) -> Outcome:
    of = of or _message()
    return network.send(of, network.prepare(of))


# What is posted.


def test_a_post_is_a_link_card_with_a_picture_and_a_commentary_above_it(
    linkedin: LinkedInStandIn,
) -> None:
    outcome = _post(_network(linkedin), _message("Knots (all of them) cost #1 [a lot]. #Rope"))
    [post] = linkedin.posts
    assert outcome == Outcome(State.PUBLISHED, post.urn, permalink_of(post.urn), status=201)
    assert post.author == ACCOUNT
    assert post.visibility == "PUBLIC"
    assert post.commentary == "Knots (all of them) cost #1 [a lot]. #Rope\n\n#Knots #KnowledgeWork"
    assert post.article == {
        "source": "https://tiny.example/posts/knots/?utm_source=linkedin",
        "title": "Knots & how to untie them",
        "description": "A knot is a promise a rope makes to itself.",
        "thumbnail": next(iter(linkedin.pictures)),
        "thumbnailAltText": "Knots, by Ada Quill",
    }
    assert linkedin.pictures[post.article["thumbnail"]] == MadePicture().raw


def test_without_a_picture_nothing_is_uploaded(linkedin: LinkedInStandIn) -> None:
    assert _post(_network(linkedin), _message(picture=None)).state is State.PUBLISHED
    assert linkedin.steps == ["posts"]
    assert linkedin.posts[0].article.keys() == {"source", "title", "description"}


def test_visibility_and_version_are_the_settings(linkedin: LinkedInStandIn) -> None:
    linkedin.versions = frozenset({"202701"})
    network = _network(linkedin, LINKEDIN_VISIBILITY="CONNECTIONS", LINKEDIN_API_VERSION="202701")
    assert _post(network).state is State.PUBLISHED
    assert linkedin.posts[0].visibility == "CONNECTIONS"


def test_who_posts_is_asked_where_the_token_does_not_say(linkedin: LinkedInStandIn) -> None:
    assert _post(_network(linkedin, Token(TOKEN))).state is State.PUBLISHED
    assert linkedin.steps == ["userinfo", "images", "upload", "posts"]
    assert linkedin.posts[0].author == ACCOUNT


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    hook=st.text(
        st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\\|{}@[]()<>#*_~\n"),
        min_size=1,
        max_size=200,
    )
)
def test_whatever_the_hook_is_members_see_all_of_it(linkedin: LinkedInStandIn, hook: str) -> None:
    linkedin.posts.clear()
    assert _post(_network(linkedin), _message(hook, picture=None)).state is State.PUBLISHED
    assert linkedin.posts[0].commentary == commentary(_entry(hook))


def test_hashtags_of_every_script_are_there_whole(linkedin: LinkedInStandIn) -> None:
    hook, tags = "Hook. #नमस्ते", ("नमस्ते दुनिया", "کتاب‌ها", "Knots", "Zoë")
    of = _message(hook, picture=None, tags=tags)
    assert _post(_network(linkedin), of).state is State.PUBLISHED
    assert linkedin.posts[0].commentary == commentary(_entry(hook, tags=tags))
    assert r"{hashtag|\#|Knots}" in linkedin.posts[0].little
    assert r"\#नमस्तेदुनिया" in linkedin.posts[0].little


def test_title_and_description_are_cut_at_a_word(linkedin: LinkedInStandIn) -> None:
    of = _message(title="👍 knot " * 80, summary="a promise " * 500, picture=None)
    assert _post(_network(linkedin), of).state is State.PUBLISHED
    article = linkedin.posts[0].article
    assert units(article["title"]) <= 399
    assert article["title"].endswith((" 👍…", " knot…"))
    assert units(article["description"]) <= 4085
    assert article["description"].endswith((" a…", " promise…"))


def test_the_stand_in_cuts_what_is_not_escaped_while_it_says_that_all_is_well(
    linkedin: LinkedInStandIn,
) -> None:
    """Otherwise the test above would say nothing."""
    import httpx

    network = _network(linkedin)
    request = network.requests(_message(picture=None))[-1]
    body = json.loads(request.body)
    body["commentary"] = "Knots (all of them) cost a lot."
    headers = {**request.headers, "Authorization": f"Bearer {TOKEN}"}
    answer = httpx.post(request.url, headers=headers, json=body, trust_env=False)
    assert answer.status_code == 201
    assert linkedin.posts[0].commentary == "Knots "


@pytest.mark.parametrize("hook", ["a" * 5000, "🧵" * 2999, "(" * 2999, "#Tag " * 900])
def test_a_commentary_is_never_too_long_for_linkedin(linkedin: LinkedInStandIn, hook: str) -> None:
    assert _post(_network(linkedin), _message(hook, picture=None)).state is State.PUBLISHED


def test_what_is_owed_is_never_cut_and_where_it_cannot_be_kept_nothing_leaves(
    linkedin: LinkedInStandIn,
) -> None:
    network, of = _network(linkedin), _message(owed="(" * 1500 + ".")
    for ask in (network.requests, network.prepare):
        with pytest.raises(NotSent, match=r"take 3,001 .* of the 3,000 .* Shorten the disclosure"):
            ask(of)
    assert linkedin.seen == []


# The dry run.


def test_a_dry_run_shows_exactly_what_is_sent(linkedin: LinkedInStandIn) -> None:
    network, of = _network(linkedin), _message("Knots (all).")
    shown = network.requests(of)
    assert linkedin.seen == []
    _post(network, of)
    assert_headers_as_shown(shown, [seen.headers for seen in linkedin.seen])
    assert {seen.headers["Authorization"] for seen in linkedin.seen} == {f"Bearer {TOKEN}"}
    assert [request.method for request in shown] == [seen.method for seen in linkedin.seen]
    image = next(iter(linkedin.pictures))
    start, upload, post = shown
    assert [start.url, post.url] == [f"{linkedin.host}{linkedin.seen[at].path}" for at in (0, 2)]
    assert start.body == linkedin.seen[0].body.decode()
    assert upload.url == "(uploadUrl of the answer)"
    assert upload.body == "(cards/posts/knots.png: image/png, 1200 x 627, 100 bytes)"
    assert (
        post.body.replace("urn:li:image:(image of the answer)", image)
        == linkedin.seen[2].body.decode()
    )


def test_a_dry_run_needs_no_token(linkedin: LinkedInStandIn) -> None:
    network = replace(_network(linkedin), token=None)
    who, _start, _upload, post = network.requests(_message())
    assert who.url == f"{linkedin.host}/v2/userinfo"
    assert json.loads(post.body)["author"] == "urn:li:person:(sub of the first answer)"
    with pytest.raises(NotSent, match=r"Nobody is logged in: `invoke linkedin\.login`\."):
        network.prepare(_message())


# What LinkedIn answers to the post.


@pytest.mark.parametrize(
    ("status", "state", "says"),
    [
        (400, State.REFUSED, "LinkedIn answers 400: no such thing."),
        (401, State.REFUSED, "does not take the token (401): run `invoke linkedin.login` again."),
        (403, State.REFUSED, "give your app the product “Share on LinkedIn”"),
        (404, State.REFUSED, "LinkedIn answers 404: no such thing."),
        (408, State.UNKNOWN, "LinkedIn answers 408: no such thing. It may have been posted or"),
        (422, State.REFUSED, "LinkedIn answers 422: no such thing."),
        (
            426,
            State.REFUSED,
            'not serve version 202609 of its API (426): write LINKEDIN_API_VERSION = "202609"',
        ),
        (429, State.UNKNOWN, "takes no more for today (429); it counts anew from 00:00 UTC on."),
        (500, State.UNKNOWN, "LinkedIn answers 500: no such thing. It may have been posted or"),
        (503, State.UNKNOWN, "LinkedIn answers 503: no such thing. It may have been posted or"),
        (200, State.UNKNOWN, "LinkedIn answers 200, but names no post"),
        (201, State.UNKNOWN, "LinkedIn answers 201, but names no post"),
        (302, State.REFUSED, "sends us on to another address (302), which gets no token."),
        (303, State.UNKNOWN, "It may have been posted or not."),
        (304, State.UNKNOWN, "It may have been posted or not."),
    ],
)
def test_what_linkedin_answers(
    linkedin: LinkedInStandIn, status: int, state: State, says: str
) -> None:
    linkedin.answers["posts"] = answering(status, "no such\n thing")
    outcome = _post(_network(linkedin))
    assert (outcome.state, outcome.status, outcome.urn) == (state, status, "")
    assert says in outcome.reason
    assert linkedin.posts == []


def test_a_version_that_is_gone_is_refused_with_one_that_is_there(
    linkedin: LinkedInStandIn,
) -> None:
    linkedin.versions = frozenset({"202701"})
    network = _network(linkedin)
    with pytest.raises(NotSent, match=r'version 202609 .* LINKEDIN_API_VERSION = "202609"'):
        network.prepare(_message())
    with pytest.raises(NotSent, match='LINKEDIN_API_VERSION = "202612"'):
        replace(network, newer_version="202612").prepare(_message())


@pytest.mark.parametrize(
    ("today", "newer"),
    [(date(2027, 1, 1), "202612"), (date(2027, 3, 31), "202702")],
)
def test_the_version_of_the_month_before_is_there(today: date, newer: str) -> None:
    values = {**DEFAULTS, "LINKEDIN_LIMITS": LIMITS}
    assert connect(values, None, today).newer_version == newer


def test_a_duplicate_is_the_post_that_is_there_already(linkedin: LinkedInStandIn) -> None:
    network = _network(linkedin)
    first = _post(network, _message(picture=None))
    second = _post(network, _message(picture=None))
    assert second.urn == first.urn
    assert second.url == first.url
    assert second.state is State.PUBLISHED
    assert (second.status, second.reason) == (
        422,
        "LinkedIn has it already; nothing was posted a second time.",
    )
    assert len(linkedin.posts) == 1


def test_a_duplicate_of_nobody_knows_what_is_the_authors_to_look_for(
    linkedin: LinkedInStandIn,
) -> None:
    linkedin.answers["posts"] = taking_and_answering(lambda: duplicate_of("something"))
    outcome = _post(_network(linkedin))
    assert (outcome.state, outcome.urn) == (State.UNKNOWN, "")


def test_other_mistakes_of_422_are_no_duplicates(linkedin: LinkedInStandIn) -> None:
    outcome = _post(replace(_network(linkedin), visibility="EVERYBODY"))
    assert outcome.state is State.REFUSED
    assert outcome.reason == 'LinkedIn answers 422: /visibility :: "EVERYBODY" is not valid.'


@pytest.mark.parametrize("status", [201, 200])
def test_what_the_head_of_an_answer_says_holds_where_its_body_breaks_off(status: int) -> None:
    head = f"HTTP/1.1 {status} Said\r\nx-restli-id: urn:li:share:7\r\nContent-Length: 99\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                read = b""
                while not read.endswith(b"false}"):
                    read += connection.recv(65536)
                connection.sendall(f"{head}and then".encode())

        thread = threading.Thread(target=answer)
        thread.start()
        host = f"http://127.0.0.1:{server.getsockname()[1]}"
        values = {**DEFAULTS, "LINKEDIN_LIMITS": LIMITS, "LINKEDIN_API_HOST": host}
        outcome = _post(connect(values, Token("t", ACCOUNT), TODAY), _message(picture=None))
        thread.join()
    assert (outcome.state, outcome.urn) == (State.PUBLISHED, "urn:li:share:7")


@pytest.mark.parametrize(
    ("header", "urn"),
    [
        ("urn:li:share:12", "urn:li:share:12"),
        ("urn%3Ali%3AugcPost%3A12", "urn:li:ugcPost:12"),
        ("", ""),
        ("urn:li:share:12/../../evil", ""),
        ("<script>", ""),
    ],
)
def test_only_the_urn_of_a_post_is_one(header: str, urn: str) -> None:
    outcome = concluded(Answer(201, headers={"x-restli-id": header}), "")
    assert outcome.urn == urn
    assert outcome.state is (State.PUBLISHED if urn else State.UNKNOWN)


# Where there is no answer.


def test_a_post_that_is_taken_and_never_answered_may_be_there(linkedin: LinkedInStandIn) -> None:
    linkedin.answers["posts"] = hung
    outcome = _post(replace(_network(linkedin), seconds=0.3))
    assert (outcome.state, outcome.status) == (State.UNKNOWN, 0)
    assert outcome.reason == (
        "LinkedIn does not answer within 0.3 seconds. It may have been posted or not."
    )
    assert len(linkedin.posts) == 1


@pytest.mark.parametrize("answer", [hung_up, hung_up_before])
def test_a_connection_that_ends_says_nothing(linkedin: LinkedInStandIn, answer: Any) -> None:
    linkedin.answers["posts"] = answer
    outcome = _post(_network(linkedin))
    assert outcome == Outcome(
        State.UNKNOWN,
        reason="LinkedIn broke off, or sends nothing that can be read as HTTP. It may have been "
        "posted or not.",
    )
    assert linkedin.steps.count("posts") == 1


def test_what_was_never_connected_never_left(linkedin: LinkedInStandIn) -> None:
    network = _network(linkedin)
    of = _message(picture=None)
    prepared = network.prepare(of)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        host = f"http://127.0.0.1:{closed.getsockname()[1]}"
    outcome = replace(network, host=host).send(of, prepared)
    assert outcome == Outcome(State.FAILED, reason="LinkedIn cannot be connected to.")


# Before the post.


@pytest.mark.parametrize("step", ["userinfo", "images", "upload"])
@pytest.mark.parametrize("status", [400, 401, 403, 426, 429, 500, 301])
def test_what_fails_before_the_post_posts_nothing(
    linkedin: LinkedInStandIn, step: str, status: int
) -> None:
    linkedin.answers[step] = answering(status, "no", {"Location": "https://evil.example/x?secret"})
    network = _network(linkedin, Token(TOKEN))
    with pytest.raises(NotSent, match="nothing was posted") as failure:
        network.prepare(_message())
    assert str(status) in str(failure.value)
    assert "secret" not in str(failure.value)
    assert linkedin.steps[-1] == step


@pytest.mark.parametrize("step", ["userinfo", "images", "upload"])
@pytest.mark.parametrize("answer", [hung_up, hung])
def test_no_answer_before_the_post_posts_nothing(
    linkedin: LinkedInStandIn, step: str, answer: Any
) -> None:
    linkedin.answers[step] = answer
    network = replace(_network(linkedin, Token(TOKEN)), seconds=0.3)
    with pytest.raises(NotSent, match=r"That was when .*; nothing was posted"):
        network.prepare(_message())


@pytest.mark.parametrize("step", ["userinfo", "images"])
@pytest.mark.parametrize("body", ["", "[]", "{}", '{"value": []}', "[" * 100_000, '{"sub": 7.5}'])
def test_an_answer_that_says_nothing_posts_nothing(
    linkedin: LinkedInStandIn, step: str, body: str
) -> None:
    linkedin.answers[step] = taking_and_answering(lambda: Response(body))
    with pytest.raises(NotSent, match="Nothing was posted"):
        _network(linkedin, Token(TOKEN)).prepare(_message())


@pytest.mark.parametrize(
    "host",
    [
        "https://evil.example",
        "http://www.linkedin.com",
        "https://linkedin.com.evil.example",
        "https://evillinkedin.com",
        "https://www.linkedin.com@evil.example",
        "https://www.linkedin.com:8443",
        "https://me:secret@www.linkedin.com",
        "https://evil.example#@www.linkedin.com",
        "https://evil.example\\@www.linkedin.com",
        "//www.linkedin.com",
        "ftp://www.linkedin.com",
        "https://[www.linkedin.com",
        "javascript:www.linkedin.com",
        "https://www.linkedın.com",
    ],
)
def test_a_token_goes_to_no_upload_host_but_linkedins(linkedin: LinkedInStandIn, host: str) -> None:
    linkedin.upload_host = host
    with pytest.raises(NotSent, match="which is not LinkedIn's"):
        _network(linkedin).prepare(_message())
    assert linkedin.steps == ["images"]


@pytest.mark.parametrize("host", ["https://www.linkedin.com", "https://linkedin.com", "own"])
def test_linkedins_own_upload_hosts_are_trusted(linkedin: LinkedInStandIn, host: str) -> None:
    url = f"{linkedin.host if host == 'own' else host}/dms-uploads/x"
    assert _network(linkedin)._is_trusted(url)


def test_another_port_of_the_configured_host_is_another_host(linkedin: LinkedInStandIn) -> None:
    with QuickServer() as other:
        linkedin.upload_host = f"http://127.0.0.1:{other.port}"
        with pytest.raises(NotSent, match="which is not LinkedIn's"):
            _network(linkedin).prepare(_message())
        assert other.log == []


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        (MadePicture(type="image/webp"), "LinkedIn takes no pictures of the type image/webp"),
        (MadePicture(width=MOST_PIXELS, height=1), "has 36,152,320 pixels, and LinkedIn takes"),
    ],
)
def test_a_picture_that_linkedin_refuses_never_leaves(
    linkedin: LinkedInStandIn, picture: MadePicture, says: str
) -> None:
    with pytest.raises(NotSent, match=says):
        _network(linkedin).prepare(_message(picture=picture))
    assert linkedin.seen == []


# Tokens.


@pytest.mark.parametrize("host", ["http://api.linkedin.com", "http://10.0.0.7", "ftp://x.example"])
def test_no_token_goes_where_others_could_read_it(linkedin: LinkedInStandIn, host: str) -> None:
    with pytest.raises(FanfareError, match="LINKEDIN_API_HOST is "):
        _network(linkedin, LINKEDIN_API_HOST=host)


_FAILURES = [
    ("posts", answering(401, f"Invalid access token {TOKEN}")),
    ("posts", answering(403, TOKEN)),
    ("posts", answering(422, f"Bearer {TOKEN}")),
    ("posts", answering(500, TOKEN)),
    ("posts", hung_up),
    ("posts", taking_and_answering(lambda: duplicate_of(TOKEN))),
    ("images", answering(400, TOKEN)),
    ("images", hung_up),
    ("images", taking_and_answering(lambda: said(200, value={"uploadUrl": f"x:{TOKEN}"}))),
    ("upload", answering(400, TOKEN)),
    ("userinfo", answering(401, TOKEN)),
    ("userinfo", taking_and_answering(lambda: said(200, sub=f"{TOKEN}!"))),
]


@pytest.mark.parametrize(("step", "answer"), _FAILURES)
def test_whatever_fails_no_message_holds_the_token(
    linkedin: LinkedInStandIn, step: str, answer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    linkedin.answers[step] = answer
    network = _network(linkedin, Token(TOKEN))
    said_of_it = [repr(network)]
    with caplog.at_level(logging.DEBUG):
        try:
            said_of_it.append(repr(_post(network)))
        except NotSent as failure:
            said_of_it += [repr(failure), repr(failure.__cause__)]
    assert TOKEN not in "\n".join((*said_of_it, caplog.text))


@pytest.mark.parametrize("value", ["AQX\nmarker", "AQX-márker"])
def test_a_token_that_no_header_can_hold_never_leaves_and_is_not_shown(
    linkedin: LinkedInStandIn, value: str
) -> None:
    network = _network(linkedin, Token(value, ACCOUNT))
    with pytest.raises(NotSent) as failure:
        network.prepare(_message())
    assert "AQX" not in str(failure.value)
    prepared = _network(linkedin).prepare(_message(picture=None))
    outcome = network.send(_message(picture=None), prepared)
    assert (outcome.state, "AQX" in outcome.reason) == (State.FAILED, False)
    assert linkedin.seen == []


def test_an_account_of_another_kind_never_leaves(linkedin: LinkedInStandIn) -> None:
    with pytest.raises(NotSent, match="is not of the form urn:li:person"):
        _network(linkedin, Token(TOKEN, "@ada@social.example")).prepare(_message())


# Addresses of posts.


@pytest.mark.parametrize(
    ("said_by_author", "urn"),
    [
        ("https://www.linkedin.com/feed/update/urn:li:share:73/", "urn:li:share:73"),
        ("https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A73", "urn:li:activity:73"),
        ("https://www.linkedin.com/posts/ada_knots-activity-73-aBcD?utm=x", "urn:li:activity:73"),
        ("https://www.linkedin.com/posts/ada_knots-ugcPost-73-aBcD", "urn:li:ugcPost:73"),
        ("https://www.linkedin.com/in/ada/", ""),
        ("https://lnkd.in/eXaMpLe", ""),
    ],
)
def test_the_urn_in_the_address_of_a_post(said_by_author: str, urn: str) -> None:
    assert urn_of(said_by_author) == urn


def test_the_address_of_a_post() -> None:
    assert permalink_of("urn:li:share:7") == "https://www.linkedin.com/feed/update/urn:li:share:7/"
    assert permalink_of("urn:li:person:7") == ""
