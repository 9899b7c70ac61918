"""Feeds, sitemaps and robots.txt, as readers and crawlers read them."""

import gzip
import json

import pytest

from tests.workbench.check.made_site import MadeSite

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Tiny</title>
<link href="https://tiny.example/"/><link href="https://tiny.example/feeds/a.xml" rel="self"/>
<link href="https://hub.example/" rel="hub"/><icon>https://tiny.example/icon.png</icon>
<id>tag:tiny.example,2026:feed</id><updated>2026-01-31T09:00:00Z</updated>
<entry><title>First</title><link href="https://tiny.example/posts/first/" rel="alternate"/>
<id>tag:tiny.example,2026:first</id><published>2026-01-31T09:00:00+01:00</published>
<link rel="enclosure" href="https://tiny.example/talk.mp3" length="1"/>
<link rel="enclosure" href="https://elsewhere.example/talk.mp3" length="70000"/>
<content type="html">&lt;p&gt;&lt;a href="https://tiny.example/"&gt;x&lt;/a&gt; 1 = 1
&lt;a href="#fn:1"&gt;1&lt;/a&gt; &lt;code&gt;&amp;lt;a href="no/"&amp;gt;&lt;/code&gt;</content>
</entry></feed>"""

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Tiny</title><link>https://tiny.example/</link><description>x</description>
<atom:link href="https://tiny.example/feeds/r.xml" rel="self"/>
<atom:link href="https://hub.example/" rel="hub"/>
<image><url>https://tiny.example/icon.png</url></image>
<item><title>First</title><link>https://tiny.example/posts/first/</link>
<guid isPermaLink="false">tag:tiny.example,2026:first</guid>
<pubDate>Sat, 31 Jan 2026 09:00:00 +0000</pubDate>
<enclosure url="https://tiny.example/talk.mp3" length="1" type="audio/mpeg"/>
<media:content url="https://tiny.example/icon.png" fileSize="1" medium="image"/>
<description>Hello.</description><content:encoded><![CDATA[<p>Hello.</p>]]></content:encoded></item>
</channel></rss>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Tiny",
        "home_page_url": "https://tiny.example/",
        "feed_url": "https://tiny.example/feeds/j.json",
        "icon": "https://tiny.example/icon.png",
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "items": [
            {
                "id": "tag:tiny.example,2026:first",
                "url": "https://tiny.example/posts/first/",
                "date_published": "2026-01-31T09:00:00Z",
                "content_html": '<p class="x">Hello.</p>',
                "image": "https://tiny.example/icon.png",
                "attachments": [{"url": "https://tiny.example/talk.mp3", "size_in_bytes": 1}],
            }
        ],
    }
)

FEEDS = pytest.mark.parametrize(
    ("name", "feed"),
    [("a.xml", ATOM), ("r.xml", RSS), ("j.json", JSON)],
    ids=["atom", "rss", "json"],
)


@pytest.fixture
def made(made: MadeSite) -> MadeSite:
    made.page("posts/first/index.html")
    made.file("talk.mp3")
    made.file("icon.png")
    return made


@FEEDS
def test_a_feed_with_everything_passes(made: MadeSite, name: str, feed: str) -> None:
    made.file(f"feeds/{name}", feed)
    assert made.findings() == []


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("a.xml", ATOM.replace("</entry>", ""), "This is not well-formed XML: "),
        ("a.xml", "", "This is not well-formed XML: "),
        ("a.xml", ATOM.replace("First", "a \x0c b"), "This is not well-formed XML: "),
        ("a.xml", ATOM.replace("First", "&nbsp;"), "This is not well-formed XML: "),
        ("a.xml", "<html/>", "This is neither RSS nor Atom."),
        ("a.xml", "<rss version='2.0'/>", "This is neither RSS nor Atom."),
        ("j.json", JSON[:-1], "This is not JSON: "),
    ],
)
def test_a_feed_that_cannot_be_read_is_an_error(
    made: MadeSite, name: str, raw: str, message: str
) -> None:
    made.file(f"feeds/{name}", raw)
    [said] = made.said("feed")
    assert said.startswith(f"error: feeds/{name}: {message}")


def test_a_feed_is_found_wherever_a_page_offers_it(made: MadeSite) -> None:
    offer = '<link rel="alternate" type="application/atom+xml" href="/blog.xml">'
    made.page("blog/index.html", head=offer)
    made.file("blog.xml", "<html/>")
    assert len(made.said("feed")) == 1


@pytest.mark.parametrize("raw", ["[]", '{"version": "2"}', '{"items": 3}', '"text"'])
def test_json_that_is_no_feed_only_has_to_be_json(made: MadeSite, raw: str) -> None:
    made.file("feeds/j.json", raw)
    assert made.findings() == []


@pytest.mark.parametrize(
    ("name", "feed", "left_out", "message"),
    [
        ("a.xml", ATOM, "<title>Tiny</title>", "The feed has no title."),
        ("a.xml", ATOM, '<link href="https://tiny.example/"/>', "The feed has no link."),
        (
            "a.xml",
            ATOM,
            "<title>First</title>",
            'entry "https://tiny.example/posts/first/" has no t',
        ),
        ("a.xml", ATOM, "<id>tag:tiny.example,2026:first</id>", 'The entry "First" has no id.'),
        ("a.xml", ATOM, "2026-01-31T09:00:00+01:00", 'The entry "First" has no date'),
        ("r.xml", RSS, "<title>Tiny</title>", "The feed has no title."),
        ("r.xml", RSS, "<link>https://tiny.example/posts/first/</link>", '"First" has no link.'),
        ("r.xml", RSS, "tag:tiny.example,2026:first", 'The entry "First" has no id.'),
        ("r.xml", RSS, "Sat, 31 Jan 2026", 'The entry "First" has no date that can be read.'),
        ("j.json", JSON, '"title": "Tiny", ', "The feed has no title."),
        ("j.json", JSON, '"id": "tag:tiny.example,2026:first", ', "has no id."),
        ("j.json", JSON, '"url": "https://tiny.example/posts/first/", ', "has no link."),
        ("j.json", JSON, "2026-01-31T", "has no date that can be read."),
    ],
)
def test_what_readers_need_of_a_feed_may_not_be_missing(
    made: MadeSite, name: str, feed: str, left_out: str, message: str
) -> None:
    assert left_out in feed
    made.file(f"feeds/{name}", feed.replace(left_out, "", 1))
    [said] = made.said("feed")
    assert said.startswith("error: ")
    assert message in said


def test_a_permanent_link_can_be_the_link_of_an_entry(made: MadeSite) -> None:
    first = "https://tiny.example/posts/first/"
    feed = RSS.replace(f"<link>{first}</link>", "")
    feed = feed.replace(' isPermaLink="false">tag:tiny.example,2026:first', f">{first}")
    made.file("feeds/r.xml", feed)
    assert made.findings() == []


@FEEDS
@pytest.mark.parametrize("gone", ["posts/first/", "talk.mp3", "icon.png"])
def test_what_a_feed_leads_to_must_exist(made: MadeSite, name: str, feed: str, gone: str) -> None:
    made.file(f"feeds/{name}", feed.replace(gone, f"gone-{gone}"))
    [said] = made.said("broken-link")
    assert f'"gone-{gone}" on the site.' in said


@FEEDS
def test_addresses_in_a_feed_must_be_absolute_in_the_world(
    made: MadeSite, name: str, feed: str
) -> None:
    made.file(f"feeds/{name}", feed.replace("https://tiny.example/posts", "/posts"))
    assert made.said("absolute") == [
        f'error: feeds/{name}: The address "/posts/first/" is not absolute.'
        " Let what writes this file put the address of the site in front."
    ]
    made.production = False
    assert made.findings() == []


@FEEDS
def test_the_hub_and_the_picture_of_a_feed_must_be_absolute_too(
    made: MadeSite, name: str, feed: str
) -> None:
    feed = feed.replace("https://hub.example/", "/hub").replace(
        "https://tiny.example/icon", "/icon"
    )
    made.file(f"feeds/{name}", feed)
    said = "".join(made.said("absolute"))
    assert 'The address "/hub" is not absolute.' in said
    assert 'The address "/icon.png" is not absolute.' in said


@FEEDS
def test_a_feed_must_say_its_own_address_in_the_world(made: MadeSite, name: str, feed: str) -> None:
    own = f"https://tiny.example/feeds/{name}"
    made.file(f"feeds/{name}", feed.replace(own, "https://tiny.example/feeds/other.xml"))
    assert made.said("feed") == [
        f"error: feeds/{name}: The feed says that its address is "
        f'"https://tiny.example/feeds/other.xml". Let what writes it say "{own}".'
    ]
    made.production = False
    assert made.findings() == []


@FEEDS
def test_a_feed_may_not_keep_its_address_to_itself(made: MadeSite, name: str, feed: str) -> None:
    feed = feed.replace('rel="self"', 'rel="related"').replace("feed_url", "feed_ur1")
    made.file(f"feeds/{name}", feed)
    assert made.said("feed") == [
        f"error: feeds/{name}: The feed does not say what its address is. "
        f'Let what writes it say "https://tiny.example/feeds/{name}".'
    ]


ENTRY = {
    "a.xml": ("<entry>", "</entry>"),
    "r.xml": ("<item>", "</item>"),
    "j.json": ('{"id"', "}]}"),
}
"""How an entry begins, and how it ends."""


@FEEDS
def test_two_entries_of_one_feed_may_not_have_the_same_id(
    made: MadeSite, name: str, feed: str
) -> None:
    made.post("first", "Title: First\nId: tag:tiny.example,2026:first\n\nx")
    start, end = feed.index(ENTRY[name][0]), feed.index(ENTRY[name][1]) + len(ENTRY[name][1])
    between = "," if name == "j.json" else ""
    feed = feed[:end] + between + feed[start:]
    made.file(f"feeds/{name}", feed)
    [said] = made.said("feed")
    assert said.startswith("error: content/posts/first.md:2: The entries ")
    assert 'have the same id "tag:tiny.example,2026:first".' in said


@FEEDS
def test_a_file_that_comes_with_an_entry_must_have_the_length_that_is_said(
    made: MadeSite, name: str, feed: str
) -> None:
    made.file("talk.mp3", b"12345")
    made.file(f"feeds/{name}", feed)
    assert made.said("feed") == [
        f'error: feeds/{name}: The feed says that "talk.mp3" has "1" bytes. '
        "It has 5: let what writes the feed say so."
    ]


def test_an_enclosure_of_rss_must_say_its_length(made: MadeSite) -> None:
    made.file("feeds/r.xml", RSS.replace('length="1" ', ""))
    [said] = made.said("feed")
    assert 'The feed says that "talk.mp3" has "" bytes.' in said


@pytest.mark.parametrize(
    ("name", "feed", "length"),
    [("a.xml", ATOM, 'length="1"'), ("j.json", JSON, ', "size_in_bytes": 1')],
    ids=["atom", "json"],
)
def test_other_feeds_need_not_say_it(made: MadeSite, name: str, feed: str, length: str) -> None:
    assert length in feed
    made.file(f"feeds/{name}", feed.replace(length, ""))
    assert made.findings() == []


def test_the_picture_of_an_entry_must_have_the_length_that_is_said(made: MadeSite) -> None:
    made.file("feeds/r.xml", RSS.replace('fileSize="1"', 'fileSize="7"'))
    [said] = made.said("feed")
    assert 'The feed says that "icon.png" has "7" bytes.' in said


@FEEDS
def test_a_feed_that_a_page_offers_must_be_there(made: MadeSite, name: str, feed: str) -> None:
    kind = {"a.xml": "atom+xml", "r.xml": "rss+xml", "j.json": "feed+json"}[name]
    offer = f'<link rel="alternate" type="application/{kind}" href="/feeds/{name}">'
    made.page("blog/index.html", head=offer)
    [said] = made.said("broken-link")
    assert f'There is no feed "feeds/{name}" on the site.' in said
    made.file(f"feeds/{name}", feed)
    assert made.findings() == []


def test_a_list_of_feeds_among_them_is_none(made: MadeSite) -> None:
    made.file("feeds/blogroll.xml", '<opml version="2.0"><head/><body/></opml>')
    assert made.findings() == []


def test_an_address_in_the_text_of_an_entry_names_the_authors_line_once(made: MadeSite) -> None:
    made.post("first", "Title: x\n\n\nSee [us](/about/).", '<a href="/about/">us</a>')
    made.page("about/index.html")
    entry = RSS.replace("<p>Hello.</p>", '<p>See <a href="/about/">us</a>.</p>')
    made.file("feeds/r.xml", entry)
    made.file("feeds/again.xml", entry.replace("feeds/r.xml", "feeds/again.xml"))
    [said] = made.said("feed")
    assert said.startswith(
        'error: content/posts/first.md:4: The address "/about/" in the entry "First"'
        " is not absolute. (on feeds/again.xml)"
    )


SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def _listing(*urls: str) -> str:
    return SITEMAP.format("".join(f"<url><loc>{url}</loc></url>" for url in urls))


def test_a_sitemap_of_pages_that_exist_passes(made: MadeSite) -> None:
    made.file("sitemap.xml", _listing("https://tiny.example/", "https://tiny.example/posts/first/"))
    assert made.findings() == []


@pytest.mark.parametrize(
    ("raw", "rule", "message"),
    [
        ("<urlset>", "sitemap", "This is not well-formed XML: "),
        ("<urlset/>", "sitemap", "This is neither a sitemap nor an index of sitemaps."),
        (_listing("https://tiny.example/no/"), "broken-link", 'There is no page "no/" on the site'),
        (_listing("/posts/first/"), "absolute", 'The address "/posts/first/" is not absolute.'),
        (_listing("http://localhost:8000/"), "localhost", '"http://localhost:8000/" exists only'),
    ],
)
def test_a_sitemap_that_leads_crawlers_astray_is_an_error(
    made: MadeSite, raw: str, rule: str, message: str
) -> None:
    made.file("sitemap.xml", raw)
    [said] = made.said(rule)
    assert said.startswith(f"error: sitemap.xml: {message}")


def test_robots_may_name_a_sitemap_that_exists(made: MadeSite) -> None:
    made.file("sitemap.xml", _listing())
    made.file("robots.txt", "User-agent: *\r\nsitemap: https://tiny.example/sitemap.xml # all\r\n")
    assert made.findings() == []


def test_robots_may_not_name_a_sitemap_that_does_not(made: MadeSite) -> None:
    made.file("robots.txt", "Sitemap: https://tiny.example/sitemap.xml\n")
    [said] = made.said("broken-link")
    assert said.startswith('error: robots.txt: There is no file "sitemap.xml" on the site.')


def test_robots_without_a_sitemap_is_a_warning(made: MadeSite) -> None:
    made.file("robots.txt", "User-agent: *\n")
    assert made.said("robots") == [
        "warning: robots.txt: It names no sitemap."
        " Add a line Sitemap: https://tiny.example/sitemap.xml"
    ]


@pytest.mark.parametrize("raw", [b"", b"no gzip", gzip.compress(b'{"url":"/posts/first/"}')])
def test_a_search_index_of_another_kind_is_a_warning(made: MadeSite, raw: bytes) -> None:
    made.file("pagefind/fragment/en_1.pf_fragment", raw)
    [said] = made.said("search")
    assert said.startswith("warning: pagefind/: The search index is written in a way this check")
