"""What tests of feeds go through."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture(scope="session")
def newsboat() -> str:
    """Where newsboat is, a reader of feeds for terminals."""
    found = shutil.which("newsboat")
    if not found:
        pytest.skip("there is no newsboat here, so no feed is tried in a reader")
    return found
