"""Where lines end, and in which size."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from social_cards import fitting
from social_cards.breaking import pieces
from social_cards.characters import graphemes
from social_cards.fitting import LEADING
from social_cards.typesetting import line, width_of
from tests.social_cards.titles import BOLD, NAMED, TITLES

SIZES = ((100, 2), (80, 3), (60, 4), (40, 6))
WIDTH, HEIGHT = 1032.0, 300.0


def measure(text: str) -> float:
    return width_of(text, BOLD)


def first_setting(title: str) -> fitting.Setting:
    return next(fitting.settings(title, measure, WIDTH, HEIGHT, SIZES))


def parts(text: str) -> list[str]:
    return [f"{piece.text}{piece.gap}" for piece in pieces(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine people", ["Nine ", "people"]),
        ("well-known facts", ["well-", "known ", "facts"]),
        ("either/or", ["either/", "or"]),
        ("-5 degrees", ["-5 ", "degrees"]),
        ("日本語", ["日", "本", "語"]),
        ("「括弧」と、点。", ["「括", "弧」", "と、", "点。"]),
        ("ちょっと", ["ちょっ", "と"]),
        ("Pelican入門", ["Pelican", "入", "門"]),
        ("Pourquoi ?", ["Pourquoi ?"]),
        ("« Les mots »", ["« Les ", "mots »"]),
        ("10\u00a0kB only", ["10\u00a0kB ", "only"]),
        ("천 명의 독자", ["천 ", "명의 ", "독자"]),
        ("เป็น", ["เป็", "น"]),
        ("sagte „Ja“, ja", ["sagte ", "„Ja“, ", "ja"]),
        ("ein »Ja« und", ["ein ", "»Ja« ", "und"]),
        ("ett ”Ja” och", ["ett ", "”Ja” ", "och"]),
        ("dance ’til dawn", ["dance ", "’til ", "dawn"]),
        ("les « mots » ici !", ["les ", "« mots » ", "ici !"]),
        ("red – a story", ["red – ", "a ", "story"]),
        ("Donau\u00addampf", ["Donau\u00ad", "dampf"]),
        ("long\u200bword", ["long\u200b", "word"]),
    ],
)
def test_lines_may_end_here(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@given(TITLES)
def test_pieces_are_the_text(title: str) -> None:
    text = BOLD.shown(title)

    assert "".join(parts(text)) == text


@settings(max_examples=150, deadline=None)
@given(TITLES)
def test_lines_are_the_text_and_have_room(title: str) -> None:
    text = BOLD.shown(title)
    if not text:
        return

    setting = first_setting(text)

    shown = "".join(one.removesuffix("\u00ad") for one in setting.lines)
    assert re.sub("[ \u00ad]", "", shown) == re.sub("[ \u00ad]", "", text)
    assert all(measure(one) * setting.size <= WIDTH * 1.001 for one in setting.lines)
    assert setting.size + (len(setting.lines) - 1) * setting.size * LEADING <= HEIGHT + 1


@pytest.mark.parametrize("kind", ["Chinese", "Japanese"])
def test_no_line_begins_with_what_closes_or_ends_with_what_opens(kind: str) -> None:
    lines = first_setting(NAMED[kind][:120]).lines

    assert len(lines) > 1
    assert not any(one[0] in "。、，：」》っ" for one in lines[1:])
    assert not any(one[-1] in "「《" for one in lines[:-1])


def test_lines_are_of_one_length_as_far_as_words_allow() -> None:
    lines = first_setting("The short walk to publishing and what it taught me last year").lines

    widths = [measure(one) for one in lines]
    assert min(widths) > 0.6 * max(widths)


def test_a_line_rather_ends_before_a_short_word_than_with_it() -> None:
    lines = first_setting(NAMED["usual"]).lines

    assert not any(one.endswith(" a") for one in lines)


def test_a_line_may_end_at_a_soft_hyphen_and_shows_it_then() -> None:
    word = "Donau\u00addampf\u00adschiff\u00adfahrts\u00adgesellschaft"
    lines = next(fitting.settings(word, measure, WIDTH, HEIGHT, [(100, 2)])).lines
    hyphen, other = (line(text, BOLD, 40) for text in ("Donau\u00ad", "Donau-"))

    assert lines == ("Donau\u00addampf\u00adschiff\u00ad", "fahrts\u00adgesellschaft")
    assert hyphen.runs == other.runs
    assert line("Do\u00adnau", BOLD, 40).runs == line("Donau", BOLD, 40).runs


def test_a_word_that_is_torn_shows_a_hyphen_at_a_good_place() -> None:
    lines = first_setting("donaudampfschifffahrtsgesellschaftskapitaenswitwe" * 2).lines

    assert len(lines) > 1
    assert all(one[-2] in "aeiou" and one[-1] == "\u00ad" for one in lines[:-1])


def test_what_is_no_word_is_torn_without_a_hyphen() -> None:
    assert "\u00ad" not in "".join(first_setting("7" * 200).lines)


def test_a_line_rather_ends_where_a_reader_expects_it() -> None:
    setting = next(fitting.settings("One two, three and four", measure, 700, HEIGHT, [(80, 2)]))

    assert setting.lines == ("One two,", "three and four")


def test_lines_know_where_they_begin_in_the_text() -> None:
    text = BOLD.shown("Why כותבים 🎉 matters, and how נכתב does: the whole of the story")
    setting = first_setting(text)
    parts = graphemes(text)

    assert len(setting.lines) > 1
    for one, start in zip(setting.lines, setting.starts, strict=True):
        assert "".join(parts[start:]).startswith(one)


@pytest.mark.parametrize(("bracket", "letter"), [("「", "括"), ("（", "丸"), ("《", "红")])
def test_brackets_of_chinese_stand_close_to_what_they_hold(bracket: str, letter: str) -> None:
    opening = line(f"字{bracket}", BOLD, 100)
    first = line(f"{bracket}{letter}", BOLD, 100)

    assert opening.width - opening.ink[2] < 8
    assert 0 <= first.ink[0] < 8


def test_words_are_broken_only_where_no_size_takes_them_whole() -> None:
    word = "Donaudampfschifffahrtsgesellschaft"

    assert word in first_setting(f"{word} gestern").lines[0]
    assert len(first_setting("W" * 200).lines) > 1


@settings(max_examples=100, deadline=None)
@given(TITLES)
def test_every_letter_of_a_line_is_drawn_and_none_of_it_is_cut(title: str) -> None:
    text = BOLD.shown(title)
    one = line(text, BOLD, 40)
    if not one.runs:
        return

    mask, _left, _top = one.mask()

    width, height = mask.size
    edges = ((0, 0, width, 1), (0, 0, 1, height), (width - 1, 0, width, height))
    for edge in (*edges, (0, height - 1, width, height)):
        assert mask.crop(edge).getbbox() is None
