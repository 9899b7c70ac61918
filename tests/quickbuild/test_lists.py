"""What is found at once is what Pelican finds, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican import generators
from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator
from pelican.log import LimitFilter
from pelican.settings import read_settings
from pelican.utils import SafeDatetime

from quickbuild.lists import (
    QuickList,
    build_archives_quickly,
    build_period_archives,
    process_translations,
    translations_found_quickly,
)

SETTINGS = read_settings(
    None,
    override={
        "SITEURL": "",
        "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html",
        "MONTH_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/index.html",
        "DAY_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/{date:%d}/index.html",
    },
)

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])
"""So far apart that a later moment may be of an earlier day, or of an earlier year."""

DATES = st.builds(
    lambda hours, zone: (
        SafeDatetime(2026, 1, 1, tzinfo=UTC).astimezone(zone) + timedelta(hours=hours)
    ),
    st.integers(-2000, 2000) | st.integers(-20, 20),
    ZONES,
)


def _article(date: datetime | None, head: dict[str, str]) -> Content:
    dated = {"date": date} if date else {}
    return Article("", {"title": "A", **dated, **head}, SETTINGS, f"/site/{head.get('slug')}.md")


HEADS = st.fixed_dictionaries(
    {"slug": st.sampled_from(["a", "b", "c"])},
    optional={
        "lang": st.sampled_from(["en", "de"]),
        "translation": st.sampled_from(["true", "false", "True"]),
        "series": st.sampled_from(["x", "y"]),
    },
)
DATED = st.lists(st.builds(_article, DATES, st.just({"slug": "a"})), max_size=12)
NAMES = st.sampled_from(["slug", ["slug"], {"slug"}, ("slug", "lang"), "lang", "", None, False])


def _places(found: tuple[Sequence[Content], ...], texts: Sequence[Content]) -> list[list[int]]:
    ids = [id(text) for text in texts]
    return [[ids.index(id(one)) for one in some] for some in found]


@given(st.lists(st.builds(_article, st.none(), HEADS), max_size=9), NAMES)
def test_translations_are_those_that_pelican_finds(texts: list[Content], names: Any) -> None:
    theirs, ours = [*texts], [*texts]
    wanted = _places(generators.process_translations(theirs, names), texts)
    versions = [_places((text.translations,), texts) for text in texts]
    found = process_translations(generators.process_translations, ours, names)
    assert _places(found, texts) == wanted
    assert [_places((text.translations,), texts) for text in texts] == versions
    assert _places((ours,), texts) == _places((theirs,), texts)


@pytest.mark.parametrize("names", ["series", ["slug", "series"], 5, True, [5]])
def test_what_is_wrong_is_said_as_pelican_says_it(names: Any) -> None:
    texts = [_article(None, {"slug": "a", "series": "x"}), _article(None, {"slug": "b"})]
    with pytest.raises((AttributeError, TypeError)) as wanted:
        generators.process_translations([*texts], names)
    with pytest.raises(wanted.type) as found:
        process_translations(generators.process_translations, [*texts], names)
    assert str(found.value) == str(wanted.value)


def test_pelican_warns_of_the_same(caplog: pytest.LogCaptureFixture) -> None:
    texts = [_article(None, {"slug": slug}) for slug in "baab"]
    LimitFilter._raised_messages.clear()  # what was said once, it keeps to itself
    generators.process_translations([*texts], "slug")
    wanted = [record.getMessage() for record in caplog.records]
    caplog.clear()
    LimitFilter._raised_messages.clear()
    process_translations(generators.process_translations, [*texts], "slug")
    assert [record.getMessage() for record in caplog.records] == wanted
    assert wanted


@given(DATED, st.booleans(), st.randoms(use_true_random=False))
def test_archives_are_those_that_pelican_builds(
    articles: list[Content], newest_first: bool, chance: Any
) -> None:
    dated = sorted(articles, key=lambda article: article.date, reverse=newest_first)
    chance.shuffle(articles)
    build = SimpleNamespace()  # of its generator, the method asks nothing

    def pelicans(*told: Any) -> Any:
        return ArticlesGenerator._build_period_archives(build, *told)

    wanted = pelicans(dated, articles, SETTINGS)
    found = build_period_archives(pelicans, dated, articles, SETTINGS)
    assert found == wanted
    assert type(found) is type(wanted)


def test_translations_are_found_so_only_meanwhile() -> None:
    process = generators.process_translations

    def read() -> None:
        assert generators.process_translations is not process
        raise LookupError

    with pytest.raises(LookupError), translations_found_quickly():
        read()
    assert generators.process_translations is process


def test_a_generator_builds_archives_so() -> None:
    generator: Any = SimpleNamespace(_build_period_archives=lambda *_told: {})
    build_archives_quickly(generator)
    assert generator._build_period_archives([], [], {}) == {}


def test_a_list_knows_what_it_has() -> None:
    one, another = object(), object()
    things = QuickList([one])
    assert one in things
    assert another not in things
    assert things == [one]
