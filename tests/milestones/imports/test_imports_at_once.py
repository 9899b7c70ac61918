"""Several `invoke fans.import` at once come to what they come to one after the other.

What an import adds it decides by what is recorded when it adds, and shows it first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from milestones.imports.private_lists import PrivateLists
from tests.milestones.fans.fans_site import TASKS
from tests.milestones.goals_site import Terminal, invoke
from tests.milestones.imports.exported import (
    counts,
    fans_csv,
    list_of,
    make_site,
    put_in,
    readings,
)
from workbench.location import Site

ADA, BEN, CLEO = "ada@reader.example", "ben@reader.example", "cleo@reader.example"
DAY = "2026-01-20"

_ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
_IMPORT = """
import sys; from datetime import date; from pathlib import Path
from milestones.fans.book import Wish, open_book
from milestones.imports.command import Export, import_file
from workbench.location import Site
book = open_book(Site(Path(sys.argv[1])), date(2026, 1, 31))
print("ready", flush=True)
sys.stdin.read()
import_file(book, Export(*sys.argv[2:]), Wish(as_json=True), yes=True)
"""

Import = tuple[Path, str, str]
"""File, channel, day."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = make_site(tmp_path / "site")
    (site.root / "tasks.py").write_text(TASKS)
    return site


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return list_of(tmp_path / "letter.csv", [ADA, BEN])


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return list_of(tmp_path / "workshop.csv", [ADA.upper(), CLEO])


def _at_once(site: Site, imports: list[Import]) -> list[bool]:
    """Which of `imports` say that they added something."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _IMPORT, str(site.root), *map(str, one)],
            env=_ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for one in imports
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    return [json.loads(process.communicate()[0])["added"] for process in running]


def _lines(site: Site) -> list[str]:
    """What is recorded, in no order."""
    return sorted(fans_csv(site).read_text().splitlines())


def _sizes(site: Site) -> dict[tuple[str, date], int]:
    """How many there are on each list that is kept."""
    return {key: len(people) for key, people in PrivateLists(site.root).read().items()}


def test_imports_at_once_come_to_the_same_as_one_after_the_other(
    site: Site, tmp_path: Path, letter: Path, workshop: Path
) -> None:
    imports = [
        (letter, "newsletter", DAY),
        (letter, "newsletter", DAY),
        (workshop, "workshop", DAY),
        (workshop, "workshop", DAY),
    ]
    said = _at_once(site, imports)
    assert sum(said) == 2
    other = make_site(tmp_path / "other")
    for file, channel, day in imports:
        put_in(other, file, channel, day)
    assert _lines(site) == _lines(other)
    assert counts(site)[DAY, "newsletter+workshop"] == 3
    assert _sizes(site) == _sizes(other)


def test_one_import_many_times_at_once_is_added_once(site: Site, letter: Path) -> None:
    assert sum(_at_once(site, [(letter, "newsletter", DAY)] * 6)) == 1
    assert [(one.channel, one.count) for one in readings(site)] == [("newsletter", 2)]


def _shown(site: Site, file: Path, channel: str) -> Terminal:
    """An import that has shown its rows and asks."""
    running = Terminal(site.root, "fans.import", str(file), "--channel", channel, "--date", DAY)
    running.wait_for("Add them? [y/N]")
    return running


def test_where_something_was_recorded_meanwhile_the_rows_are_shown_anew(
    site: Site, letter: Path, workshop: Path
) -> None:
    first, second = _shown(site, letter, "newsletter"), _shown(site, workshop, "workshop")
    first.press("y\n")
    assert first.end() == 0
    second.press("y\n")
    second.wait_for("Something else was recorded meanwhile. By now it is this:")
    second.wait_for(f"{DAY}  newsletter+workshop  3")
    second.wait_for("Add them? [y/N]")
    assert (DAY, "workshop") not in counts(site)
    second.press("y\n")
    assert second.end() == 0
    assert counts(site) == {
        (DAY, "newsletter"): 2,
        (DAY, "workshop"): 2,
        (DAY, "newsletter+workshop"): 3,
    }


def test_what_was_imported_meanwhile_is_not_added_again(site: Site, letter: Path) -> None:
    first, second = _shown(site, letter, "newsletter"), _shown(site, letter, "newsletter")
    for running in (first, second):
        running.press("y\n")
        assert running.end() == 0
    assert "Nothing to add: all of it is there already." in second.screen
    assert len(readings(site)) == 1


def test_what_cannot_be_recorded_any_more_is_refused_when_it_is_added(
    site: Site, letter: Path
) -> None:
    running = _shown(site, letter, "newsletter")
    goals = fans_csv(site).with_name("goals.toml")
    goals.write_text(goals.read_text().replace('"newsletter"', '"paper"'))
    running.press("y\n")
    assert running.end() == 1
    assert '"newsletter" is no channel.' in running.screen
    assert not fans_csv(site).exists()


def test_stopping_instead_of_answering_leaves_nothing(site: Site, letter: Path) -> None:
    running = _shown(site, letter, "newsletter")
    # The line end wakes an `input` that Ctrl-C reached between its prompt and its reading.
    running.press("\x03\n")
    assert running.end() == 1
    assert "Stopped. Nothing was added." in running.screen
    assert not (site.root / "private").exists()
    assert not fans_csv(site).exists()


def test_saying_no_leaves_nothing(site: Site, letter: Path) -> None:
    running = _shown(site, letter, "newsletter")
    running.press("n\n")
    assert running.end() == 0
    assert "Nothing was added." in running.screen
    assert not (site.root / "private").exists()
    assert not fans_csv(site).exists()


def test_the_help_shows_how_it_is_called(site: Site) -> None:
    shown = invoke(site.root, "--help", "fans.import").stdout
    assert "invoke fans.import subscribers.csv --channel newsletter" in shown
