from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanfare.findings import Finding, Severity
from tests.workbench.serving import edit, make_small_site
from workbench.location import Site
from workbench.rebuild import Builder, Outcome

needs_fork = pytest.mark.skipif(
    not hasattr(os, "fork") or sys.platform == "darwin", reason="this system cannot fork builds"
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    root = make_small_site(tmp_path)
    on_the_path = f"import sys\nsys.path.insert(0, {str(root / 'plugins')!r})"  # as sites do
    edit(root / "pelicanconf.py", "from fanfare", f"{on_the_path}\nfrom fanfare")
    return Site(root)


@pytest.fixture(params=["forking", "once"])
def builder(site: Site, request: pytest.FixtureRequest) -> Iterator[Builder]:
    with Builder(site, forking=request.param == "forking") as builder:
        yield builder


def write_plugin(site: Site, when_imported: str, when_registered: str) -> None:
    (site.root / "plugins/tally.py").write_text(
        f"{when_imported}\n\n\ndef register():\n    {when_registered}\n", "utf-8"
    )


def printed_by(builder: Builder, builds: int) -> list[str]:
    """What each of so many builds in a row printed."""
    outcomes = [builder.rebuild() for _ in range(builds)]
    assert [outcome.findings for outcome in outcomes] == [[]] * builds
    return [outcome.printed.strip() for outcome in outcomes]


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


def test_a_build_puts_the_site_in_place(site: Site, builder: Builder) -> None:
    outcome = builder.rebuild()

    assert (outcome.built, outcome.pages, outcome.findings) == (True, 2, [])
    assert (site.output / "posts/one/index.html").exists()


def test_nothing_that_a_plugin_remembers_outlives_a_build(site: Site, builder: Builder) -> None:
    write_plugin(site, "builds = []", "builds.append(1); print(len(builds))")

    assert printed_by(builder, 3) == ["1", "1", "1"]


@needs_fork
def test_what_one_build_imported_the_next_finds_imported(site: Site) -> None:
    write_plugin(site, "import os; imported_by = os.getpid()", "print(imported_by == os.getpid())")

    with Builder(site) as builder:
        assert printed_by(builder, 3) == ["True", "False", "False"]


@needs_fork
@pytest.mark.skipif(not Path("/proc").exists(), reason="nothing tells of processes here")
def test_the_process_of_the_next_build_waits_for_it_and_ends_with_the_builder(site: Site) -> None:
    write_plugin(site, "import os", "print(os.getpid(), os.getppid())")
    with Builder(site) as builder:
        first, parent = printed_by(builder, 1)[0].split()
        children = Path(f"/proc/{parent}/task/{parent}/children")
        while not (waiting := {*children.read_text().split()} - {first}):
            pass
        (second,) = waiting

        assert printed_by(builder, 1) == [f"{second} {parent}"]

        while not (waiting := {*children.read_text().split()} - {second}):
            pass
    (third,) = waiting
    assert not Path("/proc", third).exists()


def test_code_that_changed_is_run_though_nobody_said_so(site: Site, builder: Builder) -> None:
    write_plugin(site, "import words", "print(words.WORD)")
    for word in ("first", "second", "third"):
        (site.root / "plugins/words.py").write_text(f"WORD = {word!r}\n", "utf-8")

        assert printed_by(builder, 2) == [word, word]


def test_a_package_that_is_installed_anew_is_imported_anew(
    site: Site, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path_factory.mktemp("packages")
    monkeypatch.setenv("PYTHONPATH", str(packages))
    write_plugin(site, "import abacus", "print(abacus.VERSION)")
    with Builder(site) as builder:
        for version in ("1.0", "1.1", "1.10"):
            (packages / "abacus.py").write_text(f"VERSION = {version!r}\n", "utf-8")

            assert printed_by(builder, 2) == [version, version]


def test_data_that_a_plugin_reads_when_it_is_imported_is_read_anew(
    site: Site, builder: Builder
) -> None:
    write_plugin(site, "fans = open('content/data/fans.csv').read()", "print(fans)")
    for fans in ("12", "13", "14"):
        (site.content / "data/fans.csv").write_text(fans, "utf-8")

        assert printed_by(builder, 2) == [fans, fans]


def test_a_plugin_that_starts_a_thread_is_no_obstacle(site: Site, builder: Builder) -> None:
    thread = "threading.Thread(target=threading.Event().wait, daemon=True)"
    write_plugin(site, f"import threading; thread = {thread}; thread.start()", "print(thread)")

    assert all("started" in said for said in printed_by(builder, 3))


def test_a_module_that_cannot_be_imported_ahead_is_left_to_each_build(
    site: Site, builder: Builder
) -> None:
    (site.root / "plugins/picky.py").write_text("import builtins; print(builtins.late)\n", "utf-8")
    write_plugin(site, "import builtins", "builtins.late = 'late'; import picky")

    assert printed_by(builder, 3) == ["late", "late", "late"]


def test_no_site_of_another_search_path_is_imported_ahead(site: Site, builder: Builder) -> None:
    for folder, word in (("plugins", "usual"), ("lib", "own")):
        (site.root / folder).mkdir(exist_ok=True)
        (site.root / folder / "words.py").write_text(f"WORD = {word!r}\n", "utf-8")
    with (site.root / "pelicanconf.py").open("a") as settings:
        settings.write("\nimport sys\nsys.path.insert(0, 'lib')\n")
    write_plugin(site, "import words", "print(words.WORD)")

    assert printed_by(builder, 3) == ["own", "own", "own"]


@needs_fork
def test_a_process_that_was_killed_between_two_builds_is_replaced(site: Site) -> None:
    write_plugin(site, "import os", "print(os.getppid())")
    with Builder(site) as builder:
        (first,) = printed_by(builder, 1)
        os.kill(int(first), signal.SIGKILL)

        outcome = builder.rebuild()
        while not outcome.built:  # it may have been asked just before it died
            outcome = builder.rebuild()

        assert outcome.printed.strip() != first


def test_a_mistake_comes_back_with_file_and_line(site: Site, builder: Builder) -> None:
    edit(site.root / "content/posts/one.md", "Title", "Titel")

    outcome = builder.rebuild()

    assert not outcome.built
    assert ("content/posts/one.md", 1) in [(found.source, found.line) for found in outcome.findings]


def test_what_a_plugin_prints_does_not_spoil_the_outcome(site: Site, builder: Builder) -> None:
    edit(
        site.root / "plugins/tally.py",
        "def register():",
        "def register():\n    import os\n    print('counting')\n    os.system('echo elsewhere')",
    )

    outcome = builder.rebuild()

    assert outcome.built
    assert sorted(outcome.printed.split()) == ["counting", "elsewhere"]


def test_no_compiled_file_of_an_earlier_save_is_left(site: Site, builder: Builder) -> None:
    builder.rebuild()

    assert not list(site.root.rglob("__pycache__"))


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("os.kill(os.getpid(), 9)", "Killed (signal 9)."),
        ("os._exit(3)", "it exited with status 3."),
        ("os._exit(75)", "it exited with status 75."),
        ("print('last words.', file=sys.stderr, flush=True); os._exit(3)", "last words."),
        ("raise SystemExit('no tally')", "no tally."),
    ],
)
def test_a_process_that_dies_is_a_finding(
    site: Site, builder: Builder, end: str, reason: str
) -> None:
    (site.root / "plugins/tally.py").write_text(
        f"import os, sys\n\n\ndef register():\n    {end}\n", encoding="utf-8"
    )

    (finding,) = builder.rebuild().findings

    assert finding.message == f"The build stopped without a result: {reason}"
