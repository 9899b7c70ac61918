"""Templates show the same whoever watches them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from fanfare.memory import Memory
from quickbuild import templates
from quickbuild.templates import escaped, watch_templates


class Name(str):
    """A text of a kind of its own."""

    __slots__ = ()


class Shown:
    """What says itself how it is shown."""

    def __html__(self) -> str:
        return "<i>shown</i>"


TEXTS = st.text(alphabet=st.sampled_from("ab<>&'\" é"), max_size=4) | st.text(min_size=90)
VALUES = (
    TEXTS
    | TEXTS.map(Markup)
    | TEXTS.map(Name)
    | st.sampled_from([1, True, 1.0, None, Decimal(1), Shown(), b"<", ["<"], Path("a<b")])
)


@given(st.lists(VALUES))
def test_what_is_shown_is_escaped_as_ever(values: list[object]) -> None:
    for value in values * 2:
        found, wanted = escaped(value), escape(value)
        assert found == wanted
        assert type(found) is type(wanted)


def test_what_is_kept_of_it_stays_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = dict[str, Markup]()
    monkeypatch.setattr(templates, "_escaped", kept)
    monkeypatch.setattr(templates, "_MOST_ESCAPED", 10)
    for number in range(100):
        assert escaped(f"<{number}") == f"&lt;{number}"
        assert escaped("<" * 101) == "&lt;" * 101
        assert f"<{number}" in kept
        assert len(kept) <= 11


def _environment() -> Environment:
    sources = {
        "page": "{% macro name(of) %}<b>{{ of }}</b>{% endmacro %}{{ title }}{{ name(title) }}"
        "{% set x %}{{ title }}{% endset %}{{ x }}{{ x ~ '<' }}{% include 'part' %}",
        "part": "{% autoescape false %}{{ title }}{% endautoescape %}{{ missing }}",
        "fails": "{% autoescape off %}{{ title }}{% endautoescape %}{{ none.such }}",
    }
    return Environment(loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined)


def test_a_watched_template_shows_what_it_shows_unwatched() -> None:
    plain, watched = _environment(), _environment()
    watch_templates(watched, "ArticlesGenerator", Memory(None), "x")
    for title in ("A & B", Markup("A &amp; <i>B</i>"), Name("<"), 1, None):
        told = {"title": title, "missing": title}
        assert watched.get_template("page").render(told) == plain.get_template("page").render(told)
    for environment in (plain, watched):
        with pytest.raises(UndefinedError):
            environment.get_template("fails").render(title="<")
