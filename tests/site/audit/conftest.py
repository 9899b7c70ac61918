"""The checkers that read the demo site: Nu, axe and Lighthouse, from npm (see package.json)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

_MODULES = Path(__file__).parent / "node_modules"
_INSTALL = "install the checkers with: npm ci --prefix tests/site/audit"


def _module_file(name: str) -> Path:
    path = _MODULES / name
    if not path.exists():
        pytest.skip(f"{name} is not here; {_INSTALL}")
    return path


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


@pytest.fixture(scope="session")
def nu_checker() -> list[str]:
    """The command that checks HTML files with the Nu HTML checker."""
    jar = _module_file("vnu-jar/build/dist/vnu.jar")
    return [_program("java"), "-Xss4m", "-jar", str(jar)]


@pytest.fixture(scope="session")
def axe_script() -> str:
    """The source of axe-core, to run in a page."""
    return _module_file("axe-core/axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def lighthouse() -> list[str]:
    """The command that runs Lighthouse."""
    return [_program("node"), str(_module_file("lighthouse/cli/index.js"))]
