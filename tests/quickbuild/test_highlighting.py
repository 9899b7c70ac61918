"""Code is highlighted as Markdown's codehilite does it, and looked up less."""

from __future__ import annotations

import pytest
from markdown import Markdown
from markdown.extensions import codehilite
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from quickbuild.highlighting import lexers_at_hand

LANGUAGES = ("python", "Python", "py3", "js", "php", "html+jinja", "text", "no-such-language", "")


def _highlighted(language: str) -> str:
    markdown = Markdown(extensions=["fenced_code", "codehilite"])
    return markdown.convert(f"```{language}\nx = '<b>' # {{ y }}\n<?php $x ?>\n```\n")


def test_code_of_any_language_is_what_it_was() -> None:
    plain = [_highlighted(language) for language in LANGUAGES]
    for _time in range(2):
        with lexers_at_hand():
            assert [_highlighted(language) for language in LANGUAGES] == plain


def test_each_block_has_a_lexer_of_its_own() -> None:
    with lexers_at_hand():
        find = vars(codehilite)["get_lexer_by_name"]
        one, other = find("python", stripnl=False), find("python", stripnl=True)
    assert type(one) is type(other)
    assert (one.stripnl, other.stripnl) == (False, True)


def test_a_block_may_have_any_attributes() -> None:
    markdown = Markdown(extensions=["extra", "codehilite"])
    text = '``` { .python name="demo" alias="x" title="y" }\nprint(1)\n```\n'
    plain = markdown.convert(text)
    with lexers_at_hand():
        assert markdown.reset().convert(text) == plain


def test_a_plugins_own_way_to_find_lexers_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def own(_name: str, **options: object) -> object:
        return get_lexer_by_name("python", **options)

    monkeypatch.setattr(codehilite, "get_lexer_by_name", own)
    with lexers_at_hand():
        assert vars(codehilite)["get_lexer_by_name"] is own


def test_a_name_of_no_lexer_is_one_every_time() -> None:
    with lexers_at_hand():
        find = vars(codehilite)["get_lexer_by_name"]
        for _time in range(2):
            with pytest.raises(ClassNotFound):
                find("no-such-language")


def test_lexers_are_looked_up_so_only_meanwhile() -> None:
    found = vars(codehilite)
    before = found["get_lexer_by_name"]

    def look() -> None:
        assert found["get_lexer_by_name"] is not before
        raise LookupError

    with pytest.raises(LookupError), lexers_at_hand():
        look()
    assert found["get_lexer_by_name"] is before
