"""Whatever is edited, an incremental build gives the bytes of a clean one.

This is the short run. Thousands of steps: `python -m tests.quickbuild.proof --steps 5000`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.quickbuild.proof.edit import EDITS
from tests.quickbuild.proof.machine import machine
from tests.quickbuild.proof.proof import Builders, DifferenceError, Proof, Tally
from tests.quickbuild.proof.small_site import SmallSite
from workbench import rebuild
from workbench.location import Site

SHORT = settings(
    max_examples=3,
    stateful_step_count=12,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


AFTER_OTHERS = (
    *("take_away_by_hand", "drop_override", "take_body_back"),
    *("change_record_in_store", "take_store_of_another_site"),
)
"""Edits that have something to do only after others."""


@pytest.fixture(scope="module")
def builders() -> Iterator[Builders]:
    shared = Builders()
    yield shared
    shared.end()


@pytest.fixture
def proof(builders: Builders, tmp_path: Path) -> Iterator[Proof]:
    made = Proof(builders, Tally(), folder=tmp_path / "proof")
    made.begin()
    yield made
    made.close()


def test_after_any_edits_the_site_is_that_of_a_clean_build() -> None:
    edited = machine()
    try:
        run_state_machine_as_test(edited, settings=SHORT)
    finally:
        edited.builders.end()


def test_a_stale_page_is_seen(proof: Proof) -> None:
    """The proof can fail: here a build is left out."""
    post = proof.site.read("content/posts/ash.md")
    proof.site.write("content/posts/ash.md", post.replace("Title: Ash", "Title: Aspen"))
    with pytest.raises(DifferenceError, match=r"differs: posts/ash/index\.html"):
        proof.compare_after("nothing")


def test_a_served_build_of_an_old_reading_is_seen(proof: Proof, tmp_path: Path) -> None:
    """As of a process that goes on with what it read before: here it has a copy from then."""
    shutil.copytree(proof.site.root, tmp_path / "before")
    with rebuild.Builder(Site(tmp_path / "before")) as proof.serving:
        proof.compare_after("served")
        proof.site.write("content/posts/ash.md", proof.site.read("content/posts/ash.md") + "More.")
        with pytest.raises(DifferenceError, match=r"differs: posts/ash/index\.html"):
            proof.compare_after("served")


def test_a_site_is_served_by_one_process_until_it_is_gone(proof: Proof) -> None:
    proof.compare_after("served")
    serving = proof.serving
    proof.site.write("content/posts/ash.md", proof.site.read("content/posts/ash.md") + "More.")
    proof.compare_after("served")
    assert serving
    assert proof.serving is serving


def test_a_page_that_should_be_gone_is_seen(proof: Proof) -> None:
    proof.site.write("output/posts/stale/index.html", "Stale")
    with pytest.raises(DifferenceError, match=r"too much: posts/stale/"):
        proof.compare_after("nothing")


def test_a_file_that_is_not_built_is_seen(proof: Proof) -> None:
    proof.site.delete("output/feeds/all.rss.xml")
    with pytest.raises(DifferenceError, match=r"missing: feeds/all\.rss\.xml"):
        proof.compare_after("nothing")


def test_a_wrong_site_that_changes_the_output_is_seen(proof: Proof) -> None:
    proof.site.write("content/posts/ash.md", "No head.\n")
    proof.compare_after("forked")

    def build_wrongly() -> None:
        proof.site.write("output/index.html", "Half a site")

    with pytest.raises(DifferenceError, match=r"differs: index\.html"):
        proof.compare_after("forked", build_wrongly)


def test_a_source_that_the_build_changes_is_seen(proof: Proof) -> None:
    def change_source() -> None:
        proof.site.write("content/extra/notes.txt", "Changed.\n")

    with pytest.raises(DifferenceError):
        proof.compare_after("forked", change_source)


def test_a_lost_warning_is_seen(proof: Proof) -> None:
    """The guest's post has one."""
    with pytest.raises(DifferenceError, match="something else than a clean build"):
        proof.compare_after("silent")


def test_a_file_put_by_hand_that_is_gone_is_seen(proof: Proof) -> None:
    proof.site.put_by_hand["mine.txt"] = b"Mine"
    with pytest.raises(DifferenceError, match=r"missing: mine\.txt"):
        proof.compare_after("forked")


def test_every_edit_can_be_made(proof: Proof, tmp_path: Path) -> None:
    for name, listed in EDITS.items():
        shutil.copytree(proof.site.root, tmp_path / name / "site")
        site = SmallSite(tmp_path / name / "site")
        said = [listed.change(site, Random(seed)) for seed in range(8)]
        assert any(said) or name in AFTER_OTHERS


@pytest.mark.parametrize("theme", ["folio", "simple"])
def test_two_clean_builds_are_the_same(builders: Builders, tmp_path: Path, theme: str) -> None:
    """In another order of sets, of folders, and under another name."""
    made = Proof(builders, Tally(), theme, folder=tmp_path / "proof")
    made.begin()
    made.compare_after("forked", publish=True)
    made.close()
