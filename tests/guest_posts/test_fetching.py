"""Pages of others are fetched politely, and nothing they do gets further than their own answer."""

import asyncio
import gzip
import socket
import threading
from collections.abc import Iterator

import pytest

from guest_posts.fetching import (
    Client,
    Failed,
    Failure,
    Fetched,
    Limits,
    Outcome,
    is_public,
    within,
)
from guest_posts.fetching.client import Lookup, system_lookup
from tests.guest_posts.servers import (
    GZIP_BOMB,
    MISBEHAVIOURS,
    PROMISES_LESS,
    PROMISES_MORE,
    Connection,
    Host,
    closed_port,
    drip,
    endless_head,
    flood,
    never,
    redirect,
    reply,
)

AGENT = "Fanfare/0.1.0 (+https://tiny.example)"
PATIENT = Limits(seconds=20, most_bytes=100_000, allow_private=True)
HASTY = Limits(seconds=0.3, most_bytes=100_000, allow_private=True)


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as opened:
        yield opened


def fetch_all(
    addresses: list[str], limits: Limits = PATIENT, lookup: Lookup = system_lookup
) -> list[Outcome]:
    async def run() -> list[Outcome]:
        async with Client(limits, AGENT, lookup) as client:
            return await asyncio.gather(*(client.get(address) for address in addresses))

    return asyncio.run(run())


def answered(address: str, limits: Limits = PATIENT, lookup: Lookup = system_lookup) -> Fetched:
    outcome = fetch_all([address], limits, lookup)[0]
    assert isinstance(outcome, Fetched), outcome
    return outcome


def failed(address: str, limits: Limits = PATIENT, lookup: Lookup = system_lookup) -> Failed:
    outcome = fetch_all([address], limits, lookup)[0]
    assert isinstance(outcome, Failed), outcome
    return outcome


def post(address: str, **form: str) -> Outcome:
    async def run() -> Outcome:
        async with Client(PATIENT, AGENT) as client:
            return await client.post(address, form)

    return asyncio.run(run())


class TestAnAnswer:
    def test_carries_status_headers_and_body(self, host: Host) -> None:
        host.answers["/"] = reply("<p>Hello", headers={"X-One": "1", "x-one": "2"})
        page = answered(host.at("/"))
        assert (page.status, page.body, page.cut) == (200, b"<p>Hello", False)
        assert page.values("X-ONE") == ("1", "2")
        assert page.media_type == "text/html"
        assert (page.requested, page.address) == (host.at("/"), host.at("/"))

    @pytest.mark.parametrize("status", [204, 304, 404, 410, 500, 503, 999])
    def test_is_an_answer_whatever_its_status(self, host: Host, status: int) -> None:
        host.answers["/"] = reply(b"", status, {"Content-Length": "0"})
        assert answered(host.at("/")).status == status

    def test_of_head_has_no_body(self, host: Host) -> None:
        host.answers["/"] = reply("<p>Hello")[:-8]

        async def run() -> Outcome:
            async with Client(PATIENT, AGENT) as client:
                return await client.head(host.at("/"))

        outcome = asyncio.run(run())
        assert isinstance(outcome, Fetched)
        assert (outcome.status, outcome.body, outcome.cut) == (200, b"", False)
        assert host.requests[0].method == "HEAD"

    def test_without_a_length_ends_with_the_connection(self, host: Host) -> None:
        host.answers["/"] = reply("<p>Hello", headers={"Content-Length": ""})
        assert answered(host.at("/")).body == b"<p>Hello"

    def test_is_decompressed(self, host: Host) -> None:
        host.answers["/"] = reply(gzip.compress(b"Hello"), headers={"Content-Encoding": "GZIP"})
        assert answered(host.at("/")).body == b"Hello"


class TestText:
    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            ("Größe".encode(), "text/html; charset=utf-8"),
            ("Größe".encode(), "text/html"),
            ("Größe".encode("latin-1"), "text/html"),
            ("Größe".encode("latin-1"), "text/html;charset=ISO-8859-1"),
            ("Größe".encode("latin-1"), "text/html; charset=utf-8"),  # which is wrong
            ("Größe".encode(), "text/html; charset=us-ascii"),  # likewise
            ("Größe".encode(), "text/html; charset=no-such-thing"),
            ("Größe".encode(), "text/html; charset=hex"),  # which Python decodes, to bytes
            ("Größe".encode(), "text/html; charset=punycode"),  # and this in quadratic time
            ("Größe".encode("utf-8-sig"), "text/html; charset=latin-1"),
            ("Größe".encode("utf-16"), "text/html"),
            ("Größe".encode("koi8-u", "replace"), "text/html; charset=koi8-u"),
        ],
    )
    def test_is_read_in_the_charset_it_is_in(self, body: bytes, content_type: str) -> None:
        page = Fetched("", "", (), 200, (("content-type", content_type),), body)
        assert page.text in ("Größe", "Gr??e")

    def test_is_read_in_the_charset_of_its_meta(self) -> None:
        text = "<meta charset='windows-1251'>Привіт"
        page = Fetched("", "", (), 200, (), text.encode("windows-1251"))
        assert page.text == text

    def test_of_a_cut_body_is_read_up_to_the_half_character(self) -> None:
        page = Fetched("", "", (), 200, (), "Größe €".encode()[:-1], cut=True)
        assert page.text == "Größe "

    def test_of_no_charset_at_all_is_text_still(self) -> None:
        assert Fetched("", "", (), 200, (), bytes(range(256))).text


class TestPoliteness:
    def test_it_says_who_asks(self, host: Host) -> None:
        answered(host.at("/"))
        assert host.requests[0].headers["user-agent"] == AGENT
        assert host.requests[0].headers["host"] == f"127.0.0.1:{host.port}"

    def test_it_keeps_no_cookies(self, host: Host) -> None:
        host.answers |= {
            "/a": reply(b"", 302, {"Location": "/b", "Set-Cookie": "who=you; Path=/"}),
            "/b": reply("b"),
        }
        answered(host.at("/a"))
        assert "cookie" not in host.requests[1].headers

    def test_it_heeds_no_proxy(self, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{closed_port()}")
        assert answered(host.at("/")).status == 404

    def test_one_host_is_asked_one_thing_at_a_time(self, host: Host) -> None:
        inside = threading.Semaphore(1)
        crowded = []

        def note(connection: Connection) -> None:
            if not inside.acquire(blocking=False):
                crowded.append(connection.request.target)
                return
            connection.send(reply("in"))
            inside.release()

        host.answers |= {f"/{number}": note for number in range(12)}
        fetch_all([host.at(f"/{number}") for number in range(12)])
        assert len(host.requests) == 12
        assert crowded == []

    def test_different_hosts_are_asked_at_the_same_time(self) -> None:
        meeting = threading.Barrier(3)

        def meet(connection: Connection) -> None:
            meeting.wait()
            connection.send(reply("met"))

        with Host({"/": meet}) as one, Host({"/": meet}) as two, Host({"/": meet}) as three:
            outcomes = fetch_all([host.at("/") for host in (one, two, three)])
        assert [getattr(outcome, "status", outcome) for outcome in outcomes] == [200] * 3


class TestRedirects:
    def test_are_followed_and_remembered(self, host: Host) -> None:
        host.answers |= {
            "/a/b": redirect("../c?d=1#part", 301),
            "/c": redirect(host.at("/d"), 302),
            "/d": reply("here"),
        }
        page = answered(host.at("/a/b"))
        assert page.body == b"here"
        assert [(one.status, one.to) for one in page.redirects] == [
            (301, host.at("/c?d=1")),
            (302, host.at("/d")),
        ]
        assert (page.requested, page.address) == (host.at("/a/b"), host.at("/d"))

    def test_lead_to_other_hosts(self, host: Host) -> None:
        with Host({"/": reply("there")}) as other:
            host.answers["/"] = redirect(other.at("/"))
            assert answered(host.at("/")).body == b"there"

    def test_without_a_place_to_go_are_answers(self, host: Host) -> None:
        host.answers["/"] = reply("stay", 301)
        assert answered(host.at("/")).status == 301

    def test_in_a_circle_are_not_followed_for_ever(self, host: Host) -> None:
        host.answers |= {"/a": redirect("/b"), "/b": redirect("/a")}
        failure = failed(host.at("/a"))
        assert failure.kind is Failure.REDIRECT_LOOP
        assert len(host.requests) == 2

    def test_are_not_followed_without_end(self, host: Host) -> None:
        host.answers |= {f"/{number}": redirect(f"/{number + 1}") for number in range(50)}
        failure = failed(host.at("/0"))
        assert failure.kind is Failure.REDIRECT_LOOP
        assert len(host.requests) == PATIENT.most_redirects + 1

    @pytest.mark.parametrize(
        ("to", "kind"),
        [
            ("file:///etc/passwd", Failure.SCHEME),
            ("ftp://127.0.0.1/", Failure.SCHEME),
            ("javascript:alert(1)", Failure.SCHEME),
            ("data:text/html,x", Failure.SCHEME),
            ("http://[", Failure.DNS),
            ("http://quay.example:99999/", Failure.ADDRESS),
            ("http://who:secret@127.0.0.1/", Failure.ADDRESS),
            ("https://quay.example@127.0.0.1/", Failure.ADDRESS),
        ],
    )
    def test_lead_nowhere_but_to_pages(self, host: Host, to: str, kind: Failure) -> None:
        host.answers["/"] = redirect(to)
        assert failed(host.at("/")).kind is kind
        assert len(host.requests) == 1


class TestPosting:
    def test_sends_the_form(self, host: Host) -> None:
        host.answers["/"] = reply("", 202)
        outcome = post(host.at("/"), source="https://a.example/?x=1&y=2", target="ä")
        assert isinstance(outcome, Fetched)
        assert outcome.status == 202
        assert host.requests[0].method == "POST"
        assert host.requests[0].headers["content-type"] == "application/x-www-form-urlencoded"
        sent = host.requests[0].body.decode()
        assert sent == "source=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D2&target=%C3%A4"

    @pytest.mark.parametrize(
        ("status", "second"),
        [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")],
    )
    def test_again_after_a_redirect_only_where_that_is_meant(
        self, host: Host, status: int, second: str
    ) -> None:
        host.answers |= {"/": redirect("/there", status), "/there": reply("ok")}
        post(host.at("/"), a="1")
        assert [(one.method, one.body) for one in host.requests] == [
            ("POST", b"a=1"),
            (second, b"a=1" if second == "POST" else b""),
        ]

    def test_happens_once_even_if_the_answer_breaks_off(self, host: Host) -> None:
        host.answers["/"] = b"HTTP/1.1 2"
        assert isinstance(post(host.at("/"), a="1"), Failed)
        assert len(host.requests) == 1

    def test_may_lead_back_to_the_same_address(self, host: Host) -> None:
        def thank(connection: Connection) -> None:
            posted = connection.request.method == "POST"
            connection.send(redirect("/", 303) if posted else reply("thanks"))

        host.answers["/"] = thank
        outcome = post(host.at("/"), a="1")
        assert isinstance(outcome, Fetched)
        assert outcome.body == b"thanks"


class TestMisbehaviour:
    def test_a_host_that_never_answers_is_left(self, host: Host) -> None:
        host.answers["/"] = never
        failure = failed(host.at("/"), HASTY)
        assert failure.kind is Failure.TIMEOUT
        assert failure.message == "127.0.0.1 took longer than 0.3 seconds."

    def test_a_host_that_drips_is_left(self, host: Host) -> None:
        host.answers["/"] = drip
        assert failed(host.at("/"), HASTY).kind is Failure.TIMEOUT

    def test_the_time_is_that_of_all_redirects_together(self, host: Host) -> None:
        def linger(connection: Connection) -> None:
            connection.closing.wait(0.2)
            number = int(connection.request.target[1:])
            connection.send(redirect(f"/{number + 1}"))

        host.answers |= {f"/{number}": linger for number in range(5)}
        assert failed(host.at("/0"), HASTY).kind is Failure.TIMEOUT

    @pytest.mark.parametrize("answer", [flood, GZIP_BOMB])
    def test_a_page_without_end_is_cut(self, host: Host, answer: bytes) -> None:
        host.answers["/"] = answer
        page = answered(host.at("/"))
        assert (len(page.body), page.cut) == (PATIENT.most_bytes, True)

    def test_a_page_as_long_as_allowed_is_whole(self, host: Host) -> None:
        host.answers["/"] = reply(b"x" * PATIENT.most_bytes)
        page = answered(host.at("/"))
        assert (len(page.body), page.cut) == (PATIENT.most_bytes, False)

    def test_a_page_shorter_than_announced_is_cut(self, host: Host) -> None:
        host.answers["/"] = PROMISES_MORE
        page = answered(host.at("/"))
        assert (page.body, page.cut) == (b"<title>Short</title>", True)

    def test_a_page_longer_than_announced_ends_where_announced(self, host: Host) -> None:
        host.answers["/"] = PROMISES_LESS
        assert answered(host.at("/")).body == b"<title>Long</title>"

    def test_headers_without_end_are_not_read(self, host: Host) -> None:
        host.answers["/"] = endless_head
        assert failed(host.at("/")).kind is Failure.PROTOCOL

    @pytest.mark.parametrize(
        "path", ["/garbage", "/nothing", "/half-a-head", "/broken-gzip", "/unasked-encoding"]
    )
    def test_what_is_not_http_is_no_answer(self, host: Host, path: str) -> None:
        host.answers |= MISBEHAVIOURS
        host.answers["/unasked-encoding"] = reply("x", headers={"Content-Encoding": "br"})
        assert failed(host.at(path)).kind is Failure.PROTOCOL

    def test_nobody_at_the_port_is_said(self) -> None:
        failure = failed(f"http://127.0.0.1:{closed_port()}/")
        assert failure.kind is Failure.REFUSED
        assert failure.message == "127.0.0.1 cannot be connected to."

    @pytest.mark.parametrize("name", ["nobody.invalid", "a..b", f"{'a' * 70}.invalid"])
    def test_an_unknown_name_is_said(self, name: str) -> None:
        assert failed(f"http://{name}/").kind in (Failure.DNS, Failure.ADDRESS)

    def test_no_tls_where_it_should_be_is_said(self, host: Host) -> None:
        host.answers |= MISBEHAVIOURS
        assert failed(host.at("/").replace("http", "https")).kind is Failure.TLS

    def test_a_bad_host_spoils_nothing_for_the_others(self, host: Host) -> None:
        host.answers |= MISBEHAVIOURS
        good = {f"/{number}": reply(f"good {number}") for number in range(3)}
        limits = Limits(seconds=0.5, most_bytes=100_000, at_once=3, allow_private=True)
        with Host(dict(good)) as other:
            outcomes = fetch_all(
                [host.at(path) for path in MISBEHAVIOURS] + [other.at(path) for path in good],
                limits,
            )
        kinds = [isinstance(outcome, Fetched) for outcome in outcomes[-3:]]
        assert kinds == [True] * 3
        assert len(outcomes) == len(MISBEHAVIOURS) + 3


class TestPrivateAddresses:
    @pytest.mark.parametrize(
        "name",
        [
            "127.0.0.1",
            "localhost",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "0177.0.0.1",
            "127.1",
            "0.0.0.0",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "[fe80::1]",
            "[fc00::1]",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "１２７.0.0.1",
        ],
    )
    def test_are_not_connected_to_in_any_form(self, host: Host, name: str) -> None:
        failure = failed(host.at("/", name), Limits(seconds=5))
        assert failure.kind in (Failure.PRIVATE, Failure.DNS, Failure.ADDRESS)
        assert host.requests == []

    def test_are_not_connected_to_behind_a_name(self, host: Host) -> None:
        failure = failed(
            host.at("/", "quay.example"), Limits(seconds=5), lambda _: ["127.0.0.1", "::1"]
        )
        assert failure.kind is Failure.PRIVATE
        assert failure.message == "quay.example is not on the public internet."
        assert host.requests == []

    @pytest.mark.parametrize("name", ["127.0.0.2", "2130706434", "[::ffff:127.0.0.2]", "inside"])
    def test_are_not_connected_to_behind_a_redirect(self, host: Host, name: str) -> None:
        """127.0.0.1 plays the public internet here, and 127.0.0.2 what is behind the door."""

        def lookup(asked: str) -> list[str]:
            return ["127.0.0.2"] if asked == "inside" else system_lookup(asked)

        async def run() -> Outcome:
            limits = Limits(seconds=5)
            async with Client(limits, AGENT, lookup, lambda ip: ip == "127.0.0.1") as client:
                return await client.get(host.at("/"))

        host.answers |= {"/": redirect(host.at("/on")), "/on": redirect(host.at("/in", name), 307)}
        outcome = asyncio.run(run())
        assert isinstance(outcome, Failed)
        assert outcome.kind is Failure.PRIVATE
        assert [one.status for one in outcome.redirects] == [301, 307]
        assert len(host.requests) == 2

    def test_the_address_that_was_looked_up_is_the_one_connected_to(self, host: Host) -> None:
        asked = []

        def lookup(name: str) -> list[str]:
            asked.append(name)
            return ["127.0.0.1"]

        host.answers["/"] = reply("here")
        assert answered(host.at("/", "quay.example"), PATIENT, lookup).body == b"here"
        assert host.requests[0].headers["host"] == f"quay.example:{host.port}"
        assert asked == ["quay.example"]

    def test_the_next_address_is_tried_where_one_is_dead(self, host: Host) -> None:
        host.answers["/"] = reply("here")
        page = answered(host.at("/", "quay.example"), PATIENT, lambda _: ["127.0.0.2", "127.0.0.1"])
        assert page.body == b"here"

    def test_tls_is_asked_for_the_name_and_not_for_the_address(self) -> None:
        hello = bytearray()
        with socket.create_server(("127.0.0.1", 0)) as server:

            def take() -> None:
                connection, _ = server.accept()
                with connection:
                    hello.extend(connection.recv(4096))

            thread = threading.Thread(target=take)
            thread.start()
            port = server.getsockname()[1]
            failed(f"https://quay.example:{port}/", PATIENT, lambda _: ["127.0.0.1"])
            thread.join()
        assert b"quay.example" in hello

    @pytest.mark.parametrize(
        "address",
        ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"],
    )
    def test_public_ones_are_told_apart(self, address: str) -> None:
        assert is_public(address)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("file:///etc/passwd", Failure.SCHEME),
        ("quay.example/tides", Failure.SCHEME),
        ("", Failure.SCHEME),
        ("https://", Failure.ADDRESS),
        ("http://a b/", Failure.DNS),
        ("http://127.0.0.1:99999/", Failure.ADDRESS),
        ("http://quay.example\n/", Failure.ADDRESS),
        ("https://me@quay.example/", Failure.ADDRESS),
        ("http://quay.example\0/", Failure.ADDRESS),
    ],
)
def test_what_is_no_address_of_a_page_is_not_fetched(address: str, kind: Failure) -> None:
    assert failed(address).kind is kind


class TestPatience:
    def test_work_that_ends_gives_its_result(self) -> None:
        assert asyncio.run(within(20, lambda: 42)) == 42

    def test_work_that_fails_fails(self) -> None:
        with pytest.raises(ZeroDivisionError):
            asyncio.run(within(20, lambda: 1 // 0))

    def test_work_without_end_is_left(self) -> None:
        end = threading.Event()
        with pytest.raises(TimeoutError):
            asyncio.run(within(0.01, end.wait))
        end.set()
