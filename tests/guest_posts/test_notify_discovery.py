"""A page's Webmention endpoint is found where the Recommendation says, and nowhere else.

https://www.w3.org/TR/webmention/#sender-discovers-receiver-webmention-endpoint
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guest_posts.notify.discovery import find_endpoint

PAGE = "https://quay.example/tides/high?tab=2"
RIGHT = "https://quay.example/mention"
WRONG = "/wrong"


def _found(*link_headers: str, html: str = "", address: str = PAGE) -> str:
    return find_endpoint(address, link_headers, html)


@pytest.mark.parametrize(
    "header",
    [
        "</mention>; rel=webmention",
        "<https://quay.example/mention>; rel=webmention",
        '</mention>; rel="webmention"',
        '</mention>; rel="webmention nofollow"',
        '</mention>; rel="nofollow  webmention"',
        "</mention>;rel=WebMention",
        "</mention>; REL = webmention",
        '</mention>; title="a, b; <c>"; rel=webmention',
        '</mention>; title="an \\"open\\" one"; rel="webmention"',
        "</mention>; rel=webmention; rel=other",
        "< /mention >; rel=webmention",
        '</mention>; rel=webmention; anchor=""',
        f'</mention>; rel=webmention; anchor="{PAGE}"',
        '</wrong>; rel="other", </mention>; rel="webmention"',
        "</wrong,or;not>; rel=other, </mention>; rel=webmention",
        ", ,</mention>; rel=webmention",
        "</mention>; rel=webmention, </wrong>; rel=webmention",
        '</wrong>; rel="not-webmention", </mention>; rel=webmention',
        '</wrong>; rel=other; rel=webmention, </mention>; rel="webmention"',
        '</wrong>; title="rel=webmention", </mention>; rel=webmention',
        '</wrong>; rel=webmention; anchor="/another", </mention>; rel=webmention',
        "<javascript:alert(1)>; rel=webmention, </mention>; rel=webmention",
        "<http://[>; rel=webmention, </mention>; rel=webmention",
        "wrong; rel=webmention, </mention>; rel=webmention",
    ],
)
def test_an_endpoint_in_a_link_header(header: str) -> None:
    assert _found(header) == RIGHT


def test_an_endpoint_in_the_second_of_two_link_headers() -> None:
    assert _found("</wrong>; rel=other", "</mention>; rel=webmention") == RIGHT


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="webmention" href="/mention">',
        '<link href="https://quay.example/mention" rel="webmention">',
        "<link rel=webmention href=/mention>",
        "<link rel='WebMention' href='/mention'>",
        '<LINK REL="webmention" HREF="/mention">',
        '<link rel="webmention nofollow" href="/mention">',
        '<link rel="nofollow\n\twebmention" href="/mention">',
        '<link rel="webmention" href="  /mention\n">',
        '<p>Tell <a rel="webmention" href="/mention">us</a>.',
        '<a href="https://quay.example/mention" rel="webmention"></a>',
        '<a rel="webmention" href="/mention"></a><link rel="webmention" href="/wrong">',
        '<body><link rel="webmention" href="/mention"><a rel="webmention" href="/wrong"></a>',
        '<link rel="not-webmention" href="/wrong"><a rel="webmention" href="/mention"></a>',
        '<link rel="webmention.example" href="/wrong"><a rel="webmention" href="/mention"></a>',
        '<!-- <a rel="webmention" href="/wrong"> --><a rel="webmention" href="/mention"></a>',
        '<code>&lt;a rel="webmention" href="/wrong"&gt;</code><a rel="webmention" href="/mention">',
        '<link rel="webmention"><a rel="webmention" href="/mention"></a>',
        '<b rel="webmention" href="/wrong"></b><a rel="webmention" href="/mention"></a>',
        '<template><a rel="webmention" href="/wrong"></template><a rel=webmention href=/mention>',
        '<textarea><a rel="webmention" href="/wrong"></textarea><a rel=webmention href=/mention>',
        '<script>"<a rel=webmention href=/wrong>"</script><a rel="webmention" href="/mention"></a>',
        '<a rel="webmention" href="mailto:a@quay.example"></a><a rel="webmention" href="/mention">',
        '<link rel="webmention" href="http://["><a rel="webmention" href="/mention"></a>',
        '<base href="/deep/er/"><link rel="webmention" href="../../mention">',
        '<link rel="webmention" href="mention"><base href="https://quay.example/">',
        '<base target="_top"><base href="/"><base href="/deep/"><a rel=webmention href=mention>',
        '<base href="mailto:a@b"><a rel="webmention" href="../mention">',
        "\0<p><div></p></span><a rel=webmention href=/mention>",
    ],
)
def test_an_endpoint_in_the_page(html: str) -> None:
    assert _found(html=html) == RIGHT


def test_a_link_header_comes_before_all_in_the_page() -> None:
    html = '<link rel="webmention" href="/wrong"><a rel="webmention" href="/wrong"></a>'
    assert _found("</mention>; rel=webmention", html=html) == RIGHT


def test_other_link_headers_leave_the_page_its_say() -> None:
    assert _found("</>; rel=home", html='<link rel="webmention" href="/mention">') == RIGHT


@pytest.mark.parametrize(
    ("reference", "endpoint"),
    [
        ("", PAGE),
        ("mention", "https://quay.example/tides/mention"),
        ("high/mention", "https://quay.example/tides/high/mention"),
        ("?tell=us", "https://quay.example/tides/high?tell=us"),
        ("/mention?token=a%20b&x=1", "https://quay.example/mention?token=a%20b&x=1"),
        ("//hub.example/mention", "https://hub.example/mention"),
        ("/mention#form", RIGHT),
        ("http://hub.example:8080/", "http://hub.example:8080/"),
    ],
)
@pytest.mark.parametrize("template", ["header", '<link rel="webmention" href="{}">'])
def test_an_endpoint_is_seen_from_the_page_it_stands_on(
    reference: str, endpoint: str, template: str
) -> None:
    if template == "header":
        assert _found(f"<{reference}>; rel=webmention") == endpoint
    else:
        assert _found(html=template.format(reference.replace("&", "&amp;"))) == endpoint


def test_base_moves_no_link_header() -> None:
    assert _found("<mention>; rel=webmention", html='<base href="/deep/er/">') == (
        "https://quay.example/tides/mention"
    )


@pytest.mark.parametrize(
    ("headers", "html"),
    [
        ([], ""),
        ([], "   "),
        ([], "<!-- only this -->"),
        ([], "<p>Nothing here.</p>"),
        (["</mention>"], ""),
        (["rel=webmention"], ""),
        (["</mention; rel=webmention"], ""),
        (["</mention>; title=webmention"], ""),
        (['</mention>; title="; rel=webmention'], ""),
        ([], '<link rel="webmention" href="/mention"'),
        ([], '<link rel="webmention" href="ftp://quay.example/">'),
        ([], '<link rel="webmention" href="https://quay.example:0/">'),
        ([], '<link rel="webmention" href="https://quay.example:port/">'),
        ([], '<link rel="webmention" href="https://">'),
    ],
)
def test_no_endpoint_is_found_where_there_is_none(headers: list[str], html: str) -> None:
    assert _found(*headers, html=html) == ""


@settings(deadline=None)
@given(st.lists(st.text(alphabet='<>",;=\\ arelwbmntion/', max_size=60), max_size=3), st.text())
def test_whatever_a_host_says_is_read_without_failing(headers: list[str], html: str) -> None:
    found = _found(*headers, html=html)
    assert not found or found.startswith("https://")


@pytest.mark.parametrize(
    "hostile",
    ['"\\' * 50_000, '<"' * 50_000, "<" * 100_000, ";" * 100_000, '",' * 50_000],
)
def test_a_hostile_header_costs_no_more_than_its_length(hostile: str) -> None:
    assert _found(hostile + "</mention>; rel=webmention") in ("", RIGHT)


def test_an_endpoint_a_thousand_levels_deep_is_found() -> None:
    assert _found(html="<div>" * 1000 + '<a rel="webmention" href="/mention">') == RIGHT


def test_a_page_of_countless_levels_is_read_as_far_as_it_goes() -> None:
    deep = '<template><a rel="webmention" href="/wrong">' + "<div>" * 300_000
    assert _found(html=f'<link rel="webmention" href="/mention">{deep}') == RIGHT
    assert _found(html=deep) == ""
