"""What is asked of the networks about an account, and what becomes of every answer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from milestones.fans.book import Wish
from milestones.fans.command import undo
from milestones.fans.fetch import fetch as fetch_counts
from milestones.fans.networks import Failed, Fetched, Limits, address_of, count_in, fetch
from milestones.records import Account, Channel, Kind
from tests.milestones.fans.fans_site import CHANNELS, book_of, fans, make_site
from tests.milestones.fans.networks import (
    BLUESKY,
    MASTODON,
    Answer,
    Network,
    closed_host,
    drips,
    never,
    raw,
    says,
    sends_on,
)
from tests.milestones.goals_site import data, invoke

SHORT = Limits(seconds=0.3)
PATIENT = Limits(seconds=60.0)
"""Only for a test that fails: nothing on loopback takes so long."""


@pytest.fixture
def network() -> Iterator[Network]:
    """A server that knows nobody yet."""
    with Network() as made:
        yield made


def channel(host: str, network: str = "mastodon", key: str = "social") -> Channel:
    """A channel whose followers `host` counts."""
    name = {"mastodon": "ada", "bluesky": "ada.example"}[network]
    return Channel(key, key.title(), Kind.STOCK, True, account=Account(network, name, host))


def why(network: Network, answer: Answer, limits: Limits = PATIENT, name: str = "mastodon") -> str:
    """What is said where `answer` has no count; the server is called `HOST`."""
    network.answers |= {MASTODON: answer, BLUESKY: answer}
    asked = channel(network.host, name)
    [failed] = fetch([asked], limits)
    assert isinstance(failed, Failed)
    assert failed.channel is asked
    assert f"http://{failed.host}" == network.host
    return failed.why.replace(failed.host, "HOST") + failed.remedy


def test_mastodon_is_asked_by_the_name_of_the_user() -> None:
    account = Account("mastodon", "ada", "https://social.example")
    assert address_of(account) == "https://social.example/api/v1/accounts/lookup?acct=ada"


def test_bluesky_is_asked_by_handle() -> None:
    account = Account("bluesky", "ada.example", "https://public.api.bsky.app")
    assert address_of(account) == (
        "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor=ada.example"
    )


def test_no_name_of_an_account_asks_anything_else() -> None:
    account = Account("mastodon", "ada&x=1#y z", "https://social.example")
    assert address_of(account).endswith("/lookup?acct=ada%26x%3D1%23y+z")


@pytest.mark.parametrize(
    ("name", "path", "answer"),
    [
        ("mastodon", MASTODON, says(username="ada", followers_count=74)),
        ("bluesky", BLUESKY, says(handle="ada.example", followersCount=74)),
    ],
)
def test_a_network_says_how_many_follow(
    network: Network, name: str, path: str, answer: bytes
) -> None:
    network.answers[path] = answer
    asked = channel(network.host, name)
    assert fetch([asked], PATIENT) == [Fetched(asked, 74)]


def test_nobody_is_a_count(network: Network) -> None:
    network.answers[MASTODON] = says(followers_count=0)
    asked = channel(network.host)
    assert fetch([asked], PATIENT) == [Fetched(asked, 0)]


def test_requests_say_who_asks_and_send_nothing_else(network: Network) -> None:
    network.answers[MASTODON] = says(followers_count=1)
    fetch([channel(network.host)], PATIENT)
    [headers] = network.headers
    assert headers.pop("User-Agent").startswith("Fanfare ")
    assert headers == {
        "Host": network.host.removeprefix("http://"),
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "keep-alive",
    }


def test_a_channel_without_an_account_is_asked_of_nobody() -> None:
    assert fetch([Channel("newsletter", "Newsletter", Kind.STOCK, True)], PATIENT) == []


def test_one_that_fails_leaves_the_others_alone_and_in_their_order(network: Network) -> None:
    network.answers |= {MASTODON: never, BLUESKY: says(followersCount=9)}
    hanging, gone = channel(network.host, key="hanging"), channel(closed_host(), key="gone")
    right = channel(network.host, "bluesky", "right")
    came = fetch([hanging, right, gone], Limits(seconds=2.0))
    assert [type(one) for one in came] == [Failed, Fetched, Failed]
    assert came[1] == Fetched(right, 9)


def test_an_account_that_is_not_there_is_said_by_name(network: Network) -> None:
    said = why(network, says(404, error="Record not found"))
    assert said == 'HOST knows no account "ada".Check account and host of this channel.'


def test_bluesky_says_bad_request_of_an_account_it_does_not_know(network: Network) -> None:
    answer = says(400, error="InvalidRequest", message="Profile not found")
    assert why(network, answer, name="bluesky").startswith('HOST knows no account "ada.example".')


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (429, "has been asked too often for now.Try again later."),
        (401, "answers nobody who is not signed in (401)."),
        (403, "answers nobody who is not signed in (403)."),
        (500, "has trouble of its own (500).Try again later."),
        (503, "has trouble of its own (503).Try again later."),
        (204, "answers with status 204."),
        (410, "answers with status 410."),
    ],
)
def test_a_status_is_said_in_words(network: Network, status: int, words: str) -> None:
    assert why(network, says(status, followers_count=5)).startswith(f"HOST {words}")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "sends nothing that can be read as JSON"),
        (b"<!doctype html><title>Welcome</title>", "sends nothing that can be read as JSON"),
        (b"\xff\xfe\x00", "sends nothing that can be read as JSON"),
        (b"[" * 100_000, "sends nothing that can be read as JSON"),
        (b'{"followers_count": ' + b"9" * 5_000 + b"}", "sends nothing that can be read as JSON"),
        (b'{"followers": 5}', 'does not say "followers_count"'),
        (b"[5]", 'does not say "followers_count"'),
        (b"null", 'does not say "followers_count"'),
        (b'{"followers_count": "5"}', 'says "5" for "followers_count", which is no count'),
        (b'{"followers_count": -1}', 'says -1 for "followers_count", which is no count'),
        (b'{"followers_count": 5.0}', 'says 5.0 for "followers_count", which is no count'),
        (b'{"followers_count": NaN}', 'says NaN for "followers_count", which is no count'),
        (b'{"followers_count": true}', 'says true for "followers_count", which is no count'),
        (b'{"followers_count": null}', 'says null for "followers_count", which is no count'),
        (b'{"followers_count": 10000000001}', 'says 10000000001 for "followers_count", which is'),
        (b'{"followers_count": "\\u001b[2J"}', 'says "\\u001b[2J" for "followers_count", which'),
    ],
)
def test_what_is_no_count_is_said_and_never_guessed(
    network: Network, body: bytes, words: str
) -> None:
    assert why(network, raw(body)).startswith(f"HOST {words}")


def test_a_long_answer_in_the_place_of_a_count_is_cut_short() -> None:
    body = b'{"followers_count": "' + b"x" * 900 + b'"}'
    with pytest.raises(ValueError, match=rf'^says "{"x" * 39}\.\.\. for "followers_count"'):
        count_in(body, "mastodon")


def test_what_hangs_is_given_up(network: Network) -> None:
    assert why(network, never, SHORT) == "HOST took longer than 0.3 seconds.Try again later."


def test_what_drips_is_given_up_as_well(network: Network) -> None:
    assert why(network, drips, SHORT) == "HOST took longer than 0.3 seconds.Try again later."


def test_an_answer_is_read_up_to_the_limit(network: Network) -> None:
    body = b'{"followers_count": 5}'
    network.answers[MASTODON] = raw(body)
    asked = channel(network.host)
    assert fetch([asked], Limits(60.0, len(body))) == [Fetched(asked, 5)]
    assert why(network, raw(body + b" "), Limits(60.0, len(body))).startswith(
        f"HOST sends more than {len(body)} bytes."
    )


def test_a_packed_answer_is_not_unpacked(network: Network) -> None:
    packed = raw(gzip.compress(b'{"followers_count": 5}'), headers={"Content-Encoding": "gzip"})
    assert why(network, packed) == "HOST packs its answer as nobody asked for."


def test_a_closed_port_is_said() -> None:
    [failed] = fetch([channel(closed_host())], PATIENT)
    assert isinstance(failed, Failed)
    assert failed.why == f"{failed.host} cannot be connected to."


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200", bytes(range(128, 256)), raw(b"{}", headers={"X": "y\r\nz"})]
)
def test_what_is_no_answer_of_http_is_said(network: Network, answer: bytes) -> None:
    assert why(network, answer) == "HOST sends nothing that can be read as HTTP."


def test_an_answer_that_breaks_off_is_no_answer(network: Network) -> None:
    answer = raw(b'{"followers_count": 5', headers={"Content-Length": "100"})
    assert why(network, answer) == "HOST sends nothing that can be read as HTTP."


def test_a_server_without_tls_is_said_where_https_was_meant(network: Network) -> None:
    [failed] = fetch([channel(network.host.replace("http:", "https:"))], PATIENT)
    assert isinstance(failed, Failed)
    assert "no secure connection" in failed.why


def test_a_redirect_on_the_same_host_is_followed(network: Network) -> None:
    network.answers |= {MASTODON: sends_on("/moved"), "/moved": says(followers_count=7)}
    asked = channel(network.host)
    assert fetch([asked], PATIENT) == [Fetched(asked, 7)]


def test_a_redirect_to_another_host_is_said_and_not_followed(network: Network) -> None:
    with Network() as other:
        said = why(network, sends_on(f"{other.host}{MASTODON}", 301))
        assert said == f"HOST sends on to {other.host}, which was not asked."
        assert other.asked == []


def test_where_a_network_has_moved_it_says_what_to_write(network: Network) -> None:
    assert why(network, sends_on(f"https://quay.example{MASTODON}")) == (
        "HOST sends on to https://quay.example, which was not asked."
        'If that is its server, write host = "https://quay.example" for this channel.'
    )


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "//quay.example/",
        "ftp://127.0.0.1/",
        "http://127.0.0.1:22/",
        "https://127.0.0.1:22/",
    ],
)
def test_a_redirect_to_anything_else_is_neither_followed_nor_advised(
    network: Network, to: str
) -> None:
    assert why(network, sends_on(to)).endswith("which was not asked.")


def test_a_redirect_that_is_no_address_is_said(network: Network) -> None:
    assert why(network, sends_on("http://[")).startswith("HOST ")


def test_a_circle_of_redirects_ends(network: Network) -> None:
    assert why(network, sends_on(MASTODON)) == "HOST redirects in a circle, or too often."


def test_proxies_and_passwords_of_the_machine_are_none_of_its_business(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", closed_host())
    monkeypatch.setenv("NO_PROXY", "")
    network.answers[MASTODON] = says(followers_count=1)
    asked = channel(network.host)
    assert fetch([asked], PATIENT) == [Fetched(asked, 1)]


# --- the command --------------------------------------------------------------------------------


def site(root: Path, network: Network, *lines: str) -> Path:
    """A site with a newsletter and two accounts at `network`, in the folder `root`."""
    accounts = "".join(
        f'[[channels]]\nkey = "{key}"\nlabel = "{label}"\nkind = "stock"\nengaged = true\n'
        f'fetch = "{key}"\naccount = "{account}"\nhost = "{network.host}"\n'
        for key, label, account in (
            ("mastodon", "Mastodon", "@ada@social.example"),
            ("bluesky", "Blue Sky", "ada.example"),
        )
    )
    return make_site(root, *lines, goals=f"{CHANNELS}\n{accounts}")


@pytest.fixture
def both(network: Network) -> Network:
    """A server that knows how many follow on either network."""
    network.answers |= {MASTODON: says(followers_count=74), BLUESKY: says(followersCount=12)}
    return network


def test_what_the_networks_say_is_recorded(
    tmp_path: Path, both: Network, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site(tmp_path, both, "2025-11-16,mastodon,80,")
    assert fetch_counts(book_of(root), "", Wish()) == 0
    assert capsys.readouterr().out == (
        "Asking: 2 ...\n"
        "2025-11-23 mastodon 74 (was 80 on 2025-11-16, -6)\n"
        "2025-11-23 bluesky 12 (the first reading)\n"
        "At least 74 fans, at most 86 (as of 2025-11-23).\n"
    )
    assert fans(root).splitlines()[1:] == ["2025-11-23,mastodon,74,", "2025-11-23,bluesky,12,"]


def test_the_same_count_on_the_same_day_adds_nothing(tmp_path: Path, both: Network) -> None:
    root = site(tmp_path, both)
    fetch_counts(book_of(root), "", Wish())
    before = fans(root)
    both.answers[BLUESKY] = says(followersCount=13)
    fetch_counts(book_of(root), "", Wish())
    assert fans(root) == f"{before}2025-11-23,bluesky,13,\n"


@pytest.mark.parametrize("said", ["bluesky", "Blue Sky"])
def test_one_channel_can_be_asked_for(tmp_path: Path, both: Network, said: str) -> None:
    root = site(tmp_path, both)
    fetch_counts(book_of(root), said, Wish())
    assert fans(root) == "2025-11-23,bluesky,12,\n"
    assert both.asked == [BLUESKY]


def test_what_was_fetched_together_is_undone_together(tmp_path: Path, both: Network) -> None:
    root = site(tmp_path, both, "2025-11-16,mastodon,80,")
    fetch_counts(book_of(root), "", Wish())
    undo(book_of(root), Wish(), yes=True)
    assert fans(root) == "2025-11-16,mastodon,80,\n"


def test_one_that_fails_is_said_and_the_others_are_recorded(
    tmp_path: Path, both: Network, capsys: pytest.CaptureFixture[str]
) -> None:
    both.answers[MASTODON] = says(429)
    root = site(tmp_path, both)
    assert fetch_counts(book_of(root), "", Wish()) == 1
    assert fans(root) == "2025-11-23,bluesky,12,\n"
    said = capsys.readouterr()
    line = data(root).read_text().splitlines().index('key = "mastodon"')
    assert said.err == (
        f"error: content/data/goals.toml:{line}: Mastodon: {both.host.removeprefix('http://')} "
        "has been asked too often for now. Try again later.\n"
    )
    assert "2025-11-23 bluesky 12 (the first reading)\n" in said.out


def test_json_says_what_was_fetched_and_what_not(
    tmp_path: Path, both: Network, capsys: pytest.CaptureFixture[str]
) -> None:
    both.answers[MASTODON] = says(500)
    host = both.host.removeprefix("http://")
    assert fetch_counts(book_of(site(tmp_path, both)), "", Wish(as_json=True)) == 1
    assert json.loads(capsys.readouterr().out) == {
        "fetched": [
            {
                "channel": "bluesky",
                "date": "2025-11-23",
                "count": 12,
                "note": "",
                "effect": "added",
                "was": None,
            }
        ],
        "failed": [
            {"channel": "mastodon", "host": host, "why": f"{host} has trouble of its own (500)."}
        ],
        "fans": {"low": 12, "high": 12, "as_of": "2025-11-23"},
        "dry_run": False,
    }


def test_a_dry_run_shows_the_requests_and_sends_none(
    tmp_path: Path, both: Network, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site(tmp_path, both, "2025-11-16,mastodon,80,")
    before = fans(root)
    assert fetch_counts(book_of(root), "", Wish(dry_run=True)) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"GET {both.host}{MASTODON}\nGET {both.host}{BLUESKY}\nEach with User-")
    assert said.endswith("Nothing was asked.\n")
    assert fetch_counts(book_of(root), "", Wish(dry_run=True, as_json=True)) == 0
    assert json.loads(capsys.readouterr().out)["requests"][0] == {
        "channel": "mastodon",
        "method": "GET",
        "url": f"{both.host}{MASTODON}",
    }
    assert both.asked == []
    assert fans(root) == before


def test_nothing_is_asked_while_any_file_has_an_error(tmp_path: Path, both: Network) -> None:
    root = site(tmp_path, both, "2025-11-16,crows,80,")
    done = invoke(root, "fans.fetch")
    assert done.returncode == 1
    assert "content/data/fans.csv:2: " in done.stderr
    assert both.asked == []


def test_a_channel_without_an_account_says_what_to_write(tmp_path: Path, both: Network) -> None:
    with pytest.raises(FanfareError, match=r'"newsletter" has no account.*fetch = "mastodon"'):
        fetch_counts(book_of(site(tmp_path, both)), "newsletter", Wish())


def test_a_site_without_accounts_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(FanfareError, match=r'No channel has an account.*fetch = "mastodon"'):
        fetch_counts(book_of(make_site(tmp_path)), "", Wish())


def test_the_command_ends_with_status_1_where_one_failed(tmp_path: Path, both: Network) -> None:
    root = site(tmp_path, both)
    assert invoke(root, "fans.fetch").returncode == 0
    both.answers[MASTODON] = says(404)
    done = invoke(root, "fans.fetch", "mastodon")
    assert done.returncode == 1
    assert 'knows no account "ada"' in done.stderr
