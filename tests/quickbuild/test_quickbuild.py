"""Quicker, and the same to the last byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from markdown import Markdown
from pelican.readers import MarkdownReader

from fanfare import processes
from fanfare.console import Silent
from fanfare.errors import FanfareError
from quickbuild.conversions import FEWEST_FILES
from quickbuild.highlighting import html_formatter
from quickbuild.hooks import OneMarkdownReader
from tests import tiny_site
from workbench.build import build

CONF = f"""{tiny_site.CONF}
PLUGINS = ["quickbuild"]
"""

POSTS = {
    "a.md": "Title: A\nDate: 2026-01-01\nSummary: *One*\n\n## Same\n\nNote.[^1]\n\n[^1]: Of A.\n",
    "b.md": "Title: B\nDate: 2026-01-02\nMood: fair\n\n## Same\n\nNote.[^1]\n\n[^1]: Of B.\n",
    "c.md": "Title: C\nDate: 2026-01-03\nStatus: draft\n\n```python\nx = 1\n```\n",
    "d.md": "Title: D\nDate: 2026-01-04\nStatus: hidden\nLang: de\n\n*[CSS]: Style\n\nCSS\n",
    "e.md": "No: head\n\nTitle later\n\n```text\n<b>\n```\n\n| a |\n|---|\n| 1 |\n",
    "f.md": "Title: F\nDate: 2026-01-05\nSlug: a\nLang: fr\n\nCSS and [^1] without a note.\n",
}


def _built(root: Path, conf: str) -> Mapping[str, bytes]:
    posts = {f"content/posts/{name}": text for name, text in POSTS.items() if name != "e.md"}
    site = tiny_site.tiny_site(root, posts, conf)
    build(site, site.writing_settings, root / "built", Silent(), production=False)
    files = [path for path in (root / "built").rglob("*") if path.is_file()]
    return {path.relative_to(root / "built").as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("formatted", ["[]", '["summary"]'])
def test_the_site_is_the_same_without_it(tmp_path: Path, formatted: str) -> None:
    conf = f"{CONF}FORMATTED_FIELDS = {formatted}\n"
    quick = _built(tmp_path / "quick", conf)
    plain = _built(tmp_path / "plain", conf + "PLUGINS = []\n")
    off = _built(tmp_path / "off", conf + "QUICKBUILD = False\n")
    assert quick == plain == off
    assert b"Of B" in quick["posts/b/index.html"]


def _settings() -> dict[str, object]:
    names = ("extra", "codehilite", "toc")
    configs: dict[str, object] = {f"markdown.extensions.{name}": {} for name in names}
    return {"MARKDOWN": {"extension_configs": configs}, "FORMATTED_FIELDS": ["summary"]}


def test_files_are_read_as_pelican_reads_them_in_any_order(tmp_path: Path) -> None:
    """Nothing of one file, its notes, headings, abbreviations or head, shows in the next."""
    paths = []
    for name, text in POSTS.items():
        (tmp_path / name).write_text(text)
        paths.append(str(tmp_path / name))
    one = OneMarkdownReader(_settings())
    for path in [*paths, *reversed(paths)]:
        content, metadata = one.read(path)
        expected_content, expected_metadata = MarkdownReader(_settings()).read(path)
        assert content == expected_content
        assert {key: str(value) for key, value in metadata.items()} == {
            key: str(value) for key, value in expected_metadata.items()
        }


def test_one_formatter_serves_equal_options_only() -> None:
    plain = {"cssclass": "highlight", "linenos": False, "hl_lines": []}
    first = html_formatter(lang_str="language-python", **plain)
    assert html_formatter(lang_str="language-text", **plain) is first
    assert html_formatter(lang_str="language-text", **{**plain, "hl_lines": [2]}) is not first


def test_a_formatter_the_author_has_chosen_is_kept(tmp_path: Path) -> None:
    chosen = {"markdown.extensions.codehilite": {"pygments_formatter": "html", "noclasses": True}}
    path = tmp_path / "a.md"
    path.write_text("Title: A\n\n    x = 1\n")
    settings = {"MARKDOWN": {"extension_configs": chosen}, "FORMATTED_FIELDS": []}
    content, _metadata = OneMarkdownReader(settings).read(str(path))
    expected = Markdown(
        extensions=["codehilite", "meta"],
        extension_configs={"codehilite": {"pygments_formatter": "html", "noclasses": True}},
    ).convert(path.read_text())
    assert content == expected


@pytest.mark.parametrize("cores", [1, 3])
def test_a_site_of_many_posts_is_the_same_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: cores)
    trees = []
    for name, more in (("quick", ""), ("plain", "PLUGINS = []\n")):
        posts = tmp_path / name / "content/posts"
        posts.mkdir(parents=True)
        for place in range(FEWEST_FILES + 10):
            text = f"Title: P{place}\nDate: 2026-01-01\n\n## Same\n\nNote.[^1]\n\n[^1]: {place}\n"
            (posts / f"p{place}.md").write_text(text)
        trees.append(_built(tmp_path / name, CONF + more))
    assert trees[0] == trees[1]


def test_a_file_that_cannot_be_read_is_told_as_without_it(tmp_path: Path) -> None:
    told = []
    for name, more in (("quick", ""), ("plain", "PLUGINS = []\n")):
        posts = tmp_path / name / "content/posts"
        posts.mkdir(parents=True)
        (posts / "broken.md").write_bytes(b"Title: \xff\n\nText.\n")
        with pytest.raises(FanfareError) as raised:
            _built(tmp_path / name, CONF + more)
        told.append([replace(finding, source="") for finding in raised.value.findings])
    assert told[0] == told[1] != []
