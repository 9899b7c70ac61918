from __future__ import annotations

from pathlib import Path

import pytest

from workbench.quality import run_linters, run_tests

CONFIGURATION = """\
[tool.ruff.lint]
select = ["I"]
[tool.mypy]
files = ["module.py"]
cache_dir = ".mypy_cache"
"""
UNSORTED = "import sys\nimport os\nprint(os.sep, sys.path)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(CONFIGURATION)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_sums.py").write_text(
        "def test_right() -> None:\n    assert 1 + 1 == 2\n\n\n"
        "def test_wrong() -> None:\n    assert 1 + 1 == 3\n"
    )
    return tmp_path


def test_the_status_of_the_tests_is_pytests(folder: Path) -> None:
    assert run_tests(folder) == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize("only", ["tests/test_sums.py::test_right", "right and not wrong"])
def test_only_some_tests_run_by_address_or_by_name(folder: Path, only: str) -> None:
    assert run_tests(folder, only) == pytest.ExitCode.OK


def test_every_linter_runs_though_the_first_has_complaints(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "module.py").write_text(f"{UNSORTED}x: int = 'text'\n")
    assert run_linters(folder) == 1
    said = capfd.readouterr().err
    assert said.endswith("Not in order: ruff check, ruff format --check, mypy\n")


def test_fix_mends_what_can_be_mended(folder: Path) -> None:
    (folder / "module.py").write_text(UNSORTED)
    assert run_linters(folder, fix=True) == 0
    assert (folder / "module.py").read_text().startswith("import os\nimport sys\n")
