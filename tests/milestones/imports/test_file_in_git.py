"""A file of addresses that git would publish is said to be one; it is imported all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.milestones.imports.exported import EXPORTS, counts, list_of, make_site, put_in
from tests.workbench.scaffolding import git
from workbench.location import Site

WARNING = "This file has people's addresses, and git has it, or would take it in."
ADDRESSES = ["ada@reader.example"]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose repository ignores what is private, and `exports/`."""
    made = make_site(tmp_path / "site")
    git(made.root, "init", "--quiet")
    (made.root / ".gitignore").write_text("/private/\n/exports/\n")
    (made.root / "exports").mkdir()
    return made


def said_of(site: Site, file: Path, capsys: pytest.CaptureFixture[str]) -> str:
    put_in(site, list_of(file, ADDRESSES), "newsletter", "2026-01-20")
    assert counts(site) == {("2026-01-20", "newsletter"): 1}
    said = capsys.readouterr()
    assert WARNING not in said.out
    return said.err


def test_a_file_that_git_would_take_in(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    said = said_of(site, site.root / "subscribers.csv", capsys)
    assert f"subscribers.csv: {WARNING} Move it out of the site's folder, or delete it" in said


def test_a_file_that_git_has_although_it_is_ignored(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    file = list_of(site.root / "exports" / "a.csv", ADDRESSES)
    git(site.root, "add", "--force", "exports/a.csv")
    assert WARNING in said_of(site, file, capsys)


def test_a_file_that_git_ignores(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert said_of(site, site.root / "exports" / "a.csv", capsys) == ""


@pytest.mark.parametrize("is_repository", [False, True])
def test_a_file_elsewhere(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, is_repository: bool
) -> None:
    (tmp_path / "elsewhere").mkdir()
    if is_repository:
        git(tmp_path / "elsewhere", "init", "--quiet")
    assert said_of(site, tmp_path / "elsewhere" / "a.csv", capsys) == ""


def test_a_site_without_a_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path / "site")
    assert said_of(site, site.root / "subscribers.csv", capsys) == ""


def test_a_file_without_addresses(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    file = site.root / "visits.csv"
    file.write_bytes((EXPORTS / "goatcounter.csv").read_bytes())
    put_in(site, file)
    assert capsys.readouterr().err == ""
