"""Two values with one digest make the same page; what has none is made in every build."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from pelican.contents import Article, Content, Static
from pelican.paginator import Paginator
from pelican.settings import read_settings
from pelican.urlwrappers import Author, Category, Tag

from fanfare import later
from fanfare.watching import Given, Made
from quickbuild.digests import Digests

SETTINGS = read_settings(None, override={"SITEURL": "", "TIMEZONE": "UTC"})
PLUGINS = Path(__file__).parents[2] / "plugins"


def digest(value: object) -> str | None:
    return Digests(lambda text: str(text.source_path)).digest(value)


KEYS = st.text(max_size=3) | st.integers()
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=8,
)


def types(value: object) -> object:
    """What tells apart what Python holds for equal: 1, 1.0 and True; mappings in another order."""
    if isinstance(value, dict):
        return "by key", [(types(key), types(of)) for key, of in value.items()]
    if isinstance(value, list | tuple):
        return [types(one) for one in value]
    return repr(value)


@given(PLAIN, PLAIN)
def test_plain_values_have_one_digest_exactly_where_they_show_the_same(
    one: object, other: object
) -> None:
    assert (types(one) == types(other)) == (digest(one) == digest(other))


def test_a_mapping_is_no_list_of_its_keys_and_values() -> None:
    assert digest({"a": 1}) != digest(["a", 1])


@dataclass(frozen=True)
class Goal:
    name: str
    fans: int = 0

    def reached(self) -> bool:
        return self.fans > 0


@dataclass(frozen=True)
class Aim:
    name: str
    fans: int = 0


class Mood(Enum):
    FAIR = 1
    FOUL = 1.5


def function(*_arguments: object) -> None: ...


def adder(number: int) -> Callable[[int], int]:
    return lambda other: number + other


def with_default(number: int) -> Callable[[], int]:
    def function(default: int = number) -> int:
        return default

    return function


def with_keyword(number: int) -> Callable[[], int]:
    def function(*, default: int = number) -> int:
        return default

    return function


def portrayed(picture: str) -> Author:
    author = Author("Ada Quill", SETTINGS)
    author.portrait = picture
    return author


def article(path: str, **head: object) -> Content:
    text = Article("", {"title": "A", **head}, SETTINGS, path, {})
    text.__class__ = later.waiting(Article)
    return text


def static(path: str) -> Static:
    return Static("", {}, SETTINGS, path, {})


def wrapper(kind: type[Any], name: str, slug: str = "") -> object:
    made = kind(name, SETTINGS)
    if slug:
        made.slug = slug
    return made


PAIRS: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
    "texts": (lambda: "a", lambda: "b"),
    "a number and a text": (lambda: 1, lambda: "1"),
    "a number and a truth": (lambda: 1, lambda: True),
    "whole and fractional": (lambda: 1, lambda: 1.0),
    "zeros": (lambda: 0.0, lambda: -0.0),
    "text and markup": (lambda: "a", lambda: Markup("a")),
    "text and bytes": (lambda: "a", lambda: b"a"),
    "nothing and its name": (lambda: None, lambda: "None"),
    "order": (lambda: ["a", "b"], lambda: ["b", "a"]),
    "order of a mapping": (lambda: {"a": 1, "b": 2}, lambda: {"b": 2, "a": 1}),
    "nesting": (lambda: [["a"], "b"], lambda: [["a", "b"]]),
    "quotes": (lambda: ["a', 'b"], lambda: ["a", "b"]),
    "sets": (lambda: {"a", "b"}, lambda: {"a", "c"}),
    "dates": (lambda: date(2026, 1, 1), lambda: date(2026, 1, 2)),
    "zones": (lambda: datetime(2026, 1, 1, tzinfo=UTC), lambda: datetime(2026, 1, 1)),  # noqa: DTZ001
    "times": (lambda: timedelta(1), lambda: timedelta(2)),
    "paths": (lambda: PurePosixPath("a"), lambda: PurePosixPath("b")),
    "path and text": (lambda: PurePosixPath("a"), lambda: "a"),
    "records": (lambda: Goal("a"), lambda: Goal("a", 1)),
    "kinds of records": (lambda: Goal("a"), lambda: Aim("a")),
    "enumerations": (lambda: Mood.FAIR, lambda: Mood.FOUL),
    "functions": (lambda: function, lambda: digest),
    "what functions keep": (lambda: adder(1), lambda: adder(2)),
    "parts of functions": (lambda: partial(function, 1), lambda: partial(function, 2)),
    "methods": (lambda: Goal("a").reached, lambda: Goal("b").reached),
    "methods of mappings": (lambda: {"a": 1}.get, lambda: {"a": 2}.get),
    "defaults": (lambda: with_default(1), lambda: with_default(2)),
    "defaults by keyword": (lambda: with_keyword(1), lambda: with_keyword(2)),
    "patterns": (lambda: re.compile("a"), lambda: re.compile("a", re.IGNORECASE)),
    "articles": (lambda: article("/a.md"), lambda: article("/b.md")),
    "files": (lambda: static("/a.png"), lambda: static("/b.png")),
    "tags": (lambda: wrapper(Tag, "a"), lambda: wrapper(Tag, "b")),
    "tag and category": (lambda: wrapper(Tag, "a"), lambda: wrapper(Category, "a")),
    "slugs": (lambda: wrapper(Author, "a"), lambda: wrapper(Author, "a", "b")),
    "what a plugin gave an author": (lambda: portrayed("a.jpg"), lambda: portrayed("b.jpg")),
    "given": (lambda: Given("t", 1), lambda: Given("t", 2)),
    "made": (lambda: Made(lambda: 1), lambda: Made(lambda: 2)),
    "long lists": (lambda: [*range(100)], lambda: [*range(99), 0]),
    "pages": (lambda: pages(7).page(1), lambda: pages(7).page(2)),
    "numbers of pages": (lambda: pages(7), lambda: pages(3)),
}


def pages(number: int) -> Paginator:
    return Paginator("index.html", "", [*range(number)], SETTINGS, 3)


@pytest.mark.parametrize("what", PAIRS)
def test_other_values_have_other_digests(what: str) -> None:
    one, other = PAIRS[what]
    assert None is not digest(one()) != digest(other()) is not None


@pytest.mark.parametrize("what", PAIRS)
def test_equal_values_have_one_digest(what: str) -> None:
    for make in PAIRS[what]:
        assert digest(make()) == digest(make())


@pytest.mark.parametrize("what", PAIRS)
def test_values_inside_of_others_count(what: str) -> None:
    one, other = PAIRS[what]
    assert digest({"a": [one()]}) != digest({"a": [other()]})


def test_kinds_of_mappings_and_lists_that_show_the_same_are_the_same() -> None:
    assert digest(OrderedDict(a=1)) == digest({"a": 1})


def test_sets_have_no_order() -> None:
    names = [f"n{number}" for number in range(50)]
    assert digest({*names}) == digest({*names[::-1]})


def test_a_text_is_told_by_its_name_whatever_it_says() -> None:
    """What is read of it notes itself."""
    assert digest(article("/a.md", summary="S")) == digest(article("/a.md"))


def test_a_text_that_does_not_note_what_is_read_of_it_has_no_digest() -> None:
    assert digest(Article("", {"title": "A"}, SETTINGS, "/a.md", {})) is None


class Told:
    def __init__(self, fact: object) -> None:
        self._fact = fact

    def fact(self) -> object:
        return self._fact


def test_a_value_may_say_itself_what_stands_for_it() -> None:
    assert digest(Told("a")) == digest(Told("a")) != digest(Told("b"))
    assert digest(Told(object())) is None


class Counter:
    number = 0

    def count(self) -> None:
        """Count one."""
        self.number += 1


@pytest.mark.parametrize(
    "value",
    [Counter(), object(), iter([1]), (one for one in [1]), Counter().count],
    ids=["thing", "object", "iterator", "generator", "method of a thing"],
)
def test_what_cannot_be_compared_has_no_digest(value: object) -> None:
    assert digest(value) is None
    assert digest({"a": [value]}) is None


def test_what_contains_itself_has_no_digest() -> None:
    endless: list[object] = []
    endless.append(endless)
    assert digest(endless) is None
    long: list[object] = [*range(100)]
    long.append(long)
    assert digest(long) is None


def test_after_what_was_too_deep_others_have_digests() -> None:
    digests = Digests(str)
    endless: list[object] = []
    endless.append(endless)
    assert digests.digest(endless) is None
    assert digests.digest(["a"]) == digest(["a"])


def test_a_text_that_is_no_unicode_has_a_digest() -> None:
    assert None is not digest("\udc80") != digest("\udc81")


SAYS = """
from datetime import datetime, UTC
from pathlib import PurePosixPath
from quickbuild.digests import Digests
values = {"a": {"x", "y", "z"}, "b": len, "c": datetime(2026, 1, 1, tzinfo=UTC), "d": Digests}
print(Digests(str).digest(values))
"""


def test_a_digest_is_the_same_in_every_process() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", SAYS],
            env={"PYTHONPATH": str(PLUGINS), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert told != {"None\n"}
