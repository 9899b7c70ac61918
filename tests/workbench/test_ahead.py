"""A build that has read the site before it is asked builds it as it then is, or says it cannot."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from pelican.plugins import signals

from fanfare.console import Silent
from fanfare.errors import FanfareError
from tests import tiny_site
from tests.clock import Clock
from tests.tiny_site import append, write
from workbench import unchanged
from workbench.ahead import build_ahead
from workbench.build import Abandoned, Build, site_memory
from workbench.location import Site
from workbench.publish import build_in_place, publish

CONF = f"""{tiny_site.CONF}
THEME = "theme"
PLUGINS = ["quickbuild"]
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""

POST = "content/posts/first.md"
PAGE = "posts/first/index.html"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    files = {
        POST: "Title: First\nDate: 2026-01-31\n\nHello.",
        "content/posts/second.md": "Title: Second\nDate: 2026-02-01\n\nGood morning.",
        "content/images/a.txt": "a",
        "theme/templates/article.html": "{{ article.content }}",
        "theme/templates/index.html": "{% for one in articles %}{{ one.title }}{% endfor %}",
        "theme/static/style.css": "a {}",
    }
    monkeypatch.setattr("sys.path", [*sys.path])
    site = tiny_site.tiny_site(tmp_path / "site", files, CONF)
    build_in_place(site, Silent())
    return site


def _built_after(site: Site, edit: Callable[[], object]) -> Build:
    """Build the site, which was read before the `edit`."""

    def wait() -> None:
        edit()

    return build_ahead(site, site_memory(site), wait)


def _in_another_process(function: Callable[..., object], *told: object) -> None:
    process = multiprocessing.get_context("fork").Process(target=function, args=told)
    process.start()
    process.join()
    assert process.exitcode == 0


def _files(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_what_was_saved_while_it_waited_is_built(site: Site) -> None:
    built = _built_after(site, lambda: append(site.root / POST, " And goodbye."))
    assert "And goodbye" in (site.output / PAGE).read_text()
    assert set(filter(built.reasons.get, built.reasons)) == {PAGE}


def test_it_makes_what_a_build_makes_that_begins_anew(site: Site) -> None:
    built = _built_after(site, lambda: append(site.root / POST, " And goodbye."))
    found, manifest = _files(site.output), site.manifest.read_bytes()
    (site.workplace / "memory.db").unlink()
    unchanged.forget(site)
    again = build_in_place(site, Silent())
    assert _files(site.output) == found
    assert site.manifest.read_bytes() == manifest
    assert again.manifest == built.manifest
    assert again.warnings == built.warnings


def test_after_it_there_is_nothing_to_do(site: Site) -> None:
    _built_after(site, lambda: append(site.root / POST, " And goodbye."))
    assert build_in_place(site, Silent()).unchanged


def test_it_may_have_waited_for_nothing(site: Site) -> None:
    before = _files(site.output)
    built = _built_after(site, lambda: None)
    assert not any(built.reasons.values())
    assert _files(site.output) == before


def test_while_it_waits_nothing_is_written(site: Site) -> None:
    folders = (site.output, site.workplace / "stage", site.content)
    before = [_files(folder) for folder in folders]
    _built_after(site, lambda: seen.extend(_files(folder) for folder in folders))
    assert seen == before


seen: list[dict[str, bytes]] = []


def test_where_a_page_of_pelicans_own_is_made_at_once_its_texts_have_been_read(site: Site) -> None:
    append(site.root / "pelicanconf.py", "FEED_ALL_ATOM = 'all.atom.xml'\n")
    build_in_place(site, Silent())
    with pytest.raises(Abandoned):
        _built_after(site, lambda: append(site.root / POST, " And goodbye."))


def test_while_it_waits_another_build_may_run(site: Site) -> None:
    def build_another() -> None:
        append(site.root / POST, " And goodbye.")
        _in_another_process(build_in_place, site, Silent())

    with pytest.raises(Abandoned):
        _built_after(site, build_another)
    assert "And goodbye" in (site.output / PAGE).read_text()


def test_while_it_waits_the_site_may_be_published(site: Site) -> None:
    with pytest.raises(Abandoned):
        _built_after(site, lambda: _in_another_process(publish, site, Silent()))


@pytest.mark.parametrize(
    "edit",
    [
        lambda root: write(root / POST, "Title: Other\nDate: 2026-01-31\n\nHello."),
        lambda root: (root / POST).unlink(),
        lambda root: (root / POST).rename(root / "content/posts/renamed.md"),
        lambda root: write(root / "content/posts/new.md", "Title: N\nDate: 2026-01-01\n\nNew."),
        lambda root: append(root / POST, " [a]({static}/images/a.txt)"),
        lambda root: append(root / "content/images/a.txt", "b"),
        lambda root: write(root / "content/images/b.txt", "b"),
        lambda root: append(root / "theme/templates/article.html", "."),
        lambda root: append(root / "theme/static/style.css", "b {}"),
        lambda root: append(root / "pelicanconf.py", "SITENAME = 'Other'\n"),
        lambda root: append(root / "pelicanconf.py", "# the same settings\n"),
        lambda root: append(root / "publishconf.py", "# of no concern\n"),
    ],
)
def test_where_more_than_a_body_changed_it_is_to_begin_anew(
    site: Site, edit: Callable[[Path], object]
) -> None:
    def change() -> None:
        append(site.root / POST, " And goodbye.") if (site.root / POST).exists() else None
        edit(site.root)

    before = _files(site.output)
    with pytest.raises(Abandoned):
        _built_after(site, change)
    assert _files(site.output) == before


def test_what_is_wrong_with_what_was_saved_it_says(site: Site) -> None:
    before = _files(site.output)
    with pytest.raises(FanfareError) as caught:
        _built_after(site, lambda: append(site.root / POST, " \a"))
    with pytest.raises(FanfareError) as expected:
        build_in_place(site, Silent())
    assert caught.value.findings == expected.value.findings
    assert _files(site.output) == before


def test_where_the_site_is_wrong_already_it_does_not_wait(site: Site) -> None:
    append(site.root / POST, " \a")
    with pytest.raises(FanfareError):
        _built_after(site, lambda: pytest.fail("It has waited."))


@pytest.mark.parametrize(
    "line", ["QUICKBUILD = False", "PLUGINS = []", "OWN = print", "OUTPUT_SOURCES = True"]
)
def test_where_it_cannot_tell_what_is_read_it_does_not_wait(site: Site, line: str) -> None:
    append(site.root / "pelicanconf.py", f"{line}\n")
    with pytest.raises(Abandoned):
        _built_after(site, lambda: pytest.fail("It has waited."))


def test_where_a_text_is_due_meanwhile_it_is_to_begin_anew(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(datetime(2026, 3, 1, 12, tzinfo=UTC), monkeypatch)
    later = "Title: Later\nDate: 2026-03-01 13:00\n\nSoon."
    write(site.root / "content/posts/later.md", later)
    build_in_place(site, Silent())

    def pass_by(hours: int) -> None:
        clock.moment += timedelta(hours=hours)
        append(site.root / POST, " And goodbye.")

    _built_after(site, lambda: pass_by(0))
    for hours in (-1, 2):
        with pytest.raises(Abandoned):
            _built_after(site, partial(pass_by, hours))


def test_what_is_printed_is_held_back_until_somebody_asked(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    append(site.root / "pelicanconf.py", "print('hello')\n")
    build_in_place(site, Silent())
    capfd.readouterr()
    printed: list[str] = []

    def wait() -> None:
        printed.append("".join(capfd.readouterr()))
        append(site.root / POST, " And goodbye.")

    build_ahead(site, site_memory(site), wait)
    assert printed == [""]
    assert "".join(capfd.readouterr()) == "hello\n"


def test_what_is_printed_by_a_build_that_is_begun_anew_is_for_that_to_print(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    append(site.root / "pelicanconf.py", "print('hello')\n")
    build_in_place(site, Silent())
    capfd.readouterr()
    with pytest.raises(Abandoned):
        _built_after(site, (site.root / POST).unlink)
    assert "".join(capfd.readouterr()) == ""


def test_what_editors_keep_beside_an_open_file_is_of_no_concern(site: Site) -> None:
    def save() -> None:
        write(site.root / "content/posts/.first.md.swp", "Hello. And")
        append(site.root / POST, " And goodbye.")

    _built_after(site, save)
    assert "And goodbye" in (site.output / PAGE).read_text()


def test_where_a_plugin_may_read_what_it_does_not_say_it_does_not_wait(site: Site) -> None:
    def receiver(_generators: object) -> None:
        """Read something, for all that anybody knows."""

    receiver.__module__ = "somebody"
    signals.all_generators_finalized.connect(receiver)
    try:
        with pytest.raises(Abandoned):
            _built_after(site, lambda: pytest.fail("It has waited."))
    finally:
        signals.all_generators_finalized.disconnect(receiver)


def test_a_content_folder_that_is_a_link_is_followed(site: Site) -> None:
    site.content.rename(site.root / "elsewhere")
    site.content.symlink_to(site.root / "elsewhere")
    build_in_place(site, Silent())
    _built_after(site, lambda: append(site.root / POST, " And goodbye."))
    assert "And goodbye" in (site.output / PAGE).read_text()
