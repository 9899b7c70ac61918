"""The demo site as its author would publish it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.site.demo_site import PublishedDemo, copy_of_the_site, invoke, served


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishedDemo]:
    """The published demo site. Tests only read it."""
    root = copy_of_the_site(tmp_path_factory.mktemp("demo") / "site")
    with served(root / "output") as address:
        published = invoke(root, "publish", SITEURL=address)
        assert published.returncode == 0, published.stdout + published.stderr
        yield PublishedDemo(root, address)
