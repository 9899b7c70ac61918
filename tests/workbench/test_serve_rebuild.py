from __future__ import annotations

from pathlib import Path

import pytest

from fanfare.findings import Finding, Severity
from tests.workbench.serving import edit, make_small_site
from workbench.location import Site
from workbench.rebuild import Outcome, rebuild


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(make_small_site(tmp_path))


def test_an_outcome_survives_its_way_through_the_pipe() -> None:
    outcome = Outcome(
        built=True,
        findings=[Finding("rule", "Käse “…”.", "Write ä.", Severity.WARNING, "a.md", 3, "a.html")],
        pages=2,
        seconds=0.25,
        printed="hello",
    )

    assert Outcome.from_json(outcome.as_json()) == outcome


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Traceback",
        "[]",
        "{}",
        "null",
        '{"built": true, "findings": []',
        '{"built": true, "findings": [1]}',
        '{"built": true, "findings": [{"severity": "grave"}]}',
        '{"built": true, "findings": [], "mood": "good"}',
    ],
)
def test_what_is_no_outcome_is_not_taken_for_one(text: str) -> None:
    assert Outcome.from_json(text) is None


def test_a_build_puts_the_site_in_place(site: Site) -> None:
    outcome = rebuild(site)

    assert (outcome.built, outcome.pages, outcome.findings) == (True, 2, [])
    assert (site.output / "posts/one/index.html").exists()


def test_a_mistake_comes_back_with_file_and_line(site: Site) -> None:
    edit(site.root / "content/posts/one.md", "Title", "Titel")

    outcome = rebuild(site)

    assert not outcome.built
    assert ("content/posts/one.md", 1) in [(found.source, found.line) for found in outcome.findings]


def test_what_a_plugin_prints_does_not_spoil_the_outcome(site: Site) -> None:
    edit(
        site.root / "plugins/tally.py",
        "def register():",
        "def register():\n    import os\n    print('counting')\n    os.system('echo elsewhere')",
    )

    outcome = rebuild(site)

    assert outcome.built
    assert sorted(outcome.printed.split()) == ["counting", "elsewhere"]


def test_no_compiled_file_of_an_earlier_save_is_left(site: Site) -> None:
    rebuild(site)

    assert not list(site.root.rglob("__pycache__"))


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("os.kill(os.getpid(), 9)", "Killed (signal 9)."),
        ("os._exit(3)", "it exited with status 3."),
        ("print('last words.', file=sys.stderr, flush=True); os._exit(3)", "last words."),
        ("raise SystemExit('no tally')", "no tally."),
    ],
)
def test_a_process_that_dies_is_a_finding(site: Site, end: str, reason: str) -> None:
    (site.root / "plugins/tally.py").write_text(
        f"import os, sys\n\n\ndef register():\n    {end}\n", encoding="utf-8"
    )

    (finding,) = rebuild(site).findings

    assert finding.message == f"The build stopped without a result: {reason}"
