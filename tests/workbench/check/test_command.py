"""`invoke check`, run as its author runs it on a site that Pelican built."""

import json
from pathlib import Path

import pytest

from tests.workbench.scaffolding import invoke

FILES = {
    "pelicanconf.py": """\
from fanfare.site import *

SITENAME = "Tiny"
SITEURL = "https://tiny.example"
AUTHOR = "Tamsin Inkwell"
POSITIONING = "I help people write things down."
TIMEZONE = "Europe/London"
THEME = "themes/plain"
PLUGINS = []
MARKDOWN = {
    "extension_configs": {"markdown.extensions.meta": {}, "markdown.extensions.extra": {}}
}
DIRECT_TEMPLATES = ["index"]
TAG_SAVE_AS = CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = YEAR_ARCHIVE_SAVE_AS = ""
""",
    "publishconf.py": "from pelicanconf import *\n\nRELATIVE_URLS = False\n",
    "tasks.py": """\
from invoke.collection import Collection

from workbench import tasks

namespace = Collection.from_module(tasks)
""",
    "themes/plain/templates/base.html": """\
{% set shown = article or page %}
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ shown.title if shown else SITENAME }}</title>
<meta name="description" content="Something about {{ output_file }}.">
</head>
<body><h1>{{ shown.title if shown else SITENAME }}</h1>
{% for post in articles %}<p><a href="{{ SITEURL }}/{{ post.url }}">{{ post.title }}</a></p>
{% endfor %}
{{ shown.content|safe if shown }}
</body>
</html>
""",
    "themes/plain/templates/index.html": '{% extends "base.html" %}',
    "themes/plain/templates/article.html": '{% extends "base.html" %}',
    "themes/plain/templates/page.html": '{% extends "base.html" %}',
    "themes/plain/static/none.css": "",
    "content/posts/one.md": "Title: One\nDate: 2026-01-01\n\n## Part {#part}\n\nHello.\n",
    "content/posts/two.md": "Title: Two\nDate: 2026-01-02\n\n[One]({filename}one.md#part)\n",
}

BROKEN = (
    "Title: Three\nDate: 2026-01-03\n\nHello.\n\n[One]({filename}one.md#parts) and [café](/café/)\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "my site – ä"
    for name, text in FILES.items():
        _write(root / name, text)
    return root


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_without_a_built_site_it_says_what_to_run(site: Path) -> None:
    done = invoke(site, "check")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: There is no built site to check. Run `invoke build` or `invoke publish` first.\n"
    )


@pytest.mark.parametrize("lost", ["output", ".fanfare/manifest.json"])
def test_half_of_a_built_site_is_none(site: Path, lost: str) -> None:
    assert invoke(site, "build").returncode == 0
    (site / lost).rename(site / "lost")
    assert "There is no built site to check." in invoke(site, "check").stderr


def test_a_site_in_which_nothing_is_wrong_passes(site: Path) -> None:
    assert invoke(site, "build").returncode == 0
    done = invoke(site, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "Checked 3 pages: 0 errors, 0 warnings."


def test_errors_are_named_by_line_and_fail(site: Path) -> None:
    _write(site / "content/posts/three.md", BROKEN)
    assert invoke(site, "build").returncode == 0
    done = invoke(site, "check")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        'error: content/posts/three.md:6: The page "posts/one/" has no part called "parts".'
        ' (on posts/three/index.html) Did you mean "#part"?',
        'error: content/posts/three.md:6: There is no page "café/" on the site.'
        " (on posts/three/index.html) Correct the address, or take it out.",
    ]
    assert done.stdout.splitlines()[-1] == "Checked 4 pages: 2 errors, 0 warnings."


def test_warnings_do_not_fail(site: Path) -> None:
    text = "Title: Three\nDate: 2026-01-03\n\n# Another\n"
    _write(site / "content/posts/three.md", text)
    assert invoke(site, "build").returncode == 0
    done = invoke(site, "check")
    assert done.returncode == 0
    assert done.stderr.startswith('warning: content/posts/three.md:4: "Another" is a second')
    assert done.stdout.splitlines()[-1] == "Checked 4 pages: 0 errors, 1 warning."


def test_what_a_plugin_warned_of_is_said_again_by_every_check_and_once(site: Path) -> None:
    plugin = """
from fanfare.findings import Finding, Severity, warn
from pelican import signals

def moan(generators):
    warn(Finding("mood", "Bad mood.", "Smile.", Severity.WARNING, "content/posts/one.md", 3))

def register():
    signals.all_generators_finalized.connect(moan)
"""
    _write(site / "plugins/moaning.py", plugin)
    settings = (site / "pelicanconf.py").read_text()
    _write(site / "pelicanconf.py", settings.replace("PLUGINS = []", 'PLUGINS = ["moaning"]'))
    said = "warning: content/posts/one.md:3: Bad mood. Smile.\n"
    for task in ("publish", "build", "check"):
        done = invoke(site, task)
        assert (done.returncode, done.stderr) == (0, said)
        assert task == "build" or "0 errors, 1 warning." in done.stdout


def test_for_machines_it_prints_json_and_nothing_else(site: Path) -> None:
    _write(site / "content/posts/three.md", BROKEN)
    assert invoke(site, "build").returncode == 0
    done = invoke(site, "check", "--json")
    assert (done.returncode, done.stderr) == (1, "")
    report = json.loads(done.stdout)
    assert (report["pages"], report["errors"], report["warnings"]) == (4, 2, 0)
    assert report["findings"][0] == {
        "rule": "broken-anchor",
        "message": 'The page "posts/one/" has no part called "parts".',
        "remedy": 'Did you mean "#part"?',
        "severity": "error",
        "source": "content/posts/three.md",
        "line": 6,
        "page": "posts/three/index.html",
    }


def test_a_publish_with_errors_is_refused_and_leaves_the_last_good_site(site: Path) -> None:
    assert invoke(site, "publish").returncode == 0
    _write(site / "content/posts/three.md", BROKEN)
    done = invoke(site, "publish")
    assert done.returncode == 1
    assert "error: content/posts/three.md:6: The page" in done.stderr
    assert not (site / "output/posts/three").exists()
    assert invoke(site, "check").returncode == 0


def test_a_draft_that_the_search_would_find_is_a_leak(site: Path) -> None:
    draft = "Title: Three\nCategory: Notes\nStatus: draft\n\nNot yet.\n"
    _write(site / "content/posts/three.md", draft)
    done = invoke(site, "publish")
    assert done.returncode == 1
    assert "error: pagefind/: content/posts/three.md is a draft" in done.stderr


def test_a_post_of_a_date_to_come_that_is_listed_is_a_leak(site: Path) -> None:
    settings = site / "publishconf.py"
    settings.write_text(settings.read_text() + "WITH_FUTURE_DATES = True\n")
    _write(site / "content/posts/three.md", "Title: Three\nDate: 2999-01-03\n\nNot yet.\n")
    done = invoke(site, "publish")
    assert done.returncode == 1
    leak = "error: index.html: content/posts/three.md has a date to come, and is linked or listed"
    assert leak in done.stderr
