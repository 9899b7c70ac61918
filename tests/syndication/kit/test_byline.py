"""A guest's text under the host's profile says in its first line, and to its host, whose it is."""

from __future__ import annotations

from typing import Any

import pytest

from syndication.kit.byline import enumerated
from syndication.kit.kit import Kit
from syndication.records import Author
from tests.syndication.entries import ADA, MIRA
from tests.syndication.kit.editor import faults
from tests.syndication.kit.made import a_kit

BEN = Author("Ben Splice", "https://tiny.example/guests/ben-splice/")


def a_guests_kit(*authors: Author, **changes: Any) -> Kit:
    return a_kit(authors=authors or (MIRA,), tags=("knots", "ropes", "care"), **changes)


def first_line(kit: Kit) -> str:
    """What the article begins with, in plain text, with addresses."""
    return kit.text.partition("\n")[0]


def test_the_sites_author_is_not_named_twice() -> None:
    kit = a_guests_kit(ADA)

    assert first_line(kit) == "Text."
    assert (kit.guests, kit.findings) == ((), ())
    assert "By" not in kit.post


@pytest.mark.parametrize("name", ["ada quill", "Ada  Quill"])
def test_the_sites_author_is_known_however_a_head_writes_the_name(name: str) -> None:
    assert a_guests_kit(Author(name)).guests == ()


def test_the_first_line_is_the_guests_and_the_last_is_the_sites() -> None:
    kit = a_guests_kit()

    assert kit.html == (
        '<p>By <a href="https://tiny.example/guests/mira-holm/">Mira Holm</a>, a guest of Tiny.</p>'
        "<p>Text.</p><p>#Knots #Ropes #Care</p>"
        '<p>Originally published at <a href="https://tiny.example/posts/knots/">Tiny</a>.</p>'
    )
    assert faults(kit.html) == []


@pytest.mark.parametrize(
    ("authors", "line"),
    [
        ((MIRA, BEN), "By Mira Holm and Ben Splice, guests of Tiny."),
        ((ADA, MIRA), "By Ada Quill and Mira Holm."),
        ((MIRA, BEN, ADA), "By Mira Holm, Ben Splice and Ada Quill."),
        ((Author("Jo B."),), "By Jo B., a guest of Tiny."),
        ((ADA, Author("Jo B.")), "By Ada Quill and Jo B."),
        ((Author("<b> & co"),), "By <b> & co, a guest of Tiny."),
    ],
)
def test_all_who_wrote_are_named(authors: tuple[Author, ...], line: str) -> None:
    kit = a_guests_kit(*(Author(author.name) for author in authors))

    assert first_line(kit) == line
    assert faults(kit.html) == []


def test_of_a_copy_nobody_is_called_a_guest() -> None:
    assert first_line(a_guests_kit(Author("Mira Holm"), original="https://quay.example/a")) == (
        "By Mira Holm."
    )


def test_the_companion_post_names_the_guest_before_what_a_sponsor_paid_the_author() -> None:
    assert a_guests_kit(owed="The Quay paid the author.").post == (
        "A knot is a promise a rope makes to itself.\n\nBy Mira Holm, a guest of Tiny.\n\n"
        "The Quay paid the author.\n\n#Knots #Ropes #Care"
    )


def test_a_long_companion_post_still_names_the_guest() -> None:
    post = a_guests_kit(summary="A knot is a promise. " * 500).post

    assert "\n\nBy Mira Holm, a guest of Tiny.\n\n" in post
    assert len(post) <= 3000


def test_the_host_is_told_to_ask() -> None:
    [finding] = a_guests_kit(ADA, MIRA).findings

    assert str(finding) == (
        "content/posts/knots.md: This is by Ada Quill and Mira Holm; LinkedIn shows your name "
        "above it. Ask Mira Holm before you publish it there."
    )


def test_names_are_enumerated_as_people_do() -> None:
    assert [enumerated("ABC"[:number]) for number in range(4)] == ["", "A", "A and B", "A, B and C"]
