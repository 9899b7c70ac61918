"""`invoke linkedin.login` and its like, as their author types them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from fanfare.errors import FanfareError
from syndication.credentials import command, tokens
from syndication.networks.known import KNOWN
from syndication.networks.network import Token
from syndication.setting_checks import DEFAULTS
from tests.syndication.credentials.desks import a_desk, browsing
from tests.syndication.credentials.keyrings import FILE, of_library, system_keyring
from tests.syndication.credentials.login_stand_in import LoginStandIn, said

PLUGINS = Path(__file__).parents[3] / "plugins"
SITE = "https://tiny.example"
APP_PASSWORD = "abcd-efgh-ijkl-mn0p"
PATIENCE_SECONDS = 60.0
Items = dict[tuple[str, str], str]

_CONF = """
from fanfare.site import *
SITENAME = "Tiny"
SITEURL = "https://tiny.example"
AUTHOR = "Ada Quill"
POSITIONING = "I help."
TIMEZONE = "UTC"
PLUGINS = ["syndication"]
THEME = "simple"
"""

_TASKS = """\
from invoke.collection import Collection

from syndication.login_tasks import TASKS

namespace = Collection()
for network, tasks in TASKS.items():
    namespace.add_collection(Collection(network, *tasks))
"""


def _settings(**said: object) -> dict[str, object]:
    return {**DEFAULTS, "SITEURL": SITE, **said}


def _complaint(network: str, **settings: object) -> str:
    with pytest.raises(FanfareError) as caught:
        command.log_in(network, _settings(**settings), a_desk())
    return str(caught.value)


@pytest.fixture
def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        return int(nobody.getsockname()[1])


def test_a_login_to_linkedin_says_who_and_until_when(
    linkedin: LoginStandIn, kept: Items, capsys: pytest.CaptureFixture[str], free_port: int
) -> None:
    settings = _settings(
        LINKEDIN_CLIENT_ID=linkedin.client_id,
        LINKEDIN_LOGIN_HOST=linkedin.host,
        LINKEDIN_API_HOST=linkedin.host,
        LINKEDIN_REDIRECT_PORT=free_port,
    )
    with browsing() as open_page:
        command.log_in("linkedin", settings, a_desk(linkedin.secret, open_page=open_page))
    out = capsys.readouterr().out
    assert "You can post on LinkedIn as Ada Quill (urn:li:person:782bbtaQ).\n" in out
    assert "is in the system keyring, and expires on 2027-01-19, in 60 days.\n" in out
    found = tokens.find("linkedin", SITE, {})
    assert found is not None
    assert found.value == linkedin.token
    assert linkedin.asked[0]["redirect_uri"] == f"http://localhost:{free_port}/"


def test_a_login_to_mastodon(
    httpserver: HTTPServer, kept: Items, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "/api/v1/accounts/verify_credentials"
    httpserver.expect_request(path).respond_with_response(said(200, username="ada"))
    server = f"http://127.0.0.1:{httpserver.port}"
    command.log_in("mastodon", _settings(MASTODON_SERVER=server), a_desk("pasted"))
    out = capsys.readouterr().out
    assert f"Make an application at {server}/settings/applications\n" in out
    assert "You can post on Mastodon as @ada@127.0.0.1.\n" in out
    assert "The token is in the system keyring, and does not expire.\n" in out
    assert "pasted" not in out


def test_a_login_to_bluesky(
    httpserver: HTTPServer, kept: Items, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "/xrpc/com.atproto.server.createSession"
    httpserver.expect_request(path).respond_with_response(said(200, did="did:plc:7"))
    settings = _settings(
        BLUESKY_SERVER=f"http://127.0.0.1:{httpserver.port}", BLUESKY_HANDLE="@ada.example"
    )
    command.log_in("bluesky", settings, a_desk(APP_PASSWORD))
    assert "You can post on Bluesky as ada.example.\n" in capsys.readouterr().out
    assert "Fanfare bluesky" in {service for service, _ in kept}


@pytest.mark.parametrize("network", ["linkedin", "mastodon", "bluesky"])
def test_a_token_that_is_left_in_the_environment_is_said(
    network: str, kept: Items, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens.keep(network, SITE, Token("t"))
    name = f"FANFARE_{network.upper()}_TOKEN"
    command.log_out(network, _settings(), {name: "from-ci"})
    said = capsys.readouterr()
    assert said.err == f"warning: {name} is still set, and lets this machine post. Remove it.\n"
    assert "from-ci" not in said.out + said.err


@pytest.mark.parametrize(
    ("network", "settings", "complaint"),
    [
        ("linkedin", {}, "LINKEDIN_CLIENT_ID is missing. Make an app at https://"),
        ("mastodon", {}, "MASTODON_SERVER is missing. Write MASTODON_SERVER ="),
        ("bluesky", {}, "BLUESKY_HANDLE is missing."),
        ("bluesky", {"BLUESKY_HANDLE": "ada quill"}, 'BLUESKY_HANDLE is "ada quill".'),
        ("mastodon", {"MASTODON_SERVER": "http://social.example"}, "everybody on the way"),
        (
            "bluesky",
            {"BLUESKY_SERVER": "http://sky.example", "BLUESKY_HANDLE": "a.example"},
            "everybody on the way",
        ),
        ("linkedin", {"LINKEDIN_REDIRECT_PORT": 99999}, "which is no port"),
        ("linkedin", {"LINKEDIN_REDIRECT_PORT": 0}, "which is no port"),
        ("linkedin", {"SITEURL": ""}, "SITEURL is empty"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    kept: Items, network: str, settings: dict[str, object], complaint: str
) -> None:
    assert complaint in _complaint(network, **settings)


def test_a_keyring_of_no_use_is_said_before_anything_is_asked() -> None:
    with system_keyring(of_library("fail")):
        complaint = _complaint("mastodon", MASTODON_SERVER="https://social.example")
    assert complaint == (
        "There is no system keyring here. "
        "Set the environment variable FANFARE_MASTODON_TOKEN, which needs no keyring."
    )


def test_a_logout_forgets_all_and_says_where_the_permission_ends(
    kept: Items, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens.keep("linkedin", SITE, Token("t"))
    tokens.keep_secret(SITE, "app", "s")
    command.log_out("linkedin", _settings(), {})
    assert kept == {}
    out = capsys.readouterr().out
    assert "Forgotten: this machine can post on LinkedIn no more.\n" in out
    assert "https://www.linkedin.com/mypreferences/" in out
    command.log_out("linkedin", _settings(), {})
    assert capsys.readouterr().out == "Nobody was logged in to LinkedIn here.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with the tasks of this plugin, and no posts."""
    root = tmp_path / "site"
    root.mkdir()
    (root / "content").mkdir()
    (root / "pelicanconf.py").write_text(_CONF)
    (root / "publishconf.py").write_text("from pelicanconf import *\n")
    (root / "tasks.py").write_text(_TASKS)
    return root


def _environment(root: Path, **more: str) -> dict[str, str]:
    paths = os.pathsep.join((str(PLUGINS), str(PLUGINS.parent)))
    return {
        **os.environ,
        "PYTHONPATH": paths,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHON_KEYRING_BACKEND": "tests.syndication.credentials.keyrings.InFile",
        FILE: str(root.parent / "keyring.json"),
        **more,
    }


def _run(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "invoke", *arguments],
        cwd=root,
        env=_environment(root, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@pytest.mark.parametrize("network", ["linkedin", "mastodon", "bluesky"])
def test_without_a_terminal_the_environment_variable_is_named(site: Path, network: str) -> None:
    ended = _run(site, f"{network}.login")
    assert (ended.returncode, ended.stdout) == (1, "")
    label = KNOWN[network].label
    assert ended.stderr == (
        f"error: A login to {label} needs somebody who answers, in a terminal. "
        f"Set the variable FANFARE_{network.upper()}_TOKEN instead.\n"
    )


def test_a_logout_needs_no_terminal(site: Path) -> None:
    ended = _run(site, "mastodon.logout")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "Nobody was logged in to Mastodon here.\n"


def test_the_help_says_what_a_login_does(site: Path) -> None:
    ended = _run(site, "--help", "linkedin.login")
    assert "the system keyring keeps the token" in ended.stdout
    assert "--no-browser" in ended.stdout or "--[no-]browser" in ended.stdout


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: the author's, and the command's."""
    pty = pytest.importorskip("pty")
    ends = pty.openpty()
    yield ends
    for end in ends:
        os.close(end)


def test_in_a_terminal_nobody_sees_what_is_typed(
    site: Path, httpserver: HTTPServer, terminal: tuple[int, int]
) -> None:
    path = "/xrpc/com.atproto.server.createSession"
    httpserver.expect_request(path).respond_with_response(said(200, did="did:plc:7"))
    with (site / "pelicanconf.py").open("a") as conf:
        conf.write(f'BLUESKY_SERVER = "http://127.0.0.1:{httpserver.port}"\n')
        conf.write('BLUESKY_HANDLE = "ada.example"\n')
    author, end = terminal
    with subprocess.Popen(
        [sys.executable, "-c", _IN_OWN_TERMINAL, "bluesky.login"],
        cwd=site,
        env=_environment(site),
        stdin=end,
        stdout=end,
        stderr=end,
        start_new_session=True,
    ) as running:
        shown = b""
        while b"App password (not shown):" not in shown:
            shown += os.read(author, 1000)
        os.write(author, f"{APP_PASSWORD}\n".encode())
        assert running.wait(PATIENCE_SECONDS) == 0
    shown += os.read(author, 10_000)
    assert b"You can post on Bluesky as ada.example." in shown
    assert APP_PASSWORD.encode() not in shown
    assert APP_PASSWORD in (site.parent / "keyring.json").read_text()


_IN_OWN_TERMINAL = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that /dev/tty is this terminal
from invoke.main import program
sys.argv[0] = "invoke"
program.run(sys.argv)
"""
