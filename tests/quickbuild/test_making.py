"""What an output shows first, by which those that show the same are made one after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from pelican.contents import Article
from pelican.paginator import Paginator
from pelican.settings import read_settings

from quickbuild.making import Output


@pytest.fixture
def articles() -> list[Article]:
    settings = read_settings()
    return [Article("Text.", {"title": name, "slug": name}, settings) for name in "abc"]


def output(**local: object) -> Output:
    return Output("a.html", str(Path("a.html")), bytes, local)


def test_a_page_of_a_text_shows_it(articles: list[Article]) -> None:
    assert output(category="x", article=articles[1]).first_text is articles[1]


def test_a_page_of_a_list_shows_its_own_part_of_it(articles: list[Article]) -> None:
    pages = Paginator("index.html", "", articles, articles[0].settings, 2)
    shown = {"articles": articles, "articles_paginator": pages, "articles_page": pages.page(2)}
    assert output(**shown).first_text is articles[2]


def test_a_list_shows_its_first_text(articles: list[Article]) -> None:
    assert output(dates=articles[1:]).first_text is articles[1]


def test_a_file_shows_what_it_is_made_of(articles: list[Article]) -> None:
    assert output(given=("rss", articles[2:])).first_text is articles[2]


def test_what_shows_no_text_says_so() -> None:
    assert output(given=("robots",), articles=[], page="about").first_text is None
