"""A whole deployment: publish, compare, ask, send, record."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from fanfare import published
from fanfare.console import Silent
from fanfare.errors import FanfareError
from workbench import deploy as deploying
from workbench.deploy import Changes, Destination, Outcome, Terminal, Wish
from workbench.location import Site
from workbench.publish import build_in_place

PLUGINS = Path(deploying.__file__).parents[2]
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))

needs_rsync = pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")

SETTINGS = """
SITENAME = "Small Hours"
SITEURL = "https://author.example.net"
AUTHOR = "Ada Quill"
POSITIONING = "I write at night."
TIMEZONE = "Europe/London"
DEFAULT_LANG = "en"
THEME = "simple"
PATH = "content"
ARTICLE_PATHS = ["posts"]
STATIC_PATHS = ["images", "extra"]
OUTPUT_PATH = "output"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""

TASKS = f"""
import sys
sys.path.insert(0, {str(PLUGINS)!r})
from invoke.collection import Collection
from workbench import tasks
namespace = Collection(tasks.deploy)
"""

POST = "Title: The ramp\nDate: 2026-01-31\nSummary: Up.\n\nIt goes up.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.delenv("SITEURL", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    root = tmp_path / "my site"
    (root / "content/posts").mkdir(parents=True)
    (root / "content/posts/ramp.md").write_text(POST)
    for name in ("pelicanconf.py", "publishconf.py"):
        (root / name).write_text(SETTINGS)
    (root / "tasks.py").write_text(TASKS)
    return Site(root)


@pytest.fixture
def www(tmp_path: Path) -> Path:
    folder = tmp_path / "www"
    folder.mkdir()
    return folder


def terminal(
    say: Callable[[str], None] = lambda _line: None,
    confirm: Callable[[Destination, Changes], bool] = lambda _destination, _changes: False,
) -> Terminal:
    return Terminal(lambda: nullcontext(Silent()), say, confirm)


def deploy(
    site: Site, www: Path, spoken: Terminal | None = None, *, dry_run: bool = False
) -> Outcome:
    wish = Wish(target=str(www))
    return deploying.deploy(site, wish, spoken or terminal(), NOW, dry_run=dry_run)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@needs_rsync
def test_a_deployment_publishes_sends_and_records(site: Site, www: Path) -> None:
    outcome = deploy(site, www)
    assert files(www) == files(site.output)
    assert deploying.status(site) == ([outcome.deployment], "same")
    deployment = outcome.deployment
    assert deployment
    assert deployment.date == "2026-03-01T09:30:00+01:00"
    assert (deployment.to, deployment.target) == ("rsync", f"{www}/")
    assert deployment.siteurl == "https://author.example.net"
    assert deployment.files == deployment.added == len(files(www))
    assert (deployment.commit, deployment.source, deployment.dirty) == ("", "", False)


@needs_rsync
def test_a_deployment_notes_what_feeds_have_had_and_what_would_be_new_to_readers_is_warned_of(
    site: Site, www: Path
) -> None:
    with (site.root / "publishconf.py").open("a") as settings:
        settings.write(f'PLUGIN_PATHS, PLUGINS = [{str(PLUGINS)!r}], ["syndication"]\n')
    deploy(site, www, dry_run=True)
    assert not site.published.exists()
    deploy(site, www)
    shown = site.shown(site.published)
    (noted,) = published.read(site.published, shown)
    assert noted.id == "tag:author.example.net,2026-01-31:posts/ramp"
    assert noted.file == "content/posts/ramp.md"
    assert noted.published == "2026-01-31T00:00:00+00:00"
    deploy(site, www)
    assert published.read(site.published, shown) == [noted]
    (site.content / "posts/ramp.md").rename(site.content / "posts/the-ramp.md")
    (found,) = (one for one in deploy(site, www).findings if one.rule == "feed-id")
    assert found.source == "content/posts/the-ramp.md"
    assert found.remedy == f"Add a line Id: {noted.id}"


def test_a_branch_is_deployed_with_its_commits_recorded(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ada Quill")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ada@smallhours.example")
    remote = tmp_path / "remote.git"
    git(tmp_path, "init", "--bare", str(remote))
    git(site.root, "init", "--initial-branch=main")
    git(site.root, "remote", "add", "origin", str(remote))
    (site.root / ".gitignore").write_text("/output/\n/.fanfare/\n__pycache__/\n.*.lock\n")
    git(site.root, "add", ".")
    git(site.root, "commit", "--message=Begin")
    with site.production_settings.open("a") as settings:
        settings.write('DEPLOY = {"to": "gh-pages"}\n')
    deployment = deploying.deploy(site, Wish(), terminal(), NOW).deployment
    assert deployment
    assert deployment.target == f"{remote}#gh-pages"
    assert deployment.commit == git(remote, "rev-parse", "gh-pages")
    assert (deployment.source, deployment.dirty) == (git(site.root, "rev-parse", "HEAD"), True)
    assert git(remote, "log", "--format=%s", "gh-pages") == (
        f"Publish https://author.example.net from {deployment.source[:12]}"
    )


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@needs_rsync
def test_a_dry_run_publishes_and_lists_and_sends_nothing(site: Site, www: Path) -> None:
    outcome = deploy(site, www, dry_run=True)
    assert "index.html" in outcome.changes.added
    assert site.output.is_dir()
    assert files(www) == {}
    assert outcome.deployment is None
    assert deploying.status(site) == ([], "differs")


@needs_rsync
def test_nothing_changed_is_sent_and_recorded_not_again(site: Site, www: Path) -> None:
    deploy(site, www)
    said: list[str] = []
    outcome = deploy(site, www, terminal(said.append))
    assert outcome.changes.count == 0
    assert outcome.deployment is None
    assert said == [f"Comparing with {www}/ ..."]
    assert len(deploying.status(site)[0]) == 1


@needs_rsync
def test_one_change_is_one_change(site: Site, www: Path) -> None:
    (site.content / "images").mkdir()
    (site.content / "images/lamp.txt").write_text("a lamp")
    deploy(site, www)
    (site.content / "images/lamp.txt").write_text("another lamp")
    assert deploy(site, www).changes == Changes(changed=("images/lamp.txt",))


@pytest.mark.parametrize("url", ["http://localhost:8000", "https://longmargin.example"])
def test_an_address_that_is_not_ones_own_is_refused(site: Site, www: Path, url: str) -> None:
    for path in (site.writing_settings, site.production_settings):
        path.write_text(SETTINGS.replace("https://author.example.net", url))
    with pytest.raises(FanfareError, match=r"pelicanconf\.py:3: SITEURL: .* Set SITEURL in"):
        deploy(site, www, terminal(confirm=lambda *_: True))
    assert not site.output.exists()


def test_an_address_from_the_environment_is_refused_the_same(
    site: Site, www: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITEURL", "http://localhost:8000")
    with site.production_settings.open("a") as settings:
        settings.write('import os\nSITEURL = os.environ["SITEURL"]\n')
    with pytest.raises(FanfareError, match=r"^SITEURL: http://localhost:8000 is seen from"):
        deploy(site, www)


def test_a_destination_that_is_not_there_is_named_before_anything_is_built(
    site: Site, tmp_path: Path
) -> None:
    with pytest.raises(FanfareError, match="does not exist"):
        deploy(site, tmp_path / "nowhere")
    assert not site.output.exists()


@needs_rsync
def test_a_site_with_an_error_is_not_sent(site: Site, www: Path) -> None:
    (site.content / "posts/ramp.md").write_text("Date: 2026-01-31\n\nNo title.\n")
    with pytest.raises(FanfareError, match=r"content/posts/ramp\.md:1: Title is missing"):
        deploy(site, www)
    assert files(www) == {}


@needs_rsync
def test_a_folder_with_other_files_is_not_wiped_by_a_first_deployment(
    site: Site, www: Path
) -> None:
    (www / "novel.docx").write_text("ten years of work")
    asked: list[tuple[str, ...]] = []

    def refuse(_destination: Destination, changes: Changes) -> bool:
        asked.append(changes.removed)
        return False

    with pytest.raises(FanfareError, match=r"never deployed to .*, and 1 file there would be rem"):
        deploy(site, www, terminal(confirm=refuse))
    assert asked == [("novel.docx",)]
    assert files(www) == {"novel.docx": b"ten years of work"}
    assert deploying.status(site)[0] == []


@needs_rsync
def test_it_is_where_the_author_confirms_and_nobody_asks_again(site: Site, www: Path) -> None:
    (www / "old.html").write_text("old")
    deploy(site, www, terminal(confirm=lambda *_: True))
    (www / "old.html").write_text("old")
    deploy(site, www, terminal(confirm=lambda *_: False))
    assert files(www) == files(site.output)


@needs_rsync
def test_a_folder_with_nothing_to_remove_needs_no_question(site: Site, www: Path) -> None:
    (www / "index.html").write_text("an earlier home")
    deploy(site, www, terminal(confirm=lambda *_: False))
    assert files(www) == files(site.output)


@needs_rsync
def test_an_interrupted_deployment_is_not_recorded_and_the_next_completes_it(
    site: Site, www: Path
) -> None:
    def interrupt(line: str) -> None:
        if line.startswith("Sending"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deploy(site, www, terminal(interrupt))
    assert deploying.status(site)[0] == []
    deploy(site, www)
    assert files(www) == files(site.output)


@needs_rsync
def test_a_record_that_never_came_to_be_is_made_up_for(site: Site, www: Path) -> None:
    deploy(site, www)
    site.deployments.unlink()
    deployment = deploy(site, www).deployment
    assert deployment
    assert (deployment.added, deployment.changed, deployment.removed) == (0, 0, 0)
    assert deploying.status(site) == ([deployment], "same")


@needs_rsync
def test_a_build_for_writing_that_comes_between_is_not_sent(site: Site, www: Path) -> None:
    @contextmanager
    def rebuild_afterwards() -> Iterator[Silent]:
        yield Silent()
        build_in_place(site, Silent())

    spoken = Terminal(rebuild_afterwards, lambda _line: None, lambda *_: True)
    with pytest.raises(FanfareError, match="put a build for writing into output/ meanwhile"):
        deploy(site, www, spoken)
    assert files(www) == {}


def test_a_ledger_that_cannot_be_read_stops_it_before_anything_is_built(
    site: Site, www: Path
) -> None:
    site.deployments.parent.mkdir()
    site.deployments.write_text("not a record\n")
    with pytest.raises(FanfareError, match=r"content/data/deployments\.jsonl:1: "):
        deploy(site, www)
    assert not site.output.exists()


def test_the_status_without_output_says_so(site: Site) -> None:
    assert deploying.status(site) == ([], "missing")


def invoke(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The task as an author runs it."""
    return subprocess.run(
        [sys.executable, "-m", "invoke", "deploy", *arguments],
        cwd=site.root,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@needs_rsync
def test_the_task_prints_json_and_nothing_else(site: Site, www: Path) -> None:
    (www / "old.html").write_text("old")
    done = invoke(site, "--to", "rsync", "--target", str(www), "--dry-run", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["to"], said["target"], said["dry_run"]) == ("rsync", f"{www}/", True)
    assert "index.html" in said["added"]
    assert (said["changed"], said["removed"], said["deployment"]) == ([], ["old.html"], None)


@needs_rsync
def test_the_task_asks_nobody_where_nobody_listens(site: Site, www: Path) -> None:
    (www / "old.html").write_text("old")
    done = invoke(site, "--target", str(www))
    assert done.returncode == 1
    assert "error: This site was never deployed to" in done.stderr
    assert "Traceback" not in done.stderr
    assert invoke(site, "--target", str(www), "--yes").returncode == 0
    assert not (www / "old.html").exists()


@needs_rsync
def test_the_task_shows_the_status(site: Site, www: Path) -> None:
    assert "Nothing was deployed yet." in invoke(site, "--status").stdout
    assert invoke(site, "--target", str(www)).returncode == 0
    assert "output/ is what was last deployed." in invoke(site, "--status").stdout
    said = json.loads(invoke(site, "--status", "--json").stdout)
    assert said["output"] == "same"
    assert [one["target"] for one in said["deployments"]] == [f"{www}/"]


def test_the_task_without_a_destination_says_what_to_write(site: Site) -> None:
    done = invoke(site)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "error: Nothing says where this site is deployed to. Write DEPLOY"
    )
