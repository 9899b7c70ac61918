"""Heads that are read quickly say what Pelican reads in them."""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pelican import readers, urlwrappers
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import SafeDatetime, get_date

from quickbuild import heads
from quickbuild.heads import date_written, heads_read_quickly

DATES = st.from_regex(r"\d{4}-[01]\d-[0-3]\d([ T][0-2]\d:[0-6]\d(:[0-6]\d)?)?", fullmatch=True)
NAMES = st.sampled_from(["C++", "Ärger", "a b", "<b>a</b> b", "", "A & B", "日本"]) | st.text()
KINDS = st.sampled_from([Tag, Category, Author])
REPLACED = st.sampled_from(
    [DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"], [], [["b", "x"]], [(r"[^\w\s-]", ""), ("b", "c")]]
)


def _date(read: Any, text: str) -> tuple[object, ...]:
    try:
        found = read(text)
    except ValueError as error:
        return (str(error),)
    return type(found), found, found.tzinfo


@pytest.mark.filterwarnings("ignore::dateutil.parser.UnknownTimezoneWarning")
@given(DATES | st.text(alphabet="0123456789- :T", max_size=20))
@example("0:0T")
@example("2026-02-30")
@example("2026-13-01")
@example("0001-01-01 00:00")
@example("2026-01-01 24:00")
@example("2026-01-01T10:00")
@example("٢٠٢٦-01-01")
@example("2026-01-31 09:00\n")
def test_a_date_is_what_pelican_takes_it_for(text: str) -> None:
    with suppress(OverflowError):  # where Pelican fails by itself
        assert _date(date_written, text) == _date(get_date, text)


@given(st.lists(st.tuples(KINDS, NAMES, REPLACED, st.booleans(), st.booleans())))
def test_a_slug_is_what_pelican_makes_of_the_name(named: list[tuple[Any, ...]]) -> None:
    """Also of a name that other settings make another slug of."""

    def slugs() -> list[str]:
        return [
            kind(
                name,
                {
                    "SLUG_REGEX_SUBSTITUTIONS": replaced,
                    "SLUGIFY_PRESERVE_CASE": keeps_case,
                    "SLUGIFY_USE_UNICODE": in_unicode,
                },
            ).slug
            for kind, name, replaced, keeps_case, in_unicode in named
        ]

    plain = slugs()
    with heads_read_quickly():
        assert slugs() == plain


def test_a_slug_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def slugify(name: str, *_told: object) -> str:
        asked.append(name)
        return name.upper()

    monkeypatch.setattr(heads, "slugify", slugify)
    monkeypatch.setattr(urlwrappers, "slugify", slugify)
    with heads_read_quickly():
        assert [Tag(name, {}).slug for name in ("a", "b", "a")] == ["A", "B", "A"]
    assert asked == ["a", "b"]


def test_a_plugins_own_way_to_make_slugs_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may make another one each time, and take its arguments as it likes."""
    numbers = count()
    monkeypatch.setattr(urlwrappers, "slugify", lambda name, **_told: f"{name}-{next(numbers)}")
    with heads_read_quickly():
        assert [Tag("a", {}).slug for _time in range(2)] == ["a-0", "a-1"]


def test_a_plugins_own_way_to_read_dates_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def own(text: str) -> SafeDatetime:
        return SafeDatetime(2000, 1, int(text[-2:]))

    monkeypatch.setattr(readers, "get_date", own)
    with heads_read_quickly():
        assert readers.METADATA_PROCESSORS["date"]("2026-01-31", {}) == SafeDatetime(2000, 1, 31)


def test_heads_are_read_so_only_meanwhile() -> None:
    slugs, dates = vars(urlwrappers), vars(readers)
    before = slugs["slugify"], dates["get_date"]

    def read() -> None:
        assert slugs["slugify"] is not before[0]
        assert dates["get_date"] is date_written
        raise LookupError

    with pytest.raises(LookupError), heads_read_quickly():
        read()
    assert (slugs["slugify"], dates["get_date"]) == before
