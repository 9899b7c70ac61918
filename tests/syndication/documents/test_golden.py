"""Whole documents, as they are to be: each is a file in `golden/`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from syndication.documents import Documents, document
from syndication.records import Feed, Format
from tests.syndication.documents.feeds import everything, for_automations, nothing
from tests.syndication.documents.validity import faults

GOLDEN = Path(__file__).with_name("golden")
FEEDS = (everything, nothing, for_automations)

each_feed = pytest.mark.parametrize("make", FEEDS, ids=lambda make: make.__name__)
each_format = pytest.mark.parametrize("form", Format, ids=lambda form: form.key)


def _golden(make: Callable[[], Feed], form: Format) -> bytes:
    return (GOLDEN / f"{make.__name__}{form.suffix}").read_bytes()


@each_feed
@each_format
def test_a_document_is_its_golden_one(make: Callable[[], Feed], form: Format) -> None:
    # What a browser shows has tests of its own.
    assert document(replace(make(), has_stylesheet=False), form) == _golden(make, form)


@each_feed
@each_format
def test_golden_documents_have_no_faults(make: Callable[[], Feed], form: Format) -> None:
    assert faults(_golden(make, form), form, plain=make is not everything) == []


@each_feed
@each_format
def test_documents_for_browsers_have_no_faults(make: Callable[[], Feed], form: Format) -> None:
    shown = replace(make(), has_stylesheet=True)
    assert faults(document(shown, form), form, plain=make is not everything) == []


@each_feed
@each_format
def test_an_entry_that_stood_in_other_feeds_before_makes_the_same_document(
    make: Callable[[], Feed], form: Format
) -> None:
    documents, feed = Documents(), make()
    reversed_feed = replace(feed, entries=feed.entries[::-1])
    elsewhere = replace(feed, site_url="https://other.example", language="de-CH")
    for before in (feed, reversed_feed, elsewhere, feed):
        documents.document(before, form)
    assert documents.document(feed, form) == document(feed, form)
