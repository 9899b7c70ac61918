"""Articles as entries: what the head of a post says, and what feeds make of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fanfare.console import Silent
from fanfare.errors import FanfareError
from syndication.entries import entries_of
from syndication.records import Author, Entry
from tests.small_site import THEMES, build_site, post
from workbench.build import read_site
from workbench.location import Site

ALL_PLUGINS = 'PLUGINS = ["guest_posts", "folio", "syndication"]\n'
SYNDICATION = 'PLUGINS = ["syndication"]\n'

CONF = """
from fanfare.site import *
SITENAME = "Tiny"
SITEURL = "https://tiny.example"
AUTHOR = "Ada Quill"
POSITIONING = "I help."
TIMEZONE = "Europe/London"
TAGGING_ENTITY = "tiny.example,2025"
"""


def read(root: Path, files: Mapping[str, str], conf: str = ALL_PLUGINS) -> list[Entry]:
    """The entries of a site of `files`, which are relative to `content/`."""
    theme = THEMES["simple" if conf.startswith(SYNDICATION) else "folio"].format(plugin="folio")
    (root / "pelicanconf.py").write_text(CONF + theme + conf)
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    site = Site(root)
    return entries_of(read_site(site, site.writing_settings, Silent()))


def one(root: Path, text: str, conf: str = ALL_PLUGINS) -> Entry:
    """The entry of the post `text`."""
    (entry,) = read(root, {"posts/knots.md": text}, conf)
    return entry


def test_an_entry_has_what_the_head_and_the_text_say(tmp_path: Path) -> None:
    entry = one(
        tmp_path,
        post(
            "Knots & ropes",
            Date="2026-03-01 09:30",
            Modified="2026-07-04 18:00",
            Summary="On *knots* & <b>more</b>.",
            Tags="knots, knowledge work",
            body="A [knot]({filename}knots.md) holds.[^1]\n\n[^1]: Mostly.",
        ),
    )
    london = ZoneInfo("Europe/London")
    assert entry.id == "tag:tiny.example,2025:posts/knots"
    assert entry.title == "Knots & ropes"
    assert entry.url == "https://tiny.example/posts/knots/"
    assert entry.published == datetime(2026, 3, 1, 9, 30, tzinfo=london)
    assert entry.updated == datetime(2026, 7, 4, 18, 0, tzinfo=london)
    assert entry.updated.utcoffset() != entry.published.utcoffset()  # summer time
    assert entry.authors == (Author("Ada Quill", "https://tiny.example/authors/ada-quill/"),)
    assert entry.summary == "On *knots* & <b>more</b>."
    assert entry.categories == ("Water", "knots", "knowledge work")
    assert entry.tags == ("knots", "knowledge work")
    assert entry.language == "en"
    assert (entry.slug, entry.file) == ("knots", "content/posts/knots.md")
    assert 'href="https://tiny.example/posts/knots/"' in entry.content
    assert 'href="https://tiny.example/posts/knots/#fn:1"' in entry.content


def test_without_a_summary_the_text_begins_for_it(tmp_path: Path) -> None:
    assert one(tmp_path, post("Knots", body="A *knot* holds & binds.")).summary == (
        "A knot holds & binds."
    )


def test_a_summary_that_nobody_wrote_ends_with_a_sentence_and_has_no_disclosure(
    tmp_path: Path,
) -> None:
    text = post("Knots", body=f"{'A knot holds. ' * 40}It ends.")
    summary = one(tmp_path, text).summary
    assert 250 < len(summary) <= 500
    assert summary.endswith("A knot holds.")
    short = one(tmp_path, post("Knots", body="It ends.", Disclosure="They sent a rope."))
    assert short.summary == "It ends."


def test_on_plain_pelican_a_title_and_a_summary_are_html(tmp_path: Path) -> None:
    text = post("Q&amp;A", Summary="On <em>knots</em> &amp; ropes")
    entry = one(tmp_path, text, SYNDICATION)
    assert (entry.title, entry.summary) == ("Q&A", "On knots & ropes")


def test_the_newest_comes_first(tmp_path: Path) -> None:
    files = {f"posts/{day}.md": post(str(day), day) for day in (2, 3, 1)}
    assert [entry.title for entry in read(tmp_path, files)] == ["3", "2", "1"]


def test_posts_of_one_moment_have_one_order(tmp_path: Path) -> None:
    files = {f"posts/{name}.md": post(name) for name in "bca"}
    assert [entry.title for entry in read(tmp_path, files)] == ["c", "b", "a"]


def test_drafts_hidden_posts_and_posts_to_come_are_no_entries(tmp_path: Path) -> None:
    files = {
        "posts/out.md": post("Out"),
        "posts/draft.md": post("Draft", Status="draft"),
        "posts/hidden.md": post("Hidden", Status="hidden"),
        "posts/to-come.md": post("To come", Date="2999-01-01"),
    }
    assert [entry.title for entry in read(tmp_path, files)] == ["Out"]


def test_an_id_outlives_title_slug_domain_and_date(tmp_path: Path) -> None:
    before = one(tmp_path, post("Knots"))
    changed = post("Knots, again", Slug="knotty", Date="2026-02-02")
    after = one(tmp_path, changed, ALL_PLUGINS + 'SITEURL = "https://new.example"\n')
    assert after.id == before.id
    assert after.url == "https://new.example/posts/knotty/"


def test_a_pinned_id_outlives_the_file_as_well(tmp_path: Path) -> None:
    pinned = "tag:old.example,2019:1"
    assert one(tmp_path, post("Knots", Id=pinned)).id == pinned


def test_an_id_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FanfareError) as raised:
        one(tmp_path, post("Knots", Id="my knots"))
    (found,) = raised.value.findings
    assert (found.source, found.line) == ("content/posts/knots.md", 4)
    assert '"my knots" is no identifier' in found.message


def test_two_texts_of_one_id_are_both_named(tmp_path: Path) -> None:
    text = post("Knots", Id="tag:tiny.example,2025:1")
    with pytest.raises(FanfareError) as raised:
        read(tmp_path, {"posts/a.md": text, "posts/b.md": text.replace("Knots", "Ropes")})
    assert {found.source for found in raised.value.findings} == {
        "content/posts/a.md",
        "content/posts/b.md",
    }


def test_the_author_says_how_a_text_is_shared(tmp_path: Path) -> None:
    text = post("Knots", Linkedin="I was wrong\n    about knots.", Linkedin_date="2026-04-01 08:00")
    sharing = one(tmp_path, text).sharing
    assert sharing.wanted
    assert sharing.hook == "I was wrong\nabout knots."
    assert sharing.not_before == datetime(2026, 4, 1, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("no", ["no", "No", "false", "off"])
def test_the_author_says_that_a_text_is_not_to_be_shared(tmp_path: Path, no: str) -> None:
    sharing = one(tmp_path, post("Knots", Linkedin=no)).sharing
    assert not sharing.wanted
    assert sharing.hook == ""


@pytest.mark.parametrize("conf", [ALL_PLUGINS, SYNDICATION])
def test_a_linkedin_date_that_is_none_is_refused_with_its_line(tmp_path: Path, conf: str) -> None:
    with pytest.raises(FanfareError) as raised:
        one(tmp_path, post("Knots", Linkedin_date="soon"), conf)
    assert [(found.source, found.line) for found in raised.value.findings] == [
        ("content/posts/knots.md", 4)
    ]


def test_what_is_owed_to_readers_is_said(tmp_path: Path) -> None:
    entry = one(tmp_path, post("Knots", Disclosure="They gave me a *rope*."))
    assert entry.owed == "Disclosure: They gave me a rope."
    assert "They gave me a <em>rope</em>." in entry.content


GUESTS = {
    "people/mira-holm.md": "Name: Mira Holm\nUrl: https://holm.example\n\nSails.\n",
    "partners/quay.md": "Name: The Quay\nUrl: https://quay.example\n\nA harbour.\n",
}


def test_every_author_is_named_with_their_page(tmp_path: Path) -> None:
    text = post("Knots", Authors="Ada Quill, Mira Holm")
    (entry,) = read(tmp_path, GUESTS | {"posts/knots.md": text})
    assert entry.authors == (
        Author("Ada Quill", "https://tiny.example/authors/ada-quill/"),
        Author("Mira Holm", "https://tiny.example/guests/mira-holm/"),
    )
    assert entry.byline == "By Ada Quill and Mira Holm."


def test_what_the_sites_author_wrote_alone_needs_no_byline(tmp_path: Path) -> None:
    assert one(tmp_path, post("Knots")).byline == ""


def test_a_copy_names_its_original(tmp_path: Path) -> None:
    text = post("Knots", Original_url="https://quay.example/knots")
    (entry,) = read(tmp_path, GUESTS | {"posts/knots.md": text})
    assert entry.original == "https://quay.example/knots"
    assert entry.url == "https://tiny.example/posts/knots/"


def test_a_post_elsewhere_points_at_its_original(tmp_path: Path) -> None:
    text = (
        "Title: Tides\nDate: 2026-01-05\nHost: quay\nOriginal_url: https://quay.example/tides?a=1\n"
        "Linkedin: High time.\nLinkedin_date: 2026-02-01\nId: urn:tides\n\nA teaser.\n"
    )
    (entry,) = read(tmp_path, GUESTS | {"elsewhere/tides.md": text})
    assert entry.url == "https://quay.example/tides?a=1"
    assert entry.id == "urn:tides"
    assert entry.is_elsewhere
    assert entry.original == ""
    assert "A teaser." in entry.content
    assert entry.file == "content/elsewhere/tides.md"
    assert entry.sharing.hook == "High time."


def test_scripts_and_control_characters_do_not_leave(tmp_path: Path) -> None:
    entry = one(tmp_path, post("Knots", body="A&#11;B\n\n<script>alert(1)</script>\n\nC"))
    assert "script" not in entry.content
    assert "\x0b" not in entry.content


def test_the_picture_is_that_of_the_author(tmp_path: Path) -> None:
    png = Path(__file__).parents[2] / "content/images/two-houses.png"
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "content/images/a.png").write_bytes(png.read_bytes())
    entry = one(tmp_path, post("Knots", Image="{static}/images/a.png", Image_alt="Two"))
    assert entry.picture is not None
    assert (entry.picture.url, entry.picture.type) == ("images/a.png", "image/png")
    assert (entry.picture.width, entry.picture.height) == (1600, 1000)
    assert entry.picture.length == png.stat().st_size
    assert entry.picture.alt == "Two"
    assert entry.picture.read() == png.read_bytes()


def test_an_id_that_would_change_is_warned_of_once_it_was_published(tmp_path: Path) -> None:
    ledger = tmp_path / "content/data/published.jsonl"
    ledger.parent.mkdir(parents=True)
    ledger.write_text(
        '{"date": "2026-01-02T00:00:00+00:00", "id": "tag:old.example,2026-01-01:posts/knots", '
        '"file": "content/posts/knots.md", "url": "https://old.example/posts/knots/", '
        '"published": "2026-01-01T00:00:00+00:00", "shared": "2026-01-01T00:00:00+00:00"}\n'
    )
    files = {"posts/knots.md": post("Knots"), "posts/old.md": post("Old", Date="2025-12-01")}
    built = build_site(tmp_path, files, ALL_PLUGINS, plugin="folio")
    assert [(found.rule, found.source) for found in built.warnings] == [
        ("feed-id", "content/posts/knots.md"),
        ("too-old-for-automations", "content/posts/old.md"),
    ]
    assert "Id: tag:old.example,2026-01-01:posts/knots" in built.warnings[0].remedy
