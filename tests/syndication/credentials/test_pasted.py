"""The login with a token that the author pastes: Mastodon and Bluesky."""

from __future__ import annotations

import json

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from fanfare.errors import FanfareError
from syndication.credentials import bluesky_login, mastodon_login
from tests.syndication.credentials.desks import NOW
from tests.syndication.credentials.login_stand_in import said

APP_PASSWORD = "abcd-efgh-ijkl-mn0p"
PAGE = "https://social.example/settings/applications"
MASTODON = "/api/v1/accounts/verify_credentials"
BLUESKY = "/xrpc/com.atproto.server.createSession"


@pytest.fixture
def host(httpserver: HTTPServer) -> str:
    return f"http://127.0.0.1:{httpserver.port}"


def _mastodon_complaint(host: str) -> str:
    with pytest.raises(FanfareError) as caught:
        mastodon_login.token_of(host, "MARKER", PAGE, NOW, 30)
    assert "MARKER" not in str(caught.value)
    return str(caught.value)


def _bluesky_complaint(host: str, value: str = APP_PASSWORD) -> str:
    with pytest.raises(FanfareError) as caught:
        bluesky_login.token_of(host, "ada.example", value, NOW, 30)
    assert value not in str(caught.value)
    return str(caught.value)


def test_a_mastodon_token_is_of_the_account_that_the_server_names(
    httpserver: HTTPServer, host: str
) -> None:
    def verify(request: Request) -> Response:
        assert request.headers["Authorization"] == "Bearer pasted"
        return said(200, username="ada", acct="ada")

    httpserver.expect_request(MASTODON).respond_with_handler(verify)
    token = mastodon_login.token_of(host, "pasted", PAGE, NOW, 30)
    assert (token.value, token.account) == ("pasted", "@ada@127.0.0.1")
    assert (token.issued, token.expires) == (NOW.isoformat(), "")


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (said(401, error="The access token is invalid: MARKER"), "does not know this token."),
        (said(403, error="outside the authorized scopes"), "Give it read:accounts, write:media"),
        (said(404), "answers the login with 404. Look at MASTODON_SERVER"),
        (said(429), "was asked too often."),
        (said(500), "answers the login with 500."),
        (Response(status=302, headers={"Location": "/elsewhere"}), "answers the login with 302."),
        (Response("<html>hello", 200), "does not say whose token this is."),
        (said(200, username="a b"), "does not say whose token this is."),
        (said(200, username=7), "does not say whose token this is."),
    ],
)
def test_what_mastodon_does_not_take_is_one_clear_message(
    httpserver: HTTPServer, host: str, answer: Response, complaint: str
) -> None:
    httpserver.expect_request(MASTODON).respond_with_response(answer)
    assert complaint in _mastodon_complaint(host)


def test_a_bluesky_app_password_is_tried_once(httpserver: HTTPServer, host: str) -> None:
    def create(request: Request) -> Response:
        asked = json.loads(request.get_data())
        assert asked == {"identifier": "ada.example", "password": APP_PASSWORD}
        return said(200, did="did:plc:7", handle="ada.example", accessJwt="a", refreshJwt="r")

    httpserver.expect_oneshot_request(BLUESKY, method="POST").respond_with_handler(create)
    token = bluesky_login.token_of(host, "ada.example", APP_PASSWORD, NOW, 30)
    assert (token.value, token.account) == (APP_PASSWORD, "ada.example")
    assert (token.issued, token.expires) == (NOW.isoformat(), "")


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (said(401, error="AuthenticationRequired"), "does not take this app password"),
        (said(400, error="InvalidRequest"), "does not take this app password"),
        (said(429, error="RateLimitExceeded"), "was asked too often"),
        (said(502), "answers the login with 502."),
        (said(200, did=7), "does not say whose app password"),
        (Response("no", 200), "does not say whose app password"),
    ],
)
def test_what_bluesky_does_not_take_is_one_clear_message(
    httpserver: HTTPServer, host: str, answer: Response, complaint: str
) -> None:
    httpserver.expect_request(BLUESKY).respond_with_response(answer)
    assert complaint in _bluesky_complaint(host)


@pytest.mark.parametrize("value", ["hunter2!", "ABCD-EFGH-IJKL-MNOP", f"{APP_PASSWORD}-more"])
def test_the_password_of_the_account_is_sent_nowhere(
    httpserver: HTTPServer, host: str, value: str
) -> None:
    assert "This is no app password" in _bluesky_complaint(host, value)
    assert httpserver.log == []
