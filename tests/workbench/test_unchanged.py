"""A build whose result is there already ends before Pelican is asked; any other one runs."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fanfare.console import Silent
from fanfare.errors import FanfareError
from fanfare.file_digests import digest_of_bytes
from quickbuild.stage import signature_of
from tests import tiny_site
from tests.clock import Clock
from tests.tiny_site import append, write
from workbench import unchanged
from workbench.build import Build
from workbench.inputs import Inputs, inputs_of
from workbench.location import Site
from workbench.publish import build_in_place, publish

CONF = f"""{tiny_site.CONF}
import os
THEME = "theme"
PLUGIN_PATHS = ["more"]
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    files = {
        "content/posts/first.md": "Title: First\nDate: 2026-01-31\n\nHello.",
        "content/images/a.txt": "a",
        "theme/templates/article.html": "{{ article.content }}",
        "theme/static/style.css": "a {}",
        "more/words.txt": "words",
    }
    monkeypatch.setattr("sys.path", [*sys.path])
    return tiny_site.tiny_site(tmp_path / "site", files, CONF)


def _build(site: Site) -> Build:
    return build_in_place(site, Silent())


def _append(name: str, text: str = " ") -> Callable[[Site], object]:
    return lambda site: append(site.root / name, text)


def _same_length(name: str) -> Callable[[Site], object]:
    def change(site: Site) -> None:
        path = site.root / name
        seen = path.stat()
        path.write_text(path.read_text().swapcase())
        os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))

    return change


def _replace_output(site: Site) -> None:
    """Put a copy in the place of the output, with the same bytes and times."""
    shutil.copytree(site.output, site.root / "copy")
    shutil.rmtree(site.output)
    (site.root / "copy").rename(site.output)


def test_the_second_of_two_builds_has_nothing_to_do(site: Site) -> None:
    built = _build(site)
    page = (site.output / "posts/first/index.html").stat()
    again = _build(site)
    assert not built.unchanged
    assert again.unchanged
    assert again.manifest == built.manifest
    assert again.output == site.output
    assert (site.output / "posts/first/index.html").stat() == page
    assert _build(site).unchanged


@pytest.mark.parametrize(
    "change",
    [
        _append("content/posts/first.md"),
        _same_length("content/posts/first.md"),
        lambda site: write(site.content / "posts/second.md", "Title: B\nDate: 2026-02-01\n\nx"),
        lambda site: (site.content / "posts/first.md").rename(site.content / "posts/other.md"),
        _append("content/images/a.txt"),
        lambda site: (site.content / "images/a.txt").unlink(),
        lambda site: write(site.content / "data/goals.txt", "new"),
        _append("theme/templates/article.html"),
        lambda site: write(site.root / "theme/templates/base.html", "new"),
        lambda site: (site.root / "theme/static/style.css").unlink(),
        _append("more/words.txt"),
        _append("pelicanconf.py", "SITENAME = 'Another'\n"),
        _append("pelicanconf.py", "# nothing\n"),
        _append("publishconf.py", "# nothing\n"),
        lambda site: (site.output / "index.html").unlink(),
        _append("output/posts/first/index.html"),
        lambda site: shutil.rmtree(site.output),
        _replace_output,
        lambda site: site.manifest.unlink(),
        lambda site: site.manifest.write_text("{}"),
        lambda site: shutil.rmtree(site.workplace),
    ],
)
def test_whatever_has_changed_is_built(site: Site, change: Callable[[Site], object]) -> None:
    _build(site)
    change(site)
    assert not _build(site).unchanged
    assert _build(site).unchanged


def test_a_build_knows_what_it_wrote(site: Site) -> None:
    append(site.writing_settings, 'PLUGINS = ["quickbuild"]\n')
    for _turn in range(2):  # the second one takes over
        built = _build(site)
        assert "posts/first/index.html" in built.signatures
        for name, signature in built.signatures.items():
            assert signature == signature_of((site.output / name).stat())
        append(site.content / "images/a.txt", " ")


def test_a_file_the_author_put_into_the_output_changes_nothing(site: Site) -> None:
    _build(site)
    write(site.output / "mine.txt", "mine")
    assert _build(site).unchanged


def test_a_link_to_a_folder_is_followed_and_one_that_leads_back_ends(site: Site) -> None:
    write(site.root / "elsewhere/b.txt", "b")
    (site.content / "images/far").symlink_to(site.root / "elsewhere")
    (site.content / "images/back").symlink_to(site.content / "images")
    (site.content / "images/none").symlink_to(site.root / "none")
    seen = inputs_of(site, site.writing_settings)
    assert seen
    names = [os.path.relpath(path, site.content / "images") for path in seen.signatures]
    assert {"far/b.txt", "none", "a.txt"} <= set(names)
    assert not any(name.startswith("back/") for name in names)


def test_settings_are_asked_again_as_they_may_ask_others(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    _append("pelicanconf.py", "POSITIONING = os.environ.get('HELP', 'I help.')\n")(site)
    _build(site)
    assert _build(site).unchanged
    monkeypatch.setenv("HELP", "I do not.")
    assert not _build(site).unchanged
    monkeypatch.delenv("HELP")
    assert not _build(site).unchanged


def test_settings_run_once_in_a_build(site: Site) -> None:
    _append("pelicanconf.py", "with open('runs', 'a') as runs: runs.write('x')\n")(site)
    before = Path.cwd()
    os.chdir(site.root)
    try:
        _build(site)
        assert Path("runs").read_text() == "x"
        assert _build(site).unchanged
    finally:
        os.chdir(before)


@pytest.mark.parametrize(
    "line",
    [
        "QUICKBUILD = False",
        "JINJA_FILTERS = {'loud': lambda text: text.upper()}",
        "JINJA_GLOBALS = {'os': os}",
        "class Odd: pass\nODD = Odd()",
        "MARKDOWN = {'extensions': ['somebodys.extension']}",
    ],
)
def test_where_nobody_can_tell_every_build_runs(site: Site, line: str) -> None:
    _append("pelicanconf.py", f"{line}\n")(site)
    assert inputs_of(site, site.writing_settings) is None


@pytest.mark.parametrize(
    ("plugins", "own"), [("['folio']", True), ("['somebodys']", False), ("None", False)]
)
def test_of_plugins_only_fanfares_own_are_known(site: Site, plugins: str, own: bool) -> None:
    _append("pelicanconf.py", f"PLUGINS = {plugins}\n")(site)
    assert (inputs_of(site, site.writing_settings) is not None) is own


@pytest.mark.parametrize(
    "value",
    [
        *("{1, 2}", "frozenset('ab')", "(1, [2.5, None, True])", "{'a': {'b': b'c'}}"),
        *("__import__('pathlib').Path('x')", "__import__('re').compile('x')"),
        *("__import__('datetime').date(2026, 1, 31)", "__import__('zoneinfo').ZoneInfo('UTC')"),
    ],
)
def test_plain_values_of_settings_can_be_compared(site: Site, value: str) -> None:
    _append("pelicanconf.py", f"MINE = {value}\n")(site)
    first, second = (inputs_of(site, site.writing_settings) for _ in range(2))
    assert first
    assert second
    assert first.digest == second.digest


def test_values_that_differ_by_their_kind_or_order_differ(site: Site) -> None:
    digests = set()
    values = ("1", "'1'", "True", "1.0", "[1]", "(1,)", "{1: 2, 3: 4}", "{3: 4, 1: 2}", "['1']")
    conf = site.writing_settings.read_text()
    for value in values:
        site.writing_settings.write_text(f"{conf}MINE = {value}\n")
        seen = inputs_of(site, site.writing_settings)
        assert seen
        digests.add(seen.digest)
    assert len(digests) == len(values)


def test_settings_that_fail_are_for_the_build_to_complain_of(site: Site) -> None:
    _build(site)
    _append("pelicanconf.py", "raise SystemExit\n")(site)
    assert inputs_of(site, site.writing_settings) is None
    site.writing_settings.write_text("SITENAME = \n")
    with pytest.raises(FanfareError, match="This is not Python"):
        _build(site)


def test_a_build_that_fails_is_not_taken_for_done(site: Site) -> None:
    _build(site)
    good = (site.content / "posts/first.md").read_text()
    write(site.content / "posts/first.md", "Title: First\nDate: soon\n\nx")
    for _ in range(2):
        with pytest.raises(FanfareError):
            _build(site)
    write(site.content / "posts/first.md", good)
    _build(site)
    assert _build(site).unchanged


def test_what_is_published_is_not_taken_for_what_is_written(site: Site) -> None:
    _build(site)
    try:
        publish(site, Silent())
    except FanfareError:
        pytest.fail("the site is one that can be published")
    assert not _build(site).unchanged
    assert _build(site).unchanged


def test_warnings_are_said_again(site: Site) -> None:
    write(site.content / "posts/first.md", "Title: First\nDate: 2026-01-31\nSummry: x\n\nx")
    warnings = _build(site).warnings
    assert [warning.rule for warning in warnings] == ["key"]
    again = _build(site)
    assert again.unchanged
    assert again.warnings == warnings


def _inputs_at(site: Site, moment: datetime) -> Inputs:
    seen = inputs_of(site, site.writing_settings)
    assert seen
    return replace(seen, moment=moment)


SOON = datetime(2026, 6, 1, 9, tzinfo=UTC)
PARTNER = "Name: Elm\nUrl: https://elm.example\n\nTrees.\n"
PUBLISHED = {
    "date": "2026-02-01T00:00:00+00:00",
    "id": "tag:tiny.example,2026:gone",
    "file": "content/posts/gone.md",
    "url": "https://tiny.example/posts/gone/",
    "published": "2026-02-01T00:00:00+00:00",
    "shared": SOON.isoformat(),
}
"""A text that was published, and may be shared soon."""


@pytest.mark.parametrize(
    ("name", "text", "conf"),
    [
        ("posts/b.md", "Title: B\nDate: 2026-06-01 09:00\n\nx", ""),
        ("posts/b.md", "Title: B\nDate: 2026-06-01 09:00\n\nx", "WITH_FUTURE_DATES = True\n"),
        ("posts/b.md", "Title: B\nDate: 2026-01-31\nLinkedin_date: 2026-06-01 09:00\n\nx", ""),
        ("posts/b.md", "Title: B\nDate: 2026-06-01 11:00\nTimezone: Europe/Vienna\n\nx", ""),
        (
            "posts/b.md",
            "Title: B\nDate: 2026-06-01 11:00\n\nx",
            "DEFAULT_METADATA = {'timezone': 'Europe/Vienna'}\n",
        ),
        ("essays/b.md", "Title: B\nDate: 2026-06-01 09:00\n\nx", "ARTICLE_PATHS += ['essays']\n"),
        ("posts/b.rst", "B\n=\n\n:date: 2026-06-01 09:00\n\nx\n", ""),
        (
            "elsewhere/b.md",
            "Title: B\nDate: 2026-06-01 09:00\nHost: elm\nOriginal_url: https://elm.example/b\n\nx",
            "",
        ),
        ("data/published.jsonl", json.dumps(PUBLISHED) + "\n", ""),
    ],
)
def test_a_moment_to_come_ends_it(
    site: Site, monkeypatch: pytest.MonkeyPatch, name: str, text: str, conf: str
) -> None:
    clock = Clock(SOON - timedelta(days=3), monkeypatch)
    _append("pelicanconf.py", f"PLUGINS = ['guest_posts', 'syndication']\n{conf}")(site)
    write(site.content / "partners/elm.md", PARTNER)
    write(site.content / name, text)
    assert _build(site).due == SOON
    clock.moment = SOON - timedelta(seconds=1)
    assert _build(site).unchanged
    clock.moment = SOON
    assert not _build(site).unchanged
    assert _build(site).unchanged


def test_a_draft_that_has_no_date_waits_for_nothing(site: Site) -> None:
    write(site.content / "posts/b.md", "Title: B\nStatus: draft\n\nx")
    assert _build(site).due is None


def test_a_clock_that_was_set_back_ends_it(site: Site) -> None:
    _build(site)
    assert unchanged.recall(site, _inputs_at(site, datetime.now(UTC) - timedelta(days=1))) is None


def test_a_change_within_one_tick_of_the_clock_is_found(site: Site) -> None:
    """Size, times and inode may all stay: what is this young is compared by its bytes."""
    path = site.content / "posts/first.md"
    before = inputs_of(site, site.writing_settings)
    assert before
    assert os.path.realpath(path) in before.young
    files = before.files(before.young)
    path.write_text("Title: Tsrif\nDate: 2026-01-31\n\nHello.")
    after = inputs_of(site, site.writing_settings)
    assert after
    same_times = Inputs(after.moment, {}, "", before.signatures, after.young, True)
    assert same_times.files(before.young) != files


@pytest.mark.parametrize("name", ["more/plugin/__init__.py", "helping.py"])
def test_code_that_changed_just_now_may_not_be_what_ran(site: Site, name: str) -> None:
    _build(site)
    write(site.root / name, "x = 1")
    seen = inputs_of(site, site.writing_settings)
    assert seen
    assert not seen.is_code_settled
    assert not _build(site).unchanged
    assert not _build(site).unchanged


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw.replace(b"posts/first", b"posts/other"),
        lambda raw: raw.replace(b'"due": null', b'"due": 9e99'),
        lambda raw: bytes(len(raw)),
        lambda raw: b"\xff" * 99,
    ],
)
def test_a_damaged_record_costs_one_build(site: Site, damage: Callable[[bytes], bytes]) -> None:
    _build(site)
    record = site.workplace / "unchanged.json"
    record.write_bytes(damage(record.read_bytes()))
    assert not _build(site).unchanged
    assert _build(site).unchanged


@pytest.mark.parametrize("said", [{}, [], {"made_of": 1}, None])
def test_a_record_of_another_layout_costs_one_build(site: Site, said: object) -> None:
    _build(site)
    text = json.dumps(said).encode()
    digest = digest_of_bytes(text).encode()
    (site.workplace / "unchanged.json").write_bytes(digest + b"\n" + text)
    assert not _build(site).unchanged


def test_other_versions_of_packages_are_another_build(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "site-packages"
    (packages / "markdown-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(packages))
    _build(site)
    assert _build(site).unchanged
    (packages / "markdown-1.0.dist-info").rename(packages / "markdown-1.1.dist-info")
    assert not _build(site).unchanged
