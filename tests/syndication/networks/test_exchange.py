"""One HTTP request, and its answer: it ends, whatever the server does."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from fanfare.errors import FanfareError
from syndication.networks.exchange import NoAnswer, check_address, exchange, stays_secret

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: Text/Html; charset=utf-8\r\n"


@contextmanager
def _saying(*said: bytes, for_ever: bytes = b"", waits: bool = False) -> Iterator[str]:
    """A server that says it once it was asked, then `for_ever` a byte at a time, and closes."""
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.recv(65536)
                for piece in said:
                    connection.sendall(piece)
                while for_ever and not over.wait(0.02):
                    connection.sendall(for_ever)
                if waits:
                    over.wait()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        over.set()
        thread.join()


def test_an_answer_has_status_headers_and_body() -> None:
    with _saying(HEAD, b'Content-Length: 10\r\n\r\n{"a": "b"}') as url:
        answer = exchange("GET", url, {}, seconds=20)
    assert (answer.status, answer.media_type, answer.text("a")) == (200, "text/html", "b")
    assert (answer.is_success, answer.location, answer.broken) == (True, "", "")


@pytest.mark.parametrize("start", [b"", HEAD, HEAD + b"X-Slow: "])
def test_a_head_that_never_ends_is_given_up(start: bytes) -> None:
    """Each byte would set httpx's own clock anew."""
    with _saying(start, for_ever=b"x") as url, pytest.raises(NoAnswer) as stopped:
        exchange("GET", url, {}, seconds=0.3)
    assert str(stopped.value) == "does not answer within 0.3 seconds"
    assert stopped.value.has_left


def test_of_a_body_that_never_ends_what_came_is_the_answer() -> None:
    with _saying(HEAD, b"Content-Length: 9999\r\n\r\nfirst", for_ever=b".") as url:
        answer = exchange("GET", url, {}, seconds=0.3)
    assert answer.body.startswith(b"first")
    assert answer.broken == "does not answer within 0.3 seconds"


def test_a_body_that_breaks_off_is_said_to() -> None:
    with _saying(HEAD, b"Content-Length: 9999\r\n\r\nfirst") as url:
        answer = exchange("GET", url, {}, seconds=20)
    assert (answer.status, answer.body) == (200, b"first")
    assert answer.broken == "broke off, or sends nothing that can be read as HTTP"


@pytest.mark.parametrize("most", [0, 1, 100])
def test_no_more_is_read_than_is_wanted(most: int) -> None:
    bomb = gzip.compress(b"a" * 1_000_000)
    for body in (b"\r\n" + b"a" * 1000, b"Content-Encoding: gzip\r\n\r\n" + bomb):
        with _saying(HEAD, body, waits=True) as url:
            answer = exchange("GET", url, {}, seconds=20, most_bytes=most)
        assert (answer.body, answer.broken) == (b"a" * most, "")


@pytest.mark.parametrize("status", [b"301 A", b"303 A", b"308 A"])
def test_a_redirect_is_not_followed(status: bytes) -> None:
    with _saying(b"HTTP/1.1 ", status, b"\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n") as url:
        answer = exchange("GET", url, {}, seconds=20)
    assert (answer.location, answer.is_success) == ("/x", False)


@pytest.mark.parametrize("said", [b"", b"220 mail.example\r\n", b"HTTP/1.1 200\r\n"])
def test_what_is_no_http_is_no_answer(said: bytes) -> None:
    with _saying(said) as url, pytest.raises(NoAnswer, match=r"^broke off, or sends") as stopped:
        exchange("POST", url, {}, b"x", seconds=20)
    assert stopped.value.has_left


def test_where_nobody_is_nothing_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    with pytest.raises(NoAnswer, match=r"^cannot be connected to$") as stopped:
        exchange("POST", url, {}, b"x", seconds=20)
    assert not stopped.value.has_left


def test_who_takes_no_connection_got_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        with pytest.raises(NoAnswer, match="does not answer within") as stopped:
            exchange("POST", f"http://127.0.0.1:{address[1]}/", {}, b"x", seconds=0.3)
        for one in waiting:
            one.close()
    assert not stopped.value.has_left


@pytest.mark.parametrize("secret", ["tok\nX: y", "tok\r\n.", "tök", "\x00tok"])
def test_what_no_header_can_hold_never_leaves_and_is_not_repeated(secret: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(NoAnswer) as stopped:
            exchange("GET", url, {"Authorization": f"Bearer {secret}"}, seconds=20)
    assert not stopped.value.has_left
    assert stopped.value.__context__ is None
    assert "tok" not in str(stopped.value)


@pytest.mark.parametrize("url", ["no-address", "ftp://tiny.example/", "//x.example"])
def test_what_is_no_address_gets_nothing(url: str) -> None:
    with pytest.raises(NoAnswer, match=r"^gets nothing: in its address") as stopped:
        exchange("GET", url, {}, seconds=20)
    assert not stopped.value.has_left


@pytest.mark.parametrize(
    ("address", "is_secret"),
    [
        ("https://social.example", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:80", True),
        ("http://localhost", True),
        ("http://social.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://localhost.evil.example", False),
        ("http://10.0.0.7", False),
        ("ftp://localhost", False),
        ("https://", False),
        ("https:social.example", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_secrets_go_over_tls_or_stay_on_this_machine(address: str, is_secret: bool) -> None:
    assert stays_secret(address) is is_secret
    if is_secret:
        check_address(address, "SERVER")
    else:
        with pytest.raises(FanfareError, match=r"^SERVER is "):
            check_address(address, "SERVER")
