"""The login at LinkedIn, against a stand-in that is strict where LinkedIn is."""

from __future__ import annotations

import queue
import socket
import threading
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page
from werkzeug import Response

from fanfare.errors import FanfareError
from syndication.credentials import linkedin_login, oauth, tokens
from tests.syndication.credentials.desks import NOW, a_desk, browsing
from tests.syndication.credentials.login_stand_in import LoginStandIn, said

SITE = "https://tiny.example"
Items = dict[tuple[str, str], str]


def _app(linkedin: LoginStandIn) -> oauth.App:
    return oauth.App(linkedin.client_id, linkedin.host, linkedin.host, port=0, pkce=linkedin.pkce)


def _log_in(
    linkedin: LoginStandIn,
    secret: str = "",
    *,
    api_host: str = "",
    seconds: float = 60.0,
    patience_seconds: float = 60.0,
) -> linkedin_login.Login:
    """Log in, typing the right secret unless another is given."""
    app = replace(_app(linkedin), api_host=api_host or linkedin.host)
    with browsing() as open_page:
        desk = a_desk(secret or linkedin.secret, open_page=open_page)
        desk = replace(desk, seconds=seconds, patience_seconds=patience_seconds)
        return linkedin_login.log_in_to(app, SITE, desk)


def _complaint(linkedin: LoginStandIn, secret: str = "", **options: Any) -> str:
    with pytest.raises(FanfareError) as caught:
        _log_in(linkedin, secret, **options)
    return str(caught.value)


def test_a_login_ends_with_a_token_of_the_member(linkedin: LoginStandIn, kept: Items) -> None:
    login = _log_in(linkedin)
    assert login.name == "Ada Quill"
    assert login.token.value == linkedin.token
    assert login.token.account == "urn:li:person:782bbtaQ"
    assert login.token.issued == NOW.isoformat()
    assert login.token.expires == "2027-01-19T09:30:00+00:00"


def test_what_is_asked_is_what_linkedin_documents(linkedin: LoginStandIn, kept: Items) -> None:
    _log_in(linkedin)
    [asked] = linkedin.asked
    redirect = urlsplit(asked.pop("redirect_uri"))
    assert asked == {
        "response_type": "code",
        "client_id": "86app",
        "scope": "openid profile w_member_social",
        "state": "random0" + "x" * 32,
    }
    assert (redirect.scheme, redirect.hostname, redirect.path) == ("http", "localhost", "/")
    [form] = linkedin.exchanges
    assert form.pop("redirect_uri") == redirect.geturl()
    assert form == {
        "grant_type": "authorization_code",
        "code": linkedin.code,
        "client_id": "86app",
        "client_secret": linkedin.secret,
    }


def test_with_pkce_there_is_a_proof_and_no_secret(linkedin: LoginStandIn, kept: Items) -> None:
    linkedin.pkce = True
    with browsing() as open_page:
        desk = a_desk(open_page=open_page)  # who is asked nothing
        login = linkedin_login.log_in_to(_app(linkedin), SITE, desk)
    assert login.token.value == linkedin.token
    [asked], [form] = linkedin.asked, linkedin.exchanges
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"].startswith("http://127.0.0.1:")
    assert len(form["code_verifier"]) >= 43  # RFC 7636, section 4.1
    assert "client_secret" not in form
    assert kept == {}


def test_the_client_secret_is_kept_once_linkedin_took_it(
    linkedin: LoginStandIn, kept: Items
) -> None:
    _log_in(linkedin)
    assert tokens.kept_secret(SITE, "86app") == linkedin.secret
    with browsing() as open_page:  # and not asked for again
        linkedin_login.log_in_to(_app(linkedin), SITE, a_desk(open_page=open_page))


def test_a_client_secret_of_the_environment_is_not_asked_for(
    linkedin: LoginStandIn, kept: Items
) -> None:
    with browsing() as open_page:
        environ = {"FANFARE_LINKEDIN_CLIENT_SECRET": linkedin.secret}
        desk = a_desk(open_page=open_page, environ=environ)
        linkedin_login.log_in_to(_app(linkedin), SITE, desk)
    assert [form["client_secret"] for form in linkedin.exchanges] == [linkedin.secret]
    assert kept == {}


def test_a_wrong_client_secret_of_the_environment_leaves_the_kept_one_alone(
    linkedin: LoginStandIn, kept: Items
) -> None:
    tokens.keep_secret(SITE, "86app", linkedin.secret)
    with browsing() as open_page:
        desk = a_desk(open_page=open_page, environ={"FANFARE_LINKEDIN_CLIENT_SECRET": "wrong"})
        with pytest.raises(FanfareError, match="does not know the app"):
            linkedin_login.log_in_to(_app(linkedin), SITE, desk)
    assert tokens.kept_secret(SITE, "86app") == linkedin.secret


def test_a_wrong_client_secret_is_not_kept(linkedin: LoginStandIn, kept: Items) -> None:
    complaint = _complaint(linkedin, "wrong")
    assert "LinkedIn does not know the app by this client ID and secret." in complaint
    assert kept == {}


def test_a_kept_secret_that_is_wrong_by_now_is_forgotten(
    linkedin: LoginStandIn, kept: Items, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens.keep_secret(SITE, "86app", "old")
    with pytest.raises(FanfareError), browsing() as open_page:
        linkedin_login.log_in_to(_app(linkedin), SITE, a_desk(open_page=open_page))
    assert kept == {}
    assert "the next login asks for it again" in capsys.readouterr().err
    assert _log_in(linkedin).token.value == linkedin.token


def test_an_app_without_pkce_is_told_so(linkedin: LoginStandIn, kept: Items) -> None:
    linkedin.exchange = lambda _request: said(401, error="invalid_client")
    linkedin.pkce = True
    with pytest.raises(FanfareError, match="or not with PKCE"):
        _log_in(linkedin)


@pytest.mark.parametrize(
    ("error", "complaint"),
    [
        ("user_cancelled_authorize", "You did not allow the app to post."),
        ("access_denied", "You did not allow the app to post."),
        ("user_cancelled_login", "You did not log in to LinkedIn."),
        ("unauthorized_scope_error", 'Add the products "Share on LinkedIn"'),
        ("invalid_redirect_uri", "Register exactly http://localhost:"),
        ("server_error", "Try again later."),
        ("unauthorized_client", "Compare LINKEDIN_CLIENT_ID"),
        ("something_new", 'LinkedIn did not let you log in: "Scope "x" is <odd>".'),
    ],
)
def test_each_refusal_is_one_clear_message(
    linkedin: LoginStandIn, kept: Items, error: str, complaint: str
) -> None:
    description = "Scope &quot;x&quot; is\n &lt;odd&gt;"
    linkedin.error = {"error": error, "error_description": description}
    assert complaint in _complaint(linkedin)
    assert linkedin.exchanges == []
    assert kept == {}


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (said(400, error="invalid_request"), "LinkedIn does not take its own answer"),
        (said(400, error="invalid_redirect_uri"), "Register exactly http://localhost:"),
        (said(400, error="invalid_grant"), "Run `invoke linkedin.login` again."),
        (said(429), "Try again after midnight UTC"),
        (said(503), "LinkedIn answers the login with 503. Try again later."),
        (Response(status=302, headers={"Location": "http://evil.example/"}), "with 302."),
        (Response("<html>", 200), "something other than a token"),
        (Response("[" * 50_000, 200), "something other than a token"),
        (said(200, access_token=""), "something other than a token"),
        (said(200, access_token=7), "something other than a token"),
        (said(200, access_token="two words"), "something other than a token"),
        (said(200, access_token="t", scope="openid,profile"), "who you are, but not post"),
    ],
)
def test_each_failed_exchange_is_one_clear_message(
    linkedin: LoginStandIn, kept: Items, answer: Response, complaint: str
) -> None:
    linkedin.exchange = lambda _request: answer
    assert complaint in _complaint(linkedin)
    assert not any(service == "Fanfare linkedin" for service, _ in kept)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (said(401), "it answers 401. Add the products"),
        (said(403), "it answers 403. Add the products"),
        (said(500), "LinkedIn answers the login with 500."),
        (said(200), "does not say who you are"),
        (said(200, sub="7/../8"), "does not say who you are"),
        (Response("no", 200), "does not say who you are"),
    ],
)
def test_a_token_of_nobody_is_not_taken(
    linkedin: LoginStandIn, kept: Items, answer: Response, complaint: str
) -> None:
    linkedin.userinfo = lambda _request: answer
    assert complaint in _complaint(linkedin)


@pytest.mark.parametrize("lifetime", [None, "soon", -1, True, 10**12, {}])
def test_a_lifetime_that_is_no_number_is_one_that_nobody_knows(
    linkedin: LoginStandIn, kept: Items, lifetime: object
) -> None:
    linkedin.expires_in = lifetime
    assert _log_in(linkedin).token.expires == ""


def test_visitors_without_the_answer_do_not_end_a_login(
    linkedin: LoginStandIn, kept: Items
) -> None:
    others = ("/?code=forged&state=guessed", "/favicon.ico", "/?error=access_denied")
    with browsing(before=others) as open_page:
        desk = a_desk(linkedin.secret, open_page=open_page)
        login = linkedin_login.log_in_to(_app(linkedin), SITE, desk)
    assert login.token.value == linkedin.token
    assert [form["code"] for form in linkedin.exchanges] == [linkedin.code]


def test_where_nobody_comes_the_redirect_to_register_is_said(
    linkedin: LoginStandIn, kept: Items
) -> None:
    linkedin.redirects = ["http://localhost:1/"]  # so that LinkedIn shows an error page
    complaint = _complaint(linkedin, patience_seconds=0.5)
    assert complaint.startswith("LinkedIn did not come back within 0.5 seconds.")
    assert "If its page says that the redirect_uri does not match: add exactly http://" in complaint


def test_linkedin_that_cannot_be_reached_is_said(linkedin: LoginStandIn, kept: Items) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        host = f"127.0.0.1:{nobody.getsockname()[1]}"
    complaint = _complaint(linkedin, api_host=f"http://{host}")
    assert complaint.startswith("LinkedIn cannot be connected to: 127.0.0.1.")


def test_linkedin_that_does_not_answer_is_not_waited_for_for_ever(
    linkedin: LoginStandIn, kept: Items
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"http://127.0.0.1:{silent.getsockname()[1]}"
        complaint = _complaint(linkedin, api_host=host, seconds=0.2)
    assert complaint.startswith("LinkedIn does not answer within 0.2 seconds")


@pytest.mark.parametrize("name", ["login_host", "api_host"])
def test_nothing_is_sent_where_it_could_be_read_on_its_way(kept: Items, name: str) -> None:
    app = replace(oauth.App("86app"), **{name: "http://www.linkedin.example"})  # type: ignore[arg-type]
    with pytest.raises(FanfareError, match="everybody on the way could read"):
        linkedin_login.log_in_to(app, SITE, a_desk())


def test_without_a_browser_the_address_is_printed(
    linkedin: LoginStandIn, kept: Items, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(FanfareError, match="did not come back"):
        linkedin_login.log_in_to(_app(linkedin), SITE, replace(a_desk("s"), patience_seconds=0.01))
    out = capsys.readouterr().out
    [address] = [line.strip() for line in out.splitlines() if "/oauth/v2/authorization?" in line]
    query = dict(parse_qsl(urlsplit(address).query))
    assert f"LinkedIn comes back to {query['redirect_uri']}: exactly that" in out
    assert "Open this page in a browser on this machine" in out


def test_in_a_real_browser(linkedin: LoginStandIn, kept: Items, page: Page) -> None:
    opened: queue.Queue[str] = queue.Queue()
    logins: queue.Queue[linkedin_login.Login] = queue.Queue()

    def open_page(address: str) -> bool:
        opened.put(address)
        return True

    desk = a_desk(linkedin.secret, open_page=open_page)
    waiting = threading.Thread(
        target=lambda: logins.put(linkedin_login.log_in_to(_app(linkedin), SITE, desk))
    )
    waiting.start()
    try:
        page.goto(opened.get(timeout=60))
        assert page.get_by_role("heading").inner_text() == "You can close this"
        assert "The terminal says what came of it." in page.content()
        assert logins.get(timeout=60).token.value == linkedin.token
    finally:
        waiting.join()
