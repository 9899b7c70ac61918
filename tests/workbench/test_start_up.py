"""What a task has loaded when it ends, and what Python keeps of it for the next one.

Every task waits for all that it imports, needed or not. How long, a loaded machine cannot tell;
which modules, any can.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.demo_site import copy_of_the_site

RUN = """\
import atexit, sys
from invoke.main import program
atexit.register(lambda: print("Loaded:", *sys.modules))
program.run(["invoke", *sys.argv[1:]])
"""

TO_SPEAK_TO_OTHERS = {"httpx", "requests", "atproto", "mastodon", "keyring", "authlib"}
TO_READ_WHAT_IS_BROUGHT = {"bs4", "html5lib", "soupsieve", "mammoth", "markdownify", "openpyxl"}
TO_DRAW = {"resvg_py", "PIL.ImageDraw", "PIL.ImageFont"}
TO_PREPARE_A_BUILD = {"workbench.preflight", "workbench.loading", "workbench.observed"}
TO_REMEMBER_WHAT_MOST_NEVER_DID = {
    "guest_posts.audit.known",
    "guest_posts.links.autolink",
    "guest_posts.links.rel",
    "milestones.records",
    "syndication.networks.network",
    "syndication.posting.record",
    "rich._emoji_codes",
    "tomllib",
}
TO_BUILD = {"pelican", "jinja2", "markdown", "docutils", "lxml", "nh3", "pygments", "PIL", "rich"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


@pytest.fixture(scope="module")
def loaded_by_a_build(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return run(make_site(tmp_path_factory.mktemp("built") / "site"), "build")


def make_site(root: Path) -> Path:
    """A site with one page: no posts, no guests, nothing recorded, no cards."""
    copy_of_the_site(root)
    shutil.rmtree(root / "content")
    (root / "content/pages").mkdir(parents=True)
    text = "Title: About\n\nMore [at home](https://elsewhere.example/).\n"
    (root / "content/pages/about.md").write_text(text)
    with (root / "pelicanconf.py").open("a") as settings:
        settings.write("SOCIAL_CARDS = False\n")
    return root


def run(root: Path, *arguments: str, keeping: bool = False) -> set[str]:
    """The modules that `invoke` with `arguments` has loaded when it ends.

    With `keeping`, Python may keep what it compiled, as it may for any author.
    """
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "" if keeping else "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("Loaded:")[2].split())


def kept(root: Path) -> set[str]:
    """The modules of the site of which Python keeps what it compiled."""
    return {
        path.relative_to(root).as_posix().split(".")[0].replace("__pycache__/", "")
        for path in root.rglob("*.pyc")
    }


@pytest.mark.parametrize("task", ["--list", "clean"])
def test_a_task_that_builds_nothing_loads_nothing_to_build_with(site: Path, task: str) -> None:
    loaded = run(site, task)

    assert "workbench.tasks" in loaded
    assert not loaded & (TO_BUILD | TO_DRAW | TO_SPEAK_TO_OTHERS | TO_READ_WHAT_IS_BROUGHT)


def test_the_list_of_tasks_loads_nothing_that_only_some_of_them_need(site: Path) -> None:
    assert not run(site, "--list") & {"filelock", "sqlite3", "workbench.publish", "fanfare.memory"}


def test_a_build_loads_nothing_that_only_other_tasks_need(loaded_by_a_build: set[str]) -> None:
    assert {"pelican", "guest_posts.hooks", "milestones.hooks"} <= loaded_by_a_build
    assert not loaded_by_a_build & (TO_DRAW | TO_SPEAK_TO_OTHERS | TO_READ_WHAT_IS_BROUGHT)


def test_a_site_that_records_nothing_does_not_load_what_reckons_and_draws(
    loaded_by_a_build: set[str],
) -> None:
    late = ("milestones.arithmetic", "milestones.chart", "milestones.files", "milestones.public")
    assert not [name for name in loaded_by_a_build if name.startswith(late)]


def test_a_site_with_nothing_but_texts_does_not_load_what_others_record(
    loaded_by_a_build: set[str],
) -> None:
    assert not loaded_by_a_build & TO_REMEMBER_WHAT_MOST_NEVER_DID


def test_where_nothing_has_changed_nothing_is_loaded_to_build_with(site: Path) -> None:
    # No build relies on code that is younger than two seconds: the first ones make all anew.
    builds = (run(site, "build") for _attempt in range(9))

    loaded = next(loaded for loaded in builds if "pelican" not in loaded)

    assert not loaded & (TO_BUILD | TO_PREPARE_A_BUILD | {"ctypes", "syndication.records"})


def test_what_python_compiled_is_there_for_the_next_task(site: Path) -> None:
    run(site, "build", keeping=True)

    assert {"plugins/fanfare/settings", "plugins/folio/hooks", "plugins/workbench/build"} <= kept(
        site
    )


def test_whoever_forbids_python_to_keep_anything_is_obeyed(site: Path) -> None:
    run(site, "build")

    assert not kept(site)


def test_of_two_quick_saves_of_the_settings_the_second_counts(site: Path) -> None:
    settings = site / "pelicanconf.py"
    first = settings.stat().st_mtime_ns // 10**9 * 10**9
    os.utime(settings, ns=(first, first))
    run(site, "build", keeping=True)
    saved = settings.read_text("utf-8")
    settings.write_text(saved.replace("The Long Margin", "The Wide Margin"), "utf-8")
    os.utime(settings, ns=(first + 10**8, first + 10**8))

    run(site, "build", keeping=True)

    assert "The Wide Margin" in (site / "output/index.html").read_text("utf-8")
    assert not {"pelicanconf", "publishconf"} & kept(site)
