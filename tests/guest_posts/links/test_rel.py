"""What `rel` says of the links in a text."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from guest_posts.links.rel import host_matches, with_rel


def _is_sponsor(address: str) -> bool:
    return "paid" in address


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/paid">x</a>', '<a href="/paid" rel="sponsored">x</a>'),
        ("<a href=/paid>x</a>", '<a href=/paid rel="sponsored">x</a>'),
        ('<a href="/paid"title=x>', '<a href="/paid" rel="sponsored"title=x>'),
        ("<A title='>' HREF = '/paid' >", "<A title='>' HREF = '/paid' rel=\"sponsored\" >"),
        ('<area href="/paid">', '<area href="/paid" rel="sponsored">'),
        ('<a rel="nofollow" href="/paid">', '<a rel="nofollow sponsored" href="/paid">'),
        ("<a REL=nofollow href=/paid>", '<a REL="nofollow sponsored" href=/paid>'),
        ("<a rel href=/paid>", '<a rel="sponsored" href=/paid>'),
        ("<a href=/paid rel=>", '<a href=/paid rel="sponsored">'),
        ('<a rel="me  author\nme" href=/paid>', '<a rel="me author sponsored" href=/paid>'),
        ("<a rel='\"&amp;' href=/paid>", '<a rel="&quot;&amp; sponsored" href=/paid>'),
        ('İ <a href="/paid">', 'İ <a href="/paid" rel="sponsored">'),
        ('<a href="/p&#97;id">', '<a href="/p&#97;id" rel="sponsored">'),
    ],
)
def test_a_link_that_is_paid_for_says_so(html: str, expected: str) -> None:
    assert with_rel(html, _is_sponsor) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/" rel="nofollow ugc me">', '<a href="/" rel="nofollow me">'),
        ('<a href="/" rel="UGC">', '<a href="/">'),
        ('<a rel="ugc" href="/">', '<a href="/">'),
        ('<a rel="ugc"href="/">', '<a href="/">'),
        ("<a\n  rel=&#117;gc\n  href=/>", "<a\n  href=/>"),
        ("<a href=x rel='ugc'/>", "<a href=x />"),
        ("<a href=x/ rel=ugc>", "<a href=x/>"),
        ("<area href=x rel=ugc>", "<area href=x>"),
        ("<a href=x rel=ugc REL='me ugc'>", '<a href=x REL="me">'),
        ('<a rel="ugc" href="/paid">', '<a rel="sponsored" href="/paid">'),
        ('<a rel="ugc sponsored" href="/paid">', '<a rel="sponsored" href="/paid">'),
    ],
)
def test_no_link_is_called_user_generated(html: str, expected: str) -> None:
    assert with_rel(html, _is_sponsor) == expected


@pytest.mark.parametrize(
    "html",
    [
        "",
        "no link, ugc, paid",
        '<a href="/">x</a>',
        '<a rel="" href="/">x</a>',
        '<a rel="me  me nofollow" href="/">x</a>',
        '<a rel="nofollow Sponsored" href="/paid">x</a>',
        '<a id="paid" name="/paid">x</a>',
        '<abbr href="/paid" rel="ugc">x</abbr>',
        '<link href="/paid" rel="ugc">',
        '<!-- <a href="/paid" rel="ugc"> -->',
        '<script>"<a href=/paid>"</script>',
        '<textarea><a href="/paid"></textarea>',
        "<p title='<a href=/paid>'>",
        '<a href="/" title="rel=ugc" data-rel="ugc">x</a>',
        '</a href="/paid">',
        '<a href="/paid',
        '<a href="/" rel="ugcs"> <a href="/" rel=ugc/>',
    ],
)
def test_everything_else_stays(html: str) -> None:
    assert with_rel(html, _is_sponsor) == html


def test_a_link_is_changed_also_where_a_comment_holds_a_tag_that_never_ends() -> None:
    html = "<!-- <a title=' --><a href=/paid>x</a>"
    assert with_rel(html, _is_sponsor) == html.replace("/paid", '/paid rel="sponsored"')


def test_a_link_is_changed_also_where_a_comment_holds_another() -> None:
    html = "<!-- <a href=/paid> --><a href=/paid>x</a>"
    assert (
        with_rel(html, _is_sponsor) == '<!-- <a href=/paid> --><a href=/paid rel="sponsored">x</a>'
    )


_SEPARATORS = st.sampled_from((" ", "\n", "/ ", "  "))
_ATTRIBUTES = st.sampled_from(
    (
        *('href="/paid"', "href='/'", "href=x", "href", "title='<a>'", 'title="rel=ugc"', "id"),
        *("rel=ugc", "rel", 'rel=""', 'REL="nofollow ugc"', "rel='me Sponsored'", "rel='UGC ugc'"),
    )
)
_LINKS = st.builds(
    lambda name, parts, end: f"<{name}{''.join(parts)}{end}",
    st.sampled_from(("a", "A", "area", "p", "abbr")),
    st.lists(st.builds("{}{}".format, _SEPARATORS, _ATTRIBUTES), max_size=4),
    st.sampled_from((">", " >", "/>", " />")),
)
_HTML = st.lists(
    _LINKS | st.sampled_from(("</a>", "<!--", "-->", "<", ">", "x", "<b>")) | st.text(max_size=3),
    max_size=6,
).map("".join)


@given(_HTML)
def test_a_second_run_changes_nothing(html: str) -> None:
    once = with_rel(html, _is_sponsor)
    assert with_rel(once, _is_sponsor) == once


@given(_LINKS)
def test_but_for_rel_a_link_is_read_as_before(html: str) -> None:
    [before] = BeautifulSoup(html, "html.parser", on_duplicate_attribute="ignore").find_all(True)
    [after] = BeautifulSoup(
        with_rel(html, _is_sponsor), "html.parser", on_duplicate_attribute="ignore"
    ).find_all(True)
    words = [str(word).lower() for word in after.attrs.get("rel") or ()]
    if before.name in ("a", "area") and "href" in before.attrs:
        assert "ugc" not in words
        assert ("sponsored" in words) >= _is_sponsor(str(before["href"]))
    assert {**after.attrs, "rel": ""} == {**before.attrs, "rel": ""}


@pytest.mark.parametrize(
    "address",
    [
        "https://sponsor.example",
        "http://www.sponsor.example/a?b#c",
        "HTTPS://SPONSOR.Example:8443/",
        "//sponsor.example/x",
        " https://sponsor.example./ ",
        "https://blog.sponsor.example/",
        "https://me:secret@sponsor.example/",
    ],
)
@pytest.mark.parametrize(
    "host",
    ["sponsor.example", "www.Sponsor.example", "https://sponsor.example:444/x", "SPONSOR.EXAMPLE."],
)
def test_an_address_leads_to_a_host(address: str, host: str) -> None:
    assert host_matches(address, [host])


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/sponsor.example",
        "sponsor.example",
        "{filename}/sponsor.example.md",
        "#sponsor.example",
        "mailto:a@sponsor.example",
        "https://notsponsor.example/",
        "https://sponsor.example.other.example/",
        "https://sponsor.example@other.example/",
        "https://other.example/?u=https://sponsor.example",
        "https://example/",
        "https://[sponsor.example/",
        "https:///sponsor.example",
        "javascript://sponsor.example\n",
    ],
)
def test_an_address_leads_elsewhere(address: str) -> None:
    assert not host_matches(address, ["sponsor.example"])


def test_a_subdomain_sponsors_only_itself() -> None:
    assert host_matches("https://x.shop.example/", ["shop.example"])
    assert not host_matches("https://shop.example/", ["x.shop.example"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "XN--BCHER-KVA.example"),
        ("bu\u0308cher.example", "xn--bcher-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("пример.example", "xn--e1afmkfd.example"),
        ("例え。example", "xn--r8jz45g.example"),
    ],
)
def test_a_host_is_the_same_in_its_own_script_and_in_ascii(one: str, other: str) -> None:
    assert host_matches(f"https://{one}/", [other])
    assert host_matches(f"https://{other}/", [one])


def test_no_host_is_matched_by_none() -> None:
    assert not host_matches("https://sponsor.example", [])
    assert not host_matches("/", [""])


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_can_be_asked_for(address: str, hosts: list[str]) -> None:
    assert host_matches(address, hosts) in (True, False)
