"""One run of Pelican, and everything it says as findings with file and line."""

import gc
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanfare.console import Silent
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity, warn
from tests import tiny_site
from tests.tiny_site import write
from workbench.build import Build, build, read_site
from workbench.loading import load_settings
from workbench.location import Site
from workbench.manifest import Manifest
from workbench.publish import build_in_place, clean

CONF = f"""{tiny_site.CONF}
PLUGIN_PATHS = ["plugins"]
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    post = "Title: First\nDate: 2026-01-31\n\nHello."
    return tiny_site.tiny_site(tmp_path, {"content/posts/first.md": post}, CONF)


def _write(root: Path, name: str, text: str) -> None:
    write(root / "content" / name, text)


def _build(site: Site) -> Build:
    return build(site, site.writing_settings, site.root / "built", Silent(), production=False)


def _errors(site: Site) -> list[str]:
    with pytest.raises(FanfareError) as caught:
        _build(site)
    return [str(finding) for finding in caught.value.findings]


def test_the_second_build_of_a_process_says_as_much_as_the_first(site: Site) -> None:
    _write(site.root, "images/one.txt", "one")
    for number in range(9):
        head = f"Title: Post {number}\nDate: 2026-01-31"
        _write(site.root, f"posts/{number}.md", f"{head}\n\n[one]({{attach}}/images/one.txt)")
    first = _build(site).warnings
    assert "silenced" in str(first[-1])
    assert _build(site).warnings == first


def test_translations_are_in_the_order_of_their_files(site: Site) -> None:
    languages = ["cs", "da", "de", "es", "fi", "fr", "it", "nl"]
    for language in languages:
        head = f"Title: First\nDate: 2026-01-31\nSlug: first\nLang: {language}"
        _write(site.root, f"posts/first-{language}.md", f"{head}\n\nHello.")
    first = read_site(site, site.writing_settings, Silent())["articles"][0]
    assert [text.lang for text in first.translations] == languages


def test_a_build_writes_pages_and_knows_their_sources(site: Site) -> None:
    _write(site.root, "pages/about.md", "Title: About\n\nMe.")
    built = _build(site)
    assert "Hello." in (built.output / "posts/first/index.html").read_text()
    assert built.manifest == Manifest(
        "https://tiny.example",
        False,
        {
            "posts/first/index.html": "content/posts/first.md",
            "about/index.html": "content/pages/about.md",
        },
    )
    assert built.warnings == []


def test_two_builds_give_the_same_bytes(site: Site) -> None:
    def contents() -> dict[str, bytes]:
        build_in_place(site, Silent())
        files = (path for path in site.output.rglob("*") if path.is_file())
        return {path.relative_to(site.output).as_posix(): path.read_bytes() for path in files}

    assert contents() == contents()


def test_pages_of_deleted_posts_are_gone_after_the_next_build(site: Site) -> None:
    _write(site.root, "posts/second.md", "Title: Second\nDate: 2026-02-01\n\nHello.")
    build_in_place(site, Silent())
    (site.content / "posts/second.md").unlink()
    build_in_place(site, Silent())
    assert not (site.output / "posts/second").exists()
    assert (site.output / "posts/first").exists()


def test_a_failed_build_leaves_the_last_good_site(site: Site) -> None:
    build_in_place(site, Silent())
    _write(site.root, "posts/first.md", "Title: First\nDate: soon\n\nHello.")
    with pytest.raises(FanfareError):
        build_in_place(site, Silent())
    assert "Hello." in (site.output / "posts/first/index.html").read_text()


def test_settings_that_are_not_python_are_named_with_their_line(site: Site) -> None:
    site.writing_settings.write_text(CONF + "SITENAME = \n")
    assert _errors(site) == ["pelicanconf.py:14: This is not Python: invalid syntax."]


def test_settings_that_fail_are_named_with_their_line(site: Site) -> None:
    site.writing_settings.write_text(CONF + "SITENAME = SITE_NAME\n")
    assert _errors(site) == ["pelicanconf.py:14: NameError: name 'SITE_NAME' is not defined."]


def test_settings_that_are_missing_are_named(site: Site) -> None:
    site.writing_settings.unlink()
    (error,) = _errors(site)
    assert error.startswith("pelicanconf.py: There is no such file.")


def test_a_wrong_setting_stops_the_build(site: Site) -> None:
    site.writing_settings.write_text(CONF.replace('"UTC"', '"Mars/Olympus"'))
    (error,) = _errors(site)
    assert error.startswith('pelicanconf.py:7: TIMEZONE: "Mars/Olympus" is not a time zone')


def test_a_theme_that_does_not_exist_is_one_line(site: Site) -> None:
    site.writing_settings.write_text(CONF + 'THEME = "no-such-theme"\n')
    (error,) = _errors(site)
    assert "Could not find the theme" in error


def test_content_that_does_not_exist_is_one_line(site: Site) -> None:
    shutil.rmtree(site.content)
    (error,) = _errors(site)
    assert "path containing the content" in error


def test_a_template_of_ones_own_goes_before_the_themes_from_any_folder(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = site.root / "themes" / "mine" / "index.html"
    own.parent.mkdir(parents=True)
    own.write_text("Mine.")
    site.writing_settings.write_text(CONF + 'THEME_TEMPLATES_OVERRIDES = ["themes/mine"]\n')
    monkeypatch.chdir(site.content)
    assert (_build(site).output / "index.html").read_text() == "Mine."


def _use_theme(site: Site, index: str) -> None:
    templates = site.root / "theme" / "templates"
    templates.mkdir(parents=True)
    (templates / "index.html").write_text(index)
    site.writing_settings.write_text(CONF + 'THEME = "theme"\n')


def test_a_template_that_does_not_parse_is_named_with_its_line(site: Site) -> None:
    _use_theme(site, "<p>\n{% if %}\n")
    (error,) = _errors(site)
    assert error.startswith("theme/templates/index.html:2: ")


def test_a_template_that_fails_is_named_with_its_line(site: Site) -> None:
    _use_theme(site, "<p>\n{{ nothing.at.all }}\n")
    (error,) = _errors(site)
    assert error == "theme/templates/index.html:2: 'nothing' is undefined."


@pytest.fixture
def forgets_plugins() -> Iterator[None]:
    """Receivers live as long as their module: drop it, so that other tests do not meet them."""
    yield
    sys.modules.pop("misbehaving", None)
    gc.collect()


def _use_plugin(site: Site, text: str) -> None:
    plugin = site.root / "plugins" / "misbehaving.py"
    plugin.parent.mkdir()
    plugin.write_text(text)
    site.writing_settings.write_text(CONF + 'PLUGINS = ["misbehaving"]\n')


@pytest.mark.usefixtures("forgets_plugins")
def test_a_plugin_that_fails_while_a_post_is_read_stops_the_build(site: Site) -> None:
    _use_plugin(
        site,
        "from pelican import signals\n"
        "def fail(generator, metadata):\n"
        "    raise KeyError('mood')\n"
        "def register():\n"
        "    signals.article_generator_context.connect(fail)\n",
    )
    (error,) = _errors(site)
    assert "content/posts/first.md" in error
    assert "mood" in error


@pytest.mark.usefixtures("forgets_plugins")
def test_the_findings_of_a_plugin_arrive_as_they_are(site: Site) -> None:
    _use_plugin(
        site,
        "from fanfare.errors import FanfareError\n"
        "from fanfare.findings import Finding\n"
        "from pelican import signals\n"
        "def fail(generator, metadata):\n"
        "    raise FanfareError(Finding('mood', 'Bad mood.', source='content/a.md', line=7))\n"
        "def register():\n"
        "    signals.article_generator_context.connect(fail)\n",
    )
    assert _errors(site) == ["content/a.md:7: Bad mood."]


@pytest.mark.usefixtures("forgets_plugins")
def test_what_a_plugin_warns_of_stops_nothing_and_is_noted(site: Site) -> None:
    _use_plugin(
        site,
        "from fanfare.findings import Finding, Severity, warn\n"
        "from pelican import signals\n"
        "def moan(generator, metadata):\n"
        "    warn(Finding('mood', '1 % bad.', '', Severity.WARNING, 'content/a.md', 7))\n"
        "def register():\n"
        "    signals.article_generator_context.connect(moan)\n",
    )
    built = _build(site)
    assert [str(warning) for warning in built.warnings] == ["content/a.md:7: 1 % bad."]
    assert list(built.manifest.noted) == built.warnings


def test_what_plain_pelican_shows_of_a_plugins_warning_is_its_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    warn(Finding("mood", "100 % bad.", source="a.md", line=7))
    assert caplog.messages == ["a.md:7: 100 % bad."]


def test_a_plugin_that_does_not_exist_stops_the_build(site: Site) -> None:
    site.writing_settings.write_text(CONF + 'PLUGINS = ["no_such_plugin"]\n')
    (error,) = _errors(site)
    assert "no_such_plugin" in error


def test_what_is_wrong_with_a_source_is_said_before_what_is_with_a_plugin(site: Site) -> None:
    """An author has more of those, and they come with a line."""
    site.writing_settings.write_text(CONF + 'PLUGINS = ["no_such_plugin"]\n')
    _write(site.root, "posts/broken.md", "Title: Broken\nDate: soon\n\nx")
    (error,) = _errors(site)
    assert "content/posts/broken.md:2" in error


@pytest.mark.usefixtures("forgets_plugins")
@pytest.mark.parametrize("number", [1, 400])
def test_what_is_wrong_with_a_source_is_said_where_a_plugin_exits(site: Site, number: int) -> None:
    _use_plugin(site, "import sys\ndef register():\n    sys.exit('no token')\n")
    for place in range(number):
        _write(site.root, f"posts/{place}.md", f"Title: A\nDate: soon\nSlug: p{place}\n\nx")
    assert len(_errors(site)) == number


@pytest.mark.usefixtures("forgets_plugins")
@pytest.mark.parametrize("number", [3, 400])
def test_a_text_that_vanishes_before_it_is_read_is_none(site: Site, number: int) -> None:
    for place in range(number):
        _write(site.root, f"posts/{place}.md", f"Title: A\nDate: 2026-01-01\nSlug: p{place}\n\nx")
    _use_plugin(
        site,
        "from pathlib import Path\n"
        "def register():\n"
        f"    Path({str(site.content)!r}, 'posts/2.md').unlink()\n",
    )
    built = _build(site)
    assert (built.output / "posts/p1/index.html").exists()
    assert not (built.output / "posts/p2/index.html").exists()


class Counted(Silent):
    """Counts how far each step has come."""

    def __init__(self) -> None:
        self.steps: list[list[object]] = []

    def step(self, name: str, total: int | None = None) -> None:
        self.steps.append([name, total, 0])

    def advance(self) -> None:
        self.steps[-1][2] += 1  # type: ignore[operator]


@pytest.mark.parametrize("number", [3, 400])
def test_each_step_comes_as_far_as_it_says(site: Site, number: int) -> None:
    for place in range(number):
        _write(site.root, f"posts/{place}.md", f"Title: A\nDate: 2026-01-01\nSlug: p{place}\n\nx")
    progress = Counted()
    build(site, site.writing_settings, site.root / "built", progress, production=False)
    number += 1
    assert progress.steps[:2] == [
        ["Checking sources", number, number],
        ["Reading content", number, number],
    ]


@pytest.mark.usefixtures("forgets_plugins")
@pytest.mark.parametrize("number", [1, 400])
def test_what_is_wrong_with_a_source_stops_a_build_before_it_reads(site: Site, number: int) -> None:
    _use_plugin(
        site,
        "from pelican import signals\n"
        "def fail(generator):\n"
        "    raise KeyError('reads')\n"
        "def register():\n"
        "    signals.article_generator_init.connect(fail)\n",
    )
    for place in range(number):
        _write(site.root, f"posts/{place}.md", f"Title: A\nDate: soon\nSlug: p{place}\n\nx")
    errors = _errors(site)
    assert len(errors) == number
    assert all(":2" in error for error in errors)


def test_the_manifest_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    noted = Finding("mood", "Bad mood.", severity=Severity.WARNING, source="content/a.md", line=7)
    manifest = Manifest(
        "https://tiny.example", True, {"index.html": "content/a.md"}, "UTC", (noted,)
    )
    manifest.save(tmp_path / "manifest.json")
    assert Manifest.load(tmp_path / "manifest.json") == manifest


def test_a_manifest_of_a_time_before_plugins_could_warn_is_read(tmp_path: Path) -> None:
    old = {"site_url": "https://tiny.example", "production": True, "sources": {}}
    (tmp_path / "manifest.json").write_text(json.dumps(old))
    assert Manifest.load(tmp_path / "manifest.json") == Manifest("https://tiny.example", True, {})


@pytest.mark.parametrize(
    "text", ["", "[]", "1", '{"site_url": 1}', json.dumps({"x": 1}), json.dumps({"noted": [{}]})]
)
def test_a_damaged_manifest_is_no_manifest(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert Manifest.load(tmp_path / "manifest.json") is None


def test_clean_deletes_what_was_built_and_nothing_else(site: Site) -> None:
    build_in_place(site, Silent())
    made = {path.name for path in site.workplace.iterdir()} - {"build.lock"}
    assert sorted(clean(site)) == sorted(["output", *(f".fanfare/{name}" for name in made)])
    assert "manifest.json" in made
    assert not site.output.exists()
    assert site.content.is_dir()


@pytest.mark.parametrize("change", ["+=", "= DIRECT_TEMPLATES +"])
def test_a_list_of_fanfares_may_be_added_to(site: Site, change: str) -> None:
    """Also when settings are read again in the same process."""
    conf = CONF.replace('DIRECT_TEMPLATES = ["index"]', "")
    site.writing_settings.write_text(f'{conf}DIRECT_TEMPLATES {change} ["archives"]\n')
    for _ in range(2):
        settings = load_settings(site, site.writing_settings).settings
        assert settings["DIRECT_TEMPLATES"].count("archives") == 2


def test_where_pelican_fails_by_itself_no_file_of_ours_is_blamed(site: Site) -> None:
    site.writing_settings.write_text(CONF + 'ARTICLE_SAVE_AS = "posts/{slg}.html"\n')
    (error,) = _errors(site)
    assert error == "KeyError: 'slg'."


def test_a_template_that_does_not_exist_is_named_with_its_line(site: Site) -> None:
    _write(site.root, "posts/second.md", "Title: B\nDate: 2026-01-01\nTemplate: artcle\n\nText.")
    assert _errors(site) == [
        'content/posts/second.md:3: There is no template "artcle". Did you mean "article"?'
    ]


def test_a_page_with_an_address_of_the_sites_own_is_named(site: Site) -> None:
    site.writing_settings.write_text(CONF + 'DIRECT_TEMPLATES = ["index", "archives"]\n')
    _write(site.root, "pages/archives.md", "Title: Archives\n\nText.")
    (error,) = _errors(site)
    assert error.startswith("content/pages/archives.md:1: The site makes archives/ of its own.")
