"""Whatever stands in a built site, the check reads it without failing itself."""

from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tests.workbench.check.made_site import MadeSite

ADDRESSES = st.one_of(
    st.text(),
    st.text("htps:/[]@?#.%{}|()<>\\\"' \n0aé"),
    st.sampled_from(["http://", "https://tiny.example", "{filename}", "//", "mailto:"]).flatmap(
        lambda start: st.text().map(lambda rest: start + rest)
    ),
)


@given(url=ADDRESSES)
def test_any_address(url: str) -> None:
    with TemporaryDirectory() as folder:
        made = MadeSite(Path(folder))
        named = escape(url)
        made.page(
            "here/index.html",
            f'<a href="{named}"><img src="{named}" srcset="{named}" alt></a>',
            head=f'<link rel=canonical href="{named}"><meta property="og:image" content="{named}">',
            source="content/posts/here.md",
        )
        made.source("content/posts/here.md", f"Title: x\nImage: {url}\n\n[x]({url})\n")
        assert made.report().pages == 1


@given(raw=st.one_of(st.binary(), st.text("<>/ahtmlbodysvg=\"'&;!-\x00 ").map(str.encode)))
def test_any_bytes(raw: bytes) -> None:
    with TemporaryDirectory() as folder:
        made = MadeSite(Path(folder))
        for name in ("sitemap.xml", "robots.txt", "x.css", "feeds/a.xml", "feeds/a.json"):
            made.file(name, raw)
        made.file("pagefind/fragment/en_1.pf_fragment", raw)
        made.file("x.png", b"\x89PNG\r\n\x1a\n" + raw)
        made.file("x.jpg", raw)
        made.file("here/index.html", b'<html><meta property="og:image" content="/x.png">' + raw)
        made.page("there/index.html", head='<meta property="og:image" content="/x.jpg">')
        made.source("content/posts/here.md", raw)
        made.sources["here/index.html"] = "content/posts/here.md"
        assert made.report().pages == 2
