"""newsboat, a reader of feeds, on the site served on loopback."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from syndication.documents import document
from syndication.records import Format
from tests.syndication import hostile_site
from tests.syndication.entries import ADA, MIRA, a_feed, an_entry
from tests.syndication.hostile_site import TOLD
from tests.syndication.terminal_screen import InTerminal
from workbench.live_server import listen

XML = pytest.mark.parametrize("form", [Format.RSS, Format.ATOM], ids=["rss", "atom"])
"""What newsboat reads: of JSON Feed it knows nothing."""

PATIENCE_SECONDS = 60.0
"""Only for a test that fails: nothing that works waits for so long."""


@dataclass(frozen=True)
class Reader:
    """newsboat with its files in the folder `home`."""

    program: str
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"HOME": str(self.home), "LANG": "C.UTF-8", "TZ": "UTC", "PATH": os.environ["PATH"]}

    @property
    def command(self) -> list[str]:
        files = ("--url-file", "urls"), ("--cache-file", "cache.db"), ("--config-file", "config")
        return [
            self.program,
            *(part for option, name in files for part in (option, f"{self.home}/{name}")),
        ]

    def subscribe(self, address: str) -> None:
        """Fetch the feed at `address`, and no other."""
        self.home.joinpath("urls").write_text(f"{address}\n")
        self.home.joinpath("config").write_text('datetime-format "%Y-%m-%d"\n')
        done = subprocess.run(
            [*self.command, "--execute", "reload"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def entries(self) -> list[tuple[str, str, str, int]]:
        """Title, author, link and date of every entry it knows, as it keeps them."""
        with closing(sqlite3.connect(self.home / "cache.db")) as cache:
            return list(cache.execute("select title, author, url, pubDate from rss_item"))


@pytest.fixture
def reader(newsboat: str, tmp_path: Path) -> Reader:
    home = tmp_path / "home"
    home.mkdir()
    return Reader(newsboat, home)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the hostile site."""
    root = tmp_path_factory.mktemp("hostile")
    built = hostile_site.build(root)
    with closing(listen(built.output, "127.0.0.1", 0)) as server:
        server.show(1)
        server.start()
        yield server.url


@XML
def test_it_knows_every_entry_of_the_hostile_site(
    form: Format, hostile: str, reader: Reader
) -> None:
    reader.subscribe(f"{hostile}feeds/all{form.suffix}")
    known = {title: (author, url, date) for title, author, url, date in reader.entries()}
    assert known.keys() == {told.title for told in TOLD.values()}
    for name, told in TOLD.items():
        author, url, date = known[told.title]
        assert author in ", ".join(told.authors)
        assert url == (told.address or f"https://tiny.example/posts/{name}/")
        assert date == told.published.timestamp()


@XML
def test_it_shows_each_entry_with_title_date_author_and_link(
    form: Format, reader: Reader, tmp_path: Path
) -> None:
    feed = a_feed(
        an_entry(authors=(ADA,)),
        an_entry(
            id="tag:tiny.example,2026:b",
            title="Salt & <em>pepper</em>, “both”",
            url="https://tiny.example/posts/salt/?a=1&b=2",
            authors=(MIRA,),
        ),
    )
    file = tmp_path / "output" / feed.file(form)
    file.parent.mkdir(parents=True)
    file.write_bytes(document(feed, form))
    with closing(listen(tmp_path / "output", "127.0.0.1", 0)) as server:
        server.show(1)
        server.start()
        reader.subscribe(f"{server.url}{feed.file(form)}")
    with InTerminal(reader.command, reader.environment) as terminal:
        terminal.until("(2/2) Tiny")
        terminal.press("\r")
        listed = terminal.until("2 N  ")
        for number, entry in enumerate(feed.entries, 1):
            [line] = (one for one in listed if entry.title in one)
            assert "2026-03-01" in line
            terminal.press(f"{number}\r\r")
            shown = terminal.until(f"Link: {entry.url}")
            assert f"Title: {entry.title}" in shown
            assert f"Author: {entry.authors[0].name}" in shown
            assert "Date: Sun, 01 Mar 2026 09:30:00 +0000" in shown
            assert any("A knot is a promise." in row for row in shown)
            assert not any("This is a feed" in row for row in shown)
            terminal.press("q")
            terminal.until("Articles in feed")
