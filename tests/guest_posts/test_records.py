"""Guests, partners and posts elsewhere are right, or the build says what is not."""

from datetime import datetime
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from guest_posts.records import ElsewhereEntry, Partner, Person, read_records

GOOD = {
    "people/barnaby-footnote.md": (
        "Name: Barnaby Footnote\nUrl: https://footnote.example\n"
        "Links: https://footnote.example/about, https://social.example/@barnaby\n"
        "Photo: {static}/images/barnaby.png\nPhoto_alt: Barnaby at a desk\nSite: the-footnote\n"
        "\nHe *edits*.\n\nStill.\n"
    ),
    "partners/the-footnote.md": (
        "Name: The Footnote\nUrl: https://footnote.example\nFeed: https://footnote.example/feed\n"
        "Owner: barnaby-footnote\nSince: 2025-11-04\n\nA column.\n"
    ),
    "elsewhere/tides.md": (
        "Title: Tides\nDate: 2026-01-31 09:00\nHost: the-footnote\n"
        "Original_url: https://footnote.example/tides\nCategory: Craft\nTags: one, two\n"
        "\nRead it.\n"
    ),
    "images/barnaby.png": "",
}


def _content(root: Path, **changed: str) -> Path:
    """The good records with some files changed: `people__x="..."` is people/x.md."""
    files = dict(GOOD)
    files |= {
        f"{name.replace('__', '/').replace('_', '-')}.md": text for name, text in changed.items()
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def _complaints(root: Path, **changed: str) -> list[str]:
    with pytest.raises(FanfareError) as caught:
        read_records(_content(root, **changed))
    return [str(finding) for finding in caught.value.findings]


def test_good_records_are_read_as_written(tmp_path: Path) -> None:
    records = read_records(_content(tmp_path))
    assert records.people == {
        "barnaby-footnote": Person(
            "barnaby-footnote",
            "Barnaby Footnote",
            "He *edits*.\n\nStill.",
            "https://footnote.example",
            ("https://footnote.example/about", "https://social.example/@barnaby"),
            "images/barnaby.png",
            "Barnaby at a desk",
            "the-footnote",
            "people/barnaby-footnote.md",
        )
    }
    assert records.partners["the-footnote"] == Partner(
        "the-footnote",
        "The Footnote",
        "https://footnote.example",
        "A column.",
        "https://footnote.example/feed",
        "barnaby-footnote",
        datetime(2025, 11, 4),  # noqa: DTZ001 -- as written, in the time zone of the site
        "partners/the-footnote.md",
    )
    assert records.elsewhere["tides"] == ElsewhereEntry(
        "tides",
        "Tides",
        datetime(2026, 1, 31, 9),  # noqa: DTZ001
        "the-footnote",
        "https://footnote.example/tides",
        "Read it.",
        "Craft",
        ("one", "two"),
        "published",
        "elsewhere/tides.md",
    )


def test_a_site_without_records_has_none(tmp_path: Path) -> None:
    records = read_records(tmp_path)
    assert (records.people, records.partners, records.elsewhere) == ({}, {}, {})


def test_the_demos_records_are_good() -> None:
    records = read_records(Path(__file__).parents[2] / "content")
    assert len(records.people) == 2
    assert len(records.elsewhere) == 3


ENTRY = "Title: T\nDate: 2026-01-31\nHost: the-footnote\nOriginal_url: https://f.example/t\n"


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("people__a", "Url: https://a.example\n", "people/a.md:1: Name is missing."),
        (
            "people__a",
            "Name: A\nUrl: a.example\n",
            ':2: Url "a.example" has no scheme. Write "https',
        ),
        ("people__a", "Name: A\nUrl: javascript:alert(1)\n", ":2: Url .* is no address of a page"),
        ("people__a", "Name: A\nUrl: data:text/html,x\n", ":2: Url .* is no address of a page"),
        ("people__a", "Name: A\nUrl: https://\n", ":2: Url .* is not an address"),
        ("people__a", "Name: A\nUrl: https://[x\n", ":2: Url .* is not an address"),
        ("people__a", "Name: A\nLinks: https://a.example, b\n", ':2: Links "b" is not an address'),
        (
            "people__a",
            "Name: A\nPhoto: images/a.png\n",
            r":2: Photo .* Write \{static\}/images/a.png",
        ),
        (
            "people__a",
            "Name: A\nPhoto: {static}/images/a.png\n",
            ':2: There is no file "images/a.png"',
        ),
        ("people__a", "Name: A\nSite: the-footnot\n", ':2: Site .* Did you mean "the-footnote"'),
        ("people__a", "Name: A\nSite: ftp://a.example\n", ":2: Site .* is no address of a page"),
        ("people__a", "Name: A\nSlug: barnaby-footnote\n", "has the slug|has the slug"),
        ("people__A", "Name: A\n", '"A" cannot be part of an address'),
        ("partners__a", "Name: A\n", "partners/a.md:1: Url is missing"),
        (
            "partners__a",
            "Name: A\nUrl: https://a.example\nSince: soon\n",
            ':3: Since "soon" is not a date',
        ),
        (
            "partners__a",
            "Name: A\nUrl: https://a.example\nOwner: barnaby\n",
            ":3: Owner .* Did you mean",
        ),
        ("elsewhere__a", ENTRY.replace("Title: T\n", ""), "elsewhere/a.md:1: Title is missing"),
        ("elsewhere__a", ENTRY.replace("2026-01-31", "2026-31-01"), ':2: Date "2026-31-01" is not'),
        (
            "elsewhere__a",
            ENTRY.replace("the-footnote", "footnote"),
            ':3: Host .* mean "the-footnote"',
        ),
        (
            "elsewhere__a",
            ENTRY.replace("https:", "javascript:"),
            ":4: Original_url .* is no address",
        ),
        ("elsewhere__a", "Just words.\n", "elsewhere/a.md:1: Title is missing"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_a_remedy(
    tmp_path: Path, file: str, text: str, complaint: str
) -> None:
    complaints = _complaints(tmp_path, **{file: text})
    assert all(one.startswith("content/") for one in complaints)
    with pytest.raises(FanfareError, match=complaint):
        read_records(tmp_path)


def test_every_mistake_of_every_room_is_reported_at_once(tmp_path: Path) -> None:
    complaints = _complaints(
        tmp_path, people__a="Url: x\n", partners__a="Name: A\n", elsewhere__a="Title: A\n"
    )
    assert len(complaints) == 2 + 1 + 3


def test_a_wrong_record_stops_the_build(tmp_path: Path) -> None:
    from fanfare.console import Silent
    from workbench.build import build
    from workbench.location import Site

    (tmp_path / "pelicanconf.py").write_text(
        "from fanfare.site import *\n"
        'SITENAME, SITEURL, AUTHOR = "Tiny", "https://tiny.example", "Tamsin Inkwell"\n'
        'POSITIONING, TIMEZONE, THEME = "I help.", "UTC", "simple"\n'
        'PLUGINS, DIRECT_TEMPLATES, JINJA_ENVIRONMENT = ["guest_posts"], ["index"], {}\n'
    )
    _content(tmp_path / "content", people__a="Name: A\nUrl: a.example\n")
    site = Site(tmp_path)
    with pytest.raises(FanfareError, match=r"content/people/a\.md:2: Url"):
        build(site, site.writing_settings, tmp_path / "output", Silent(), production=False)


def test_comments_in_a_body_are_for_its_author(tmp_path: Path) -> None:
    text = "Name: Ada\n\n<!-- Not for\nvisitors. -->\nShe counts.\n<!-- Nor this. -->\n"
    records = read_records(_content(tmp_path, people__ada=text))
    assert records.people["ada"].bio == "She counts."


def test_a_key_that_is_almost_one_is_named(tmp_path: Path) -> None:
    complaints = _complaints(tmp_path, people__ada="Name: Ada\nLink: https://ada.example\n\nShe.")
    assert complaints == [
        'content/people/ada.md:2: "Link:" is read by nothing here. Did you mean "Links:"?'
    ]


def test_a_key_of_the_authors_own_is_welcome(tmp_path: Path) -> None:
    records = read_records(_content(tmp_path, people__ada="Name: Ada\nMet_at: a fair\n\nShe."))
    assert "ada" in records.people


def test_an_entry_may_be_a_draft_and_nothing_unheard_of(tmp_path: Path) -> None:
    said = GOOD["elsewhere/tides.md"].replace("Host:", "Status: draft\nHost:")
    assert read_records(_content(tmp_path, elsewhere__tides=said)).elsewhere["tides"].status == (
        "draft"
    )
    complaints = _complaints(tmp_path, elsewhere__tides=said.replace("draft", "drafty"))
    assert complaints == [
        'content/elsewhere/tides.md:3: Status "drafty" is not known. Did you mean "draft"?'
    ]
