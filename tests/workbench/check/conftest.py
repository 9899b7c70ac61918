"""What every test of the check starts from."""

from pathlib import Path

import pytest

from tests.workbench.check.made_site import MadeSite


@pytest.fixture
def made(tmp_path: Path) -> MadeSite:
    """A published site with a home page, in which nothing is wrong."""
    site = MadeSite(tmp_path / "my site – ä")
    site.page("index.html", title="Home")
    return site
