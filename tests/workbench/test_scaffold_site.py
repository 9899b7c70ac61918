"""`invoke new site`: an empty site in the place of the demo, and nothing lost on the way."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from tests.workbench.scaffolding import FILES, PLUGINS, commit_all, git, invoke, make_site, typed
from workbench.location import Site
from workbench.scaffold.entries import NewFile
from workbench.scaffold.history import history
from workbench.scaffold.new_site import (
    Identity,
    Replacement,
    identity,
    plan_site,
    replace_demo,
    settings_of,
)

NEW = ("new", "site", "--name", "Small Hours", "--url", "https://smallhours.example")
DEMO = sorted(name for name in FILES if name.startswith("content/"))
STUBS = [
    "content/images/apple-touch-icon.png",
    "content/images/favicon.svg",
    "content/pages/about.md",
    "content/pages/media-kit.md",
    "content/pages/newsletter.md",
    "content/pages/now.md",
    "content/pages/privacy.md",
    "content/pages/speaking.md",
    "content/pages/start-here.md",
    "content/posts/why-i-write-here.md",
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return commit_all(make_site(tmp_path / "my site – ä"))


def _content(site: Path) -> list[str]:
    paths = (path for path in site.rglob("content/**/*") if path.is_file())
    return sorted(path.relative_to(site).as_posix() for path in paths)


def _setting(site: Path, name: str) -> object:
    for node in ast.parse((site / "pelicanconf.py").read_bytes()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    return None


# --- the new site -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in which the demo was replaced. Tests only read it."""
    site = commit_all(make_site(tmp_path_factory.mktemp("new") / "my site – ä"))
    done = invoke(site, *NEW, "--author", 'Ada "Ink" Quill', "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Small Hours is yours: 11 files written." in done.stdout
    assert "`invoke goals.new`" in done.stdout.split("Next:")[1]
    return site


def test_the_demo_is_replaced_by_stubs(new_site: Path) -> None:
    assert _content(new_site) == STUBS
    assert 'I am Ada "Ink" Quill' in (new_site / "content/pages/about.md").read_text("utf-8")


def test_the_settings_are_those_of_the_new_site_and_the_others_stay(new_site: Path) -> None:
    assert _setting(new_site, "SITENAME") == "Small Hours"
    assert _setting(new_site, "SITEURL") == "https://smallhours.example"
    assert _setting(new_site, "AUTHOR") == 'Ada "Ink" Quill'
    assert _setting(new_site, "SOCIAL") == []
    assert _setting(new_site, "NEWSLETTER") is None
    assert _setting(new_site, "TIMEZONE") == "Pacific/Kiritimati"


def test_what_feeds_call_its_posts_begins_with_its_host_and_the_year(new_site: Path) -> None:
    draft = (new_site / "content/posts/why-i-write-here.md").read_text("utf-8")
    year = draft.partition("Date: ")[2][:4]
    assert _setting(new_site, "TAGGING_ENTITY") == f"smallhours.example,{year}"


@pytest.mark.parametrize(
    ("url", "entity"),
    [
        ("https://Ada.example:8000/site", '"ada.example,2026"'),
        ("https://bücher.example", '"xn--bcher-kva.example,2026"'),
        ("http://[::1]:8000", '""'),
        (f"https://{'a' * 64}.example", '""'),
    ],
)
def test_the_host_is_called_as_machines_call_it(url: str, entity: str) -> None:
    assert settings_of(Identity("Ada", url, "Ada"), 2026)["TAGGING_ENTITY"] == entity


def test_every_page_of_the_menu_is_there(new_site: Path) -> None:
    menu = _setting(new_site, "MENUITEMS")
    assert isinstance(menu, list)
    pages = {url.strip("/") for _, url in menu} - {"archives"}
    assert pages <= {path.stem for path in (new_site / "content/pages").iterdir()}


def test_rooms_stay_and_folders_inside_them_go(new_site: Path) -> None:
    assert (new_site / "content/people").is_dir()
    assert not (new_site / "content/posts/2025").exists()


def test_the_new_site_builds_without_a_word(new_site: Path) -> None:
    built = invoke(new_site, "build")
    assert built.returncode == 0
    (warning,) = built.stderr.splitlines()
    assert "POSITIONING is still the one a new site comes with." in warning
    assert (new_site / "output/start-here/index.html").exists()


def test_the_author_is_called_as_the_site_where_nobody_is_named(site: Path) -> None:
    invoke(site, *NEW, "--yes")
    assert _setting(site, "AUTHOR") == "Small Hours"


def test_the_same_again_changes_nothing(site: Path) -> None:
    invoke(site, *NEW, "--yes")
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message", "Mine")
    shutil.rmtree(site / "content/posts")  # its draft has the time of day in it
    invoke(site, *NEW, "--yes")
    assert git(site, "status", "--porcelain", "--", "content/pages", "pelicanconf.py") == ""


# --- what is wrong is said before anything is touched ---------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--name", "X"), "error: A site needs --name and --url."),
        (("--url", "https://x.example"), "error: A site needs --name and --url."),
        (("--name", "X", "--url", "x.example"), 'error: --url "x.example" has no scheme. Write'),
        (("--name", "X", "--url", "https://x.example/"), "ends with a slash."),
        (("--name", "X", "--url", "https://["), 'error: --url "https://[" is not an address.'),
        (("--name", " \x07 ", "--url", "https://x.example"), "error: --name is not a text."),
    ],
)
def test_a_wrong_name_or_address_changes_nothing(
    site: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    done = invoke(site, "new", "site", *arguments, "--yes")
    assert done.returncode == 1
    assert complaint in done.stderr
    assert git(site, "status", "--porcelain") == ""


def test_a_name_is_one_line() -> None:
    who = identity("Small\nHours", "https://smallhours.example", "")
    assert who == Identity("Small Hours", "https://smallhours.example", "Small Hours")


# --- asking -----------------------------------------------------------------------------------


def test_without_a_terminal_it_lists_what_would_go_and_stops(site: Path) -> None:
    done = invoke(site, *NEW)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [f"  {name}" for name in DEMO]
    assert done.stderr == "error: 7 files would be deleted. Add --yes to do it unasked.\n"
    assert git(site, "status", "--porcelain") == ""


@pytest.mark.parametrize("answer", ["n\n", "\n", "nein\n", "yesterday\n"])
def test_in_a_terminal_only_yes_deletes(site: Path, answer: str) -> None:
    status, screen = typed(site, answer, *NEW, "--author", "Ada")
    assert status == 0
    assert "Delete these 7 files? [y/N]" in screen
    assert "Nothing was changed." in screen
    assert git(site, "status", "--porcelain") == ""


def test_in_a_terminal_yes_deletes(site: Path) -> None:
    status, screen = typed(site, "y\n", *NEW, "--author", "Ada")
    assert status == 0
    assert "Small Hours is yours" in screen
    assert _content(site) == STUBS


def test_in_a_terminal_name_address_and_author_are_asked_for(site: Path) -> None:
    answers = "Small Hours\nhttps://smallhours.example\nAda Quill\nyes\n"
    status, _ = typed(site, answers, "new", "site")
    assert status == 0
    assert _setting(site, "AUTHOR") == "Ada Quill"


# --- what git could not bring back ----------------------------------------------------------------


def _edit_tracked(site: Path) -> str:
    (site / "content/posts/one.md").write_text("Title: Mine now\n")
    return "content/posts/one.md"


def _add_untracked(site: Path) -> str:
    (site / "content/posts/mine – ä.md").write_text("Title: Mine\n")
    return "content/posts/mine – ä.md"


def _stage_only(site: Path) -> str:
    (site / "content/posts/staged.md").write_text("Title: Mine\n")
    git(site, "add", "--all")
    return "content/posts/staged.md"


def _edit_settings(site: Path) -> str:
    with (site / "pelicanconf.py").open("a") as settings:
        settings.write('SOCIAL = [("Mine", "https://mine.example")]\n')
    return "pelicanconf.py"


@pytest.mark.parametrize("change", [_edit_tracked, _add_untracked, _stage_only, _edit_settings])
def test_work_that_is_not_in_git_is_not_deleted(site: Path, change: Callable[[Path], str]) -> None:
    path = change(site)
    before = (site / path).read_bytes()
    done = invoke(site, *NEW, "--yes")
    assert done.returncode == 1
    assert f"error: {path}: It has changes that git does not have" in done.stderr
    assert (site / path).read_bytes() == before
    assert (site / "content/people/mira-holm.md").exists()


def test_with_yes_and_force_it_is_deleted_all_the_same(site: Path) -> None:
    _add_untracked(site)
    _edit_tracked(site)
    assert invoke(site, *NEW, "--yes", "--force").returncode == 0
    assert _content(site) == STUBS


def test_force_alone_does_not_delete(site: Path) -> None:
    _edit_tracked(site)
    assert invoke(site, *NEW, "--force").returncode == 1
    assert (site / "content/people/mira-holm.md").exists()


def test_ignored_files_are_neither_deleted_nor_in_the_way(site: Path) -> None:
    (site / "content/posts/.DS_Store").write_text("x")
    assert invoke(site, *NEW, "--yes").returncode == 0
    assert (site / "content/posts/.DS_Store").exists()


def test_outside_of_git_nothing_is_deleted_unforced(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    done = invoke(site, *NEW, "--yes", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert done.returncode == 1
    assert "This folder is not in git" in done.stderr
    assert _content(site) == DEMO


def test_without_git_nothing_is_deleted_unforced(site: Path) -> None:
    done = invoke(site, *NEW, "--yes", PATH="")
    assert done.returncode == 1
    assert "This folder is not in git" in done.stderr
    assert _content(site) == DEMO


def test_a_site_may_live_inside_a_larger_repository(tmp_path: Path) -> None:
    site = make_site(tmp_path / "sites" / "mine")
    (tmp_path / "sites" / "content").mkdir()
    (tmp_path / "sites" / "content" / "other.md").write_text("not of this site")
    commit_all(tmp_path)
    (tmp_path / "sites" / "content" / "other.md").write_text("changed, and none of its business")
    _edit_tracked(site)
    assert "content/posts/one.md: It has changes" in invoke(site, *NEW, "--yes").stderr
    git(site, "checkout", "content/posts/one.md")
    assert invoke(site, *NEW, "--yes").returncode == 0
    assert _content(site) == STUBS


# --- interrupted ------------------------------------------------------------------------------


REPLACES_UNTIL_THE_POWER_GOES = """
import os, sys
from pathlib import Path

from workbench.location import Site
from workbench.scaffold.entries import NewFile
from workbench.scaffold.history import history
from workbench.scaffold.new_site import identity, plan_site, replace_demo

def cut(event, _):
    global steps
    if event in ("os.rename", "os.remove", "os.rmdir"):
        steps -= 1
        if steps < 0:
            os._exit(9)

root, steps = Path(sys.argv[1]), int(sys.argv[2])
who = identity("Small Hours", "https://smallhours.example", "Ada Quill")
draft = NewFile("content/posts/why-i-write-here.md", "Title: Why, at first\\n")
plan = plan_site(Site(root), who, draft, history(root, "content", "pelicanconf.py"), 2026)
sys.addaudithook(cut)
replace_demo(Site(root), plan)
"""


def _replace_until(site: Path, steps: int) -> bool:
    """Replace the demo in a process that ends after `steps` steps; True where it came through."""
    command = [sys.executable, "-c", REPLACES_UNTIL_THE_POWER_GOES, str(site), str(steps)]
    ended = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(PLUGINS)}, check=False)
    assert ended.returncode in (0, 9)
    return ended.returncode == 0


def _second_plan(site: Path) -> Replacement:
    """What the same command plans a minute later: the draft has another date."""
    who = Identity("Small Hours", "https://smallhours.example", "Ada Quill")
    draft = NewFile("content/posts/why-i-write-here.md", "Title: Why, a minute later\n")
    return plan_site(Site(site), who, draft, history(site, "content", "pelicanconf.py"), 2026)


def test_stopped_at_any_step_the_same_again_finishes(site: Path) -> None:
    steps = 0
    while not _replace_until(site, steps):
        plan = _second_plan(site)
        assert plan.at_risk == (), f"after {steps} steps"
        replace_demo(Site(site), plan)
        assert _content(site) == STUBS, f"after {steps} steps"
        assert "minute later" in (site / "content/posts/why-i-write-here.md").read_text()
        assert _setting(site, "SITENAME") == "Small Hours"
        assert list((site / ".fanfare").iterdir()) == []
        git(site, "reset", "--hard", "--quiet")
        git(site, "clean", "-fdx", "--quiet")
        steps += 1
    assert steps > len(STUBS)


def test_what_the_author_wrote_after_an_interruption_is_not_lost(site: Path) -> None:
    assert not _replace_until(site, 14)
    (site / "content/pages/about.md").write_text("Title: About\n\nAll about me.\n")
    assert _second_plan(site).at_risk == ("content/pages/about.md",)


def test_a_file_that_cannot_be_written_is_named(site: Path) -> None:
    shutil.rmtree(site / "content/images")
    (site / "content/images").write_text("a file where a folder should be")
    with pytest.raises(FanfareError, match=r"content/images.*: This stopped half-way: "):
        replace_demo(Site(site), _second_plan(site))
