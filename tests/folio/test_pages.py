"""What the theme and its plugin make of all kinds of texts, drafts and translations included."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from fanfare.console import Silent
from fanfare.errors import FanfareError
from workbench.build import build
from workbench.location import Site

REPOSITORY = Path(__file__).parents[2]

CONF = f"""
from fanfare.site import *
SITENAME = "Tiny & Co"
SITEURL = "https://tiny.example"
AUTHOR = "Tamsin Inkwell"
POSITIONING = "I help."
TIMEZONE = "UTC"
PLUGINS = ["quickbuild", "folio"]
THEME = {str(REPOSITORY / "themes/folio")!r}
"""

Build = Callable[..., Callable[[str], BeautifulSoup]]


@pytest.fixture
def built(tmp_path: Path) -> Build:
    """Builds a site of the given files; gives what reads a page of it."""

    def build_site(files: dict[str, str], conf: str = "") -> Callable[[str], BeautifulSoup]:
        (tmp_path / "pelicanconf.py").write_text(CONF + conf)
        for name, text in files.items():
            path = tmp_path / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        site = Site(tmp_path)
        build(site, site.writing_settings, tmp_path / "output", Silent(), production=True)

        def page(path: str) -> BeautifulSoup:
            return BeautifulSoup((tmp_path / "output" / path / "index.html").read_text(), "lxml")

        return page

    return build_site


def _post(title: str = "A", day: int = 1, **head: str) -> str:
    lines = {"Title": title, "Date": f"2026-01-{day:02}", **head}
    return "".join(f"{key}: {value}\n" for key, value in lines.items()) + "\nText.\n"


def test_a_title_may_hold_anything(built: Build) -> None:
    title = """R&D <b>bold</b> "quoted" it's </script> 🎺 עברית"""
    shown = "R&D <b>bold</b> “quoted” it’s </script> 🎺 עברית"
    page = built({"posts/a.md": _post(title), "posts/b.md": _post("B", 2)})
    post = page("posts/a")
    assert post.h1
    assert post.h1.get_text() == shown
    assert post.title
    assert post.title.get_text().startswith(shown)
    preview = post.select_one("meta[property='og:title']")
    assert preview
    assert preview["content"] == shown
    data = post.find("script", type="application/ld+json")
    assert data
    assert json.loads(data.get_text())["@graph"][0]["headline"] == shown
    listed = [link.get_text() for link in page("").select(".post-list .u-url")]
    assert listed == ["B", shown]
    assert not page("").select(".post-list b")


def test_a_post_that_stands_elsewhere_is_linked_there_and_has_no_page(built: Build) -> None:
    away = _post("Away", 2, Url="https://other.example/x", Save_as="")
    page = built({"posts/a.md": _post(), "posts/b.md": away})
    links = [link["href"] for link in page("").select(".post-list .u-url")]
    assert links == ["https://other.example/x", "./posts/a/"]


def test_a_site_without_posts_is_a_site(built: Build) -> None:
    page = built({"pages/about.md": "Title: About\n\nMe."})
    assert page("about").h1
    assert not page("").select("#newest")


@pytest.mark.parametrize(
    ("status", "path", "robots"),
    [("draft", "drafts/a", "noindex"), ("hidden", "posts/a", "noindex")],
)
def test_what_is_not_for_everyone_is_whole_and_not_for_search_engines(
    built: Build, status: str, path: str, robots: str
) -> None:
    page = built({"posts/a.md": _post(Status=status), "posts/b.md": _post("B", 2)})
    post = page(path)
    tag = post.select_one("meta[name=robots]")
    assert tag
    assert tag["content"] == robots
    assert "min to read" in post.get_text()
    assert [link.get_text() for link in page("").select(".post-list .u-url")] == ["B"]


def test_a_draft_may_lack_a_date_and_then_shows_none(built: Build) -> None:
    draft = built({"posts/a.md": "Title: A\nStatus: draft\n\nText."})("drafts/a")
    assert draft.h1
    assert not draft.select(".text time, meta[property*=time]")


def test_search_is_offered_only_what_is_for_everyone(built: Build) -> None:
    files = {
        "posts/a.md": _post(),
        "posts/b.md": _post("B", Status="hidden"),
        "pages/c.md": "Title: C\nStatus: hidden\n\nText.",
        "pages/d.md": "Title: D\n\nText.",
    }
    page = built(files)
    offered = [
        path
        for path in ("posts/a", "posts/b", "c", "d")
        if page(path).select("[data-pagefind-body]")
    ]
    assert offered == ["posts/a", "d"]


def test_a_summary_is_shown_whole_and_is_plain_text_everywhere(
    built: Build, tmp_path: Path
) -> None:
    summary = 'Use <b> & "quotes". ' + "word " * 40 + "end."
    post = built({"posts/a.md": _post(Summary=summary)})("posts/a")
    shown = "Use <b> & “quotes”. " + "word " * 40 + "end."
    standfirst, described = (
        post.select_one(".standfirst"),
        post.select_one("meta[name=description]"),
    )
    assert standfirst
    assert described
    assert standfirst.get_text() == described["content"] == shown
    feed = etree.parse(tmp_path / "output/feeds/all.atom.xml")
    (in_feed,) = feed.iter("{*}summary")
    assert in_feed.text == "Use &lt;b&gt; &amp; “quotes”. " + "word " * 40 + "end."


def test_a_description_goes_before_a_summary_for_search_engines(built: Build) -> None:
    post = built({"posts/a.md": _post(Summary="For readers.", Description="For robots.")})(
        "posts/a"
    )
    described = post.select_one("meta[name=description]")
    assert described
    assert described["content"] == "For robots."


def test_pages_of_any_name_are_in_the_sitemap_under_their_address(
    built: Build, tmp_path: Path
) -> None:
    files = {f"posts/p{day}.md": _post(f"P{day}", day) for day in range(1, 12)}
    files |= {
        "posts/page.md": _post("Page", 12),
        "pages/odd.md": "Title: Odd\nUrl: go/myindex.html\nSave_as: go/myindex.html\n\nText.",
        "pages/cafe.md": "Title: Café\nSlug: café\n\nText.",
    }
    built(files)
    listed = (tmp_path / "output/sitemap.xml").read_text()
    for path in ("posts/page/", "go/myindex.html", "caf%C3%A9/", "posts/p1/"):
        assert f"<loc>https://tiny.example/{path}</loc>" in listed
    for path in ("page/2/", "search/", "404.html"):
        assert f"/{path}</loc>" not in listed.replace("posts/page/", "")


def test_a_page_in_the_place_of_the_home_page_is_once_in_the_sitemap(
    built: Build, tmp_path: Path
) -> None:
    home = "Title: Home\nSave_as: index.html\n\nText."
    built({"posts/a.md": _post(), "pages/home.md": home}, "QUICKBUILD = False\n")
    listed = (tmp_path / "output/sitemap.xml").read_text()
    assert listed.count("<loc>https://tiny.example/</loc>") == 1


@pytest.mark.parametrize("settings", ["", "QUICKBUILD = False\n"])
def test_a_post_in_the_place_of_the_home_page_has_its_own_date_in_the_sitemap(
    built: Build, tmp_path: Path, settings: str
) -> None:
    home = "Title: Home\nDate: 2026-01-07\nCategory: Water\nSave_as: index.html\n\nText."
    built({"posts/home.md": home}, settings)
    listed = (tmp_path / "output/sitemap.xml").read_text()
    (entry,) = re.findall("<loc>https://tiny.example/</loc>.*?</url>", listed)
    assert "<lastmod>2026-01-07" in entry


@pytest.mark.parametrize("name", ["PREVIEW_IMAGE", "AUTHOR_PHOTO"])
def test_a_picture_that_is_set_and_not_there_stops_the_build(built: Build, name: str) -> None:
    with pytest.raises(FanfareError, match=f'{name}: there is no picture "images/none.png"'):
        built({"posts/a.md": _post()}, f'{name} = "images/none.png"\n')


def test_translations_point_at_each_other_in_their_language(built: Build) -> None:
    files = {"posts/a.md": _post(), "posts/a-de.md": _post("Ein A", Slug="a", Lang="de")}
    page = built(files)
    german = page("de/posts/a")
    assert german.html
    assert german.html["lang"] == "de"
    links = {
        str(link["hreflang"]): str(link["href"])
        for original in (page("posts/a"), german)
        for link in original.select("link[hreflang]")
    }
    assert links == {
        "de": "https://tiny.example/de/posts/a/",
        "en": "https://tiny.example/posts/a/",
    }


def test_a_reader_is_shown_the_translation_and_its_script_runs_its_way(built: Build) -> None:
    files = {"posts/a.md": _post(), "posts/a-he.md": _post("אלף", Slug="a", Lang="he")}
    page = built(files)
    (link,) = page("posts/a").select(".margin a[hreflang=he]")
    assert link.get_text() == "אלף"
    text = page("he/posts/a").select_one("article")
    assert text
    assert text["dir"] == "rtl"


def test_subjects_that_only_drafts_have_are_named_and_not_linked(built: Build) -> None:
    files = {
        "posts/a.md": _post(Status="draft", Category="New", Tags="old, fresh"),
        "posts/b.md": _post("B", 2, Tags="old"),
    }
    draft = built(files)("drafts/a")
    assert [tag.get_text() for tag in draft.select(".tags a")] == ["old"]
    assert [tag.get_text() for tag in draft.select(".tags span")] == ["fresh"]
    assert not draft.select(".breadcrumbs a.p-category")


def test_drafts_are_found_from_the_home_page_while_writing_only(built: Build) -> None:
    files = {
        "posts/a.md": _post(Status="draft"),
        "posts/b.md": _post("B", 2),
        "posts/c.md": _post("C").replace("2026", "2999"),
    }
    home = built(files)("")
    assert sorted(link.get_text() for link in home.select("#drafts ~ ul a")) == ["A", "C"]
    home = built(files, 'DRAFT_SAVE_AS = ""\n')("")
    assert not home.select("#drafts")


def test_a_post_with_a_date_to_come_says_that_it_is_scheduled(built: Build) -> None:
    page = built({"posts/a.md": _post().replace("2026", "2999")})
    mark = page("drafts/a").select_one(".draft-mark")
    assert mark
    assert mark.get_text().startswith("Scheduled")


def test_neighbours_follow_the_dates_also_where_posts_are_ordered_otherwise(built: Build) -> None:
    files = {f"posts/{name}.md": _post(name, day) for name, day in (("x", 1), ("c", 2), ("m", 3))}
    page = built(files, 'ARTICLE_ORDER_BY = "title"\n')
    links = [
        (str(link["rel"][0]), str(link["href"])) for link in page("posts/c").select(".neighbours a")
    ]
    assert links == [("prev", "../../posts/x/"), ("next", "../../posts/m/")]


def test_every_author_of_a_post_is_named_and_linked(built: Build) -> None:
    page = built({"posts/a.md": _post(Authors="Mira Holm, Ada Quill")})
    names = [link.get_text() for link in page("posts/a").select(".byline .p-author")]
    assert names == ["Mira Holm", "Ada Quill"]
    assert page("authors/ada-quill").h1


def test_a_part_of_a_series_shows_the_whole_of_it(built: Build) -> None:
    files = {
        "posts/a.md": _post("One", 1, Series="The ramp", Series_index="1"),
        "posts/b.md": _post("Two", 2, Series="The ramp", Series_index="2"),
    }
    page = built(files)
    assert "Part 2 of 2" in page("posts/b").get_text()
    assert [item.get_text() for item in page("series/the-ramp").select("h2")][:2] == ["One", "Two"]
    current = page("posts/b").select_one(".series-nav [aria-current]")
    assert current
    assert current.get_text() == "Two"


def test_a_site_in_a_subfolder_keeps_its_addresses_together(built: Build) -> None:
    page = built(
        {"posts/a.md": _post()},
        'SITEURL = "https://you.example/repo"\nRELATIVE_URLS = False\n',
    )
    post = page("posts/a")
    addresses = [str(tag.get("href") or tag.get("src")) for tag in post.select("[href], [src]")]
    own = [url for url in addresses if not url.startswith(("#", "mailto:", "https://www.linkedin"))]
    assert own
    assert all(url.startswith("https://you.example/repo/") for url in own)


def test_pages_of_lists_go_on_under_their_own_address(built: Build) -> None:
    files = {f"posts/p{day}.md": _post(f"P{day}", day, Category="Goals") for day in range(1, 23)}
    page = built(files)
    assert len(page("").select(".post-list > li")) == 8
    assert len(page("page/3").select(".post-list > li")) == 6
    assert len(page("categories/goals/page/2").select(".post-list > li")) == 2
    first = page("page/2").select_one("a[rel=prev]")
    assert first
    assert first["href"] == "../../"


def test_mailchimp_gets_its_honeypot_out_of_sight(built: Build) -> None:
    account = "t.us1.list-manage.com/subscribe/post?u=0a&id=2c"
    page = built(
        {"posts/a.md": _post()},
        f'NEWSLETTER = {{"provider": "mailchimp", "account": "{account}"}}\n',
    )
    form = page("").select_one(".newsletter form")
    assert form
    assert form["action"] == f"https://{account}"
    trap = form.select_one("[name=b_0a_2c]")
    assert trap
    assert trap["tabindex"] == "-1"


def test_two_builds_of_everything_give_the_same_bytes(built: Build, tmp_path: Path) -> None:
    files = {f"posts/p{day}.md": _post(f"P{day}", day, Tags="x, y") for day in range(1, 12)}

    def contents() -> dict[str, bytes]:
        built(files)
        output = tmp_path / "output"
        return {str(p): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}

    assert contents() == contents()


def test_a_mistake_in_the_praise_stops_the_build_with_its_line(built: Build) -> None:
    files = {"posts/a.md": _post(), "data/praise.toml": '[[praise]]\nquote = "A"\n'}
    with pytest.raises(FanfareError, match=r"content/data/praise\.toml:1: "):
        built(files)


def test_the_plugin_leaves_other_themes_alone(built: Build) -> None:
    page = built(
        {"posts/a.md": _post()},
        'THEME = "simple"\nJINJA_ENVIRONMENT = {}\nDIRECT_TEMPLATES = ["index"]\n',
    )
    assert "Text." in page("posts/a").get_text()


def test_other_themes_get_no_page_for_series_they_have_no_template_for(
    built: Build, tmp_path: Path
) -> None:
    page = built(
        {"posts/a.md": _post(Series="The ramp")},
        'THEME = "simple"\nJINJA_ENVIRONMENT = {}\nDIRECT_TEMPLATES = ["index"]\n',
    )
    assert "Text." in page("posts/a").get_text()
    assert not (tmp_path / "output/series").exists()
