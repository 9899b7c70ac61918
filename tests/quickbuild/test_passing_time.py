"""What the passing of time changes is made anew, though no file has changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.clock import Clock
from tests.quickbuild.edited_site import EditedSite

BEFORE, AFTER = datetime(2026, 5, 31, 12, tzinfo=UTC), datetime(2026, 6, 1, 12, tzinfo=UTC)
PLUGINS = ["quickbuild", "guest_posts", "milestones", "folio", "syndication"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(BEFORE, monkeypatch)


def built(root: Path, name: str, text: str, *, is_shown: bool) -> EditedSite:
    """A site with the file `name`, built before its moment."""
    site = EditedSite(root, PLUGINS=PLUGINS, WITH_FUTURE_DATES=is_shown)
    site.write(name, text)
    site.build()
    return site


@pytest.mark.parametrize("is_shown", [True, False])
@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("content/four.md", "Date: 2026-06-01"),
        ("content/four.md", "Date: 2026-05-31 18:00\nTimezone: Pacific/Honolulu"),
        ("content/four.md", "Date: 2026-01-05\nLinkedin_date: 2026-06-01"),
        ("content/2026-06-01.md", "Category: b"),
    ],
)
def test_a_moment_that_a_text_waits_for(
    tmp_path: Path, clock: Clock, name: str, head: str, is_shown: bool
) -> None:
    text = f"Title: Four\n{head}\n\nAfter [the first]({{filename}}/one.md).\n"
    site = built(tmp_path, name, text, is_shown=is_shown)
    assert site.build() == set()
    feed = site.output / "feeds/linkedin.rss.xml"
    before = feed.read_bytes()
    clock.moment = AFTER
    site.build()  # which compares it with a build of everything
    assert feed.read_bytes() != before


def test_a_clock_that_is_set_back(tmp_path: Path, clock: Clock) -> None:
    clock.moment = AFTER
    site = built(
        tmp_path,
        "content/four.md",
        "Title: Four\nDate: 2026-06-01\n\nFour.\n",
        is_shown=False,
    )
    clock.moment = BEFORE
    site.build()
    assert (site.output / "drafts/four.html").exists()
