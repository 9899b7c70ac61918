"""What tests of networks go through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer


@pytest.fixture(scope="session")
def _listening() -> Iterator[HTTPServer]:
    server = HTTPServer(host="127.0.0.1", port=0, threaded=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def http(_listening: HTTPServer) -> Iterator[HTTPServer]:
    """A server on a free port that takes several requests at a time, and answers nothing yet."""
    yield _listening
    _listening.clear()
