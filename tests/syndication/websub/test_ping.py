"""Which feeds a hub is told of, and what becomes of it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from werkzeug import Response

from fanfare.errors import FanfareError
from syndication.records import Format
from syndication.websub import report
from syndication.websub.record import State
from syndication.websub.run import Report
from tests.syndication.entries import KNOTS
from tests.syndication.websub.published import Published
from workbench.manifest import Manifest

EDITED = replace(KNOTS, title="Knots", updated=datetime(2026, 3, 9, tzinfo=UTC))


def _said(came_to: Report) -> list[str]:
    return [str(finding) for finding in report.findings(came_to)]


def _states(came_to: Report) -> list[State]:
    return [line.state for line in came_to.results.values()]


@pytest.mark.parametrize("status", [200, 202, 204])
def test_the_hub_is_told_of_each_feed_in_the_words_of_all_hubs(
    published: Published, status: int
) -> None:
    urls = published.publish(*Format)
    published.deploy()
    published.answers = [Response(status=status)] * 3
    assert _states(published.ping()) == [State.TOLD] * 3
    assert sorted(published.told, key=str) == sorted(
        ({"hub.mode": "publish", "hub.url": url, "hub.topic": url} for url in urls), key=str
    )


def test_what_was_told_is_in_the_ledger(published: Published) -> None:
    [url] = published.publish(Format.RSS)
    published.deploy()
    came_to = published.ping()
    assert published.ledger() == [
        {
            "date": "2026-03-10T09:00:00+00:00",
            "feed": url,
            "digest": came_to.feeds[0].digest,
            "hub": published.hub,
            "status": 202,
            "state": "told",
            "reason": "",
        }
    ]


def test_a_feed_is_told_of_once_until_it_changes(published: Published) -> None:
    published.publish(Format.RSS)
    other, _ = published.publish(Format.RSS, Format.ATOM, stem="feeds/tags/knots")
    published.deploy()
    published.ping()
    assert published.ping().due == frozenset()
    published.publish(Format.RSS, stem="feeds/tags/knots", entry=EDITED)
    published.deploy()
    published.told.clear()
    assert published.ping().due == {"feeds/tags/knots.rss.xml"}
    assert [form["hub.url"] for form in published.told] == [other]


def test_another_hub_knows_nothing_yet(published: Published) -> None:
    published.publish(Format.RSS)
    published.deploy()
    published.ping()
    published.publish(Format.RSS, hub=f"{published.hub}?other")
    published.deploy()
    assert _states(published.ping()) == [State.TOLD]


def test_a_dry_run_asks_nobody(published: Published) -> None:
    published.publish(Format.RSS)
    came_to = published.ping(send=False)
    assert came_to.due == {"feeds/all.rss.xml"}
    assert report.untold(came_to) == 0
    assert published.server.log == []
    assert published.ledger() == []


def test_a_feed_without_a_hub_concerns_nobody(published: Published) -> None:
    published.publish(Format.RSS, stem="feeds/linkedin", hub="")
    published.publish(Format.RSS)
    published.deploy()
    published.ping()
    assert len(published.told) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Response(status=404), "it answers 404"),
        (Response(status=302), "it answers 302"),
        (Response(b"<rss/>"), "it is not as it was published here"),
        (Response(b""), "it is not as it was published here"),
        (
            Response(status=301, headers={"Location": "/new.xml"}),
            "it sends us on to /new.xml",
        ),
    ],
)
def test_nobody_is_told_of_a_feed_that_is_not_live(
    published: Published, answer: Response, reason: str
) -> None:
    [rss, atom] = published.publish(Format.RSS, Format.ATOM)
    published.deploy()
    published.live["feeds/all.rss.xml"] = answer
    came_to = published.ping()
    assert [form["hub.url"] for form in published.told] == [atom]
    assert _said(came_to) == [
        f"Not live: {rss} ({reason}). "
        "Run `invoke deploy` first, or wait until its server shows what you deployed."
    ]
    assert report.untold(came_to) == 1
    assert len(published.ledger()) == 1


def test_a_feed_that_has_more_than_was_published_is_not_live(published: Published) -> None:
    published.publish(Format.RSS)
    published.deploy()
    path = published.root / "output/feeds/all.rss.xml"
    published.live["feeds/all.rss.xml"] = Response(path.read_bytes() + b"\n")
    assert published.ping().not_live == {"feeds/all.rss.xml": "it is not as it was published here"}


def test_a_site_that_is_nowhere_is_said_once_for_all_its_feeds(published: Published) -> None:
    published.publish(*Format)
    [said] = _said(published.ping())
    assert " and 2 more (it answers 404)." in said


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Response(status=500), "it answers 500"),
        (Response(status=307), "it answers 307"),
        (
            Response("Topic\n must be https.", status=400, mimetype="text/plain"),
            "it answers 400: Topic must be https",
        ),
        (Response("<h1>No</h1>", status=403, mimetype="text/html"), "it answers 403"),
        (
            Response(status=301, headers={"Location": "https://new.example/"}),
            "it sends us on to https://new.example/: is that WEBSUB_HUB now?",
        ),
    ],
)
def test_a_hub_that_says_no_is_said_and_asked_again_next_time(
    published: Published, answer: Response, reason: str
) -> None:
    [url] = published.publish(Format.RSS)
    published.deploy()
    published.answers = [answer]
    came_to = published.ping()
    assert _said(came_to) == [
        f"The hub {published.hub} was not told, since {reason} ({url}). "
        "Do it again: it harms nobody."
    ]
    assert report.untold(came_to) == 1
    [line] = published.ledger()
    assert (line["state"], line["status"], line["reason"]) == (
        "refused",
        answer.status_code,
        reason,
    )
    assert _states(published.ping()) == [State.TOLD]


def test_a_hub_that_hangs_is_waited_for_once(published: Published) -> None:
    published.publish(*Format)
    published.deploy()
    never = threading.Event()
    published.answers = [never]
    came_to = published.ping(seconds=0.5)
    never.set()
    assert _states(came_to) == [State.FAILED]
    assert report.untold(came_to) == 3
    [said] = _said(came_to)
    assert "since it takes too long to answer" in said
    assert _states(published.ping()) == [State.TOLD] * 3


def test_a_hub_that_is_not_there_is_said(published: Published) -> None:
    published.publish(Format.RSS, hub="http://127.0.0.1:9/hub")
    published.deploy()
    [said] = _said(published.ping())
    assert "The hub http://127.0.0.1:9/hub was not told, since it cannot be reached (" in said


@pytest.mark.parametrize("hub", ["http://hub:port", "gopher://hub.example", "hub"])
def test_a_hub_that_is_no_address_is_said(published: Published, hub: str) -> None:
    published.publish(Format.JSON, hub=hub)
    published.deploy()
    [said] = _said(published.ping())
    assert f"The hub {hub} was not told, since this is not an address that can be asked" in said


def test_feeds_without_any_hub_are_a_mistake(published: Published) -> None:
    published.publish(Format.RSS, hub="")
    with pytest.raises(FanfareError, match="names a hub, so there is nobody to tell"):
        published.ping()


def test_a_feed_that_does_not_say_where_it_is_is_a_mistake(published: Published) -> None:
    published.publish(Format.JSON)
    path = published.root / "output/feeds/all.json"
    path.write_text(path.read_text().replace("feed_url", "feed_ur1"))
    with pytest.raises(FanfareError, match=r"feeds/all\.json: It names a hub, and not its own"):
        published.ping()


@pytest.mark.parametrize("raw", [b"", b"<rss/>", b"<feed>", b"{}", b"[]", b'"a"'])
@pytest.mark.parametrize("form", Format, ids=lambda form: form.key)
def test_a_feed_that_is_broken_is_a_mistake(published: Published, form: Format, raw: bytes) -> None:
    published.publish(form)
    (published.root / f"output/feeds/all{form.suffix}").write_bytes(raw)
    with pytest.raises(FanfareError, match=f"not the {form.label} feed that its name promises"):
        published.ping()


def test_a_site_that_was_not_published_is_a_mistake(published: Published) -> None:
    with pytest.raises(FanfareError, match="There is no site in output/"):
        published.ping()
    published.publish(Format.RSS)
    Manifest(published.url, production=False, sources={}).save(published.site.manifest)
    with pytest.raises(FanfareError, match="built for writing, and not for the world"):
        published.ping()


@pytest.mark.parametrize(
    "line", ['{"date": "2026-03-10"}', '{"date": 1}', '{"state": "told", "status": "202"}']
)
def test_a_ledger_that_says_nothing_is_a_mistake(published: Published, line: str) -> None:
    published.publish(Format.RSS)
    path = published.root / "content/data/pings.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text(f"{line}\n")
    with pytest.raises(FanfareError, match=r"content/data/pings\.jsonl: The ping of "):
        published.ping()


def test_what_a_later_version_adds_to_a_line_is_passed_over(published: Published) -> None:
    published.publish(Format.RSS)
    published.deploy()
    published.ping()
    path = published.root / "content/data/pings.jsonl"
    path.write_text(path.read_text().replace('{"date"', '{"more": [1], "date"'))
    assert published.ping().due == frozenset()
