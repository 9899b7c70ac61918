"""Which pages are made after which edit; and that all of them are what a clean build makes."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from fanfare import processes
from quickbuild import press, stage
from quickbuild.making import FEWEST_OUTPUTS
from tests.quickbuild.edited_site import ARTICLES, PAGES, EditedSite

PLUGIN_FOLDER = Path(__file__).parents[2] / "plugins"

RELATIVE = {"SITEURL": "", "RELATIVE_URLS": True}


@pytest.fixture(params=[{}, RELATIVE, {"is_staged": True}], ids=["absolute", "relative", "staged"])
def site(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> EditedSite:
    """A site that has been built; one that is staged is compared as if it had many files."""
    if "is_staged" in request.param:
        monkeypatch.setattr(processes, "MANY_FILES", 0)
    built = EditedSite(tmp_path, **request.param)
    assert built.build() == PAGES
    return built


def test_nothing_is_made_where_nothing_has_changed(site: EditedSite) -> None:
    assert site.build() == set()
    assert site.build() == set()


def test_the_body_of_a_text_is_on_its_page(site: EditedSite) -> None:
    site.edit("content/one.md", "The first text", "The very first text")
    assert site.build() == {"one.html"}
    assert site.build() == set()


def test_the_title_is_wherever_it_is_shown(site: EditedSite) -> None:
    site.edit("content/one.md", "Title: One", "Title: First")
    site.edit("content/one.md", "Summary", "Slug: one\nSummary")
    assert site.build() == {"one.html", "index.html", "tag/ink.html"}


def test_a_summary_is_where_it_is_shown(site: EditedSite) -> None:
    site.edit("content/three.md", "Third.", "The third one.")
    assert site.build() == {"index.html"}


def test_a_summary_that_stems_from_the_text_is_made_again_with_it(site: EditedSite) -> None:
    site.edit("content/three.md", "Summary: Third.\n", "")
    assert site.build() == {"index.html"}
    site.edit("content/three.md", "The third text", "Some text")
    assert site.build() == {"three.html", "index.html"}


def test_tags_are_on_their_pages(site: EditedSite) -> None:
    site.edit("content/one.md", "Tags: ink", "Tags: paper")
    assert site.build() == {"one.html", "tag/ink.html", "tag/paper.html"}


def test_a_tag_without_texts_has_no_page(site: EditedSite) -> None:
    site.edit("content/two.md", "ink, paper", "ink")
    assert site.build() == {"two.html"}
    assert not (site.output / "tag/paper.html").exists()


def test_a_line_of_the_head_that_nobody_shows_changes_no_page(site: EditedSite) -> None:
    site.edit("content/one.md", "Tags: ink", "Tags: ink\nMood: fair")
    assert site.build() == set()


def test_a_draft_that_is_published_moves(site: EditedSite) -> None:
    site.edit("content/later.md", "Status: draft", "Tags: ink")
    assert site.build() == {"later.html", "index.html", "tag/ink.html"}
    assert not (site.output / "drafts").exists()


def test_a_text_that_is_renamed_is_another_one(site: EditedSite) -> None:
    content = site.root / "content"
    (content / "three.md").rename(content / "four.md")
    assert site.build() <= {"three.html", "index.html"}
    site.edit("content/four.md", "Title: Three", "Title: Four")
    assert site.build() == {"four.html", "index.html"}
    assert not (site.output / "three.html").exists()


def test_a_text_that_is_gone_is_gone_everywhere(site: EditedSite) -> None:
    (site.root / "content/three.md").unlink()
    assert site.build() == {"index.html"}
    assert not (site.output / "three.html").exists()


def test_a_new_text_is_listed(site: EditedSite) -> None:
    site.write("content/new.md", "Title: New\nDate: 2026-02-01\nTags: paper\n\nNew.\n")
    assert site.build() == {"new.html", "index.html", "tag/paper.html"}


def test_another_date_is_another_order(site: EditedSite) -> None:
    site.edit("content/one.md", "2026-01-01", "2026-03-01")
    assert site.build() == {"index.html", "tag/ink.html"}


def test_links_lead_to_where_a_text_has_moved(site: EditedSite) -> None:
    site.edit("content/one.md", "Tags: ink", "Tags: ink\nSlug: uno")
    assert site.build() == {"uno.html", "two.html", "index.html"}


def test_a_template_is_on_all_pages_that_use_it(site: EditedSite) -> None:
    site.edit("theme/templates/article.html", "<h1>", "<h1 class='big'>")
    assert site.build() == ARTICLES


def test_a_part_of_a_template_is_on_all_pages_that_use_it(site: EditedSite) -> None:
    site.edit("theme/templates/parts/foot.html", "Thanks", "Thank you")
    assert site.build() == ARTICLES


def test_the_template_of_all_is_on_all_pages(site: EditedSite) -> None:
    site.edit("theme/templates/base.html", "<title>", "<title>My ")
    assert site.build() == PAGES


def test_a_template_that_nobody_uses_is_on_none(site: EditedSite) -> None:
    site.write("theme/templates/parts/head.html", "<p>Hello.</p>")
    assert site.build() == set()


def test_a_template_that_takes_the_place_of_a_part(site: EditedSite) -> None:
    """Pelican looks in the author's folder first."""
    site.settings["THEME_TEMPLATES_OVERRIDES"] = [str(site.root / "overrides")]
    assert site.build() == PAGES
    site.write("overrides/parts/foot.html", "<p>Mine.</p>")
    assert site.build() == ARTICLES
    (site.root / "overrides/parts/foot.html").unlink()
    assert site.build() == ARTICLES


def test_a_part_that_may_be_missing_is_looked_for_again(site: EditedSite) -> None:
    include = '{% include "parts/extra.html" ignore missing %}{{ page.content }}'
    site.edit("theme/templates/page.html", "{{ page.content }}", include)
    assert site.build() == {"pages/about.html"}
    site.write("theme/templates/parts/extra.html", "<p>Extra.</p>")
    assert site.build() == {"pages/about.html"}


def test_a_part_of_a_part_is_on_all_pages_that_use_it(site: EditedSite) -> None:
    """Jinja makes the module of an imported template once for all pages."""
    foot = '{% import "outer.html" as outer %}{{ outer.thanks() }}'
    site.write("theme/templates/parts/foot.html", foot)
    outer = '{% import "inner.html" as inner %}{% macro thanks() %}{{ inner.word() }}{% endmacro %}'
    site.write("theme/templates/outer.html", outer)
    site.write("theme/templates/inner.html", "{% macro word() %}Thanks{% endmacro %}")
    assert site.build() == ARTICLES
    site.edit("theme/templates/inner.html", "Thanks", "Thank you")
    assert site.build() == ARTICLES


def test_a_page_that_is_a_template_is_made_when_that_changes(site: EditedSite) -> None:
    site.settings["TEMPLATE_PAGES"] = {"extra/one.txt": "extra.html"}
    site.write("content/extra/one.txt", "{{ SITENAME }}, extra")
    assert site.build() == {*PAGES, "extra.html"}
    assert site.build() == set()
    site.edit("content/extra/one.txt", "extra", "more")
    assert site.build() == {"extra.html"}


def test_a_setting_may_be_anywhere(site: EditedSite) -> None:
    site.settings["SITENAME"] = "Tinier"
    assert site.build() == PAGES
    assert site.build() == set()


def test_a_picture_is_copied_and_its_pages_stay(site: EditedSite) -> None:
    site.write("content/images/dot.txt", "..")
    assert site.build() == set()


def test_a_link_to_nothing_is_told_in_every_build(site: EditedSite) -> None:
    one = site.root / "content/one.md"
    text = one.read_text()
    one.unlink()
    site.by_hand = {"images/dot.txt": b"."}  # what is copied, Pelican never removes
    for made in ({"two.html", "index.html", "tag/ink.html"}, set(), set()):
        assert site.build() == made
        assert site.said == ["Unable to find 'one.md', skipping url replacement."]
    one.write_text(text)
    site.build()
    assert site.said == []
    assert site.build() == set()


def test_what_two_pages_would_say_is_said_by_the_other_when_one_is_mended(
    site: EditedSite,
) -> None:
    """Pelican says the same thing only once in a build."""
    said = ["Unable to find 'none.md', skipping url replacement."]
    for name in ("two", "three"):
        site.edit(f"content/{name}.md", " text", " [text]({filename}none.md)")
    site.build()
    assert site.said == said
    for name in ("two", "three"):
        site.edit(f"content/{name}.md", " [text]({filename}none.md)", " text")
        site.build()
        assert site.said == said
        site.edit(f"content/{name}.md", " text", " [text]({filename}none.md)")
        site.build()
    assert site.said == said


def test_a_text_that_cannot_be_used_is_told_in_every_build(site: EditedSite) -> None:
    site.edit("content/three.md", "Date: 2026-01-03", "Status: nonsense\nDate: 2026-01-03")
    for made in ({"index.html"}, set()):
        assert site.build() == made
        assert len(site.said) == 1


def test_a_text_with_an_attached_file_takes_it_along(site: EditedSite) -> None:
    site.edit("content/one.md", "{static}images", "{attach}images")
    assert site.build() == set()  # to where it was
    site.edit("content/one.md", "Tags: ink", "Tags: ink\nSave_as: uno/index.html\nUrl: uno/")
    site.by_hand = {"images/dot.txt": b"."}
    assert site.build() == {"uno/index.html", "two.html", "index.html"}
    assert (site.output / "uno/images/dot.txt").exists()
    assert site.build() == set()
    site.edit("content/one.md", "The first text", "Another text")
    assert site.build() == {"uno/index.html"}


def test_a_page_that_was_changed_by_hand_is_made_again(site: EditedSite) -> None:
    (site.output / "two.html").write_text("Mine.")
    assert site.build() == {"two.html"}


def test_a_page_that_was_deleted_by_hand_is_made_again(site: EditedSite) -> None:
    (site.output / "two.html").unlink()
    assert site.build() == {"two.html"}


def test_a_page_that_was_changed_by_hand_is_put_right_from_the_folder_aside(
    site: EditedSite,
) -> None:
    """It may have the page as it was, or be the same file: nobody knows who changed what."""
    assert site.build() == set()
    (site.output / "two.html").unlink()
    (site.output / "two.html").write_text("Mine.")
    (site.output / "three.html").write_text("Mine, too.")
    assert site.build() == {"two.html", "three.html"}
    assert site.build() == set()


def test_files_that_were_put_there_by_hand_stay(site: EditedSite) -> None:
    mine = {"mine.html": b"Mine.", "tag/mine.txt": b"Mine, too."}
    for name, raw in mine.items():
        (site.output / name).write_bytes(raw)
    site.by_hand = mine
    assert site.build() == set()
    site.edit("content/two.md", "ink, paper", "")
    site.edit("content/one.md", "Tags: ink\n", "")
    assert site.build() == {"one.html", "two.html"}


def test_a_stale_page_that_was_changed_by_hand_stays(site: EditedSite) -> None:
    """It is no longer what a build made, but what the author wrote."""
    (site.output / "three.html").write_bytes(b"Mine.")
    site.by_hand = {"three.html": b"Mine."}
    (site.root / "content/three.md").unlink()
    assert site.build() == {"index.html"}


def test_pages_of_texts_that_went_with_a_setting_go_too(site: EditedSite) -> None:
    (site.root / "content/three.md").unlink()
    site.settings["SITENAME"] = "Tinier"
    assert site.build() == PAGES - {"three.html"}


def test_pages_that_a_setting_moves_leave_nothing_behind(site: EditedSite) -> None:
    site.settings["ARTICLE_SAVE_AS"] = "{slug}/index.html"
    site.build()


def test_a_file_gives_way_to_a_folder(site: EditedSite) -> None:
    site.edit("content/one.md", "Tags: ink", "Tags: ink\nSave_as: uno\nUrl: uno")
    site.build()
    site.edit("content/one.md", "Save_as: uno\nUrl: uno", "Save_as: uno/index.html\nUrl: uno/")
    assert "uno/index.html" in site.build()


def test_a_page_takes_the_place_of_another(site: EditedSite) -> None:
    site.edit("content/one.md", "Tags: ink", "Slug: three")
    site.edit("content/three.md", "Summary", "Slug: one\nSummary")
    assert site.build() == {"one.html", "two.html", "three.html", "index.html", "tag/ink.html"}
    assert site.build() == set()


def test_a_memory_that_is_lost_costs_one_build(site: EditedSite) -> None:
    (site.root / "cache/quickbuild.db").write_bytes(b"damaged")
    assert site.build() == PAGES
    assert site.build() == set()


def test_with_feeds_of_pelicans_own(site: EditedSite) -> None:
    site.settings["FEED_ALL_ATOM"] = "feeds/all.atom.xml"
    site.settings["FEED_DOMAIN"] = "https://tiny.example"
    site.build()
    site.edit("content/three.md", "The third text", "Some text")
    assert site.build() == {"three.html"}


def test_a_feed_of_pelicans_own_where_a_page_was_stays(site: EditedSite) -> None:
    site.write("own/stamping.py", STAMPING)
    site.settings |= {
        "PLUGIN_PATHS": [str(site.root / "own")],
        "PLUGINS": ["quickbuild", "stamping"],
        "DIRECT_TEMPLATES": ["index", "feed"],
        "FEED_SAVE_AS": "all.atom.xml",
        "FEED_DOMAIN": "https://tiny.example",
    }
    site.write("theme/templates/feed.html", "<feed/>")
    site.build()
    site.settings |= {"DIRECT_TEMPLATES": ["index"], "FEED_ALL_ATOM": "all.atom.xml"}
    site.build()
    assert "<entry>" in (site.output / "all.atom.xml").read_text()


def test_a_list_of_several_pages_shifts(site: EditedSite) -> None:
    site.write(
        "theme/templates/index.html",
        "{% for one in articles_page.object_list %}{{ one.title }}{% endfor %}\n"
        "{{ articles_page.number }} of {{ articles_paginator.num_pages }}\n",
    )
    site.settings["PAGINATED_TEMPLATES"] = {"index": 1}
    site.build()
    site.edit("content/two.md", "Title: Two", "Title: Deux\nSlug: two")
    assert site.build() == {"index2.html", "two.html", "tag/ink.html", "tag/paper.html"}
    site.write("content/new.md", "Title: New\nDate: 2026-02-01\n\nNew.\n")
    lists = {"index.html", "index2.html", "index3.html", "index4.html"}
    assert site.build() == {"new.html", *lists}
    (site.root / "content/new.md").unlink()
    assert site.build() == lists - {"index4.html"}


@pytest.mark.parametrize("date", ["2025-12-31", "2026-01-31"])
def test_a_file_is_attached_unless_a_page_before_has_linked_to_it(
    tmp_path: Path, date: str
) -> None:
    site = EditedSite(tmp_path, is_staged=True)
    site.build()
    link = "[the dot]({attach}images/dot.txt)"
    head = f"Title: Four\nDate: {date}\nSave_as: deep/four.html"
    site.write("content/four.md", f"{head}\n\n{link}\n")
    assert "deep/four.html" in site.build()
    assert (site.output / "deep/images/dot.txt").exists() == (date > "2026")


def test_texts_in_archives_of_periods_lead_their_links_where_pelican_has_them_lead(
    site: EditedSite,
) -> None:
    site.settings |= {
        "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html",
        "MONTH_ARCHIVE_SAVE_AS": "{date:%Y}/in/{date:%m}/index.html",
    }
    shown = "{% for article in articles %}{{ article.content }}{% endfor %}"
    site.write("theme/templates/period_archives.html", shown)
    site.build()
    site.edit("content/one.md", "The first text", "The very first text")
    assert site.build() == {"one.html", "2026/index.html", "2026/in/01/index.html"}
    site.edit("content/later.md", "Status: draft", "Status: draft\nSave_as: as/it/is.html")
    assert "as/it/is.html" in site.build()


def test_nothing_is_remembered_of_what_is_gone(site: EditedSite) -> None:
    site.write("own/stamping.py", STAMPING)
    site.settings |= {"PLUGIN_PATHS": [str(site.root / "own")]}
    site.settings["PLUGINS"] = ["quickbuild", "stamping"]
    site.build()
    (site.root / "content/three.md").unlink()
    site.build()
    with closing(sqlite3.connect(site.root / "cache/quickbuild.db")) as database:
        rows = database.execute("SELECT kind, key FROM made WHERE kind != 'file'")
        assert [row for row in rows if "three." in row[1]] == []


def test_a_build_that_fails_leaves_nobody_listening(site: EditedSite) -> None:
    before = logging.getLogger().handlers[:]
    site.write("theme/templates/article.html", "{{ nothing.at.all }}")
    with pytest.raises(UndefinedError):
        site.build()
    assert logging.getLogger().handlers == before


STAMPING = """\
from pathlib import Path
from pelican import signals

def stamp(path, context):
    shown = context.get("article")
    with Path(path).open("a") as file:
        file.write(f"<!-- {shown.title if shown else 'a list'} -->")

def register():
    signals.content_written.connect(stamp)
"""

STAMPING_ALL = """\
from pathlib import Path
from pelican import signals

def stamp(pelican):
    for path in Path(pelican.output_path).rglob("*.html"):
        path.write_text(path.read_text() + "<!-- stamped -->")

def register():
    signals.finalized.connect(stamp)
"""

LISTING = """\
from pathlib import Path
from pelican import signals

written = []

def note(path, context):
    written.append(path)

def write(pelican):
    folder = Path(pelican.output_path)
    names = sorted(Path(path).relative_to(folder).as_posix() for path in written)
    (folder / "sitemap.txt").write_text("\\n".join(names))
    written.clear()

def register():
    signals.content_written.connect(note)
    signals.finalized.connect(write)
"""

EXTENDING = """\
from pelican import signals

def extend(generator, metadata):
    metadata["title"] = metadata["title"] + "!"

def register():
    signals.article_generator_context.connect(extend)
"""

CHANGING = """\
from pelican import signals

def change(generators):
    for article in generators[0].articles:
        article._content += f"<p>One of {len(generators[0].articles)}.</p>"

def register():
    signals.all_generators_finalized.connect(change)
"""


PLUGINS = {
    "stamping": STAMPING,
    "stamping_all": STAMPING_ALL,
    "listing": LISTING,
    "extending": EXTENDING,
    "changing": CHANGING,
}


@pytest.mark.parametrize("order", ["before", "after"])
@pytest.mark.parametrize("name", PLUGINS)
def test_plugins_of_others_find_what_they_would_find_without_us(
    tmp_path: Path, name: str, order: str
) -> None:
    """Those that change or list written files, and texts; loaded before this plugin or after."""
    plugins = [name, "quickbuild"] if order == "before" else ["quickbuild", name]
    site = EditedSite(tmp_path, PLUGIN_PATHS=[str(tmp_path / "own")], PLUGINS=plugins)
    site.write(f"own/{name}.py", PLUGINS[name])
    assert site.build() == PAGES
    site.build()
    site.edit("content/one.md", "The first text", "The very first text")
    site.build()
    site.edit("content/two.md", "ink, paper", "ink")
    site.build()
    site.edit("content/later.md", "Status: draft", "Tags: ink")
    site.build()
    (site.root / "content/three.md").unlink()
    site.build()
    site.build()


LATE = """\
from pathlib import Path
from pelican import signals

def change(generator):
    settings = generator.settings
    {late}

def register():
    signals.page_generator_init.connect(change)
"""


@pytest.mark.parametrize(
    ("late", "page", "is_there"),
    [
        (
            'Path(settings["PATH"], "born.md").write_text("Title: Born\\nDate: 2026-01-01")',
            "born",
            True,
        ),
        ('settings["ARTICLE_EXCLUDES"].append("hidden")', "hidden", False),
        ('settings["IGNORE_FILES"].append("two*")', "two", False),
    ],
)
def test_texts_are_those_that_there_are_when_they_are_read(
    tmp_path: Path, late: str, page: str, is_there: bool
) -> None:
    """Though all are looked for before that, to be converted on all cores."""
    site = EditedSite(
        tmp_path,
        PLUGIN_PATHS=[str(tmp_path / "own")],
        PLUGINS=["quickbuild", "late"],
        ARTICLE_EXCLUDES=["pages"],
        IGNORE_FILES=[],
    )
    site.write("own/late.py", LATE.replace("{late}", late))
    site.write("content/hidden/hidden.md", "Title: Hidden\nDate: 2026-01-01\n\nx")
    for _time in range(2):
        sys.modules.pop("late", None)
        site.build()
        assert (site.output / f"{page}.html").exists() == is_there


CONF = """\
SITENAME = "Tiny"
SITEURL = "https://tiny.example"
PATH = "src/content"
OUTPUT_PATH = "output"
CACHE_PATH = "cache"
THEME = "theme"
TIMEZONE = "UTC"
DIRECT_TEMPLATES = ["index"]
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = ""
PLUGINS = ["quickbuild"]
JINJA_FILTERS = {"loud": lambda text: text.upper()}
"""


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """The folder of a site of Pelican's, without the workbench."""
    files = {
        "pelicanconf.py": CONF,
        "src/content/one.md": "Title: One\nDate: 2026-01-01\nCategory: Ink\n\nText.\n",
        "theme/templates/article.html": "{{ article.title|loud }} {{ article.content }}",
        "theme/templates/index.html": "{{ articles|length }}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def run_pelican(root: Path) -> None:
    command = [sys.executable, "-m", "pelican", "--settings", "pelicanconf.py"]
    environment = {**os.environ, "PYTHONPATH": str(PLUGIN_FOLDER)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pelican_alone_finds_again_what_it_made(plain: Path) -> None:
    run_pelican(plain)
    page = plain / "output/one.html"
    (plain / "output/mine.txt").write_text("mine")
    os.link(page, plain / "kept.html")
    run_pelican(plain)
    assert page.read_text() == "ONE <p>Text.</p>"
    assert page.samefile(plain / "kept.html")
    assert (plain / "output/mine.txt").read_text() == "mine"


def test_a_function_in_the_settings_may_be_on_any_page(plain: Path) -> None:
    run_pelican(plain)
    (plain / "pelicanconf.py").write_text(CONF.replace("upper", "lower"))
    run_pelican(plain)
    assert (plain / "output/one.html").read_text() == "one <p>Text.</p>"


def test_a_plugin_beside_the_settings_is_no_reason_to_make_anything_anew(plain: Path) -> None:
    """Its folder has the output, too, and the cache."""
    (plain / "own_words.py").write_text("def register(): ...\n")
    conf = CONF.replace('["quickbuild"]', '["quickbuild", "own_words"]')
    (plain / "pelicanconf.py").write_text(conf)
    run_pelican(plain)
    os.link(plain / "output/one.html", plain / "kept.html")
    run_pelican(plain)
    assert (plain / "kept.html").samefile(plain / "output/one.html")


def with_many_more(site: EditedSite) -> None:
    """Texts for whose pages processes are started."""
    for number in range(4 * FEWEST_OUTPUTS):
        site.write(f"content/more/{number:03}.md", f"Title: M{number}\nDate: 2026-02-01\n\nMore.\n")


def test_of_several_mistakes_in_templates_the_first_is_told(tmp_path: Path) -> None:
    site = EditedSite(tmp_path)
    with_many_more(site)
    for number in range(FEWEST_OUTPUTS // 2, 4 * FEWEST_OUTPUTS, FEWEST_OUTPUTS):
        name = f"content/more/{number:03}.md"
        site.edit(name, "\nMore", f"Template: wrong{number}\n\nMore")
        site.write(f"theme/templates/wrong{number}.html", f"{{% include 'missing {number}' %}}")
    told = set()
    for _time in range(6):
        with pytest.raises(TemplateNotFound) as caught:
            site.build()
        told.add(caught.value.name)
    assert len(told) == 1


SAYING = """\
from fanfare import later

WATCHED = True


def say(html):
    import logging

    logging.getLogger("saying").warning("Said.")
    return html


def change(generator):
    if hasattr(generator, "articles"):
        later.change(generator.articles[-1], say)


def register():
    from pelican import signals

    signals.article_generator_finalized.connect(change)
"""


def test_what_is_said_while_html_is_made_is_heard_from_any_process(tmp_path: Path) -> None:
    site = EditedSite(tmp_path)
    with_many_more(site)
    site.write("own/saying.py", SAYING)
    site.settings |= {
        "PLUGIN_PATHS": [str(site.root / "own")],
        "PLUGINS": ["quickbuild", "saying"],
    }
    for _time in range(3):
        site.build()
        assert site.said == ["Said."]
        shutil.rmtree(site.root / "cache")


SHOWING = """\
from pelican import signals
from pelican.contents import Content

WATCHED = True


def write(generator, writer):
    html = '<img src="{attach}images/dot.txt">'
    path = f"{generator.settings['PATH']}/guests.md"
    guest = Content(html, {"title": "G", "slug": "g"}, generator.settings, path, generator.context)
    guest.override_url = guest.override_save_as = "guests/g.html"
    template = generator.get_template("guest")
    writer.write_file("guests/g.html", template, generator.context, guest=guest)


def register():
    signals.article_writer_finalized.connect(write)
"""


MARKING = """\
from pathlib import Path
from pelican import signals


def mark(path, context):
    with Path(path).open("a") as file:
        file.write(f"<!-- {context['output_file']} -->")


def register():
    signals.content_written.connect(mark)
"""


def test_of_a_page_that_gives_way_to_a_text_plugins_hear_as_well(site: EditedSite) -> None:
    site.write("own/marking.py", MARKING)
    site.settings |= {
        "PLUGIN_PATHS": [str(site.root / "own")],
        "PLUGINS": ["quickbuild", "marking"],
    }
    site.write("content/four.md", "Title: Four\nDate: 2026-01-31\nSave_as: index.html\n\nFour.\n")
    site.build()
    page = (site.output / "index.html").read_text()
    assert "Four." in page
    assert page.endswith(2 * "<!-- index.html -->")
    site.edit("content/four.md", "Four.", "Five.")
    site.build()


ONCE = """\
from pathlib import Path
from pelican import signals


def note(generator):
    signals.article_generator_finalized.disconnect(note)
    Path(generator.settings["OUTPUT_PATH"]).mkdir(exist_ok=True)
    Path(generator.settings["OUTPUT_PATH"], "note.txt").write_text("Noted.")


def register():
    signals.article_generator_finalized.connect(note)
"""
"""A plugin that writes while texts are read, and hears nothing after."""


def test_what_a_plugin_writes_while_texts_are_read_stays(tmp_path: Path) -> None:
    site = EditedSite(tmp_path, is_staged=True)
    site.write("own/once.py", ONCE)
    site.settings |= {
        "PLUGIN_PATHS": [str(site.root / "own")],
        "PLUGINS": ["quickbuild", "once"],
    }
    for number in range(3):
        site.build()
        assert (site.output / "note.txt").read_text() == "Noted.", number
        sys.modules.pop("once", None)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no copies of processes")
def test_a_build_that_fails_while_texts_are_read_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would tidy the folder that the next build writes to."""
    site = EditedSite(tmp_path, is_staged=True)
    site.build()
    monkeypatch.setattr(press, "MANY_FILES", 0)
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    monkeypatch.setattr(stage, "tidied", lambda *_told: time.sleep(60))
    failing = ONCE.replace("Path(generator", "1 / 0, Path(generator")
    site.write("own/failing.py", f"WATCHED = True\n{failing}")
    site.settings |= {
        "PLUGIN_PATHS": [str(site.root / "own")],
        "PLUGINS": ["quickbuild", "failing"],
    }
    with pytest.raises(ZeroDivisionError):
        site.build()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_text_of_a_plugin_takes_files_along(tmp_path: Path) -> None:
    site = EditedSite(tmp_path, STATIC_PATHS=["images"], DIRECT_TEMPLATES=[])
    for name in ("one", "two"):
        (site.root / f"content/{name}.md").unlink()
    with_many_more(site)
    site.write("theme/templates/guest.html", "{{ guest.content }}")
    site.write("own/showing.py", SHOWING)
    site.settings |= {
        "PLUGIN_PATHS": [str(site.root / "own")],
        "PLUGINS": ["quickbuild", "showing"],
    }
    for _time in range(3):
        site.build()
        assert (site.output / "guests/images/dot.txt").exists()
        shutil.rmtree(site.root / "cache")
