"""Identifiers that outlive addresses."""

from __future__ import annotations

from datetime import date

import pytest

from syndication.ids import feed_id, is_identifier, tag_uri

DAY = date(2026, 3, 1)


def test_an_identifier_is_of_the_tagging_entity_and_of_the_name() -> None:
    made = tag_uri("tiny.example,2025", "https://elsewhere.example", DAY, "posts/knots")
    assert made == "tag:tiny.example,2025:posts/knots"


def test_without_an_entity_the_host_on_that_day_stands_for_it() -> None:
    made = tag_uri("", "https://Tiny.example:8000/blog", DAY, "posts/knots")
    assert made == "tag:tiny.example,2026-03-01:posts/knots"


def test_what_rfc_3986_does_not_allow_is_escaped() -> None:
    made = tag_uri("tiny.example,2025", "", DAY, "posts/Über Knoten #1")
    assert made == "tag:tiny.example,2025:posts/%C3%9Cber%20Knoten%20%231"
    assert is_identifier(made)


def test_a_feed_has_one_identifier_in_every_format() -> None:
    assert feed_id("tiny.example,2025", "https://x.example", "feeds/all") == (
        "tag:tiny.example,2025:feeds/all"
    )
    assert feed_id("", "https://x.example", "feeds/all") == "https://x.example/feeds/all"


@pytest.mark.parametrize(
    "text",
    [
        "tag:tiny.example,2025:a",
        "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "https://x.example/1",
    ],
)
def test_an_absolute_uri_can_be_an_identifier(text: str) -> None:
    assert is_identifier(text)


@pytest.mark.parametrize("text", ["", "knots", "posts/knots", "tag: x", "tag:", "1:2", "tag:a\nb"])
def test_anything_else_cannot(text: str) -> None:
    assert not is_identifier(text)
