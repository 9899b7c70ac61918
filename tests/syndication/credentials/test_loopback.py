"""Waiting for the browser: the right answer ends it, and nothing else does."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator

import httpx
import pytest

from fanfare.errors import FanfareError
from syndication.credentials.loopback import Answer, Loopback

STATE = "state-1"
PATIENCE_SECONDS = 30.0


def _explain(answer: Answer) -> tuple[str, str]:
    return ("Not done", f"<{answer.error}>") if answer.error else ("You can close this", "Done.")


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with Loopback(0, STATE, _explain) as waiting:
        yield waiting


def _get(loopback: Loopback, target: str, host: str = "127.0.0.1") -> httpx.Response:
    return httpx.get(f"http://{host}:{loopback.port}{target}")


def test_the_answer_is_handed_over_and_a_page_says_so(loopback: Loopback) -> None:
    page = _get(loopback, f"/?code=c%2B1&state={STATE}")
    assert loopback.answer(PATIENCE_SECONDS) == Answer(code="c+1")
    assert page.status_code == 200
    assert "<h1>You can close this</h1>" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "c+1" not in page.text


@pytest.mark.skipif(not socket.has_ipv6, reason="needs IPv6")
def test_localhost_may_be_either_address(loopback: Loopback) -> None:
    assert _get(loopback, f"/?code=c&state={STATE}", "[::1]").status_code == 200
    assert loopback.answer(PATIENCE_SECONDS) == Answer(code="c")


def test_an_error_is_an_answer_and_the_page_says_what_it_means(loopback: Loopback) -> None:
    page = _get(loopback, f"/?error=access_denied&error_description=No+way&state={STATE}")
    answer = loopback.answer(PATIENCE_SECONDS)
    assert answer == Answer(error="access_denied", description="No way")
    assert "&lt;access_denied&gt;" in page.text


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/favicon.ico", 404),
        (f"/other?code=c&state={STATE}", 404),
        (f"//[?code=c&state={STATE}", 404),
        ("/", 400),
        ("/?code=c", 400),
        ("/?code=c&state=", 400),
        ("/?code=c&state=state-2", 400),
        ("/?code=c&state=state-1%00", 400),
        ("/?code=c&state=%ed%a0%80", 400),
        (f"/?state={STATE}", 400),
        (f"/?code=&state={STATE}", 400),
        (f"/?code=c&error=e&state={STATE}", 400),
        (f"/?code=c&state={STATE}&state={STATE}", 400),
        (f"/?code=c&code=d&state={STATE}", 400),
        (f"/?state={STATE}&code=c&{'&'.join(f'a{n}=1' for n in range(50))}", 400),
    ],
)
def test_whatever_else_comes_is_refused_and_the_waiting_goes_on(
    loopback: Loopback, target: str, status: int
) -> None:
    assert _get(loopback, target).status_code == status
    assert loopback.refused == (status == 400)
    _get(loopback, f"/?code=right&state={STATE}")
    assert loopback.answer(PATIENCE_SECONDS) == Answer(code="right")


@pytest.mark.parametrize("method", ["POST", "PUT", "HEAD", "OPTIONS"])
def test_nothing_but_get_is_an_answer(loopback: Loopback, method: str) -> None:
    address = f"http://127.0.0.1:{loopback.port}/?code=c&state={STATE}"
    assert httpx.request(method, address).status_code == 501
    assert loopback.answer(0) is None


def test_only_the_first_answer_counts(loopback: Loopback) -> None:
    _get(loopback, f"/?code=first&state={STATE}")
    assert _get(loopback, f"/?code=second&state={STATE}").status_code == 410
    assert loopback.answer(PATIENCE_SECONDS) == Answer(code="first")
    assert loopback.answer(0) is None


def test_a_browser_that_connects_and_says_nothing_keeps_nobody_waiting(loopback: Loopback) -> None:
    with socket.create_connection(("127.0.0.1", loopback.port)):
        _get(loopback, f"/?code=c&state={STATE}")
        assert loopback.answer(PATIENCE_SECONDS) == Answer(code="c")


def test_what_is_not_http_ends_nothing(loopback: Loopback) -> None:
    with socket.create_connection(("127.0.0.1", loopback.port)) as visitor:
        visitor.sendall(b"\x16\x03\x01" + bytes(range(256)) + b"\r\n\r\n")
        visitor.recv(100)
    _get(loopback, f"/?code=c&state={STATE}")
    assert loopback.answer(PATIENCE_SECONDS) == Answer(code="c")


def test_a_page_that_is_closed_at_once_has_brought_its_answer(loopback: Loopback) -> None:
    with socket.create_connection(("127.0.0.1", loopback.port)) as visitor:
        visitor.sendall(f"GET /?code=c&state={STATE} HTTP/1.1\r\n\r\n".encode())
    assert loopback.answer(PATIENCE_SECONDS) == Answer(code="c")


def test_the_waiting_has_an_end(loopback: Loopback) -> None:
    assert loopback.answer(0.01) is None


def test_afterwards_nobody_listens() -> None:
    with Loopback(0, STATE, _explain) as waiting:
        port = waiting.port
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass


def test_it_listens_on_this_machine_only(loopback: Loopback) -> None:
    bound = {server.server_address[0] for server in loopback._servers}
    assert bound <= {"127.0.0.1", "::1"}


def test_a_port_that_is_taken_is_said(loopback: Loopback) -> None:
    with (
        pytest.raises(FanfareError, match=f"Something else listens on port {loopback.port}"),
        Loopback(loopback.port, STATE, _explain),
    ):
        pass


def test_what_comes_in_is_neither_printed_nor_logged(
    loopback: Loopback, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for target in (f"/?code=MARKER&state={STATE}", "/?code=MARKER", "/MARKER"):
        with socket.create_connection(("127.0.0.1", loopback.port)) as visitor:
            visitor.sendall(f"GET {target} HTTP/1.1\r\n\r\n".encode())
            visitor.recv(10_000)
    answer = loopback.answer(PATIENCE_SECONDS)
    said = capfd.readouterr()
    assert "MARKER" not in said.out + said.err + caplog.text + repr(answer)
