"""A text that is not read again is the text that reading it would make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pelican.contents import Content
from pelican.plugins import signals
from pelican.readers import MarkdownReader
from pelican.urlwrappers import URLWrapper

from quickbuild.hooks import OneMarkdownReader
from tests.quickbuild.edited_site import EditedSite

HEADS = {
    "plain": "Title: A\nDate: 2026-01-01\n",
    "full": (
        "Title: A *title*\nDate: 2026-01-01 10:30\nModified: 2026-01-02\nCategory: Ink & Paper\n"
        "Tags: b, a, ä ö\nAuthors: Ada Quill, Mira Holm\nSlug: other\nLang: de\nSummary: *S*\n"
        "Save_as: x/index.html\nUrl: x/\nMood: fair\nStatus: hidden\n"
    ),
    "one author": "Title: A\nDate: 2026-01-01\nAuthor: Mira Holm\n",
    "draft": "Title: A\nDate: 2026-01-01\nStatus: draft\n",
    "zone": "Title: A\nDate: 2026-01-01T10:00:00\nTimezone: Europe/Vienna\n",
    "twice": "Title: A\nDate: 2026-01-01\nMood: fair\nMood: foul\nTags:\n",
}

BODIES = {
    "text": "Text.\n\n## Heading\n",
    "nothing": "",
    "links": (
        "[one]({filename}one.md) ![a]({static}images/dot.txt) [b]({attach}images/dot.txt)\n"
        "[c]({tag}ink) [d](|filename|two.md)\n"
    ),
}


@contextmanager
def texts_of_build() -> Iterator[dict[str, Content]]:
    """The texts of a build, once plugins have had them, by their paths."""
    found: dict[str, Content] = {}

    def note(generators: list[Any]) -> None:
        texts = generators[0].context["generated_content"]
        found.update({path: text for path, text in dict.items(texts) if text})

    signals.all_generators_finalized.connect(note)
    yield found


@contextmanager
def noted_reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the files that are read meanwhile, by this plugin's reader or Pelican's."""
    names: list[str] = []
    for reader in (MarkdownReader, OneMarkdownReader):
        _note_read(reader, names, monkeypatch)
    yield names
    monkeypatch.undo()


def _note_read(reader: type[Any], names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    read: Callable[..., Any] = reader.read

    def note(self: Any, path: str) -> Any:
        names.append(Path(path).name)
        return read(self, path)

    monkeypatch.setattr(reader, "read", note)


OURS = frozenset(("attaches_files", "body_digest", "override_url", "static_links", "reader"))
"""What this plugin adds, or knows otherwise: the name of its reader is another one."""

NOT_OF_THE_TEXT = frozenset(("metadata", "settings", "filename", "url_format"))
"""What is looked at on its own, is of the build, is no more, or tells the time."""


def shown(text: Content) -> dict[str, object]:
    """Everything that templates and plugins can see of `text`."""
    names = {name for name in dir(text) if not name.startswith("_")}
    values = {name: getattr(text, name) for name in names - OURS - NOT_OF_THE_TEXT}
    values |= {f"metadata {name}": text.metadata[name] for name in text.metadata.keys() - OURS}
    return {name: _told(value) for name, value in values.items() if not callable(value)}


def _told(value: object) -> object:
    if isinstance(value, list):
        return [_told(one) for one in value]
    if isinstance(value, dict):
        return {name: _told(one) for name, one in value.items() if name not in OURS}
    if isinstance(value, URLWrapper):
        return type(value).__name__, str(value), value.slug, value.url
    return type(value).__name__, str(value)


def texts(site: EditedSite, **settings: object) -> dict[str, dict[str, object]]:
    with texts_of_build() as found:
        site._run(site.output, **settings)
        return {path: shown(text) for path, text in found.items()}


@pytest.mark.parametrize("formatted", [[], ["summary", "mood"]], ids=["plain", "formatted"])
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("head", HEADS)
def test_it_is_the_same_text_to_the_last_attribute(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    head: str,
    body: str,
    formatted: list[str],
) -> None:
    site = EditedSite(tmp_path, FORMATTED_FIELDS=formatted)
    site.write("content/a.md", f"{HEADS[head]}\n{BODIES[body]}")
    site.write("content/pages/b.md", f"{HEADS[head]}\n{BODIES[body]}".replace("x/", "y/"))
    plain = texts(site, QUICKBUILD=False)
    first = texts(site)
    with noted_reading(monkeypatch) as read:
        second = texts(site)
    assert read == []
    assert plain == first == second


@pytest.fixture
def site(tmp_path: Path) -> EditedSite:
    """A site that has been built."""
    site = EditedSite(tmp_path)
    site.build()
    return site


def read_by(site: EditedSite, monkeypatch: pytest.MonkeyPatch, **settings: object) -> set[str]:
    """The names of the files that a build of `site` reads."""
    with noted_reading(monkeypatch) as read:
        site._run(site.output, **settings)
        return set(read)


def test_only_what_has_changed_is_read(site: EditedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_by(site, monkeypatch) == set()
    site.edit("content/one.md", "first text", "first of all texts")
    assert read_by(site, monkeypatch) == {"one.md"}
    assert read_by(site, monkeypatch) == set()


def test_a_setting_may_change_any_text(site: EditedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    every = {"one.md", "two.md", "three.md", "later.md", "about.md"}
    assert read_by(site, monkeypatch, DEFAULT_LANG="de") == every


def test_a_date_that_is_the_files_own_is_read_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = EditedSite(tmp_path, DEFAULT_DATE="fs")
    site.build()
    assert len(read_by(site, monkeypatch)) == 5


@pytest.mark.parametrize("is_shown", [True, False])
def test_a_text_with_a_date_to_come_is_read_until_it_has_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_shown: bool
) -> None:
    site = EditedSite(tmp_path, WITH_FUTURE_DATES=is_shown)
    site.edit("content/three.md", "2026-01-03", "2999-01-03")
    site.build()
    assert (site.output / "drafts/three.html").exists() != is_shown
    assert read_by(site, monkeypatch) == {"three.md"}
    site.edit("content/three.md", "2999-01-03", "2026-01-03")
    site.build()
    assert (site.output / "three.html").exists()
    assert read_by(site, monkeypatch) == set()


def test_a_text_of_which_something_is_said_is_read_each_time(
    site: EditedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.edit("content/three.md", "Date: ", "Status: nonsense\nDate: ")
    site.build()
    assert read_by(site, monkeypatch) == {"three.md"}


def test_a_text_that_moves_to_another_kind_is_read(
    site: EditedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes are an article here and a page there."""
    content = site.root / "content"
    (content / "three.md").rename(content / "pages/three.md")
    site.build()
    assert (site.output / "pages/three.html").exists()


def test_texts_that_are_gone_are_forgotten(
    site: EditedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = site.root / "content/three.md"
    text = path.read_text()
    path.unlink()
    site.build()
    path.write_text(text)
    assert read_by(site, monkeypatch) == {"three.md"}
