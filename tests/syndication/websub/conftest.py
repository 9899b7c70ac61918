"""What tests of pings start from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.syndication.websub.published import Published


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Published]:
    """A site that has published nothing yet."""
    with HTTPServer("127.0.0.1", 0, threaded=True) as server:
        site = Published(tmp_path, server)
        server.expect_request(re.compile(".*")).respond_with_handler(site.serve)
        yield site
