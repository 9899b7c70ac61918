"""Which feeds a site has, where they stand, and how its pages announce them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import feedparser
import pytest

from fanfare.errors import FanfareError
from tests.small_site import Built, build_site, post

PLUGINS = 'PLUGINS = ["quickbuild", "guest_posts", "milestones", "folio", "syndication"]\n'
ALONE = 'PLUGINS = ["syndication"]\n'

FILES = {
    "people/mira-holm.md": "Name: Mira Holm\nUrl: https://holm.example\n\nSails.\n",
    "partners/quay.md": (
        "Name: The Quay\nUrl: https://quay.example\n"
        "Feed: https://quay.example/feed.xml\n\nA pier.\n"
    ),
    "posts/knots.md": post("Knots", 1, Tags="rope", Series="At sea", Author="Mira Holm"),
    "posts/ropes.md": post("Ropes", 2, Tags="rope, hemp", Series="At sea"),
    "posts/land.md": post("Land", 3, Category="Earth", Linkedin="no"),
    "data/goals.toml": """
[[channels]]
key = "newsletter"
label = "Letter"
kind = "stock"
engaged = true
[goal]
statement = "By the end of the year, 200 people read the letter."
metric = "newsletter"
target = 200
baseline = 0
control = "mine"
ramp = "even"
start = 2026-01-01
end = 2026-12-31
""",
    "data/fans.csv": (
        "date,channel,count,note\n2026-01-01,newsletter,40,\n2026-02-01,newsletter,120,\n"
    ),
}

STEMS = {
    "all",
    "authors/ada-quill",
    "categories/earth",
    "categories/water",
    "guests/mira-holm",
    "milestones",
    "series/at-sea",
    "tags/hemp",
    "tags/rope",
}


def build(root: Path, conf: str = "", files: dict[str, str] = FILES) -> Built:
    return build_site(root, files, PLUGINS + conf, plugin="folio")


def feeds_in(built: Built) -> set[str]:
    folder = built.output / "feeds"
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def titles(built: Built, stem: str) -> list[str]:
    """The titles in a feed, the same in each of its formats."""
    said: dict[str, Any] = json.loads(built.text(f"feeds/{stem}.json"))
    found = [item["title"] for item in said["items"]]
    for ending in ("rss", "atom"):
        read = feedparser.parse(built.text(f"feeds/{stem}.{ending}.xml"))
        assert not read.bozo
        assert [entry.title for entry in read.entries] == found
    return found


def test_every_kind_of_feed_is_there_in_three_formats(tmp_path: Path) -> None:
    expected = {f"{stem}{end}" for stem in STEMS for end in (".rss.xml", ".atom.xml", ".json")}
    single = {"linkedin.rss.xml", "blogroll.opml.xml", "feed.css"}
    assert feeds_in(build(tmp_path)) == expected | single


def test_each_feed_has_what_its_subject_has(tmp_path: Path) -> None:
    built = build(tmp_path)
    assert titles(built, "all") == ["Land", "Ropes", "Knots"]
    assert titles(built, "authors/ada-quill") == ["Land", "Ropes"]
    assert titles(built, "guests/mira-holm") == ["Knots"]
    assert titles(built, "categories/earth") == ["Land"]
    assert titles(built, "tags/rope") == ["Ropes", "Knots"]
    assert titles(built, "series/at-sea") == ["Ropes", "Knots"]
    assert titles(built, "milestones") == ["100 fans", "50 fans"]
    read = feedparser.parse(built.text("feeds/linkedin.rss.xml"))
    assert [entry.title for entry in read.entries] == ["Ropes", "Knots"]


def test_a_setting_says_which_there_are(tmp_path: Path) -> None:
    conf = 'SYNDICATION_FEEDS = {"tag": [], "all": ["json"], "milestones": ["rss"]}\n'
    feeds = feeds_in(build(tmp_path, conf))
    assert not any(name.startswith("tags/") for name in feeds)
    assert {name for name in feeds if name.startswith("all")} == {"all.json"}
    assert {name for name in feeds if name.startswith("mile")} == {"milestones.rss.xml"}
    assert "categories/water.atom.xml" in feeds


@pytest.mark.parametrize(
    ("conf", "said"),
    [
        ('SYNDICATION_FEEDS = {"tags": []}', 'Did you mean "tag"?'),
        ('SYNDICATION_FEEDS = {"tag": ["xml"]}', '"xml" is no format'),
        ('SYNDICATION_FEEDS = {"tag": "rss"}', "Write a list"),
        ('SYNDICATION_FEEDS = ["rss"]', "does not say which formats"),
        ('SYNDICATION_FEEDS = {"linkedin": ["json"]}', "never"),
        ('TAGGING_ENTITY = "https://tiny.example"', "no tagging entity"),
        ('WEBSUB_HUB = "hub.example"', "is not an address"),
        ('LINKEDIN_API_VERSION = "2026-09"', "is no version"),
        ("LINKEDIN_API_VERSION = 202609", "is no version"),
        ('LINKEDIN_CAMPAIGN = {"utm_source": 1}', "does not say what to add"),
        ('LINKEDIN_LIMITS = {"commentry": 3000}', 'Did you mean "commentary"?'),
        ('LINKEDIN_LIMITS = {"cover": 1920}', "(1920, 1080)"),
        ('LINKEDIN_VISIBILITY = "ME"', '"PUBLIC" or "CONNECTIONS"'),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_its_line(
    tmp_path: Path, conf: str, said: str
) -> None:
    with pytest.raises(FanfareError, match=r"pelicanconf\.py:") as raised:
        build(tmp_path, conf + "\n")
    assert said in str(raised.value)


def test_there_are_no_more_entries_than_a_setting_says(tmp_path: Path) -> None:
    files = {f"posts/{day}.md": post(str(day), day) for day in range(1, 15)}
    built = build(tmp_path, "FEED_MAX_ITEMS = 5\nLINKEDIN_FEED_ITEMS = 3\n", files)
    assert titles(built, "all") == ["14", "13", "12", "11", "10"]
    read = feedparser.parse(built.text("feeds/linkedin.rss.xml"))
    assert [entry.title for entry in read.entries] == ["14", "13", "12"]


def announced(built: Built, page: str) -> list[str]:
    found = built.page(page).select('link[rel="alternate"][type^="application/"]')
    return [str(link["href"]).removeprefix("https://tiny.example/feeds/") for link in found]


def test_every_page_announces_the_feeds_of_the_site_and_of_its_subject(tmp_path: Path) -> None:
    built = build(tmp_path)
    whole = ["all.rss.xml", "all.atom.xml", "all.json"]
    for page, stem in (
        ("", ""),
        ("categories/water", "categories/water"),
        ("tags/rope", "tags/rope"),
        ("authors/ada-quill", "authors/ada-quill"),
        ("guests/mira-holm", "guests/mira-holm"),
        ("series/at-sea", "series/at-sea"),
        ("milestones", "milestones"),
    ):
        own = [f"{stem}{end}" for end in (".rss.xml", ".atom.xml", ".json")] if stem else []
        assert announced(built, page) == whole + own, page


def test_each_further_language_has_a_feed_of_its_own(tmp_path: Path) -> None:
    files = {
        "posts/knots.md": post("Knots", 1, Slug="knots"),
        "posts/knoten.md": post("Knoten", 2, Slug="knots", Lang="de", Translation="true"),
        "posts/nur.md": post("Nur hier", 3, Lang="de"),
    }
    built = build(tmp_path, files=files)
    assert titles(built, "all") == ["Nur hier", "Knots"]
    assert titles(built, "languages/de") == ["Nur hier", "Knoten"]
    assert json.loads(built.text("feeds/languages/de.json"))["language"] == "de"
    assert announced(built, "de/posts/knots") == ["languages/de.rss.xml"]
    assert not built.exists("feeds/languages/en.json")


def test_a_text_of_a_date_to_come_waits_where_pelican_would_not(tmp_path: Path) -> None:
    files = {"posts/a.md": post("A"), "posts/b.md": post("B", Date="2999-01-01")}
    built = build_site(
        tmp_path, files, f"{ALONE}WITH_FUTURE_DATES = True\n", "simple", plugin="syndication"
    )
    assert built.exists("posts/b")
    assert titles(built, "all") == titles(built, "categories/water") == ["A"]


def test_without_a_most_a_feed_has_all(tmp_path: Path) -> None:
    files = {f"posts/{day}.md": post(str(day), day) for day in range(1, 29)}
    assert len(titles(build(tmp_path, "FEED_MAX_ITEMS = 0\n", files), "all")) == 28


def test_a_post_announces_one_feed_as_it_is_to_be_light(tmp_path: Path) -> None:
    assert announced(build(tmp_path), "posts/knots") == ["all.rss.xml"]


def test_announced_feeds_have_titles_that_tell_them_apart(tmp_path: Path) -> None:
    found = build(tmp_path).page("tags/rope").select('link[rel="alternate"]')
    assert [link["title"] for link in found] == [
        "Tiny (RSS)",
        "Tiny (Atom)",
        "Tiny (JSON)",
        "rope · Tiny (RSS)",
        "rope · Tiny (Atom)",
        "rope · Tiny (JSON)",
    ]


def test_the_blogroll_lists_the_feeds_of_partners(tmp_path: Path) -> None:
    built = build(tmp_path)
    assert 'xmlUrl="https://quay.example/feed.xml"' in built.text("feeds/blogroll.opml.xml")
    (link,) = built.page("").select('link[rel="blogroll"]')
    assert link["href"] == "https://tiny.example/feeds/blogroll.opml.xml"


def test_there_is_no_blogroll_where_nobody_has_a_feed(tmp_path: Path) -> None:
    built = build(tmp_path, files={"posts/knots.md": post("Knots")})
    assert not built.exists("feeds/blogroll.opml.xml")
    assert not built.page("").select('link[rel="blogroll"]')


def test_a_site_without_posts_has_a_feed_that_two_builds_agree_on(tmp_path: Path) -> None:
    files = {"pages/about.md": "Title: About\n\nText.\n"}
    first = build(tmp_path, files=files).text("feeds/all.atom.xml")
    assert build(tmp_path, files=files).text("feeds/all.atom.xml") == first
    assert titles(build(tmp_path, files=files), "all") == []


def test_equal_slugs_of_different_kinds_do_not_meet(tmp_path: Path) -> None:
    files = {"posts/a.md": post("A", Category="Rope", Tags="rope", Series="Rope")}
    built = build(tmp_path, 'AUTHOR = "Rope"\n', files)
    for folder in ("categories", "tags", "authors", "series"):
        assert titles(built, f"{folder}/rope") == ["A"]


def test_subjects_whose_slugs_are_equal_share_a_feed(tmp_path: Path) -> None:
    files = {"posts/a.md": post("A", 1, Tags="C++"), "posts/b.md": post("B", 2, Tags="C#, c")}
    assert titles(build(tmp_path, files=files), "tags/c") == ["B", "A"]


def test_alone_on_a_plain_pelican_site_the_theme_announces_the_feeds(tmp_path: Path) -> None:
    files = {name: text for name, text in FILES.items() if name.startswith("posts/")}
    built = build_site(tmp_path, files, ALONE, theme="simple", plugin="syndication")
    assert titles(built, "all") == ["Land", "Ropes", "Knots"]
    assert titles(built, "series/at-sea") == ["Ropes", "Knots"]
    assert set(announced(built, "")) == {"all.rss.xml", "all.atom.xml"}
    assert {"tags/rope.atom.xml", "tags/rope.rss.xml"} < set(announced(built, "tags/rope"))


def test_without_an_address_there_are_no_feeds_and_one_warning(tmp_path: Path) -> None:
    import pelican
    from pelican.settings import DEFAULT_CONFIG, configure_settings

    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("Title: A\nDate: 2026-01-01\nCategory: B\n\nText.\n")
    settings = configure_settings(
        {
            **DEFAULT_CONFIG,
            "PATH": str(tmp_path / "content"),
            "OUTPUT_PATH": str(tmp_path / "output"),
            "PLUGINS": ["syndication"],
            "SITEURL": "",
        }
    )
    pelican.Pelican(settings).run()
    assert (tmp_path / "output/a.html").exists()
    assert not (tmp_path / "output/feeds").exists()


def test_where_it_was_posted_stands_on_the_post(tmp_path: Path) -> None:
    line = {
        "date": "2026-02-01T08:00:00+00:00",
        "network": "linkedin",
        "state": "published",
        "entry": "urn:knots",
        "file": "content/posts/knots.md",
        "url": "https://tiny.example/posts/knots/",
        "title": "Knots",
        "urn": "urn:li:share:1",
        "permalink": "https://www.linkedin.com/feed/update/urn:li:share:1/",
    }
    files = {
        "posts/knots.md": post("Knots", Id="urn:knots"),
        "posts/ropes.md": post("Ropes"),
        "data/syndication.jsonl": json.dumps(line) + "\n",
    }
    built = build(tmp_path, files=files)
    (link,) = built.page("posts/knots").select("a.u-syndication")
    assert (link.text, link["href"]) == ("LinkedIn", line["permalink"])
    assert not built.page("posts/ropes").select("a.u-syndication")
