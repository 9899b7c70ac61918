"""What a new file holds, decided without a disk: `plan_entry` and what it is made of."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfare import front_matter
from fanfare.console import Silent
from fanfare.errors import FanfareError
from workbench.location import Site
from workbench.preflight import check_sources
from workbench.scaffold.addresses import LONGEST, short_slug
from workbench.scaffold.entries import (
    Plan,
    Surroundings,
    fill,
    one_line,
    plan_entry,
    write,
)
from workbench.scaffold.kinds import KINDS, Details, kind_named
from workbench.scaffold.shelf import EMPTY, Named, Shelf, read_shelf
from workbench.sources import slug_from

HERE = Surroundings(
    now=datetime(2026, 2, 3, 9, 5, tzinfo=ZoneInfo("Europe/London")),
    default_category="Notes",
    own_addresses=frozenset({"archives", "tags"}),
    slugify=slug_from,
)
FURNISHED = dataclasses.replace(
    EMPTY,
    people=(Named("mira-holm", "Mira Holm"),),
    partners=(Named("quay", "The Quay"), Named("the-footnote", "The Footnote")),
    series={"The first thousand": 4},
    categories=("Craft", "Goals"),
)
ENOUGH = Details(author="Mira Holm", host="quay", url="https://quay.example/tides/")
"""Details that satisfy every kind, each taking its own."""


def _plan(kind: str, title: str, shelf: Shelf = FURNISHED, **details: str) -> Plan:
    return plan_entry(kind_named(kind), title, Details(**details), shelf, HERE)


def _complaint(kind: str, title: str, shelf: Shelf = FURNISHED, **details: str) -> str:
    with pytest.raises(FanfareError) as caught:
        _plan(kind, title, shelf, **details)
    return str(caught.value)


def _enough(kind: str) -> dict[str, str]:
    return {name: getattr(ENOUGH, name) for name in kind_named(kind).needs}


def _head(plan: Plan) -> dict[str, str]:
    head = front_matter.parse(plan.entry.text)
    return {key: " | ".join(values) for key, values in head.values.items()}


# --- what is filled in ----------------------------------------------------------------------


def test_a_post_is_a_draft_of_this_minute_in_the_default_category() -> None:
    plan = _plan("post", "The ramp")
    assert plan.entry.path == "content/posts/the-ramp.md"
    assert _head(plan) == {
        "title": "The ramp",
        "date": "2026-02-03 09:05",
        "category": "Notes",
        "status": "draft",
    }


def test_the_body_of_a_post_begins_with_questions_and_has_no_heading() -> None:
    body = _plan("post", "The ramp").entry.text.partition("\n\n")[2]
    assert body.partition("\n\n")[0].count("?") == 3
    assert "\n#" not in f"\n{body}"


def test_a_page_has_no_date() -> None:
    assert _head(_plan("page", "Reading list")) == {"title": "Reading list", "status": "draft"}


def test_what_the_author_says_stands_in_the_head() -> None:
    plan = _plan("post", "Part", category="Goals", tags="goals, ramp", date="2026-03-01 07:40")
    assert _head(plan) == {
        "title": "Part",
        "date": "2026-03-01 07:40",
        "category": "Goals",
        "tags": "goals, ramp",
        "status": "draft",
    }


def test_a_series_goes_on_where_it_stands() -> None:
    head = _head(_plan("post", "Part", series="The first thousand"))
    assert (head["series"], head["series_index"]) == ("The first thousand", "5")


def test_a_new_series_begins_with_one_and_is_mentioned() -> None:
    plan = _plan("post", "Part", series="The first thousnad")
    assert _head(plan)["series_index"] == "1"
    assert plan.notes == (
        'This begins the series "The first thousnad". Or is it "The first thousand"?',
    )


def test_a_new_category_is_mentioned() -> None:
    plan = _plan("post", "Part", category="Boats")
    assert plan.notes == ('This begins the category "Boats".',)


def test_a_guest_post_names_the_guest_and_speaks_of_disclosure() -> None:
    plan = _plan("guest-post", "Knots", author="mira holm")
    assert _head(plan)["author"] == "Mira Holm"
    assert "`Disclosure:`" in plan.entry.text
    assert "`content/people/mira-holm.md`" in plan.entry.text
    assert plan.before == ()


def test_a_guest_who_is_new_gets_a_file() -> None:
    plan = _plan("guest-post", "Knots", author="Ines Ravn")
    (person,) = plan.before
    assert person.path == "content/people/ines-ravn.md"
    assert front_matter.parse(person.text).get("name") == "Ines Ravn"
    assert plan.notes == ("Ines Ravn is new here: the bio goes into content/people/ines-ravn.md.",)


def test_a_misspelt_guest_is_asked_about_and_not_made() -> None:
    assert _complaint("guest-post", "Knots", author="Mira Hulm") == (
        'There is no person called "Mira Hulm". Did you mean "Mira Holm"? '
        'If not: invoke new person "Mira Hulm"'
    )


@pytest.mark.parametrize(
    "said", ["mira-holm, Jonas Weber", "Mira Holm;Jonas Weber", "Mira Holm, Jonas Weber, mira holm"]
)
def test_a_guest_post_may_have_several_guests(said: str) -> None:
    plan = _plan("guest-post", "Knots", author=said)
    assert _head(plan)["authors"] == "Mira Holm, Jonas Weber"
    assert "author" not in _head(plan)
    assert [person.path for person in plan.before] == ["content/people/jonas-weber.md"]
    assert "learn from Mira Holm and Jonas Weber" in plan.entry.text
    assert "`content/people/mira-holm.md` and `content/people/jonas-weber.md`" in plan.entry.text
    assert plan.notes == (
        "Jonas Weber is new here: the bio goes into content/people/jonas-weber.md.",
    )


def test_names_with_commas_stand_between_semicolons() -> None:
    plan = _plan("guest-post", "Knots", author="Weber, Jonas; Mira Holm")
    assert _head(plan)["authors"] == "Weber, Jonas; Mira Holm"


def test_one_misspelt_guest_of_several_is_asked_about() -> None:
    assert 'There is no person called "Mira Hulm".' in _complaint(
        "guest-post", "Knots", author="Jonas Weber, Mira Hulm"
    )


def test_a_list_of_no_guests_is_none() -> None:
    assert "needs its --author" in _complaint("guest-post", "Knots", author=" , ")


@pytest.mark.parametrize("host", ["quay", "The Quay", "the quay"])
def test_an_elsewhere_entry_names_its_host_by_slug(host: str) -> None:
    url = "https://quay.example/tides?part=1#low"
    assert _head(_plan("elsewhere", "Tides", host=host, url=url, tags="sea")) == {
        "title": "Tides",
        "date": "2026-02-03 09:05",
        "host": "quay",
        "original_url": url,
        "category": "Notes",
        "tags": "sea",
    }


@pytest.mark.parametrize(
    ("host", "remedy"),
    [
        ("the-footnotes", 'Did you mean "the-footnote"? If not: invoke new partner'),
        ("Winch Weekly", 'Make it first: invoke new partner "Winch Weekly" --url https://...'),
    ],
)
def test_a_host_without_a_file_is_refused(host: str, remedy: str) -> None:
    complaint = _complaint("elsewhere", "Tides", host=host, url="https://quay.example/")
    assert f'There is no partner "{host}".' in complaint
    assert remedy in complaint


def test_a_person_has_a_name_and_an_address() -> None:
    plan = _plan("person", "Ines Ravn", url="https://ravn.example")
    assert plan.entry.path == "content/people/ines-ravn.md"
    assert _head(plan) == {"name": "Ines Ravn", "url": "https://ravn.example"}


def test_a_partner_is_known_since_a_day() -> None:
    plan = _plan("partner", "Harbour Review", url="https://harbour.example")
    assert plan.entry.path == "content/partners/harbour-review.md"
    assert _head(plan) == {
        "name": "Harbour Review",
        "url": "https://harbour.example",
        "since": "2026-02-03",
    }


@pytest.mark.parametrize("kind", ["elsewhere", "person", "partner"])
def test_what_has_no_draft_tells_its_author_what_to_write_and_visitors_nothing(kind: str) -> None:
    body = _plan(kind, "Ines Ravn", FURNISHED, **_enough(kind)).entry.text.partition("\n\n")[2]
    comment, _, rest = body.partition("-->")
    assert comment.startswith("<!-- ")
    assert rest == "\n"


@pytest.mark.parametrize("name", ["tide $table", "$title", "100 % $5", "${url}"])
def test_a_dollar_sign_is_an_ordinary_character(name: str) -> None:
    assert _head(_plan("post", name, slug="x"))["title"] == name


def test_lines_of_the_head_that_stay_empty_are_left_out_and_the_body_is_not_touched() -> None:
    template = "Title: $title\nTags: $tags\n\nNote:\n\n$title\n"
    assert fill(template, {"title": "A", "tags": ""}) == "Title: A\n\nNote:\n\nA\n"


# --- titles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("One\nStatus: published", "One Status: published"),
        ("  Two \t spaces\r\n ", "Two spaces"),
        ("Ramps: a field guide", "Ramps: a field guide"),
        ("“Quotes”, 'single' and \"double\"", "“Quotes”, 'single' and \"double\""),
        ("a\u2028b\u0085c\x0bd", "a b c d"),
        ("bell\x07 and escape\x1b[31m \x1b", "bell and escape[31m"),
        ("潮の表", "潮の表"),
    ],
)
def test_a_title_is_one_line_of_the_head(typed: str, line: str) -> None:
    assert one_line("title", typed) == line
    assert _head(_plan("post", typed, slug="x"))["title"] == line


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "not UTF-8 text" in _complaint("post", "ramp \udcff")


@given(title=st.text(max_size=60), tags=st.text(max_size=20), series=st.text(max_size=20))
def test_nothing_typed_can_break_out_of_its_line(title: str, tags: str, series: str) -> None:
    try:
        plan = _plan("post", title, slug="x", tags=tags, series=series)
    except FanfareError:
        return
    head = front_matter.parse(plan.entry.text)
    assert set(head.values) <= {
        *("title", "date", "category", "tags", "series", "series_index", "status")
    }
    assert all(len(values) == 1 for values in head.values.values())
    assert head.get("title") == one_line("title", title)
    assert head.get("status") == "draft"


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_a_title_is_needed(kind: str) -> None:
    assert "needs a title. " in _complaint(kind, " \n", FURNISHED, **_enough(kind))


@pytest.mark.parametrize(
    ("kind", "missing", "so_far"),
    [("guest-post", "author", "mira-holm"), ("elsewhere", "host", "quay, the-footnote")],
)
def test_what_a_kind_needs_is_said_with_what_is_known(kind: str, missing: str, so_far: str) -> None:
    complaint = _complaint(kind, "Knots")
    assert f"needs its --{missing}. Known so far: {so_far}. For example: invoke new" in complaint


def test_an_option_that_nothing_would_read_is_refused() -> None:
    assert _complaint("page", "Now", tags="a") == "A page has no --tags. It takes --slug."


# --- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("The ramp", "the-ramp"),
        ("Über Straßen — und „Plätze“", "uber-strassen-und-platze"),
        ("Привет, мир", "privet-mir"),
        ("潮の表", "chao-nobiao"),
        ("a/b\\..\\c", "abc"),
        ("-- dashes --", "dashes"),
        ("<b>bold</b> & brave", "bold-brave"),
    ],
)
def test_the_file_is_named_as_pelican_would_address_it(title: str, slug: str) -> None:
    assert _plan("post", title).entry.path == f"content/posts/{slug}.md"


@given(title=st.text(max_size=300))
def test_a_file_is_named_safely_whatever_the_title(title: str) -> None:
    try:
        path = _plan("post", title).entry.path
    except FanfareError:
        return
    name = path.removeprefix("content/posts/").removesuffix(".md")
    assert name
    assert len(name) <= LONGEST
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("title", ["!!!", "🎉", "…"])
def test_a_title_without_letters_needs_a_slug(title: str) -> None:
    assert "Say one with --slug" in _complaint("post", title)
    assert _plan("post", title, slug="first-light").entry.path == "content/posts/first-light.md"


def test_a_long_title_is_cut_between_words() -> None:
    slug = short_slug("-".join(["word"] * 40))
    assert len(slug) <= LONGEST
    assert slug.endswith("-word")


@pytest.mark.parametrize(
    ("slug", "proposal"),
    [("The Ramp", "the-ramp"), ("../secret", "secret"), ("a/b", "ab"), ("ramp.md", "rampmd")],
)
def test_a_slug_that_is_no_address_is_refused_with_one_that_is(slug: str, proposal: str) -> None:
    assert _complaint("post", "X", slug=slug) == (
        f'"{slug}" cannot be an address. Write --slug {proposal}.'
    )


def test_a_name_that_windows_cannot_hold_is_refused() -> None:
    assert "Windows can hold no file called con.md." in _complaint("post", "Con")


def test_a_page_cannot_take_the_address_of_one_the_theme_makes() -> None:
    assert "The site makes a page archives/ of its own." in _complaint("page", "Archives")
    assert _plan("post", "Archives").entry.path == "content/posts/archives.md"


def test_an_address_that_is_taken_is_refused_with_the_file_that_has_it() -> None:
    shelf = dataclasses.replace(EMPTY, files={("posts", "ramp"): "content/posts/2025/Ramp.md"})
    assert 'content/posts/2025/Ramp.md has the address "ramp" already.' in _complaint(
        "post", "Ramp", shelf
    )
    assert _plan("page", "Ramp", shelf).entry.path == "content/pages/ramp.md"


# --- dates and web addresses --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01 07:40", "2026-03-01 07:40"),
        ("2026-03-01T07:40:59", "2026-03-01 07:40"),
        ("2026-07-01T12:00+00:00", "2026-07-01 13:00"),
    ],
)
def test_a_date_is_written_in_the_time_of_the_site(typed: str, date: str) -> None:
    assert _head(_plan("post", "A", date=typed))["date"] == date


@pytest.mark.parametrize("typed", ["tomorrow", "2026-02-30", "31.1.2026", "0001-01-01T00:00+14:00"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    assert f'"{typed}" is not a date. Write it as 2026-02-03 or' in _complaint(
        "post", "A", date=typed
    )


@pytest.mark.parametrize(
    "url", ["quay.example", "https://", "ftp://quay.example", "https://[", "https://a b"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert "Write it with https:// in front." in _complaint("person", "Ines", url=url)


# --- kinds ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("", "Say one of post, page, guest-post, elsewhere, person, partner, site"),
        ("pots", 'Did you mean "post"?'),
        ("guest_post", 'Did you mean "guest-post"?'),
        ("Page", 'Did you mean "page"?'),
        ("xyzzy", "Say one of post, page"),
    ],
)
def test_a_kind_that_is_not_known_is_answered_with_those_that_are(name: str, remedy: str) -> None:
    with pytest.raises(FanfareError, match=r"^(New what|\")") as caught:
        kind_named(name)
    assert remedy in str(caught.value)


# --- on disk ----------------------------------------------------------------------------------


def _put(root: Path, name: str, text: str) -> None:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_the_shelf_holds_what_heads_say(tmp_path: Path) -> None:
    _put(tmp_path, "posts/2025/One.md", "Title: One\nSeries: S\nSeries_index: 4\nCategory: Goals\n")
    _put(tmp_path, "posts/two.markdown", "Title: Two\nSeries: S\nCategory: Craft\nSlug: zwei\n")
    _put(tmp_path, "posts/.hidden.md", "Title: Hidden\n")
    _put(tmp_path, "people/mira.md", "Name: Mira Holm\n\nBio\n")
    _put(tmp_path, "partners/quay.md", "Url: https://quay.example\n")
    shelf = read_shelf(Site(tmp_path))
    assert shelf.files == {
        ("posts", "one"): "content/posts/2025/One.md",
        ("posts", "zwei"): "content/posts/two.markdown",
        ("people", "mira"): "content/people/mira.md",
        ("partners", "quay"): "content/partners/quay.md",
    }
    assert shelf.people == (Named("mira", "Mira Holm"),)
    assert shelf.partners == (Named("quay", "quay"),)
    assert shelf.series == {"S": 5}
    assert shelf.categories == ("Craft", "Goals")


def test_a_file_that_cannot_be_read_still_keeps_its_address(tmp_path: Path) -> None:
    path = tmp_path / "content" / "posts" / "old.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"Title: caf\xe9\n")
    assert ("posts", "old") in read_shelf(Site(tmp_path)).files


def test_an_empty_folder_has_an_empty_shelf(tmp_path: Path) -> None:
    assert read_shelf(Site(tmp_path)) == EMPTY


@pytest.mark.parametrize("kind", ["post", "page", "guest-post"])
def test_a_new_file_passes_the_check_before_a_build(tmp_path: Path, kind: str) -> None:
    site = Site(tmp_path)
    write(site, _plan(kind, "Ramps: 100 % “yours”", FURNISHED, **_enough(kind)))
    assert check_sources(site, Silent()) == []


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    _put(tmp_path, "posts/knots.md", "mine")
    with pytest.raises(FanfareError, match=r"knots\.md: This file is there already"):
        write(Site(tmp_path), _plan("guest-post", "Knots", author="Ines Ravn"))
    assert (tmp_path / "content/posts/knots.md").read_text() == "mine"
    assert not (tmp_path / "content/people").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("not a folder")
    with pytest.raises(FanfareError, match=r"content/posts/knots\.md: This file cannot be written"):
        write(Site(tmp_path), _plan("post", "Knots"))


def test_lines_end_the_same_on_every_system(tmp_path: Path) -> None:
    write(Site(tmp_path), _plan("post", "Knots"))
    assert b"\r" not in (tmp_path / "content/posts/knots.md").read_bytes()


def test_a_folder_called_like_a_file_is_none(tmp_path: Path) -> None:
    (tmp_path / "content/people/friends.md").mkdir(parents=True)
    assert read_shelf(Site(tmp_path)).people == ()
