"""A site, and the LinkedIn it posts to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.syndication.posting.posting_site import PostingSite, a_posting_site
from tests.syndication.stand_in import LinkedInStandIn, a_linkedin


@pytest.fixture
def linkedin() -> Iterator[LinkedInStandIn]:
    """LinkedIn, with one member."""
    with a_linkedin() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path, linkedin: LinkedInStandIn) -> Iterator[PostingSite]:
    """That member's site, without posts."""
    with a_posting_site(tmp_path / "site", linkedin) as made:
        yield made
