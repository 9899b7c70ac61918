"""A failed or interrupted publish leaves the last good site as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.demo_site import copy_of_the_site, digest, invoke

STEPS = ("Checking sources", "Reading content", "Writing pages", "Indexing", "Checking pages")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_of_the_site(tmp_path_factory.mktemp("interrupted") / "site")
    assert invoke(root, "publish").returncode == 0
    return root


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("step", STEPS)
def test_killing_publish_leaves_the_previous_site_whole(site: Path, step: str) -> None:
    before = digest(site / "output")
    post = site / "content/posts/the-note.md"
    post.write_text(post.read_text("utf-8") + f"\nKilled at: {step}.\n", "utf-8")
    publishing = subprocess.Popen(
        [sys.executable, "-m", "invoke", "publish"],
        cwd=site,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert publishing.stdout
    with publishing, publishing.stdout as lines:
        reached = any(line.startswith(step) for line in lines)
        publishing.kill()
    assert reached
    assert digest(site / "output") == before


def test_the_next_publish_after_an_interruption_simply_works(site: Path) -> None:
    published = invoke(site, "publish")
    assert published.returncode == 0, published.stderr
    assert "Killed at" in (site / "output/posts/the-note/index.html").read_text("utf-8")


def test_a_publish_with_an_error_says_where_and_leaves_the_previous_site(site: Path) -> None:
    before = digest(site / "output")
    post = site / "content/posts/the-note.md"
    good = post.read_text("utf-8")
    post.write_text(good + "\n[nowhere]({filename}no-such-post.md)\n", "utf-8")
    failed = invoke(site, "publish")
    post.write_text(good, "utf-8")
    assert failed.returncode == 1
    line = len(good.splitlines()) + 2
    assert f"content/posts/the-note.md:{line}: " in failed.stderr
    assert "Traceback" not in failed.stderr
    assert digest(site / "output") == before


def test_a_reader_who_stops_reading_is_no_mistake(site: Path) -> None:
    """As with `invoke check --json | head -1`."""
    command = [sys.executable, "-m", "invoke", "check", "--json"]
    checking = subprocess.Popen(
        command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert checking.stdout
    assert checking.stderr
    checking.stdout.close()
    with checking:
        assert checking.stderr.read() == ""


def test_two_publishes_at_once_both_end_with_a_whole_site(site: Path) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "invoke", "publish"], cwd=site, stdout=subprocess.DEVNULL
        )
        for _ in range(2)
    ]
    assert [one.wait() for one in both] == [0, 0]
    assert (site / "output/index.html").is_file()
