"""What a kit holds, and what its author is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fanfare.errors import FanfareError
from fanfare.findings import Severity
from fanfare.pictures import PictureFile
from syndication.records import Sharing
from tests.syndication.entries import MadePicture
from tests.syndication.kit.made import LIMITS, NOW, a_kit, a_picture

TAGS = ("knots", "knowledge work", "rope care")


def said(**changes: Any) -> list[str]:
    """The messages that the author of a kit gets."""
    return [finding.message for finding in a_kit(**{"tags": TAGS, **changes}).findings]


def test_a_text_ends_with_hashtags_and_where_it_was_published() -> None:
    assert a_kit("Text.", tags=TAGS).html == (
        "<p>Text.</p><p>#Knots #KnowledgeWork #RopeCare</p>"
        '<p>Originally published at <a href="https://tiny.example/posts/knots/">Tiny</a>.</p>'
    )


def test_a_copy_names_its_original() -> None:
    html = a_kit(original="https://www.quay.example/a?b=1&c=2").html

    assert html.endswith(
        '<p>Originally published at <a href="https://www.quay.example/a?b=1&amp;c=2">'
        "quay.example</a>.</p>"
    )


def test_a_text_without_tags_has_no_empty_line() -> None:
    assert a_kit("Text.", tags=()).html.startswith("<p>Text.</p><p>Originally")


def test_the_companion_post_is_the_commentary() -> None:
    kit = a_kit(tags=TAGS, owed="Sponsored by the Quay.")

    assert kit.post == (
        "A knot is a promise a rope makes to itself.\n\nSponsored by the Quay.\n\n"
        "#Knots #KnowledgeWork #RopeCare"
    )


def test_the_cover_is_drawn_as_large_as_linkedin_wants_it() -> None:
    cover = a_kit().cover

    assert cover is not None
    assert (cover.name, cover.alt) == ("cover.png", "Knots, by Ada Quill")
    assert (cover.upload.width, cover.upload.height) == LIMITS.cover


def test_an_authors_own_picture_is_the_cover_as_it_is(tmp_path: Any) -> None:
    file = tmp_path / "own.jpg"
    file.write_bytes(a_picture("JPEG", (1920, 1080)))
    kit = a_kit(tags=TAGS, picture=PictureFile("own.jpg", file, "image/jpeg", 1920, 1080))

    assert kit.cover is not None
    assert (kit.cover.name, kit.cover.upload.raw) == ("cover.jpg", file.read_bytes())
    assert kit.findings == ()


@pytest.mark.parametrize(
    ("size", "what"),
    [
        ((1200, 627), "enlarges and crops"),
        ((960, 540), "enlarges"),
        ((4000, 4000), "crops"),
    ],
)
def test_a_cover_of_another_size_is_told(size: tuple[int, int], what: str) -> None:
    assert said(picture=MadePicture(raw=a_picture(size=size))) == [
        f"The cover has {size[0]} x {size[1]} pixels; LinkedIn {what} it to 1920 x 1080."
    ]


def test_a_missing_or_broken_cover_is_told() -> None:
    assert said(picture=None) == ["There is no cover."]
    assert said(picture=MadePicture(raw=b"no")) == [
        "The cover cards/posts/knots.png is left out. It is no picture that can be read."
    ]


def test_the_pictures_of_the_text_are_in_the_kit() -> None:
    kit = a_kit("![a](https://tiny.example/a.webp) ![b](https://tiny.example/b.jpg)", tags=TAGS)

    assert {name: upload.suffix for name, upload in kit.pictures.items()} == {
        "01-a.png": ".png",
        "02-b.jpg": ".jpg",
    }
    assert kit.findings == ()


def test_a_picture_of_another_site_is_told() -> None:
    assert said(markdown="![a](https://x.example/a.png)") == [
        "The kit has no file for image 1: https://x.example/a.png."
    ]


def test_one_picture_in_two_places_is_two_files() -> None:
    picture = "![a](https://tiny.example/a.png)"

    assert list(a_kit(f"{picture}\n\n{picture}").pictures) == ["01-a.png", "02-a.png"]


def test_too_few_hashtags_are_told() -> None:
    assert said(tags=("knots",)) == ["There is 1 hashtag; three to five are recommended."]


def test_titles_and_texts_that_are_too_long_are_told() -> None:
    limits = replace(LIMITS, kit_title=5, kit_body=100)

    assert said(title="🪢" * 3, markdown="x" * 100, limits=limits) == [
        "The title has 6 characters; LinkedIn takes 5.",
        "The text has 200 characters; LinkedIn takes 100.",
    ]
    assert said(title="🪢" * 2, markdown="x", limits=replace(limits, kit_body=200)) == []


def test_findings_are_warnings_about_the_authors_file() -> None:
    [finding] = a_kit(tags=()).findings

    assert (finding.severity, finding.source) == (Severity.WARNING, "content/posts/knots.md")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"is_elsewhere": True}, "is at https://tiny.example/posts/knots/, and not here"),
        ({"sharing": Sharing(wanted=False)}, "not for LinkedIn"),
        ({"markdown": "<script>x</script>"}, "no text"),
    ],
)
def test_what_no_kit_can_be_made_of_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(FanfareError, match=message) as caught:
        a_kit(**changes)

    assert caught.value.findings[0].source == "content/posts/knots.md"
    assert caught.value.findings[0].remedy


def test_a_post_that_is_held_back_is_told() -> None:
    later = Sharing(not_before=NOW + timedelta(minutes=1))

    [finding] = a_kit(tags=TAGS, sharing=later).findings
    assert str(finding) == (
        "content/posts/knots.md: Linkedin_date holds it back until 2026-04-01 12:01. "
        "Wait until then to publish what you paste."
    )
    assert said(sharing=Sharing(not_before=NOW)) == []
