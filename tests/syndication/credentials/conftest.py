"""A keyring in memory, and LinkedIn on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer

from tests.syndication.credentials.keyrings import InMemory, system_keyring
from tests.syndication.credentials.login_stand_in import LoginStandIn


@pytest.fixture
def kept() -> Iterator[dict[tuple[str, str], str]]:
    """What the system keyring holds."""
    backend = InMemory()
    with system_keyring(backend):
        yield backend.items


@pytest.fixture
def linkedin(httpserver: HTTPServer) -> LoginStandIn:
    """LinkedIn as one logs in there."""
    return LoginStandIn(httpserver)
