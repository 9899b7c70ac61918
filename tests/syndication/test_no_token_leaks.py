"""No secret gets out: not by a log, a message, an exception, the ledger, a file or git.

Every secret here can be recognised. Each failure of each network is brought about, with servers
that repeat all they were sent, and then everything is searched for the secrets, in any form.
"""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from invoke.context import Context
from pytest_httpserver import HTTPServer

from syndication import posting_tasks
from syndication.credentials import bluesky_login, linkedin_login, mastodon_login, oauth, tokens
from syndication.credentials import command as login_command
from syndication.credentials.loopback import Answer as BroughtBack
from syndication.credentials.loopback import Loopback
from syndication.networks.bluesky import Bluesky
from syndication.networks.exchange import Answer as ExchangeAnswer
from syndication.networks.linkedin import LinkedIn
from syndication.networks.mastodon import Mastodon
from syndication.networks.messages import message
from syndication.networks.network import Message, Network, Token
from syndication.setting_checks import DEFAULTS, LIMITS
from tests.syndication.credentials.desks import NOW, a_desk, browsing
from tests.syndication.credentials.keyrings import (
    Broken,
    Forgetful,
    InMemory,
    Locked,
    PlaintextKeyring,
    Talkative,
    of_library,
    system_keyring,
)
from tests.syndication.credentials.login_stand_in import LoginStandIn
from tests.syndication.echoing import MISBEHAVIOUR, Echoing, an_echoing_server
from tests.syndication.entries import an_entry
from tests.syndication.posting.posting_site import PostingSite, a_posting_site
from tests.syndication.secrecy import Witness, forms, listening
from tests.syndication.stand_in import a_linkedin

TOKEN = "tok-MARKER+en/7f3c9e=="
CLIENT_SECRET = "sec-MARKER+ret/2d8a41=="
CODE = "cod-MARKER+e/93bb07=="
APP_PASSWORD = "mark-er77-pass-w0rd"
SESSION = "ses-marker-sion-5b1d"
SECRETS = (TOKEN, CLIENT_SECRET, CODE, APP_PASSWORD, SESSION)
SITE = "https://tiny.example"


@pytest.fixture(scope="module")
def echoing_server() -> Iterator[Echoing]:
    """One server for all tests here: to stop one takes half a second."""
    with an_echoing_server() as server:
        yield server


@pytest.fixture
def echoing(echoing_server: Echoing) -> Echoing:
    """A server that repeats what it is sent."""
    echoing_server.answers.clear()
    echoing_server.asked.clear()
    return echoing_server


@pytest.fixture
def witness(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Iterator[Witness]:
    """Who finds no secret, whatever a test does."""
    root = tmp_path / "site"
    root.mkdir()
    watching = Witness(root)
    with listening(watching.logged):
        yield watching
    printed = capfd.readouterr()
    seen = watching.seen(printed.out + printed.err)
    for secret in SECRETS:
        for form in forms(secret):
            at = seen.find(form)
            assert at < 0, f"{secret} got out: {seen[max(at - 150, 0) : at + 100]!r}"


@pytest.mark.parametrize("secret", SECRETS)
def test_every_form_of_a_secret_is_recognised(secret: str) -> None:
    for text in (
        secret.encode(),
        quote(secret, safe="").encode(),
        base64.b64encode(f"Basic id:{secret}".encode()),
        base64.urlsafe_b64encode(f"x{secret} and more".encode()),
    ):
        assert any(form in text for form in forms(secret))


# Logging in.


def _log_in(linkedin: LoginStandIn, *, pkce: bool = False, **times: float) -> object:
    linkedin.secret, linkedin.code, linkedin.token = CLIENT_SECRET, CODE, TOKEN
    linkedin.pkce = pkce
    app = oauth.App(linkedin.client_id, linkedin.host, linkedin.host, 0, pkce=pkce)
    with browsing(before=("/?code=" + "x" * 40, "/favicon.ico")) as open_page:
        desk = replace(a_desk(CLIENT_SECRET, open_page=open_page), **cast(Any, times))
        return linkedin_login.log_in_to(app, SITE, desk)


@pytest.fixture
def linkedin_login_page(httpserver: HTTPServer) -> LoginStandIn:
    """LinkedIn as one logs in there."""
    return LoginStandIn(httpserver)


@pytest.fixture
def kept() -> Iterator[InMemory]:
    """A system keyring that works."""
    backend = InMemory()
    with system_keyring(backend):
        yield backend


@pytest.mark.parametrize("pkce", [False, True])
def test_a_login_that_succeeds(
    witness: Witness, linkedin_login_page: LoginStandIn, kept: InMemory, pkce: bool
) -> None:
    witness.watch(lambda: _log_in(linkedin_login_page, pkce=pkce))
    assert linkedin_login_page.exchanges


@pytest.mark.parametrize("name", MISBEHAVIOUR)
@pytest.mark.parametrize("step", ["exchange", "userinfo"])
def test_a_login_that_linkedin_ends(
    witness: Witness, linkedin_login_page: LoginStandIn, kept: InMemory, step: str, name: str
) -> None:
    setattr(linkedin_login_page, step, MISBEHAVIOUR[name])
    witness.watch(lambda: _log_in(linkedin_login_page))
    assert linkedin_login_page.exchanges
    assert any("FanfareError" in raised for raised in witness.raised)


@pytest.mark.parametrize("step", ["exchange", "userinfo"])
def test_a_login_that_nobody_answers(
    witness: Witness, linkedin_login_page: LoginStandIn, kept: InMemory, step: str
) -> None:
    closing = threading.Event()

    def wait(_request: object) -> Any:
        closing.wait(60)
        raise ConnectionResetError

    setattr(linkedin_login_page, step, wait)
    witness.watch(lambda: _log_in(linkedin_login_page, seconds=0.3))
    closing.set()
    assert "does not answer within 0.3 seconds" in "".join(witness.raised)


@pytest.mark.parametrize("error", ["access_denied", "server_error", "anything"])
def test_a_login_that_the_member_ends(
    witness: Witness, linkedin_login_page: LoginStandIn, kept: InMemory, error: str
) -> None:
    linkedin_login_page.error = {"error": error, "error_description": "No"}
    witness.watch(lambda: _log_in(linkedin_login_page))
    assert any("FanfareError" in raised for raised in witness.raised)


@pytest.mark.parametrize(
    "backend",
    [
        of_library("fail"),
        of_library("null"),
        Locked(),
        Broken(),
        Talkative(),
        Forgetful(),
        PlaintextKeyring(),
    ],
)
def test_a_keyring_of_no_use(witness: Witness, backend: Any) -> None:
    with system_keyring(backend):
        witness.watch(lambda: tokens.keep("linkedin", SITE, Token(TOKEN)))
        witness.watch(lambda: tokens.keep_secret(SITE, "app", CLIENT_SECRET))
        witness.watch(lambda: tokens.find("linkedin", SITE, {}))
        witness.watch(lambda: tokens.forget("linkedin", SITE))


def test_a_damaged_item_of_the_keyring(witness: Witness, kept: InMemory) -> None:
    for value in (TOKEN, f'{{"value": "{TOKEN}"', f'["{TOKEN}"]', f'{{"{TOKEN}": 1}}'):
        kept.items["Fanfare linkedin", "tiny.example"] = value
        witness.watch(lambda: tokens.find("linkedin", SITE, {}))
    assert len([one for one in witness.raised if "is damaged" in one]) >= 4


@pytest.mark.parametrize("bad", [f"{TOKEN} x", f"{TOKEN}\nX: y", f"{TOKEN}é", f"\x7f{TOKEN}"])
def test_a_variable_that_cannot_be_right(witness: Witness, bad: str) -> None:
    witness.watch(lambda: tokens.secret_in({"FANFARE_LINKEDIN_CLIENT_SECRET": bad}))
    for name in ("TOKEN", "ACCOUNT", "TOKEN_EXPIRES"):
        environ = {"FANFARE_LINKEDIN_TOKEN": TOKEN, f"FANFARE_LINKEDIN_{name}": bad}
        witness.watch(partial(tokens.find, "linkedin", SITE, environ))
    assert len([one for one in witness.raised if "FanfareError" in one]) >= 4


@pytest.mark.parametrize("name", MISBEHAVIOUR)
def test_a_pasted_token_that_is_not_taken(
    witness: Witness, kept: InMemory, echoing: Echoing, name: str
) -> None:
    for step in ("verify_credentials", "com.atproto.server.createSession"):
        echoing.answers[step] = MISBEHAVIOUR[name]
    settings = {
        **DEFAULTS,
        "SITEURL": SITE,
        "MASTODON_SERVER": echoing.host,
        "BLUESKY_SERVER": echoing.host,
        "BLUESKY_HANDLE": "ada.example",
    }
    witness.watch(lambda: login_command.log_in("mastodon", settings, a_desk(TOKEN)))
    witness.watch(lambda: login_command.log_in("bluesky", settings, a_desk(APP_PASSWORD)))
    witness.watch(lambda: login_command.log_in("mastodon", settings, a_desk(f"{TOKEN}\x00")))
    witness.watch(lambda: login_command.log_in("bluesky", settings, a_desk(f"{APP_PASSWORD}-x")))
    assert kept.items == {}


def test_nobody_to_connect_to(witness: Witness) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        host = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    witness.watch(lambda: mastodon_login.token_of(host, TOKEN, host, NOW, 5))
    witness.watch(lambda: bluesky_login.token_of(host, "ada.example", APP_PASSWORD, NOW, 5))
    far = "http://social.example"
    witness.watch(lambda: mastodon_login.token_of(far, TOKEN, far, NOW, 5))
    assert len(witness.raised) >= 3


# Posting, by the networks themselves.

STEPS = {
    "mastodon": ("instance", "media", "statuses"),
    "bluesky": tuple(
        f"com.atproto.{step}"
        for step in ("server.createSession", "repo.uploadBlob", "repo.putRecord")
    ),
    "linkedin": ("userinfo", "images", "upload", "posts"),
}
"""What each network is asked, in order."""

SOME = ("403", "a redirect", "broken JSON", "a hang-up")
BROKEN = [
    (key, step, name)
    for key, steps in STEPS.items()
    for step in steps
    for name in (MISBEHAVIOUR if step == steps[-1] else SOME)
]


def _network(key: str, host: str, seconds: float = 30.0) -> Network:
    if key == "mastodon":
        return Mastodon(host, Token(TOKEN, "@ada@tiny.example"), seconds)
    if key == "bluesky":
        return Bluesky(host, Token(APP_PASSWORD, "ada.example"), seconds)
    return LinkedIn(Token(TOKEN), host, "202609", "PUBLIC", cast(Any, LIMITS), "202610", seconds)


def _message() -> Message:
    return message(an_entry(), SITE, {})


def _post(network: Network) -> object:
    of = _message()
    return network.requests(of), network.send(of, network.prepare(of))


@pytest.mark.parametrize("key", STEPS)
def test_requests_records_and_networks_as_they_are_shown(witness: Witness, key: str) -> None:
    network = _network(key, "https://tiny.example")
    witness.watch(lambda: (network, network.requests(_message())))
    witness.watch(lambda: (Token(TOKEN), ExchangeAnswer(200, TOKEN.encode())))
    witness.watch(lambda: oauth.Attempt(CODE, CODE))
    witness.watch(lambda: (BroughtBack(CODE), linkedin_login.Login(Token(TOKEN), "Ada")))
    witness.watch(lambda: Loopback(0, CODE, lambda _answer: ("", "")))


@pytest.mark.parametrize(("key", "step", "name"), BROKEN)
def test_a_network_that_fails(
    witness: Witness, echoing: Echoing, key: str, step: str, name: str
) -> None:
    echoing.answers[step] = MISBEHAVIOUR[name]
    witness.watch(lambda: _post(_network(key, echoing.host)))
    assert step in echoing.asked


@pytest.mark.parametrize("key", STEPS)
def test_a_network_that_never_answers(witness: Witness, key: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        network = _network(key, f"http://127.0.0.1:{silent.getsockname()[1]}", 0.3)
        witness.watch(lambda: _post(network))
    assert any("NotSent" in raised for raised in witness.raised)


@pytest.mark.parametrize("key", STEPS)
def test_a_network_that_cannot_be_reached(witness: Witness, key: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        host = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    witness.watch(lambda: _post(_network(key, host)))
    witness.watch(lambda: _post(_network(key, "http://social.example")))
    assert any("NotSent" in raised for raised in witness.raised)


# Posting, as the author does it.


@pytest.fixture
def site(
    witness: Witness, echoing: Echoing, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PostingSite]:
    """A site with tokens for every network in the environment, and no posts."""
    with a_linkedin() as linkedin, a_posting_site(witness.root, linkedin) as made:
        made.settings(
            LINKEDIN_API_HOST=echoing.host,
            MASTODON_SERVER=echoing.host,
            BLUESKY_SERVER=echoing.host,
            BLUESKY_HANDLE="ada.example",
        )
        monkeypatch.chdir(made.root)
        monkeypatch.setenv("FANFARE_LINKEDIN_TOKEN", TOKEN)
        monkeypatch.setenv("FANFARE_MASTODON_TOKEN", TOKEN)
        monkeypatch.setenv("FANFARE_BLUESKY_TOKEN", APP_PASSWORD)
        with system_keyring(of_library("fail")):
            yield made


def _invoke(witness: Witness, key: str, name: str, **options: object) -> None:
    """Do what `invoke` does for the task `name` of the network `key`."""
    run = posting_tasks.collection(key)[name].body
    witness.watch(lambda: run(Context(), **options))


@pytest.mark.parametrize("key", STEPS)
def test_everything_that_an_author_sees_and_keeps(
    witness: Witness, site: PostingSite, echoing: Echoing, key: str
) -> None:
    for number, name in enumerate(("400", "401", "429", "503", *SOME)):
        slug = f"post-{number}"
        site.write(slug)
        echoing.answers[STEPS[key][-1]] = MISBEHAVIOUR[name]
        for send in (False, True):
            _invoke(witness, key, "post", slug=slug, send=send)
        assert site.lines()[-1]["file"] == f"content/posts/{slug}.md", name
    echoing.answers.clear()
    site.write("at-last")
    for as_json in (False, True):
        _invoke(witness, key, "queue", send=True, json=as_json)
        _invoke(witness, key, "status", all=True, json=as_json)
    _invoke(witness, key, "resolve", slug="post-3", verdict="not-posted")
    assert "published" in site.states()
    committed = witness.committed()
    assert b"post-0" in committed
    assert not any(form in committed for secret in SECRETS for form in forms(secret))


@pytest.mark.parametrize("key", STEPS)
def test_a_token_that_no_header_can_hold(
    witness: Witness, site: PostingSite, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    site.write("knots")
    for bad in ("\n.", "é", " x", "\r\nX-Other: y"):
        monkeypatch.setenv(f"FANFARE_{key.upper()}_TOKEN", TOKEN + bad)
        _invoke(witness, key, "post", slug="knots", send=True)
        _invoke(witness, key, "status")
    assert not site.ledger.exists()


def test_an_upload_that_leads_elsewhere(witness: Witness, echoing: Echoing) -> None:
    with a_linkedin() as linkedin:
        linkedin.token, linkedin.upload_host = TOKEN, echoing.host
        network = _network("linkedin", linkedin.host)
        witness.watch(lambda: _post(network))
    assert echoing.asked == []
    assert "which is not LinkedIn's" in "".join(witness.raised)
