"""Posting to Mastodon."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from fanfare.errors import FanfareError
from syndication.networks.mastodon import Mastodon, connect, idempotency_key, post_length
from syndication.networks.network import Outcome, State, Token
from syndication.networks.short_posts import check_package
from syndication.records import Sharing
from tests.guest_posts.servers import Host, closed_port
from tests.syndication.entries import PNG, MadePicture
from tests.syndication.networks.mastodon_server import (
    INSTANCE,
    MEDIA,
    STATUSES,
    MastodonServer,
)
from tests.syndication.networks.messages import (
    SECRET,
    a_message,
    a_token,
    assert_headers_as_shown,
    posted,
    why_not_sent,
)
from tests.syndication.networks.serving import Answer, always, reply, sending_on_to, with_status

LINK = "https://tiny.example/posts/knots/"


@pytest.fixture
def server(http: HTTPServer) -> Iterator[MastodonServer]:
    server = MastodonServer(http)
    yield server
    server.done.set()


@pytest.fixture
def mastodon(server: MastodonServer) -> Mastodon:
    return Mastodon(server.url, a_token("@ada@social.example"), timeout=5)


def test_a_text_with_link_and_hashtags_and_the_card(
    server: MastodonServer, mastodon: Mastodon
) -> None:
    outcome = posted(mastodon, a_message(owed="Owed."))
    assert outcome == Outcome(
        State.PUBLISHED,
        f"{server.url}/users/ada/statuses/100",
        f"{server.url}/@ada/100",
        status=200,
    )
    [asked] = server.made(STATUSES)
    assert asked.form["status"] == f"Why knots?\n\nOwed.\n\n{LINK}\n\n#Knots #KnowledgeWork"
    assert asked.form["visibility"] == "public"
    assert asked.form["language"] == "en"
    assert asked.form["media_ids[]"] == "22"
    [picture] = server.made(MEDIA)
    assert picture.files == {"file": PNG}
    assert picture.form["description"] == "Knots, by Ada Quill"


def test_without_a_picture_nothing_is_uploaded(server: MastodonServer, mastodon: Mastodon) -> None:
    assert posted(mastodon, a_message(picture=None)).state is State.PUBLISHED
    assert server.made(MEDIA) == []
    assert "media_ids[]" not in server.made(STATUSES)[0].form


def test_a_dry_run_shows_what_is_sent(server: MastodonServer, mastodon: Mastodon) -> None:
    said = a_message(language="de-CH")
    posted(mastodon, said)
    shown = mastodon.requests(said)
    assert [(one.method, one.url) for one in shown] == [
        (asked.method, f"{server.url}{asked.path}") for asked in server.asked
    ]
    fields = {name: value for name, value in server.asked[-1].form.items() if name != "sensitive"}
    body = shown[-1].body.replace("(the id of the picture)", "22")
    assert body == "\n".join(
        f"{name}={fields.pop(name)}" for name in ("status", "media_ids[]", "visibility", "language")
    )
    assert fields == {}
    assert shown[-1].headers["Idempotency-Key"] == server.asked[-1].headers["idempotency-key"]
    assert "Knots, by Ada Quill" in shown[1].body
    assert SECRET not in repr(shown)
    assert_headers_as_shown(shown, [asked.headers for asked in server.asked])


def test_a_dry_run_needs_no_token_and_no_server() -> None:
    assert len(Mastodon("https://social.example", None).requests(a_message())) == 3


def test_the_text_is_as_long_as_the_server_allows(
    server: MastodonServer, mastodon: Mastodon
) -> None:
    sentence = "A knot is a promise that a rope makes to itself. "
    said = a_message(sharing=Sharing(hook=sentence * 50), owed="Owed.")
    for limit in (500, 120, 2000):
        server.limit = limit
        assert posted(mastodon, said).state is State.PUBLISHED
        text = server.made(STATUSES)[-1].form["status"]
        assert limit - 60 < post_length(text) <= limit
        assert text.endswith(f"itself.\n\nOwed.\n\n{LINK}\n\n#Knots #KnowledgeWork")


@pytest.mark.parametrize(
    "answer",
    [
        with_status(404),
        always(reply({"version": "3.5"})),
        always(reply({"configuration": {"statuses": {"max_characters": "many"}}})),
    ],
)
def test_a_server_that_does_not_say_how_long_a_post_may_be_takes_500(
    server: MastodonServer, mastodon: Mastodon, answer: Answer
) -> None:
    server.answers[INSTANCE] = answer
    assert posted(mastodon, a_message(sharing=Sharing(hook="word " * 300))).state is State.PUBLISHED
    assert 480 < post_length(server.made(STATUSES)[0].form["status"]) <= 500


def test_what_is_owed_is_never_cut(server: MastodonServer, mastodon: Mastodon) -> None:
    said = a_message(owed="I own shares of it. " * 30)
    assert why_not_sent(mastodon, said) == (
        "What is owed to readers and the link are longer than a post on Mastodon may be. Shorten "
        "the disclosure."
    )
    assert server.made(STATUSES) == []


def test_addresses_count_as_23_and_what_readers_see_as_one_is_one() -> None:
    assert (
        post_length("See https://tiny.example/a/very/long/address/to/count and 👩‍👩‍👧")
        == 4 + 23 + 6
    )


def test_it_waits_until_the_server_has_read_the_picture(
    server: MastodonServer, mastodon: Mastodon
) -> None:
    server.answers[MEDIA] = always(reply({"id": "22", "type": "image", "url": None}, 202))
    still = [reply({"id": "22", "type": "image", "url": None}, 206)]
    ready = reply({"id": "22", "type": "image", "url": f"{server.url}/22.png"})
    server.answers["/api/v1/media/22"] = lambda _asked: still.pop() if still else ready
    assert posted(mastodon, a_message()).state is State.PUBLISHED
    assert len(server.made("/api/v1/media/22")) == 2


def test_one_entry_is_one_post_whatever_becomes_of_it(
    server: MastodonServer, mastodon: Mastodon
) -> None:
    first, second = a_message(), a_message(title="Other", url=f"{LINK}more/", owed="Owed.")
    assert posted(mastodon, first).url == posted(mastodon, second).url
    assert idempotency_key(first) == idempotency_key(second)
    assert idempotency_key(first) != idempotency_key(a_message(id="tag:tiny.example,2025:tides"))
    assert len(server.posts) == 1


REFUSED = {
    401: "Mastodon does not take the token (401): run `invoke mastodon.login` again.",
    403: "Mastodon does not let this token do that (403: Too bad).",
    404: "Mastodon answers 404: Too bad.",
    422: "Mastodon answers 422: Too bad.",
    429: "Mastodon takes no more for now (429): try again in an hour.",
}


@pytest.mark.parametrize(("status", "reason"), REFUSED.items(), ids=map(str, REFUSED))
def test_an_answer_that_says_no(
    server: MastodonServer, mastodon: Mastodon, status: int, reason: str
) -> None:
    server.answers[STATUSES] = with_status(status)
    assert posted(mastodon, a_message()) == Outcome(State.REFUSED, reason=reason, status=status)
    assert len(server.made(STATUSES)) == 1


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 599])
def test_an_answer_that_may_mean_anything(
    server: MastodonServer, mastodon: Mastodon, status: int
) -> None:
    server.answers[STATUSES] = with_status(status)
    outcome = posted(mastodon, a_message())
    assert (outcome.state, outcome.status) == (State.UNKNOWN, status)
    assert outcome.reason.endswith("It may have been posted or not.")
    assert len(server.made(STATUSES)) == 1


NO_POSTS = [
    Response("<p>Hello"),
    reply([1]),
    reply({}),
    reply("?"),
    reply({"id": "1", "uri": "tag:1", "url": "javascript:alert(1)"}),
]


@pytest.mark.parametrize("answer", NO_POSTS)
def test_a_success_that_names_no_post_is_none(
    server: MastodonServer, mastodon: Mastodon, answer: Response
) -> None:
    server.answers[STATUSES] = always(answer)
    assert posted(mastodon, a_message()).state is State.UNKNOWN


def test_a_server_that_takes_it_and_says_nothing(server: MastodonServer) -> None:
    mastodon = Mastodon(server.url, a_token(), timeout=5)
    said = a_message()
    prepared = mastodon.prepare(said)
    server.answers[STATUSES] = server.taking_and_hanging
    outcome = Mastodon(server.url, a_token(), timeout=0.2).send(said, prepared)
    assert outcome.state is State.UNKNOWN
    assert len(server.posts) == len(server.made(STATUSES)) == 1


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Ty"])
def test_a_connection_that_breaks_off_after_the_request(mastodon: Mastodon, answer: bytes) -> None:
    said = a_message()
    prepared = mastodon.prepare(said)
    with Host({STATUSES: answer}) as host:
        outcome = Mastodon(host.at("").rstrip("/"), a_token(), 5).send(said, prepared)
        assert outcome.state is State.UNKNOWN
        assert len(host.requests) == 1


def test_a_server_that_is_not_there(mastodon: Mastodon) -> None:
    said = a_message()
    prepared = mastodon.prepare(said)
    gone = Mastodon(f"http://127.0.0.1:{closed_port()}", a_token(), 5)
    reason = f"{gone.server} cannot be connected to."
    assert gone.send(said, prepared) == Outcome(State.FAILED, reason=reason)
    assert why_not_sent(gone, said).startswith(reason)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_gets_neither_token_nor_post(
    server: MastodonServer, mastodon: Mastodon, status: int
) -> None:
    said = a_message()
    prepared = mastodon.prepare(said)
    with Host() as other:
        server.answers[STATUSES] = sending_on_to(other.at(STATUSES), status)
        server.answers[INSTANCE] = sending_on_to(other.at(INSTANCE), status)
        outcome = mastodon.send(said, prepared)
        expected = State.UNKNOWN if status == 303 else State.REFUSED  # 303: done, and see there
        assert (outcome.state, outcome.status) == (expected, status)
        assert f"({status})" in why_not_sent(mastodon, said)
        assert other.requests == []


@pytest.mark.parametrize("path", [INSTANCE, MEDIA])
@pytest.mark.parametrize("status", [401, 422, 429, 500])
def test_what_fails_before_the_post_is_not_sent(
    server: MastodonServer, mastodon: Mastodon, path: str, status: int
) -> None:
    server.answers[path] = with_status(status)
    reason = why_not_sent(mastodon, a_message())
    assert f"({status})" in reason or f" {status}: Too bad" in reason
    assert reason.endswith("nothing was posted.")
    assert server.made(STATUSES) == []


@pytest.mark.parametrize("path", [MEDIA, "/api/v1/media/22"])
def test_a_picture_that_the_server_loses_is_not_sent(
    server: MastodonServer, mastodon: Mastodon, path: str
) -> None:
    server.answers[MEDIA] = always(reply({"id": "22", "url": None}, 202))
    server.answers[path] = with_status(404) if path != MEDIA else always(reply({"type": "image"}))
    assert why_not_sent(mastodon, a_message()).endswith("othing was posted.")


def test_what_is_too_long_for_linkedin_stops_nobody_here(
    server: MastodonServer, mastodon: Mastodon
) -> None:
    server.limit = 5000
    owed = f"I own {'very ' * 700}many shares of it."
    assert posted(mastodon, a_message(owed=owed)).state is State.PUBLISHED
    assert owed in server.made(STATUSES)[-1].form["status"]


def test_nothing_is_sent_to_who_could_be_anybody() -> None:
    with pytest.raises(FanfareError, match=r"MASTODON_SERVER is http://social.example, where ever"):
        connect({"MASTODON_SERVER": "http://social.example"}, a_token(), date(2026, 11, 20))


def test_nobody_logged_in(server: MastodonServer) -> None:
    mastodon = Mastodon(server.url, None)
    assert why_not_sent(mastodon, a_message()) == "Nobody is logged in: `invoke mastodon.login`."
    assert server.asked == []


def test_what_was_not_prepared_is_not_sent(server: MastodonServer, mastodon: Mastodon) -> None:
    assert mastodon.send(a_message(), None).state is State.FAILED
    assert server.asked == []


@pytest.mark.parametrize("failure", ["refused", "busy", "broken", "lost", "echo", "hanging"])
def test_the_token_is_in_no_message(
    server: MastodonServer,
    mastodon: Mastodon,
    failure: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    said = a_message()
    prepared = mastodon.prepare(said)
    answers = {
        "refused": with_status(422, f"Bearer {SECRET} is wrong"),
        "busy": with_status(429),
        "broken": with_status(500, SECRET),
        "lost": sending_on_to(f"http://127.0.0.1:1/{SECRET}"),
        "echo": always(Response(SECRET)),
        "hanging": server.taking_and_hanging,
    }
    server.answers[STATUSES] = server.answers[INSTANCE] = answers[failure]
    asking = Mastodon(server.url, mastodon.token, 0.2) if failure == "hanging" else mastodon
    outcome = asking.send(said, prepared)
    reason = why_not_sent(asking, said)
    seen = capfd.readouterr()
    every = (repr(outcome), reason, repr(asking), repr(prepared), caplog.text, *seen)
    assert SECRET not in "".join(every)


@pytest.mark.parametrize("value", ["a\nb", f"{SECRET}\r\nX-Evil: 1", "ключ"])
def test_a_token_that_no_header_holds_is_not_sent(server: MastodonServer, value: str) -> None:
    reason = why_not_sent(Mastodon(server.url, Token(value)), a_message())
    assert value not in reason
    assert server.asked == []


def test_the_settings_say_which_server() -> None:
    settings = {"MASTODON_SERVER": "https://social.example/"}
    made = connect(settings, None, date(2026, 3, 1))
    assert made == Mastodon("https://social.example", None)
    assert (made.key, made.label) == ("mastodon", "Mastodon")


def test_a_missing_library_is_said_with_what_to_run() -> None:
    with pytest.raises(FanfareError) as stopped:
        check_package("no_such_library", "no-such-library>=1,<2", "Mastodon")
    assert str(stopped.value) == (
        "Posting to Mastodon needs a library that is not installed. Run: .venv/bin/python -m pip "
        'install "no-such-library>=1,<2"'
    )


def test_a_picture_without_words_has_no_description(
    server: MastodonServer, mastodon: Mastodon
) -> None:
    posted(mastodon, a_message(picture=MadePicture(alt="")))
    assert "description" not in server.made(MEDIA)[0].form
