"""What the check makes of the files it finds, and of those it does not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanfare.console import Silent
from fanfare.errors import FanfareError
from tests.workbench.check.made_site import MadeSite
from workbench.check import check_site, report_on
from workbench.location import Site
from workbench.manifest import Manifest

MANIFEST = Manifest("https://tiny.example", False, {})


class _Counting:
    """Progress that keeps what it is told."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int | None]] = []
        self.advances = 0

    def step(self, name: str, total: int | None = None) -> None:
        self.steps.append((name, total))

    def advance(self) -> None:
        self.advances += 1


def test_every_page_is_one_step_of_progress(made: MadeSite) -> None:
    made.page("about/index.html")
    made.file("owner1234.html", "not a page")
    progress = _Counting()
    check_site(Site(made.root), made.root / "output", MANIFEST, progress)
    assert (progress.steps, progress.advances) == ([("Checking pages", 3)], 3)


def test_a_site_rebuilt_meanwhile_is_to_be_checked_again(made: MadeSite) -> None:
    class Rebuilding(Silent):
        """A rebuild that begins once the check has."""

        def step(self, name: str, total: int | None = None) -> None:
            (made.root / "output/index.html").unlink()

    now = datetime(2026, 3, 1, tzinfo=UTC)
    with pytest.raises(FanfareError, match="rebuilt while it was read"):
        report_on(Site(made.root), made.root / "output", MANIFEST, Rebuilding(), now)


def test_a_link_in_the_file_system_that_leads_nowhere_is_no_file(made: MadeSite) -> None:
    (made.root / "output/lost.pdf").symlink_to(made.root / "gone.pdf")
    made.page("here/index.html", '<a href="/lost.pdf">x</a>')
    assert len(made.said("broken-link")) == 1


def test_a_file_whose_name_is_not_utf8_does_no_harm(made: MadeSite) -> None:
    try:
        Path(f"{made.root}/output/caf\udce9.html").write_text("<title>x</title>")
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system takes only names in UTF-8")
    assert {str(found) for found in made.findings() if found.rule == "language"} == {
        'caf\ufffd.html: The page names no language. Let the template say <html lang="en">.'
    }


@pytest.mark.parametrize("manifest", [None, MANIFEST])
def test_nothing_is_checked_where_nothing_was_built(
    tmp_path: Path, manifest: Manifest | None
) -> None:
    with pytest.raises(FanfareError, match="Run `invoke build` or `invoke publish` first"):
        check_site(Site(tmp_path), tmp_path / "output", manifest, Silent())
