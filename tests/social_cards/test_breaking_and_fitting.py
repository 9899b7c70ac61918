"""Where lines end, and in which size."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from social_cards import fitting
from social_cards.breaking import pieces
from social_cards.fitting import LEADING
from social_cards.typesetting import line, width_of
from tests.social_cards.titles import BOLD, NAMED, TITLES

SIZES = ((100, 2), (80, 3), (60, 4), (40, 6))
WIDTH, HEIGHT = 1032.0, 300.0


def measure(text: str) -> float:
    return width_of(text, BOLD, right_to_left=False)


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

    assert "".join(setting.lines).replace(" ", "") == text.replace(" ", "")
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


def test_words_are_broken_only_where_no_size_takes_them_whole() -> None:
    word = "Donaudampfschifffahrtsgesellschaft"

    assert word in first_setting(f"{word} gestern").lines[0]
    assert len(first_setting("W" * 200).lines) > 1


@settings(max_examples=100, deadline=None)
@given(TITLES)
def test_every_letter_of_a_line_is_drawn_and_none_of_it_is_cut(title: str) -> None:
    text = BOLD.shown(title)
    one = line(text, BOLD, 40, right_to_left=False)
    if not one.runs:
        return

    mask, _left, _top = one.mask()

    width, height = mask.size
    edges = ((0, 0, width, 1), (0, 0, 1, height), (width - 1, 0, width, height))
    for edge in (*edges, (0, height - 1, width, height)):
        assert mask.crop(edge).getbbox() is None
