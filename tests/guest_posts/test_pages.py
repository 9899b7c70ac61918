"""What readers see of guests, of posts elsewhere, and of every link between; with both themes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from fanfare.errors import FanfareError
from tests.guest_posts.small_site import RECORDS, THEMES, Built, build_site, post

Build = Callable[..., Built]

POSTS = {
    "posts/knots.md": post("Knots", 5, Author="Mira Holm", Tags="rope"),
    "posts/anchors.md": post("Anchors", 7, Authors="Ada Quill, Mira Holm"),
    "posts/mine.md": post("Mine", 9),
}


@pytest.fixture(params=THEMES)
def built(request: pytest.FixtureRequest, tmp_path: Path) -> Build:
    """Builds a site of the given files, once with each theme."""

    def build_with_theme(files: Mapping[str, str], conf: str = "") -> Built:
        return build_site(tmp_path, files, conf, request.param)

    return build_with_theme


def _links(page: BeautifulSoup, scope: str = "main") -> list[tuple[str, str]]:
    """Address and words of each link, without the mark of those that lead outwards."""
    for mark in page.select(".outward"):
        mark.extract()
    return [
        (str(link["href"]), link.get_text().replace("\u2060", "").strip())
        for link in page.select(f"{scope} a")
    ]


def test_a_guest_has_a_page_with_photo_bio_links_and_posts(built: Build) -> None:
    page = built({**RECORDS, **POSTS}).page("guests/mira-holm")
    assert page.select_one(".h-card .p-name").get_text() == "Mira Holm"  # type: ignore[union-attr]
    photo = page.select_one("img.u-photo")
    assert photo
    assert photo["alt"] == "Mira on a jetty"
    assert str(photo["src"]).endswith("/images/mira.png")
    note = page.select_one(".p-note")
    assert note
    assert "Mira ties knots." in note.get_text()
    links = _links(page)
    assert ("https://holm.example", "holm.example") in links
    assert ("https://social.example/@mira", "social.example/@mira") in links
    shown = [text for _href, text in links]
    assert shown.index("Anchors") < shown.index("Knots") < shown.index("Tides")


def test_a_link_in_a_bio_leads_to_a_post(built: Build) -> None:
    page = built({**RECORDS, **POSTS}).page("guests/mira-holm")
    assert ("https://tiny.example/posts/knots/", "my piece") in _links(page)


def test_a_guest_page_exists_before_the_first_post(built: Build) -> None:
    site = built({**RECORDS, **POSTS})
    assert "New here." in site.text("guests/jun-ko")
    assert "Jun Ko" in site.page("guests").get_text()


def test_a_link_to_a_guests_file_leads_to_their_page(built: Build) -> None:
    mine = post("Mine", body="By [her]({filename}/people/mira-holm.md).")
    page = built({**RECORDS, **POSTS, "posts/mine.md": mine}).page("posts/mine")
    assert ("https://tiny.example/guests/mira-holm/", "her") in _links(page)


def test_every_author_of_a_post_is_linked_to_where_they_are(built: Build) -> None:
    page = built({**RECORDS, **POSTS}).page("posts/anchors")
    authors = [(link["href"], link.get_text()) for link in page.select("a.p-author")]
    assert authors == [
        ("https://tiny.example/authors/ada-quill/", "Ada Quill"),
        ("https://tiny.example/guests/mira-holm/", "Mira Holm"),
    ]


def test_a_guest_has_one_page_and_not_one_as_an_author_besides(built: Build) -> None:
    site = built({**RECORDS, **POSTS})
    assert site.exists("authors/ada-quill")
    assert not site.exists("authors/mira-holm")


def test_under_a_guest_post_stands_who_wrote_it_and_more_from_both_sites(built: Build) -> None:
    page = built({**RECORDS, **POSTS}).page("posts/knots")
    box = page.select_one(".guest-box")
    assert box
    assert "Mira ties knots." in box.get_text()
    more = _links(page, "main section[aria-labelledby$=mira-holm]")
    assert ("https://tiny.example/posts/anchors/", "Anchors") in more
    assert ("https://quay.example/tides?a=1&b=2", "Tides") in more
    assert "Knots" not in [text for _href, text in more]


def test_more_from_a_guest_is_the_newest_and_not_everything(built: Build) -> None:
    files = {f"posts/p{n}.md": post(f"P{n}", n, Author="Jun Ko") for n in range(1, 10)}
    page = built({**RECORDS, **files}).page("posts/p9")
    more = [text for _href, text in _links(page, "section[aria-labelledby^=gp-more]")]
    assert more == ["P8", "P7", "P6", "P5", "P4"]


def test_under_the_authors_own_post_stands_no_box(built: Build) -> None:
    assert (
        not built({**RECORDS, **POSTS})
        .page("posts/mine")
        .select(".guest-box, section[aria-labelledby^=gp-more]")
    )


@pytest.mark.parametrize("path", ["", "archives", "categories/water", "tags/rope", "archives/2026"])
def test_a_post_elsewhere_stands_in_lists_by_date_marked_and_linked_to_the_original(
    built: Build, path: str
) -> None:
    page = built({**RECORDS, **POSTS}).page(path)
    link = page.select_one('main a[href="https://quay.example/tides?a=1&b=2"]')
    assert link
    around = link.find_parent(["li", "article", "dd"])
    assert around
    assert "The Quay" in around.get_text()
    assert around.select_one('[role=img][aria-label=", on The Quay, another site"]')
    titles = [text for href, text in _links(page) if "/posts/" in href or "quay.example/t" in href]
    assert titles[0] == "Tides"
    assert "Knots" in titles


def test_a_post_elsewhere_has_no_page_here(built: Build) -> None:
    site = built({**RECORDS, **POSTS})
    assert not list(site.output.rglob("*tides*"))
    feed = site.text("feeds/all.atom.xml")
    assert 'href="https://quay.example/tides?a=1&amp;b=2"' in feed


@pytest.mark.parametrize("title", ["A first one", "Tides and later"])
def test_a_post_elsewhere_takes_no_file_along(built: Build, title: str) -> None:
    """It has no page to take it to, whether another text has linked to the file before or not."""
    teaser = "![m]({attach}/images/mira.png) `{attach}/x`"
    tides = RECORDS["elsewhere/tides.md"].replace("On *tides*.", teaser)
    linking = post(title, 11, body="[m]({static}/images/mira.png)")
    site = built({**RECORDS, **POSTS, "elsewhere/tides.md": tides, "posts/linking.md": linking})
    assert site.exists("images/mira.png")
    assert not site.exists("mira.png")
    pages = [BeautifulSoup(path.read_text(), "lxml") for path in site.output.rglob("*.html")]
    shown = {str(image["src"]) for page in pages for image in page.select("img[alt=m]")}
    assert {address.rpartition("/images/")[2] for address in shown} == {"mira.png"}
    assert "{attach}/x" in str(pages)


def test_posts_elsewhere_are_grouped_by_host_with_what_the_host_wrote_here(built: Build) -> None:
    page = built({**RECORDS, **POSTS}).page("elsewhere")
    links = _links(page)
    assert ("https://tiny.example/partners/the-quay/", "The Quay") in links
    assert "They have also written here" in page.get_text()
    assert ("https://tiny.example/posts/knots/", "Knots") in links


def test_a_partner_has_a_page_with_both_directions(built: Build) -> None:
    page = built({**RECORDS, **POSTS}).page("partners/the-quay")
    links = [href for href, _text in _links(page)]
    assert "https://quay.example/tides?a=1&b=2" in links
    assert "https://tiny.example/posts/knots/" in links
    assert "https://tiny.example/guests/mira-holm/" in links


def test_a_partners_page_says_since_when(tmp_path: Path) -> None:
    quay = RECORDS["partners/the-quay.md"].replace("\n\n", "\nSince: 2025-11-04\n\n", 1)
    page = build_site(tmp_path, {**RECORDS, "partners/the-quay.md": quay}).page("partners/the-quay")
    assert "Since 4 November 2025" in page.get_text()


def test_a_link_to_the_file_of_a_post_elsewhere_leads_to_the_original(built: Build) -> None:
    mine = post("Mine", body="See [tides]({filename}/elsewhere/tides.md).")
    page = built({**RECORDS, **POSTS, "posts/mine.md": mine}).page("posts/mine")
    assert ("https://quay.example/tides?a=1&b=2", "tides") in _links(page)


@pytest.mark.parametrize("head", [{"Status": "draft"}, {"Date": "2999-01-01"}])
def test_a_draft_elsewhere_and_one_of_a_date_to_come_are_not_listed(
    built: Build, head: dict[str, str]
) -> None:
    lines = RECORDS["elsewhere/tides.md"].split("\n\n")[0].splitlines()
    kept = [line for line in lines if line.split(":")[0] not in head]
    text = "\n".join([*kept, *(f"{key}: {value}" for key, value in head.items())])
    site = built({**RECORDS, **POSTS, "elsewhere/tides.md": f"{text}\n\nOn tides.\n"})
    assert not site.exists("elsewhere")
    assert "quay.example/tides" not in site.text("archives") + site.text("feeds/all.atom.xml")


def test_what_the_last_audit_found_gone_is_said_on_pages_and_by_the_build(built: Build) -> None:
    line = {
        "date": "2026-03-01T09:00:00+00:00",
        "page": "https://quay.example/tides?a=1&b=2",
        "status": 404,
        "failing_since": "2026-02-20",
        "gone_since": "2026-02-20",
    }
    site = built({**RECORDS, **POSTS, "data/audit.jsonl": json.dumps(line) + "\n"})
    assert "not online any more" in site.page("elsewhere").get_text()
    assert [(finding.rule, finding.place) for finding in site.warnings] == [
        ("link-rot", "content/elsewhere/tides.md:4")
    ]
    assert "since 2026-02-20" in site.warnings[0].message


def test_a_copy_says_where_its_original_is_and_so_do_its_machines(built: Build) -> None:
    copy = post("Copy", Original_url="https://quay.example/copy")
    page = built({**RECORDS, "posts/copy.md": copy}).page("posts/copy")
    assert [link["href"] for link in page.select("link[rel=canonical]")] == [
        "https://quay.example/copy"
    ]
    assert "Originally published at The Quay." in " ".join(page.get_text().split())
    assert ("https://quay.example/copy", "The Quay") in _links(page)


def test_a_post_says_where_its_copies_are(built: Build) -> None:
    addresses = "https://www.linkedin.com/pulse/x, https://holm.example/x"
    page = built({**RECORDS, "posts/a.md": post("A", Also_at=addresses)}).page("posts/a")
    copies = [(link["href"], link.get_text()) for link in page.select("a.u-syndication")]
    assert copies == [
        ("https://www.linkedin.com/pulse/x", "LinkedIn"),
        ("https://holm.example/x", "holm.example"),
    ]


def test_who_paid_is_said_in_the_post_and_in_feeds_and_marks_links_to_them(built: Build) -> None:
    paid = post(
        "Paid",
        Sponsored="the-quay, Mackerel & Co <https://mackerel.example>",
        Disclosure="They sent *fish*.",
        body="Go to [them](https://shop.mackerel.example/x) or [others](https://other.example).",
    )
    site = built({**RECORDS, "posts/paid.md": paid})
    page = site.page("posts/paid")
    said = " ".join(note.get_text() for note in page.select(".e-content .disclosure"))
    assert "Sponsored by The Quay and Mackerel & Co." in said
    assert "Disclosure: They sent fish." in said
    rels = {str(link["href"]): link.get("rel") for link in page.select(".e-content a")}
    assert rels == {
        "https://shop.mackerel.example/x": ["sponsored"],
        "https://other.example": None,
        "https://www.quay.example": ["sponsored"],
        "https://mackerel.example": ["sponsored"],
    }
    assert "They sent" in site.text("feeds/all.atom.xml")


def test_a_disclosure_is_text_and_not_html(built: Build) -> None:
    page = built({"posts/a.md": post("A", Disclosure="Paid by R&D <Ltd>.")}).page("posts/a")
    [note] = page.select(".e-content .disclosure")
    assert note.get_text() == "Disclosure: Paid by R&D <Ltd>."


def test_what_mentions_a_post_is_listed_under_it(built: Build) -> None:
    files = {
        "posts/a.md": post("A"),
        "posts/b.md": post("B", 2, body="[x]({filename}a.md)"),
        "posts/c.md": post("C", 3, body="[x](https://tiny.example/posts/a/#there)"),
        "posts/d.md": post("D", 4, body="[x]({filename}a.md)", Status="draft"),
        "posts/e.md": post("E", 5, body="[x]({filename}a.md)", Status="hidden"),
        "pages/f.md": "Title: F\n\n[x]({filename}/posts/a.md)\n\n[y]({filename}/pages/g.md)\n",
        "pages/g.md": "Title: G\n\nText.\n",
    }
    site = built(files)
    assert [text for _href, text in _links(site.page("posts/a"), ".mentioned-in")] == [
        "C",
        "B",
        "F",
    ]
    assert [text for _href, text in _links(site.page("g"), ".mentioned-in")] == ["F"]


def test_a_translation_is_counted_once_in_what_mentions_a_post(built: Build) -> None:
    files = {
        "posts/a.md": post("A"),
        "posts/b.md": post("B", 2, body="[x]({filename}a.md)", Slug="b"),
        "posts/b-de.md": post("B auf Deutsch", 2, body="[x]({filename}a.md)", Slug="b", Lang="de"),
    }
    assert [text for _href, text in _links(built(files).page("posts/a"), ".mentioned-in")] == ["B"]


def test_first_mentions_become_links_where_that_is_wished(built: Build) -> None:
    mine = post("Mine", body="## Mira Holm\n\nMira Holm met Mira Holm at The Quay.")
    site = built({**RECORDS, "posts/mine.md": mine}, "GUEST_POSTS_AUTOLINK = True")
    content = site.page("posts/mine").select(".e-content a")
    assert [(link["href"], link.get_text()) for link in content] == [
        ("https://tiny.example/guests/mira-holm/", "Mira Holm"),
        ("https://tiny.example/partners/the-quay/", "The Quay"),
    ]


def test_mentions_stay_as_they_are_where_nobody_wished_links(built: Build) -> None:
    site = built({**RECORDS, "posts/mine.md": post("Mine", body="Mira Holm.")})
    assert not site.page("posts/mine").select(".e-content a")


def test_what_a_guest_may_not_bring_is_gone_and_said(built: Build) -> None:
    evil = post("Evil", Author="Jun Ko", body="Hello <script>alert(1)</script> there.")
    bio = "Name: Jun Ko\n\nNew <b onclick='x()'>here</b>.\n"
    site = built({"people/jun-ko.md": bio, "posts/evil.md": evil})
    assert "alert(1)" not in site.text("posts/evil")
    assert "onclick" not in site.text("guests/jun-ko")
    places = {finding.place for finding in site.warnings}
    assert places == {"content/posts/evil.md:6", "content/people/jun-ko.md:3"}


def test_a_guests_head_brings_no_html(built: Build) -> None:
    evil = post("<b onclick=x>T</b>", Author="Jun Ko", Summary="<i onclick=x>S</i>")
    site = built({"people/jun-ko.md": RECORDS["people/jun-ko.md"], "posts/evil.md": evil})
    for path in ("posts/evil", "", "archives", "categories/water"):
        assert not site.page(path).select("[onclick]"), path


def test_an_author_nobody_knows_is_refused_with_the_nearest_name(built: Build) -> None:
    files = {**RECORDS, "posts/a.md": post("A", Author="Mira Hulm"), "posts/b.md": post("B")}
    with pytest.raises(FanfareError) as caught:
        built({**files, "posts/c.md": post("C", Author="Zed", Status="draft")})
    assert [str(finding) for finding in caught.value.findings] == [
        'content/posts/a.md:4: Author "Mira Hulm" is neither Ada Quill nor anybody in '
        'content/people/. Did you mean "Mira Holm"?',
        'content/posts/c.md:4: Author "Zed" is neither Ada Quill nor anybody in content/people/. '
        'Write Ada Quill, or make them known: invoke new person "Zed".',
    ]


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("Original_url", "quay.example/x", "has no scheme. Write"),
        ("Also_at", "javascript:alert(1)", "is no address of a page."),
        ("Sponsored", "the-quey", 'is no partner. Did you mean "the-quay"?'),
        ("Sponsored", "Fish <fish.example>", "has no scheme."),
    ],
)
def test_a_role_that_cannot_be_is_refused_by_its_line(
    built: Build, key: str, value: str, complaint: str
) -> None:
    with pytest.raises(FanfareError) as caught:
        built({**RECORDS, "posts/a.md": post("A", 1, **{key: value})})
    [finding] = caught.value.findings
    assert finding.place == "content/posts/a.md:4"
    assert complaint in str(finding)


def test_a_key_of_the_authors_own_may_be_called_host(built: Build) -> None:
    mine = post("Mine", Host="Ferry Inn", Disclosure="They paid.")
    page = built({**RECORDS, "posts/mine.md": mine}).page("posts/mine")
    assert "They paid." in page.get_text()


@pytest.mark.parametrize(
    ("key", "value"), [("Url", "x/"), ("Save_as", "index.html"), ("Template", "page")]
)
def test_a_guests_head_puts_nothing_in_another_place(built: Build, key: str, value: str) -> None:
    evil = post("Evil", 1, Author="Mira Holm", **{key: value})
    with pytest.raises(FanfareError) as caught:
        built({**RECORDS, "posts/evil.md": evil})
    [finding] = caught.value.findings
    assert str(finding) == (
        f'content/posts/evil.md:5: A guest\'s post has no "{key}:". Take the line out.'
    )


def test_a_guests_category_and_tags_bring_no_html(built: Build) -> None:
    text = post("A", Author="Jun Ko", Category="x<b onclick=a>", Tags="<i onclick=b>, y")
    site = built({"people/jun-ko.md": RECORDS["people/jun-ko.md"], "posts/a.md": text})
    for path in site.output.rglob("*.html"):
        page = site.page(path.relative_to(site.output).as_posix())
        assert not page.select("[onclick]"), path


def test_a_name_counts_for_more_than_a_slug(built: Build) -> None:
    files = {
        "people/mira-holm.md": "Name: Someone Else\n\nA bio.\n",
        "people/mh.md": "Name: Mira Holm\n\nHer bio.\n",
        "posts/a.md": post("A", Author="Mira Holm"),
    }
    assert [text for _href, text in _links(built(files).page("posts/a"), ".p-author, header p")]
    page = built(files).page("posts/a")
    assert [link["href"] for link in page.select("a.p-author")] == [
        "https://tiny.example/guests/mh/"
    ]


def test_several_authors_on_one_line_are_told_apart(built: Build) -> None:
    with pytest.raises(FanfareError) as caught:
        built({**RECORDS, "posts/a.md": post("A", Author="Mira Holm, Jun Ko")})
    assert str(caught.value).endswith('For several, write "Authors: Mira Holm, Jun Ko".')


def test_a_translation_by_a_guest_is_their_post(built: Build) -> None:
    files = {
        **RECORDS,
        "posts/a.md": post("A", Slug="a"),
        "posts/a-de.md": post("A auf Deutsch", Slug="a", Lang="de", Author="Mira Holm"),
        "posts/b.md": post("B", 2, Slug="b", Author="Mira Holm"),
        "posts/b-de.md": post("B auf Deutsch", 2, Slug="b", Lang="de", Author="Mira Holm"),
    }
    site = built(files)
    written = [text for href, text in _links(site.page("guests/mira-holm")) if "/posts/" in href]
    assert written == ["my piece", "B", "A auf Deutsch"] or written == ["B", "A auf Deutsch"]
    more = [
        text for _href, text in _links(site.page("de/posts/b"), "section[aria-labelledby^=gp-more]")
    ]
    assert "B" not in more


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ({"Original_url": "https://g.example/7,75968,1.html"}, "https://g.example/7,75968,1.html"),
        (
            {"Also_at": "https://g.example/7,5.html, https://h.example"},
            "https://g.example/7,5.html",
        ),
        ({"Sponsored": "Acme, Inc. <https://acme.example>"}, "https://acme.example"),
        ({"Sponsored": "https://a.example, https://b.example"}, "https://b.example"),
        ({"Sponsored": "the-quay; Acme, Inc. <https://acme.example>"}, "https://acme.example"),
    ],
)
def test_a_comma_parts_nothing_that_belongs_together(
    built: Build, head: dict[str, str], address: str
) -> None:
    page = built({**RECORDS, "posts/a.md": post("A", 1, **head)}).page("posts/a")
    assert address in [href for href, _text in _links(page)]


def test_bios_and_teasers_may_link_to_posts_elsewhere(built: Build) -> None:
    files = {**RECORDS, "people/jun-ko.md": "Name: Jun Ko\n\n[x]({filename}/elsewhere/tides.md)\n"}
    links = _links(built(files).page("guests/jun-ko"))
    assert ("https://quay.example/tides?a=1&b=2", "x") in links


def test_feeds_name_every_author_and_say_in_summaries_what_is_owed(built: Build) -> None:
    text = post("A", Authors="Ada Quill, Mira Holm", Disclosure="Paid.", Summary="Short.")
    long = post("B", 2, Sponsored="the-quay", body="Word " * 100)
    files = {**RECORDS, "posts/a.md": text, "posts/b.md": long}
    site = built(files, 'FEED_ALL_RSS = "feeds/all.rss.xml"\n')
    rss = BeautifulSoup(site.text("feeds/all.rss.xml"), "xml")
    items = {item.title.get_text(): item for item in rss.select("item")}  # type: ignore[union-attr]
    assert items["A"].creator.get_text() == "Ada Quill, Mira Holm"  # type: ignore[union-attr]
    assert "Paid." in items["A"].description.get_text()  # type: ignore[union-attr]
    owed = items["B"].description.get_text()  # type: ignore[union-attr]
    assert owed.startswith("<p>Word")
    assert owed.endswith(">The Quay</a>.</p>")


@pytest.mark.parametrize("relative", [True, False])
def test_a_post_elsewhere_is_identified_in_feeds_by_its_original(
    built: Build, relative: bool
) -> None:
    originals = [
        "http://quay.example/?p=1",
        "http://quay.example/?p=2",
        "https://archive.example/web/https://quay.example/a",
    ]
    entries = {
        f"elsewhere/e{place}.md": (
            f"Title: E {place}\nDate: 2026-02-10\nHost: the-quay\nOriginal_url: {url}\n\nText.\n"
        )
        for place, url in enumerate(originals)
    }
    site = built({**RECORDS, **entries}, f"RELATIVE_URLS = {relative}")
    feed = BeautifulSoup(site.text("feeds/all.atom.xml"), "xml")
    found = {
        (entry.id.get_text(), entry.link["href"])  # type: ignore[union-attr, index]
        for entry in feed.select("entry")
    }
    assert {(url, url) for url in originals} <= found


def test_a_page_may_be_a_copy(built: Build) -> None:
    page = built({"pages/a.md": "Title: A\nOriginal_url: https://quay.example/a\n\nText.\n"})
    shown = page.page("a" if page.exists("a") else "pages/a")
    assert "Originally published at" in shown.get_text()


def test_a_damaged_ledger_of_audits_is_a_warning(built: Build) -> None:
    site = built({**RECORDS, "data/audit.jsonl": "nonsense\n"})
    assert [finding.place for finding in site.warnings] == ["content/data/audit.jsonl:1"]


def test_a_large_site_is_the_same_on_one_core_and_on_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {**RECORDS, **POSTS, "posts/a.md": post("A")}
    files |= {
        f"posts/p{place}.md": post(f"P {place}", 2, body=f"[x]({{filename}}p{place - 1}.md) é")
        for place in range(1, 320)
    }
    files["posts/p0.md"] = post("P 0", 2, Author="Mira Holm", body="[a]({filename}a.md)")
    files["people/mira-holm.md"] += "\n<!-- Nobody's business. -->\n"
    pages = []
    for cores in (1, 2):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        (tmp_path / str(cores)).mkdir()
        site = build_site(tmp_path / str(cores), files)
        pages.append(
            {path: site.text(path) for path in ("posts/a", "posts/p7", "guests/mira-holm")}
        )
    assert pages[0] == pages[1]
    assert "P 0" in pages[0]["posts/a"]
    assert "Nobody" not in pages[0]["guests/mira-holm"]
