from __future__ import annotations

import http.client
import socket
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from tests.workbench.serving import PATIENCE_SECONDS
from workbench.live_server import LiveServer, listen

PAGE = "<!doctype html><title>One</title><body><p>Hello ä</body>"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    output = tmp_path / "output"
    (output / "posts/one").mkdir(parents=True)
    (output / "posts/one/index.html").write_text(PAGE, encoding="utf-8")
    (output / "style.css").write_text("p { color: red }", encoding="utf-8")
    return output


@pytest.fixture
def server(output: Path) -> Iterator[LiveServer]:
    with closing(LiveServer(output, "127.0.0.1", 0)) as server:
        server.show(1)
        server.start()
        yield server


class Answer:
    """What the server says to one request, as bytes on a socket."""

    def __init__(
        self, server: LiveServer, target: str, method: str = "GET", known: str = ""
    ) -> None:
        connection = http.client.HTTPConnection(
            "127.0.0.1", server.server_port, timeout=PATIENCE_SECONDS
        )
        with closing(connection):
            connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            if known:
                connection.putheader("If-None-Match", known)
            connection.endheaders()
            with connection.getresponse() as response:
                self.status = response.status
                self.headers = response.headers
                self.body = response.read().decode()


def connect(server: LiveServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.server_port), PATIENCE_SECONDS)


class Events:
    """An open connection that hears of new builds."""

    def __init__(self, server: LiveServer) -> None:
        self._socket = connect(server)
        self._socket.sendall(b"GET /.fanfare/events HTTP/1.1\r\n\r\n")
        self._file = self._socket.makefile("rb")

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def next_number(self) -> int | None:
        """The number of the next event; None at the end of the connection."""
        for line in self._file:
            if line.startswith(b"data: "):
                return int(line.removeprefix(b"data: "))
        return None


def test_a_page_is_sent_with_the_script_and_never_kept(server: LiveServer, output: Path) -> None:
    answer = Answer(server, "/posts/one/")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Hello ä" in answer.body
    assert 'data-build="1"></script>\n</body>' in answer.body
    assert (output / "posts/one/index.html").read_text("utf-8") == PAGE


def test_a_file_that_is_no_page_is_sent_as_it_is(server: LiveServer) -> None:
    assert Answer(server, "/style.css").body == "p { color: red }"


def test_a_file_that_is_no_page_is_sent_again_only_when_it_is_another(
    server: LiveServer, output: Path
) -> None:
    first = Answer(server, "/style.css")
    known = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"

    same = Answer(server, "/style.css", known=known)

    assert (same.status, same.body, same.headers["ETag"]) == (304, "", known)

    new = output / "new.css"
    new.write_text("p { color: tan }", encoding="utf-8")
    new.replace(output / "style.css")

    assert Answer(server, "/style.css", known=known).body == "p { color: tan }"


@pytest.mark.parametrize("target", ["/posts/one/", "/style.css", "/gone", "/.fanfare/reload.js"])
def test_head_answers_like_get_without_a_body(server: LiveServer, target: str) -> None:
    head, get = Answer(server, target, "HEAD"), Answer(server, target)

    assert head.body == ""
    assert head.status == get.status
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
    assert int(get.headers["Content-Length"]) == len(get.body.encode())


def test_a_folder_without_its_slash_is_redirected(server: LiveServer) -> None:
    answer = Answer(server, "/posts/one")

    assert answer.status == 302
    assert answer.headers["Location"] == "/posts/one/"


@pytest.mark.parametrize(
    "target", ["/../secret", "/%2e%2e/secret", "/..%2fsecret", "http://example.example/", "/%00"]
)
def test_what_is_outside_the_output_is_not_found(server: LiveServer, target: str) -> None:
    (server.output.parent / "secret").write_text("not for the world", encoding="utf-8")

    assert Answer(server, target).status == 404


def test_a_missing_page_is_answered_by_the_sites_own_at_any_depth(server: LiveServer) -> None:
    (server.output / "404.html").write_text("<head><title>Lost</title>", encoding="utf-8")

    answer = Answer(server, "/far/down/below/")

    assert answer.status == 404
    assert '<head><base href="/"><title>Lost</title>' in answer.body


def test_a_missing_page_is_answered_readably_where_the_site_has_no_page_for_it(
    server: LiveServer,
) -> None:
    answer = Answer(server, "/gone")

    assert answer.status == 404
    assert "No such page" in answer.body


def test_after_a_failed_build_every_page_is_the_error_page(server: LiveServer) -> None:
    server.show(2, "<body>It failed</body>")

    for target in ("/", "/posts/one/", "/posts/one", "/posts/one/index.html", "/gone"):
        answer = Answer(server, target)
        assert answer.status == 500
        assert "It failed" in answer.body
        assert 'data-build="2"' in answer.body


def test_after_a_failed_build_the_rest_is_as_it_was(server: LiveServer) -> None:
    (server.output / "CNAME").write_text("longmargin.example", encoding="utf-8")
    server.show(2, "<body>It failed</body>")

    assert Answer(server, "/style.css").status == 200
    assert Answer(server, "/CNAME").status == 200
    assert Answer(server, "/gone.png").status == 404


def test_a_mended_build_takes_the_error_page_away(server: LiveServer) -> None:
    server.show(2, "<body>It failed</body>")
    server.show(3)

    assert Answer(server, "/posts/one/").status == 200


def test_open_pages_hear_the_number_of_each_build(server: LiveServer) -> None:
    with closing(Events(server)) as events:
        assert events.next_number() == 1
        server.show(5)
        assert events.next_number() == 5
        server.show(6, "<body>It failed</body>")
        assert events.next_number() == 6


def test_open_pages_are_let_go_at_the_end(output: Path) -> None:
    server = LiveServer(output, "127.0.0.1", 0)
    server.show(1)
    server.start()
    with closing(Events(server)) as events:
        events.next_number()
        server.close()
        assert events.next_number() is None


def test_readers_who_leave_early_are_not_mentioned(
    server: LiveServer, capfd: pytest.CaptureFixture[str]
) -> None:
    (server.output / "film.mp4").write_bytes(bytes(8_000_000))
    for request in (b"GET /film.mp4 HTTP/1.1\r\n\r\n", b"GET /.fanfare/events HTTP/1.1\r\n\r\n"):
        connection = connect(server)
        reset_on_close = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset_on_close)
        connection.sendall(request)
        connection.recv(10)
        connection.close()
    server.show(2)

    assert Answer(server, "/style.css").status == 200
    assert capfd.readouterr() == ("", "")


def test_a_port_that_is_taken_is_said_to_be(server: LiveServer, output: Path) -> None:
    with pytest.raises(FanfareError, match=f"Port {server.server_port} is taken"):
        listen(output, "127.0.0.1", server.server_port)


def test_the_usual_port_gives_way_to_the_next_free_one(output: Path) -> None:
    with (
        closing(listen(output, "127.0.0.1", None)) as first,
        closing(listen(output, "127.0.0.1", None)) as second,
    ):
        assert first.server_port >= 8000
        assert second.server_port > first.server_port


@pytest.mark.parametrize(
    ("host", "port", "message"),
    [
        ("nowhere.invalid", 0, 'Cannot listen at "nowhere.invalid"'),
        ("192.0.2.1", 0, 'Cannot listen at "192.0.2.1"'),
        ("127.0.0.1", 65536, "65536 is no port"),
        ("127.0.0.1", -1, "-1 is no port"),
    ],
)
def test_an_address_that_cannot_be_is_said_to_be_wrong(
    output: Path, host: str, port: int, message: str
) -> None:
    with pytest.raises(FanfareError, match=message):
        listen(output, host, port)


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("localhost", "127.0.0.1")],
)
def test_its_address_opens_in_a_browser_on_this_machine(
    output: Path, host: str, shown: str
) -> None:
    with closing(LiveServer(output, host, 0)) as server:
        assert server.url == f"http://{shown}:{server.server_port}/"
