"""Guests, partners and posts elsewhere are right, or the build says what is not."""

from datetime import datetime
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from fanfare.findings import Severity
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


def _warnings(root: Path, **changed: str) -> list[str]:
    warnings = read_records(_content(root, **changed)).warnings
    assert all(warning.severity is Severity.WARNING for warning in warnings)
    return [str(warning) for warning in warnings]


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
        (
            "people__a",
            "Name: A\nPhoto: {static}/extra/a.png\n",
            r":2: Photo .* lies outside content/images/\. Put it .* write \{static\}/images/a.png",
        ),
        ("people__a", "Name: A\nPhoto: {static}/images/../extra/a.png\n", ":2: Photo .* outside"),
        (
            "people__a",
            "Name: A\nLinks: @mira@social.example\n",
            ':2: Links .* account .* such as "https://social.example/@mira"',
        ),
        ("people__a", "Name: A <b>\n", ':1: Name "A <b>" has < or > in it. Write it without'),
        ("partners__a", "Name: A>\nUrl: https://a.example\n", ':1: Name "A>" has < or > in it'),
        ("people__a", "Name: A\nSite: the-footnot\n", ':2: Site .* Did you mean "the-footnote"'),
        (
            "people__a",
            "Name: A\nSite: quay.example\n",
            'https://, or make the partner: invoke new partner "quay.example" --url https://...$',
        ),
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
            ENTRY.replace("the-footnote", "Winch Weekly"),
            ':3: .* Write its slug, or make it: invoke new partner "Winch Weekly" --url https',
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


@pytest.mark.parametrize("said", ["The Footnote", "the  footnote", "footnote.example"])
def test_a_partner_named_as_readers_would_is_recognised(tmp_path: Path, said: str) -> None:
    complaints = _complaints(
        tmp_path,
        elsewhere__tides=GOOD["elsewhere/tides.md"].replace("the-footnote", said),
        people__ada=f"Name: Ada\nSite: {said}\n\nShe.",
    )
    assert [complaint.split(". ")[-1] for complaint in complaints] == [
        'Did you mean "the-footnote"?'
    ] * 2


def test_an_owner_called_by_name_is_recognised(tmp_path: Path) -> None:
    said = GOOD["partners/the-footnote.md"].replace("barnaby-footnote", "Barnaby Footnote")
    (complaint,) = _complaints(tmp_path, partners__the_footnote=said)
    assert complaint.endswith('is nobody in content/people/. Did you mean "barnaby-footnote"?')


def test_two_people_with_one_name_are_refused(tmp_path: Path) -> None:
    complaints = _complaints(
        tmp_path, people__mister="Url: https://b.example\nName: barnaby footnote\n\nHe."
    )
    assert complaints == [
        'content/people/mister.md:2: content/people/barnaby-footnote.md has the name "barnaby '
        'footnote" already. Call one of them otherwise: a byline has to say who is meant.'
    ]


@pytest.mark.parametrize(
    "url", ["https://footnote.example/tides", "http://www.footnote.example/tides/"]
)
def test_two_entries_of_one_original_are_refused(tmp_path: Path, url: str) -> None:
    said = GOOD["elsewhere/tides.md"].replace("https://footnote.example/tides", url)
    (complaint,) = _complaints(tmp_path, elsewhere__waves=said)
    assert complaint.startswith(
        f'content/elsewhere/waves.md:4: content/elsewhere/tides.md has the original_url "{url}"'
    )


@pytest.mark.parametrize(
    ("file", "line", "remedy"),
    [
        ("people__barnaby_footnote", "Status: draft", "What is read: Name, Url, Links,"),
        ("people__barnaby_footnote", "Image: {static}/images/a.png", 'Did you mean "Photo:"?'),
        ("partners__the_footnote", "Author: Mira Holm", "What is read: Name, Url, Feed,"),
        ("elsewhere__tides", "Sponsored: the-footnote", "What is read: Title, Date, Host,"),
        ("elsewhere__tides", "Url: https://footnote.example/", 'Did you mean "Original_url:"?'),
    ],
)
def test_a_key_of_another_room_is_refused(
    tmp_path: Path, file: str, line: str, remedy: str
) -> None:
    name = f"{file.replace('__', '/').replace('_', '-')}.md"
    (complaint,) = _complaints(tmp_path, **{file: f"{line}\n{GOOD[name]}"})
    key = line.partition(":")[0]
    assert complaint.startswith(f'content/{name}:1: "{key}:" is not read here. {remedy}')


def test_an_address_may_hold_a_comma(tmp_path: Path) -> None:
    said = "https://a.example/x,y,https://b.example/1,2, https://c.example,"
    records = read_records(_content(tmp_path, people__ada=f"Name: Ada\nLinks: {said}\n\nShe."))
    assert records.people["ada"].links == (
        *("https://a.example/x,y", "https://b.example/1,2", "https://c.example"),
    )


def test_what_has_no_text_yet_is_a_warning(tmp_path: Path) -> None:
    new = "<!-- The bio, sixty to a hundred words. -->\n"
    assert _warnings(
        tmp_path,
        people__ada=f"Name: Ada\n\n{new}",
        partners__quay="Name: The Quay\nUrl: https://quay.example\n",
        elsewhere__tides=GOOD["elsewhere/tides.md"].replace("Read it.", new),
    ) == [
        "content/people/ada.md:1: Ada has no bio yet. "
        "Write it below the head, after an empty line.",
        "content/partners/quay.md:1: The Quay has no text yet. "
        "Say below the head, after an empty line, what is published there.",
        "content/elsewhere/tides.md:1: Tides has no teaser yet. "
        "Say below the head, after an empty line, why one should go there.",
    ]


def test_a_draft_may_wait_for_its_teaser(tmp_path: Path) -> None:
    said = (
        GOOD["elsewhere/tides.md"].replace("Read it.", "").replace("Host:", "Status: draft\nHost:")
    )
    assert _warnings(tmp_path, elsewhere__tides=said) == []


def test_an_original_on_the_site_of_somebody_else_is_a_warning(tmp_path: Path) -> None:
    said = GOOD["elsewhere/tides.md"].replace("https://footnote.example", "https://blog.example")
    assert _warnings(tmp_path, elsewhere__tides=said) == [
        "content/elsewhere/tides.md:4: Original_url is on blog.example, and The Footnote is "
        "footnote.example. Correct it, or name the partner whose site that is."
    ]


@pytest.mark.parametrize("host", ["www.footnote.example", "blog.footnote.example"])
def test_an_original_may_be_on_a_subdomain_of_its_host(tmp_path: Path, host: str) -> None:
    said = GOOD["elsewhere/tides.md"].replace("footnote.example", host)
    assert _warnings(tmp_path, elsewhere__tides=said) == []


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("tides.txt", "Call it tides.md."),
        ("Tides.MD", "Call it tides.md."),
        ("tides", "Call it tides.md."),
        ("tides.png", "Put pictures into content/images/."),
    ],
)
def test_a_file_that_nothing_reads_is_a_warning(tmp_path: Path, name: str, remedy: str) -> None:
    _content(tmp_path)
    (tmp_path / "people" / name).write_text("Name: Ada\n")
    assert _warnings(tmp_path) == [f"content/people/{name}: Nothing reads this file. {remedy}"]


def test_backups_hidden_files_and_folders_are_no_records(tmp_path: Path) -> None:
    _content(tmp_path)
    for name in (".DS_Store", "ada.md~", "#ada.md#", ".#ada.md", "ada.md.swp", ".trash/ada.md"):
        (tmp_path / "people" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "people" / name).write_text("x")
    (tmp_path / "people" / "friends.md").mkdir()
    assert _warnings(tmp_path) == []


def test_records_with_comments_are_known(tmp_path: Path) -> None:
    records = read_records(_content(tmp_path, people__ada="Name: Ada\n\n<!-- Ask her. -->\nShe."))
    assert records.commented == {"people/ada.md"}
