"""The ledger of deployments, and how it is shown."""

from dataclasses import replace
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from workbench.deploy import record, report
from workbench.deploy.records import Changes, Deployment, Outcome
from workbench.location import Site

FIRST = Deployment(
    date="2026-03-01T09:30:00+01:00",
    to="gh-pages",
    target="https://host.example/site.git#gh-pages",
    siteurl="https://author.example.net",
    files=1200,
    added=1200,
    changed=0,
    removed=0,
    digest="0a" * 32,
    commit="1b" * 20,
    source="2c" * 20,
    dirty=True,
)
SECOND = replace(
    FIRST, date="2026-03-02T09:30:00+01:00", to="rsync", target="host:/www/", commit=""
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_what_is_noted_is_read_again_oldest_first(site: Site) -> None:
    record.note(site, FIRST)
    record.note(site, SECOND)
    assert record.deployments(site) == [FIRST, SECOND]


def test_a_site_that_was_never_deployed_has_none(site: Site) -> None:
    assert record.deployments(site) == []


def test_a_key_that_a_later_version_added_is_passed_over(site: Site) -> None:
    record.note(site, FIRST)
    line = site.deployments.read_text().replace('{"date"', '{"weather": "fine", "date"')
    site.deployments.write_text(line)
    assert record.deployments(site) == [FIRST]


@pytest.mark.parametrize(
    ("right", "wrong", "field"),
    [
        ('"digest":', '"digset":', '"digest" that can be read'),
        ('"files": 1200', '"files": "many"', '"files" that can be read'),
    ],
)
def test_a_line_that_says_too_little_is_named(
    site: Site, right: str, wrong: str, field: str
) -> None:
    record.note(site, FIRST)
    site.deployments.write_text(site.deployments.read_text().replace(right, wrong))
    with pytest.raises(FanfareError) as error:
        record.deployments(site)
    assert str(error.value) == (
        "content/data/deployments.jsonl: The deployment of 2026-03-01T09:30:00+01:00 "
        f"has no {field}. Restore the line from git, or delete it."
    )


def test_the_last_deployment_to_a_destination_is_found() -> None:
    again = replace(FIRST, date="2026-03-03T09:30:00+01:00")
    deployed = [FIRST, SECOND, again, SECOND]
    assert record.last_to(deployed, FIRST.to, FIRST.target) == again
    assert record.last_to(deployed, "rsync", FIRST.target) is None


def test_the_same_files_have_the_same_digest_whenever_they_were_made(tmp_path: Path) -> None:
    for name, order in (("one", "ab"), ("two", "ba")):
        for file in order:
            (tmp_path / name / "posts").mkdir(parents=True, exist_ok=True)
            (tmp_path / name / "posts" / file).write_text(f"text of {file}")
    assert record.digest(tmp_path / "one") == record.digest(tmp_path / "two")


@pytest.mark.parametrize(("name", "text"), [("a", "other"), ("b", "text")])
def test_another_name_or_another_byte_has_another_digest(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one/a").write_text("text")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / name).write_text(text)
    assert record.digest(tmp_path / "one") != record.digest(tmp_path / "two")


def test_changes_between_two_trees_are_sorted_by_kind_and_path() -> None:
    there = {"same": "1", "b": "1", "a": "1", "z": "1", "y": "1"}
    here = {"same": "1", "b": "2", "a": "2", "n": "1", "m": "1"}
    assert Changes.between(there, here) == Changes(("m", "n"), ("a", "b"), ("y", "z"))


def test_changes_are_listed_with_their_sign() -> None:
    changes = Changes(("new.html",), ("index.html",), ("old.html",))
    assert list(report.change_lines(changes)) == [
        "  + new.html",
        "  ~ index.html",
        "  - old.html",
    ]


def test_a_long_list_is_cut_short_and_says_by_how_much() -> None:
    paths = tuple(f"{number:04}.html" for number in range(2000))
    lines = list(report.change_lines(Changes(added=paths)))
    assert lines[11:] == ["  + 0011.html", "  + ... and 1,988 more (all of them: --json)"]


def test_a_list_that_is_one_too_long_is_shown_whole() -> None:
    paths = tuple(f"{number:02}.html" for number in range(13))
    assert list(report.change_lines(Changes(removed=paths)))[-1] == "  - 12.html"


@pytest.mark.parametrize(
    ("changes", "dry_run", "line"),
    [
        (
            Changes(("a", "b"), ("c",)),
            False,
            "Deployed https://author.example.net to host:/www/: 2 added, 1 changed, 0 removed.",
        ),
        (
            Changes(removed=("a",)),
            True,
            "Would deploy to host:/www/: 0 added, 0 changed, 1 removed. Nothing sent.",
        ),
        (Changes(), False, "Nothing to deploy: host:/www/ has this site already."),
        (Changes(), True, "Nothing to deploy: host:/www/ has this site already."),
    ],
)
def test_a_run_is_told_in_one_line(changes: Changes, dry_run: bool, line: str) -> None:
    url = "https://author.example.net"
    outcome = Outcome("rsync", "host:/www/", url, dry_run, changes, None, ())
    assert report.outcome_line(outcome) == line


def test_the_status_is_a_table() -> None:
    assert list(report.status_lines([FIRST, SECOND], "same")) == [
        "when              to        files  added  changed  removed  commit     where",
        "2026-03-01 09:30  gh-pages  1,200  1,200  0        0        1b1b1b1b1  "
        "https://host.example/site.git#gh-pages",
        "2026-03-02 09:30  rsync     1,200  1,200  0        0        -          host:/www/",
        "output/ is what was last deployed.",
    ]


def test_the_status_shows_the_last_ten() -> None:
    lines = list(report.status_lines([FIRST] * 12, "differs"))
    assert len(lines) == 1 + 10 + 2
    assert lines[-2:] == [
        "... and 2 earlier deployments (all of them: --json)",
        "output/ differs from what was last deployed.",
    ]
