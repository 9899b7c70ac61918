"""What a build does not do where no feed has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from fanfare.watching import watching
from syndication.records import Format
from tests.noted_outputs import noted_outputs
from tests.small_site import Built, build_site, post

POSTS = {
    "posts/a.md": post("A", 5, Tags="red"),
    "posts/b.md": post("B", 6, Tags="red, blue"),
    "posts/c.md": post("C", 7, Linkedin_date="2026-01-04"),
}
LEDGER = (
    '{"date": "2026-01-08T09:00:00+00:00", "network": "mastodon", "state": "published", '
    '"entry": "tag:tiny.example,2026-01-05:posts/a", "file": "content/posts/a.md", '
    '"url": "https://tiny.example/a", "title": "A", "permalink": "https://social.example/1"}\n'
)


def build(root: Path, conf: str = "", **files: str) -> Built:
    return build_site(root, {**POSTS, **files}, conf, "simple", plugin="syndication")


def test_feeds_are_made_when_somebody_wants_them_and_are_the_same(tmp_path: Path) -> None:
    built = build(tmp_path)
    written = {
        file.relative_to(built.output).as_posix(): file.read_bytes()
        for file in (built.output / "feeds").rglob("*.*")
    }
    with noted_outputs() as outputs:
        build(tmp_path)

    assert {name: outputs.made(name) for name in outputs.makers} == written


def test_what_a_feed_is_made_of_are_its_texts_and_no_others(tmp_path: Path) -> None:
    with noted_outputs() as outputs:
        build(tmp_path, "FEED_MAX_ITEMS = 1\n")
    form, subject, _whole, texts = outputs.given["feeds/tags/red.atom.xml"]

    assert (form, subject.slug) == (Format.ATOM, "red")
    assert [text.slug for text in texts] == ["b"]


def test_every_feed_that_has_a_text_depends_on_it(tmp_path: Path) -> None:
    with noted_outputs() as outputs:
        build(tmp_path)
    text: Any = outputs.given["feeds/tags/blue.json"][3][0]
    for name in ("feeds/all.json", "feeds/tags/red.rss.xml", "feeds/all.atom.xml"):
        with watching() as cells:
            outputs.made(name)
        assert (text, "feed_entry") in cells


def test_copies_are_shown_of_the_text_that_was_posted(tmp_path: Path) -> None:
    with noted_outputs() as outputs:
        build(tmp_path, **{"data/syndication.jsonl": LEDGER})
    texts = outputs.given["feeds/all.json"][3]

    assert {text.slug: [copy.url for copy in text.syndication] for text in texts} == {
        "a": ["https://social.example/1"],
        "b": [],
        "c": [],
    }


def test_what_goes_to_linkedin_stands_by_when_it_may(tmp_path: Path) -> None:
    with noted_outputs() as outputs:
        build(tmp_path, "LINKEDIN_FEED_ITEMS = 2\n")

    assert [text.slug for text in outputs.given["feeds/linkedin.rss.xml"][3]] == ["c", "b"]


_BUILD = """
import sys
from pathlib import Path
from tests.syndication.test_laziness import build
from tests.noted_outputs import noted_outputs
with noted_outputs() as outputs:
    build(Path(sys.argv[1]))
late = {"feedgen", "syndication.documents", "lxml"} & set(sys.modules)
sys.exit(f"loaded: {late}" if "feedgen" in late or "syndication.documents" in late else 0)
"""


def test_who_makes_no_feed_does_not_wait_for_feedgen(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
