"""`invoke feeds.ping` and `invoke feeds.list`, as their author types them."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime

import pytest
from werkzeug import Response

from syndication.records import Format
from tests.syndication.entries import an_entry
from tests.syndication.websub.published import Published, command, environment, make_tasks
from workbench.manifest import Manifest

PATIENCE_SECONDS = 60.0
"""Only for a test that fails: nothing that works waits for so long."""


@pytest.fixture
def published(published: Published) -> Published:
    make_tasks(published.root)
    published.publish(Format.RSS, Format.ATOM)
    published.deploy()
    return published


def _run(published: Published, *arguments: str) -> tuple[int, list[str], str]:
    """Exit status, lines of standard output, and standard error."""
    done = subprocess.run(
        command(*arguments),
        cwd=published.root,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_a_dry_run_shows_what_changed(published: Published) -> None:
    status, lines, complaints = _run(published, "feeds.ping")
    assert (status, complaints) == (0, "")
    assert lines == [
        f"  changed   {published.url}/feeds/all.atom.xml",
        f"  changed   {published.url}/feeds/all.rss.xml",
        "2 feeds, 2 changed since the hub was told.",
        "Nobody was told: say --send.",
    ]
    assert published.told == []


def test_send_tells_and_says_so(published: Published) -> None:
    status, lines, complaints = _run(published, "feeds.ping", "--send")
    assert (status, complaints) == (0, "")
    assert lines[-4:] == [
        f"  told      {published.url}/feeds/all.atom.xml",
        f"  told      {published.url}/feeds/all.rss.xml",
        "2 feeds, 2 changed since the hub was told.",
        "The hub was told of 2.",
    ]
    assert _run(published, "feeds.ping", "--send")[1] == [
        "2 feeds, 0 changed since the hub was told."
    ]


def test_a_hub_that_refuses_is_a_failure(published: Published) -> None:
    published.answers = [Response(status=500)]
    status, lines, complaints = _run(published, "feeds.ping", "--send")
    assert status == 1
    assert f"  refused   {published.url}/feeds/all.atom.xml" in lines
    assert f"error: The hub {published.hub} was not told, since it answers 500" in complaints


def test_json_says_all_of_it_and_nothing_else(published: Published) -> None:
    published.answers = [Response(status=500)]
    status, lines, complaints = _run(published, "feeds.ping", "--send", "--json")
    assert (status, complaints) == (1, "")
    said = json.loads("\n".join(lines))
    assert not said["dry_run"]
    assert [(feed["file"], feed["state"], feed["hub"]) for feed in said["feeds"]] == [
        ("feeds/all.atom.xml", "refused", published.hub),
        ("feeds/all.rss.xml", "told", published.hub),
    ]
    assert [finding["rule"] for finding in said["findings"]] == ["hub"]


def test_a_site_without_a_hub_is_told_how_to_have_one(published: Published) -> None:
    published.publish(Format.RSS, Format.ATOM, hub="")
    status, lines, complaints = _run(published, "feeds.ping", "--send")
    assert (status, lines) == (1, [])
    assert complaints == (
        "error: No feed of the published site names a hub, so there is nobody to tell. "
        "Write WEBSUB_HUB with the address of one in pelicanconf.py, and publish again.\n"
    )


def test_list_is_a_table_of_all_feeds(published: Published) -> None:
    later = an_entry(updated=datetime(2026, 3, 9, 12, tzinfo=UTC))
    published.publish(Format.JSON, stem="feeds/tags/knots", entry=later, hub="")
    Manifest(published.url, production=False, sources={}).save(published.site.manifest)
    url = published.url
    status, lines, complaints = _run(published, "feeds.list")
    assert (status, complaints) == (0, "")
    assert lines == [
        f"    1  2026-03-04  {url}/feeds/all.atom.xml     Tiny",
        f"    1  2026-03-04  {url}/feeds/all.rss.xml      Tiny",
        f"    1  2026-03-09  {url}/feeds/tags/knots.json  Tiny",
        f"3 feeds of {url}; hub: {published.hub}.",
    ]


def test_list_as_json_has_every_fact(published: Published) -> None:
    _, lines, _ = _run(published, "feeds.list", "--json")
    first = json.loads("\n".join(lines))[0]
    assert len(first.pop("digest")) == 64
    assert first == {
        "file": "feeds/all.atom.xml",
        "format": "atom",
        "title": "Tiny",
        "url": f"{published.url}/feeds/all.atom.xml",
        "hub": published.hub,
        "entries": 1,
        "changed": "2026-03-04T18:00:00+00:00",
    }


def test_list_without_a_site_says_how_to_make_one(published: Published) -> None:
    published.site.manifest.unlink()
    status, _, complaints = _run(published, "feeds.list")
    assert status == 1
    assert complaints == "error: There is no site in output/. Run `invoke build` first.\n"
