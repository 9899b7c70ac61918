"""What a build does not do where no card has changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from pelican.plugins import signals

from fanfare import later
from fanfare.memory import Memory
from fanfare.watching import watching
from social_cards import letters
from social_cards.studio import Studio
from social_cards.texts import _path_of, _photo, file_of
from social_cards.typefaces import families
from tests.noted_outputs import noted_outputs
from tests.small_site import post
from tests.social_cards.test_site import STORE, TEXTS, a_picture, build, cards
from tests.social_cards.titles import BOLD

SETTINGS = {"JINJA_ENVIRONMENT": {"autoescape": True}, "SITENAME": "Tiny", "PATH": "content"}


def test_no_card_is_drawn_before_somebody_wants_it(tmp_path: Path) -> None:
    built = build(tmp_path, TEXTS, theme="simple")
    drawn = (built.output / "cards/posts/red.png").read_bytes()
    expected = cards(built)

    store = tmp_path / STORE
    for file in store.iterdir():
        file.unlink()
    with noted_outputs() as outputs:
        build(tmp_path, TEXTS, theme="simple")

    assert set(outputs.makers) == {f"cards/{name}" for name in expected}
    assert list(store.iterdir()) == []
    assert outputs.made("cards/posts/red.png") == drawn


def test_whoever_reads_a_card_depends_on_what_it_says(tmp_path: Path) -> None:
    a_picture(tmp_path / "content/images/portrait.png", (300, 300))
    with noted_outputs() as outputs:
        build(tmp_path, TEXTS, theme="simple")
    (card,) = outputs.given["cards/posts/red.png"]
    (text, file) = card.fact()

    assert (text.slug, file) == ("red", "cards/posts/red.png")
    for _reader in range(2):
        with watching() as cells:
            assert card.length
        assert (text, "on_social_card") in cells
    made = later.made(text, "on_social_card")
    assert made
    assert {(text, "title"), (text, "authors")} <= made.cells
    assert ("file", str(tmp_path / "content/images/portrait.png")) in made.cells


def test_whoever_shows_the_address_of_a_card_depends_on_that_of_the_text(tmp_path: Path) -> None:
    seen: dict[str, Any] = {}

    def note(generators: Any) -> None:
        seen.update({text.lang: text for text in generators[0].context["articles"]})

    signals.all_generators_finalized.connect(note)
    try:
        build(tmp_path, {"posts/red.md": post("A Red Week")}, theme="simple")
    finally:
        signals.all_generators_finalized.disconnect(note)
    text = seen["en"]

    assert later.is_watched(text)
    with watching() as cells:
        assert text.social_card.url == "cards/posts/red.png"
    assert (text, "social_card") in cells


def test_letters_that_are_known_are_in_the_first_font() -> None:
    assert all(BOLD.faces[0].has(letter) for letter in letters.SHOWN)
    assert families([])[0].missing("".join(sorted(letters.SHOWN))) == []


class Text:
    """As much of a text as the warnings need."""

    def __init__(self, title: str, source: Path) -> None:
        self.title = title
        self.metadata = {"title": title}
        self.authors: list[object] = []
        self.source_path = str(source)
        self.relative_source_path = source.name


@pytest.mark.parametrize("title", ["A Red Week", "Été à Ærø: “vært”…"])
def test_no_font_is_read_for_usual_letters(tmp_path: Path, title: str) -> None:
    studio = Studio(tmp_path, [], 1, lambda _error: None)
    texts: Any = [Text(title, tmp_path / "a.md")]

    assert list(letters.warnings_of(texts, studio, Memory(None), SETTINGS)) == []
    assert letters.warning_of_site(True, studio, {**SETTINGS, "POSITIONING": title}) is None
    assert "families" not in vars(studio)


def test_fonts_are_asked_once_for_the_same_title(tmp_path: Path) -> None:
    source, memory = tmp_path / "a.md", Memory(None)
    source.write_text("Title: Ein \U00012000\n\nText.\n")
    texts: Any = [Text("Ein \U00012000", source)]
    first, second = (Studio(tmp_path, [], 1, lambda _error: None) for _ in range(2))

    said = list(letters.warnings_of(texts, first, memory, SETTINGS))
    again = list(letters.warnings_of(texts, second, memory, SETTINGS))

    assert [one.line for one in said] == [1]
    assert again == said
    assert "families" not in vars(second)


@pytest.mark.parametrize(
    "url", ["", "posts/red/", "red.html", "a/b.c/d-e_f", "x" * 100, "2026/01/red"]
)
def test_an_address_without_anything_odd_is_the_path_of_its_card(url: str) -> None:
    assert file_of(url, "{path}") == (_path_of(url) or "index")


def test_another_portrait_of_the_same_date_is_another(tmp_path: Path) -> None:
    """Also where one process builds several times."""
    portrait, other = tmp_path / "portrait.png", tmp_path / "other.png"
    for file, said in ((portrait, b"one"), (other, b"two")):
        file.write_bytes(said)
        os.utime(file, ns=(1, 1))
    settings = {"PATH": str(tmp_path)}
    before = _photo("portrait.png", settings)
    other.replace(portrait)
    after = _photo("portrait.png", settings)
    assert before
    assert after
    assert before.digest != after.digest
