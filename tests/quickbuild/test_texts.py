"""A text that is kept comes back with everything its reader gave it, or is not kept at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.contents import Article, Content, Page
from pelican.settings import read_settings
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import SafeDatetime

from fanfare import later
from quickbuild.texts import NotKeptError, Reader, to_json

SETTINGS = read_settings(None, override={"TIMEZONE": "Europe/Vienna", "SITEURL": ""})

ZONES = st.sampled_from(["UTC", "Europe/Vienna", "Pacific/Kiritimati"])
WORDS = st.text(min_size=1, max_size=20)
NAMES = st.from_regex(r"[a-z][a-z_]{0,9}x", fullmatch=True)
"""Of lines in the head that Pelican does not know."""

MOMENTS = st.datetimes()
DATES = st.builds(
    lambda moment, zone, fold: SafeDatetime(
        *moment.timetuple()[:6], moment.microsecond, zone and ZoneInfo(zone), fold=fold
    ),
    MOMENTS,
    st.none() | ZONES,
    st.sampled_from([0, 1]),
)
NUMBERS = st.integers() | st.floats(allow_nan=False) | st.booleans() | st.none()
PLAIN = st.recursive(WORDS | NUMBERS, lambda inner: st.lists(inner, max_size=3), max_leaves=6)


def named(kind: type[Any]) -> st.SearchStrategy[Any]:
    return st.builds(lambda name: kind(f"n{name}", SETTINGS), WORDS)


HEADS = st.fixed_dictionaries(
    {"title": WORDS},
    optional={
        "date": DATES,
        "modified": DATES,
        "category": named(Category),
        "tags": st.lists(named(Tag), max_size=3),
        "authors": st.lists(named(Author), min_size=1, max_size=3),
        "author": named(Author),
        "slug": WORDS,
        "lang": st.sampled_from(["en", "de"]),
        "summary": WORDS,
        "status": st.sampled_from(["published", "draft", "hidden"]),
        "template": WORDS,
        "save_as": WORDS,
        "url": WORDS,
        "timezone": ZONES,
    },
)
HEADS_WITH_MORE = st.builds(
    lambda head, more: {**more, **head}, HEADS, st.dictionaries(NAMES, PLAIN, max_size=3)
)


def read(kind: type[Any], head: Mapping[str, object], html: str = "<p>Text</p>") -> Content:
    """The text that a reader makes who has read `head`."""
    path = "/site/content/a.md"
    return kind(html, metadata=dict(head), settings=SETTINGS, source_path=path, context={})


def back(text: Content, kind: type[Any]) -> Content:
    return Reader(kind, SETTINGS, text._context).text(to_json(text))


def shown(value: object) -> object:
    """What one can see of `value`, types included."""
    if isinstance(value, (Author, Category, Tag)):
        return type(value), value.name, value.slug, value.url, value.save_as, value._slug_from_name
    if isinstance(value, list):
        return [shown(one) for one in value]
    if isinstance(value, dict):
        return {key: shown(one) for key, one in value.items()}
    if isinstance(value, datetime):
        return type(value), value.isoformat(), str(value.tzinfo), value.fold, str(value)
    return type(value), value


def attributes(text: Content) -> dict[str, object]:
    own = vars(text)
    return {key: shown(own[key]) for key in own if key not in ("settings", "_context", "_content")}


@given(HEADS_WITH_MORE, st.sampled_from([Article, Page]))
def test_every_attribute_comes_back(head: dict[str, object], kind: type[Any]) -> None:
    text = read(kind, head)
    again = back(text, kind)
    assert attributes(again) == attributes(text)
    assert list(vars(again)["metadata"]) == list(vars(text)["metadata"])
    assert type(again) is kind


@given(HEADS, st.sampled_from([Article, Page]))
def test_addresses_follow_as_before(head: dict[str, object], kind: type[Any]) -> None:
    text = read(kind, head)
    again = back(text, kind)
    assert (again.url, again.save_as) == (text.url, text.save_as)


@given(HEADS)
def test_what_is_kept_is_the_same_whenever_it_is_kept(head: dict[str, object]) -> None:
    text = read(Article, head)
    assert to_json(back(text, Article)) == to_json(text)


def test_one_object_stays_one_object() -> None:
    """A plugin that renames an author of the metadata renames that of the attribute."""
    author, tag = Author("Ada Quill", SETTINGS), Tag("ink", SETTINGS)
    head = {"title": "A", "authors": [author], "author": author, "tags": [tag], "status": "draft"}
    again = back(read(Article, head), Article)
    assert again.authors is again.metadata["authors"]
    assert again.tags is again.metadata["tags"]
    assert again.author is again.metadata["author"]


def test_it_has_no_html_and_the_settings_and_the_context_of_its_build() -> None:
    context: dict[str, object] = {}
    again = Reader(Article, SETTINGS, context).text(to_json(read(Article, {"title": "A"})))
    assert "_content" not in vars(again)
    assert again.settings is SETTINGS
    assert again._context is context


def test_nothing_of_the_html_is_kept() -> None:
    assert "secret" not in to_json(read(Article, {"title": "A"}, "<p>secret</p>"))


def test_a_text_comes_back_as_one_that_waits() -> None:
    again = back(read(Article, {"title": "A", "summary": "S"}), later.waiting(Article))
    assert isinstance(again, Article)
    assert type(again).__name__ == "Article"
    assert again.title == "A"
    assert later.altered(again) == set()


def test_an_empty_list_of_translations_is_one_of_its_own() -> None:
    kept = to_json(read(Article, {"title": "A"}))
    reader = Reader(Article, SETTINGS, {})
    one, two = reader.text(kept), reader.text(kept)
    one.translations.append(two)
    assert two.translations == []


class _Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    "value",
    [
        ("a", "tuple"),
        {"a": "mapping"},
        {"a set"},
        b"bytes",
        _Text("markup, say"),
        date(2026, 1, 1),
        timedelta(1),
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1))),
        object(),
        len,
        [[("deep", "inside")]],
    ],
    ids=repr,
)
@pytest.mark.parametrize("place", ["head", "attribute"])
def test_what_json_cannot_give_back_is_not_kept(value: object, place: str) -> None:
    head = {"title": "A", "strange": value} if place == "head" else {"title": "A"}
    text = read(Article, head)
    if place == "attribute":
        text.strange = value
    with pytest.raises(NotKeptError):
        to_json(text)


def test_an_author_whom_a_plugin_gave_more_is_not_kept() -> None:
    author = Author("Ada Quill", SETTINGS)
    author.portrait = "ada.jpg"
    with pytest.raises(NotKeptError):
        to_json(read(Article, {"title": "A", "author": author}))


def test_a_kind_of_tag_of_a_plugin_is_not_kept() -> None:
    class Series(Tag):  # type: ignore[misc]
        pass

    with pytest.raises(NotKeptError):
        to_json(read(Article, {"title": "A", "series": Series("one", SETTINGS)}))


def test_a_slug_that_was_set_stays_set() -> None:
    category = Category("Water", SETTINGS)
    category.slug = "aqua"
    again = back(read(Article, {"title": "A", "category": category}), Article)
    assert again.category.slug == "aqua"
    again.category.name = "Fire"
    category.name = "Fire"
    assert again.category.slug == category.slug


@given(st.text(alphabet=st.characters(codec=None), max_size=9))
def test_any_text_comes_back(title: str) -> None:
    text = read(Article, {"title": "A", "other": title})
    assert json.loads(to_json(text))[0]["other"] == title
    assert back(text, Article).other == title
