"""What a card looks like, measured in its pixels."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from PIL import Image, features

from social_cards.cards import COLOURS, Card, Photo
from social_cards.drawing import draw
from social_cards.scripts import levels_of
from social_cards.typesetting import line
from tests.social_cards.titles import (
    BOLD,
    HEIGHT,
    MARGIN,
    NAMED,
    REGULAR,
    TITLES,
    WIDTH,
    drawn,
    ink,
)

LIMIT = 100_000

HEADER_END, TITLE_TOP = 125, 134
TITLE_END, RULE, FOOT_TOP = HEIGHT - 196, HEIGHT - 168, HEIGHT - 164
RIBBON = WIDTH - MARGIN - 46


def a_card(title: str, **more: object) -> Card:
    said = {"site": "The Long Margin", "names": ("Ada Quill",), "note": "4 min read", **more}
    return Card(title, **said)  # type: ignore[arg-type]


def a_photo(folder: Path, name: str = "ada.png", size: tuple[int, int] = (400, 300)) -> Photo:
    """A photo with more colours and edges than any face."""
    file = folder / name
    Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3)).save(file)
    return Photo(str(file), name)


def assert_is_well_set(picture: Image.Image) -> None:
    """Nothing touches the margins, and what stands above each other does not meet."""
    width, height = picture.size
    assert not ink(picture, 0, 0, MARGIN - 3, height)
    assert not ink(picture, width - MARGIN + 3, 0, width, height)
    assert not ink(picture, 0, height - 40, width, height)
    ribbon_is_left = ink(picture, MARGIN, 0, MARGIN + 46, 20)
    free = (MARGIN + 50, width) if ribbon_is_left else (0, RIBBON - 4)
    assert not ink(picture, free[0], 0, free[1], 30)
    assert not ink(picture, 0, HEADER_END, width, TITLE_TOP - 2)
    assert not ink(picture, 0, TITLE_END + 2, width, RULE - 1)
    assert not ink(picture, 0, RULE + 4, width, FOOT_TOP)


@pytest.mark.parametrize("kind", NAMED)
def test_a_title_of_any_kind_stays_in_its_room(kind: str) -> None:
    assert_is_well_set(drawn(a_card(NAMED[kind])))


@settings(max_examples=150, deadline=None)
@given(TITLES)
def test_a_title_of_any_letters_stays_in_its_room(title: str) -> None:
    assert_is_well_set(drawn(a_card(title)))


@settings(max_examples=80, deadline=None)
@given(TITLES, TITLES)
def test_names_of_any_letters_stay_in_theirs(site: str, author: str) -> None:
    assert_is_well_set(drawn(a_card("A Red Week", site=site, names=(author,))))


@pytest.mark.parametrize("kind", NAMED)
def test_a_card_is_below_the_limit(kind: str, tmp_path: Path) -> None:
    photos = tuple(a_photo(tmp_path, f"{name}.png") for name in "abc")
    card = a_card(NAMED[kind], names=("Ada Quill",) * 9, site="Tiny " * 40, photos=photos)

    assert len(draw(card, BOLD, REGULAR)) < LIMIT


def test_a_card_has_the_size_that_networks_show_whole() -> None:
    png = draw(a_card("A Red Week"), BOLD, REGULAR)

    picture = Image.open(io.BytesIO(png))
    assert (picture.format, picture.size) == ("PNG", (1200, 627))


@pytest.mark.parametrize("size", [(1920, 1080), (600, 314), (1000, 1000), (2000, 627)])
def test_a_card_of_another_size_has_the_same_proportions(size: tuple[int, int]) -> None:
    picture = drawn(a_card(NAMED["usual"]), *size)

    scale = min(size[0] / WIDTH, size[1] / HEIGHT)
    box = picture.getbbox()
    assert picture.size == size
    assert box is not None
    assert box[0] == pytest.approx(MARGIN * scale, abs=3)
    assert box[2] == pytest.approx(size[0] - MARGIN * scale, abs=3)


def test_the_shorter_a_title_the_larger_its_type() -> None:
    def height_of_first_line(title: str) -> int:
        picture = drawn(a_card(title)).crop((0, TITLE_TOP, WIDTH, TITLE_END))
        rows = [picture.crop((0, y, WIDTH, y + 1)).getbbox() for y in range(picture.height)]
        first = next(y for y, row in enumerate(rows) if row)
        return next(y for y, row in enumerate(rows) if y > first and not row) - first

    heights = [height_of_first_line(("Harbour " * words).strip()) for words in (1, 4, 9, 16, 24)]

    assert heights == sorted(heights, reverse=True)
    assert heights[0] > 2 * heights[-1]


def test_marks_are_above_and_below_the_letter_and_not_on_it() -> None:
    def height(title: str) -> int:
        box = drawn(a_card(title)).crop((0, TITLE_TOP, WIDTH, TITLE_END)).getbbox()
        assert box
        return box[3] - box[1]

    heights = [height(title) for title in ("x", "x\u0304", "x\u0304\u0304", "x\u0304\u0304\u0323")]

    assert heights == sorted(set(heights))


def test_a_title_that_runs_to_the_left_turns_the_card_round() -> None:
    left = drawn(a_card("A Red Week", note=""))
    right = drawn(a_card("שבוע אדום", note=""))

    assert ink(left, RIBBON, 0, WIDTH, 20)
    assert not ink(left, 0, 0, RIBBON - 4, 20)
    assert ink(right, MARGIN, 0, MARGIN + 46, 20)
    assert not ink(right, MARGIN + 50, 0, WIDTH, 20)
    assert ink(right, WIDTH - MARGIN - 60, TITLE_TOP, WIDTH - MARGIN, TITLE_END)


def test_a_title_of_which_nothing_can_be_shown_gives_way_to_the_site() -> None:
    assert draw(a_card("नमस्ते"), BOLD, REGULAR) == draw(a_card("The Long Margin"), BOLD, REGULAR)


def test_titles_of_a_size_stand_on_the_same_line() -> None:
    baselines = set()
    for title in ("Hill", "Äil", "lil"):
        box = drawn(a_card(title)).crop((0, TITLE_TOP, WIDTH, TITLE_END)).getbbox()
        assert box
        baselines.add(box[3])

    assert len(baselines) == 1


def test_without_author_and_note_nothing_is_ruled_off() -> None:
    picture = drawn(a_card("A Red Week", names=(), note=""))

    assert not ink(picture, 0, RULE - 1, WIDTH, HEIGHT)


def test_names_that_have_no_room_are_counted() -> None:
    names = ("Alexandra Montgomery-Fitzgerald", "Maximilian von Hohenstein", "Bo Vandenbroucke")

    all_three = draw(a_card("A", names=names), BOLD, REGULAR)

    assert all_three == draw(a_card("A", names=(f"{names[0]}, {names[1]} +1",)), BOLD, REGULAR)


def test_which_way_a_bracket_runs_does_not_depend_on_its_line() -> None:
    title = "מדריך (Pelican עם Rust"
    whole = f"{title} ועוד מילים) Python"

    levels = levels_of(whole, right_to_left=True)

    assert levels[whole.index("(")] == levels[whole.index(")")] == 1
    opening = line(title, BOLD, 40, levels)
    assert opening.runs == line(title, BOLD, 40, levels[: len(title)]).runs
    assert opening.runs != line(title, BOLD, 40, [0] * len(title)).runs


def test_photos_are_round_and_stand_beside_the_names(tmp_path: Path) -> None:
    file = tmp_path / "ada.png"
    Image.new("RGB", (300, 500), "#d01030").save(file)
    png = draw(a_card("A Red Week", photos=(Photo(str(file), "ada"),)), BOLD, REGULAR)

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    top = HEIGHT - 146
    assert picture.getpixel((MARGIN + 49, top + 49)) == (0xD0, 0x10, 0x30)
    assert picture.getpixel((MARGIN + 2, top + 2)) == (0xFB, 0xF8, 0xF2)


def test_a_photo_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    photo = Image.new("RGB", (200, 200), "#0000ff")
    photo.paste("#ff0000", (0, 0, 100, 200))  # red on the left; turned, it is on the top
    exif = Image.Exif()
    exif[0x0112] = 6
    file = tmp_path / "ada.png"
    photo.save(file, exif=exif)
    png = draw(a_card("A Red Week", photos=(Photo(str(file), "turned"),)), BOLD, REGULAR)

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert picture.getpixel((MARGIN + 49, HEIGHT - 146 + 10)) == (255, 0, 0)
    assert picture.getpixel((MARGIN + 49, HEIGHT - 146 + 88)) == (0, 0, 255)


def test_grey_of_sixteen_bits_is_no_white(tmp_path: Path) -> None:
    file = tmp_path / "ada.png"
    Image.new("I;16", (300, 300), 0x8080).save(file)
    png = draw(a_card("A Red Week", photos=(Photo(str(file), "grey"),)), BOLD, REGULAR)

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert picture.getpixel((MARGIN + 49, HEIGHT - 146 + 49)) == (0x80, 0x80, 0x80)


def test_a_file_that_is_no_picture_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "ada.png"
    file.write_text("<svg/>")

    with pytest.raises(OSError, match=r"ada\.png"):
        draw(a_card("A Red Week", photos=(Photo(str(file), "broken"),)), BOLD, REGULAR)


def test_colours_are_those_of_the_card() -> None:
    colours = tuple({**COLOURS, "paper": "#ffffff", "mark": "#00ff00"}.items())
    picture = Image.open(io.BytesIO(draw(a_card("Red", colours=colours), BOLD, REGULAR)))

    shown = picture.convert("RGB")
    assert shown.getpixel((3, 3)) == (255, 255, 255)
    assert shown.getpixel((RIBBON + 20, 5)) == (0, 255, 0)


_ANOTHER_PROCESS = """
import hashlib, sys
{before}
from social_cards.drawing import draw
from tests.social_cards.titles import BOLD, NAMED, REGULAR
from tests.social_cards.test_drawing import a_card
every = b"".join(draw(a_card(title), BOLD, REGULAR) for title in NAMED.values())
print(hashlib.sha256(every).hexdigest())
"""

_WITHOUT_RAQM = """
from PIL import features, ImageFont
features.check_module = lambda name: False
ImageFont.core.HAVE_RAQM = ImageFont.core.HAVE_FRIBIDI = False
"""


@pytest.mark.parametrize("before", ["", _WITHOUT_RAQM], ids=["as it is", "without FriBidi"])
def test_every_process_draws_the_same_bytes(before: str) -> None:
    def in_another_process(seed: str, before: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", _ANOTHER_PROCESS.format(before=before)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    assert in_another_process("1", "") == in_another_process("2", before)


def test_pillow_shapes_nothing_by_itself() -> None:
    """What it shapes with is a library of the system, which other machines lack or have older."""
    from PIL import ImageFont

    one = line("Ada مرحبا", BOLD, 40)

    assert {run.font.layout_engine for run in one.runs} == {ImageFont.Layout.BASIC}
    assert features.check("freetype2")
