"""The blogroll: OPML 2.0."""

from __future__ import annotations

import subprocess
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from syndication.documents.opml import Outline, opml
from syndication.text.characters import xml_safe

OUTLINES = [
    Outline("Quay & <Crane>", "https://quay.example/feed.xml?a=1&b=2", "https://quay.example/"),
    Outline("אור", "https://lamp.example/rss", description='Essays "by night".'),
]


def _read(raw: bytes) -> tuple[str, list[dict[str, str]]]:
    """The title and the attributes of every outline."""
    root = etree.fromstring(raw)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    head, body = root
    assert (head.tag, body.tag) == ("head", "body")
    return head.findtext("title", ""), [dict(outline.attrib) for outline in body]


def test_each_site_is_an_outline_as_the_specification_wants_it() -> None:
    title, outlines = _read(opml("Friends", OUTLINES))
    assert title == "Friends"
    assert outlines == [
        {
            "text": "Quay & <Crane>",
            "title": "Quay & <Crane>",
            "type": "rss",
            "xmlUrl": "https://quay.example/feed.xml?a=1&b=2",
            "htmlUrl": "https://quay.example/",
        },
        {
            "text": "אור",
            "title": "אור",
            "type": "rss",
            "xmlUrl": "https://lamp.example/rss",
            "description": 'Essays "by night".',
        },
    ]


def test_a_blogroll_of_nobody_is_still_one() -> None:
    assert _read(opml("Friends", [])) == ("Friends", [])


def test_the_same_list_is_the_same_bytes() -> None:
    assert opml("Friends", OUTLINES) == opml("Friends", list(OUTLINES))


@given(title=st.text(), text=st.text(), url=st.text().filter(xml_safe))
def test_whatever_a_site_is_called_can_be_read_again(title: str, text: str, url: str) -> None:
    raw = opml(title, [Outline(text, url, url, text)])
    read_title, [outline] = _read(raw)
    assert _spaced(read_title) == _spaced(xml_safe(title))
    assert outline["text"] == xml_safe(text)
    assert outline["xmlUrl"] == outline["htmlUrl"] == xml_safe(url)


def _spaced(text: str) -> str:
    """`text` with the line ends that XML gives to a parser (XML 1.0, section 2.11)."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_newsboat_imports_it(newsboat: str, tmp_path: Path) -> None:
    (tmp_path / "blogroll.xml").write_bytes(opml("Friends", OUTLINES))
    urls = tmp_path / "urls"
    urls.touch()
    options = [f"--url-file={urls}", f"--cache-file={tmp_path / 'cache.db'}"]
    done = subprocess.run(
        [newsboat, *options, "--import-from-opml", tmp_path / "blogroll.xml"],
        env={"HOME": str(tmp_path), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    imported = [line.split()[0] for line in urls.read_text("utf-8").splitlines()]
    assert imported == [outline.feed_url for outline in OUTLINES]
