"""Links read in another process are those that would be read here."""

from __future__ import annotations

import sys

import pytest

from guest_posts.links.ahead import FEWEST_TEXTS, LinksAhead
from guest_posts.links.mentions import linked_addresses

TEXTS = {
    f"/site/{place}.md": f'<p><a href="{{filename}}{place}.md">é</a> <a href="/x/">x</a></p>'
    for place in range(FEWEST_TEXTS)
}


def test_links_are_those_that_are_read_here() -> None:
    read = LinksAhead(TEXTS, cores=2).collect()
    assert read == {key: list(linked_addresses(html)) for key, html in TEXTS.items()}


@pytest.mark.parametrize(("texts", "cores"), [(TEXTS, 1), (dict(list(TEXTS.items())[1:]), 2)])
def test_no_process_is_started_where_it_would_not_pay(texts: dict[str, str], cores: int) -> None:
    assert LinksAhead(texts, cores).collect() == {}


def test_where_the_process_fails_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])  # it will not find this plugin
    assert LinksAhead(TEXTS, cores=2).collect() == {}


def test_links_nobody_collects_leave_no_process() -> None:
    ahead = LinksAhead(TEXTS, cores=2)
    process = ahead._process
    assert process
    del ahead
    assert process.poll() is not None
