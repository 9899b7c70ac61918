"""Who draws a card, and when: in this process, in others, or nobody."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from social_cards.cards import Card, Photo, key
from social_cards.drawing import draw
from social_cards.studio import Studio
from social_cards.workers import FEWEST_CARDS
from tests.social_cards.titles import BOLD, REGULAR

MANY = [Card(f"Post {number}", "Tiny") for number in range(3 * FEWEST_CARDS)]


def a_studio(folder: Path, complaints: list[OSError] | None = None) -> Studio:
    said: list[OSError] = [] if complaints is None else complaints
    return Studio(folder / "store", [], 2, said.append)


def test_a_card_is_drawn_once(tmp_path: Path) -> None:
    first = a_studio(tmp_path)
    made = first.picture(MANY[0])
    second = a_studio(tmp_path)

    assert first.picture(MANY[0]) == second.picture(MANY[0]) == made
    assert (first.drawn, second.drawn) == (1, 0)


def test_many_are_drawn_by_other_processes_and_are_the_same(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)

    studio.begin(MANY)
    made = [studio.picture(card) for card in MANY]

    assert studio.drawn == len(MANY)
    assert made[::20] == [draw(card, BOLD, REGULAR) for card in MANY[::20]]


def test_few_are_drawn_without_another_process(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)

    studio.begin(MANY[:3])

    assert not (tmp_path / "store").exists()
    assert studio.picture(MANY[0]) == draw(MANY[0], BOLD, REGULAR)


def test_a_card_that_is_asked_for_too_soon_is_waited_for(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)

    studio.begin(MANY)

    assert studio.picture(MANY[-1]) == draw(MANY[-1], BOLD, REGULAR)


def test_where_no_process_can_be_used_this_one_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    studio = a_studio(tmp_path)

    studio.begin(MANY)

    assert studio.picture(MANY[1]) == draw(MANY[1], BOLD, REGULAR)
    assert studio.drawn == 1


def test_modules_of_the_site_do_not_stop_the_other_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "random", "bidi", "struct", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    studio = a_studio(tmp_path)

    studio.begin(MANY)
    studio.picture(MANY[0])

    assert len([*(tmp_path / "store").iterdir()]) == len(MANY)


def test_where_there_is_no_python_at_all_this_one_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    studio = a_studio(tmp_path)

    studio.begin(MANY)

    assert studio.picture(MANY[1]) == draw(MANY[1], BOLD, REGULAR)


def test_one_photo_that_cannot_be_read_keeps_no_other_card_from_being_drawn(
    tmp_path: Path,
) -> None:
    (tmp_path / "ada.png").write_text("no picture")
    broken = Card("Broken", "Tiny", photos=(Photo(str(tmp_path / "ada.png"), "broken"),))
    studio = a_studio(tmp_path)

    studio.begin([broken, *MANY])

    assert all(studio.picture(card) for card in MANY)
    assert studio.drawn == len(MANY)
    assert len([*(tmp_path / "store").iterdir()]) == len(MANY)
    with pytest.raises(OSError, match=r"ada\.png"):
        studio.picture(broken)


def test_a_damaged_card_is_drawn_anew(tmp_path: Path) -> None:
    made = a_studio(tmp_path).picture(MANY[0])
    (file,) = (tmp_path / "store").iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    studio = a_studio(tmp_path)
    studio.begin([MANY[0]])

    assert studio.picture(MANY[0]) == made
    assert studio.drawn == 1
    assert a_studio(tmp_path).picture(MANY[0]) == made


def test_a_store_that_cannot_be_written_is_told_of_once(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("no folder")
    complaints: list[OSError] = []
    studio = a_studio(tmp_path, complaints)

    made = [studio.picture(card) for card in MANY[:3]]

    assert made == [draw(card, BOLD, REGULAR) for card in MANY[:3]]
    assert len(complaints) == 1


RED = Card("Red", "Tiny", ("Ada",), "4 min read")


@pytest.mark.parametrize(
    "other",
    [
        replace(RED, title="Another"),
        replace(RED, site="Another"),
        replace(RED, names=("Another",)),
        replace(RED, note="5 min read"),
        replace(RED, photos=(Photo("ada.png", "another"),)),
        replace(RED, colours=(("paper", "#ffffff"),)),
    ],
    ids=["title", "site", "names", "note", "photos", "colours"],
)
def test_whatever_is_on_a_card_tells_it_from_others(other: Card) -> None:
    assert key(RED, ["fonts"]) != key(other, ["fonts"])
    assert key(RED, ["fonts"]) != key(RED, ["other fonts"])
    assert key(RED, ["fonts"]) == key(replace(RED), ["fonts"])


def test_where_a_photo_lies_tells_nothing() -> None:
    here, there = (Card("Red", photos=(Photo(file, "same"),)) for file in ("a.png", "b.png"))

    assert key(here, []) == key(there, [])


def test_a_card_reaches_another_process_as_it_is() -> None:
    card = Card("Red", "Tiny", ("Ada", "Bo"), "4 min", (Photo("a.png", "1", "content/a.png"),))

    assert Card.from_json(card.as_json()) == card


def test_a_drawing_of_another_size_is_not_remembered(tmp_path: Path) -> None:
    studio = a_studio(tmp_path)

    picture = Image.open(io.BytesIO(studio.drawing(MANY[0], 1920, 1080)))

    assert picture.size == (1920, 1080)
    assert not os.path.lexists(tmp_path / "store")
