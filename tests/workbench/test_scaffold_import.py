"""`invoke new guest-post --from FILE`, run as an author runs it, and read back by a build."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docx.document import Document as WordDocument

from fanfare import front_matter
from fanfare.console import Silent
from fanfare.errors import FanfareError
from tests.workbench.manuscripts import png, put, read, word
from tests.workbench.scaffolding import PLUGINS, invoke, make_site, typed
from tests.workbench.test_scaffold import FURNISHED, HERE
from workbench.build import build
from workbench.location import Site
from workbench.scaffold.entries import Plan, plan_entry, write
from workbench.scaffold.kinds import Details, kind_named

KNOTS = """\
---
Title: Knots
Author: Ines Ravn
Date: 2026-01-31 09:00
Category: Craft
Tags: sea, rope
Summary: How not to come loose.
Status: published
Slug: mine
Template: evil
Save_as: index.html
Url: /
---
# Knots

A *text*.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "my site – ä")


def _files(site: Path) -> set[str]:
    found = (path for path in (site / "content").rglob("*") if path.is_file())
    return {path.relative_to(site / "content").as_posix() for path in found}


def test_a_post_and_its_guest_are_made_of_a_file_and_its_head(site: Path) -> None:
    before = _files(site)
    put(site.parent / "knots to tie ü.md", KNOTS)
    made = invoke(site, "new", "guest-post", "--from", "../knots to tie ü.md")
    assert (made.returncode, made.stderr) == (0, "")
    assert _files(site) - before == {"posts/knots.md", "people/ines-ravn.md"}
    assert (site / "content/posts/knots.md").read_text("utf-8") == (
        "Title: Knots\nDate: 2026-01-31 09:00\nAuthor: Ines Ravn\nCategory: Craft\n"
        "Tags: sea, rope\nSummary: How not to come loose.\nStatus: draft\n\nA *text*.\n"
    )
    assert made.stdout.splitlines()[:5] == [
        "Made content/people/ines-ravn.md",
        "Made content/posts/knots.md",
        "Ines Ravn is new here: the bio goes into content/people/ines-ravn.md.",
        "Its date is that in the file, 2026-01-31 09:00: is this the day you publish it?",
        "Left out of its head: Status:, Slug:, Template:, Save_as:, Url:.",
    ]
    assert "invoke serve" in made.stdout.splitlines()[-1]


def test_what_the_author_says_goes_before_what_the_file_says(site: Path) -> None:
    put(site / "knots.md", KNOTS)
    options = ("--author=Mira Holm", "--date=2026-02-01", "--category=Boats", "--tags=x")
    made = invoke(site, "new", "guest-post", "Ropes", "--from=knots.md", *options)
    assert "The file names Ines Ravn as its author; the post does not.\n" in made.stdout
    assert "Its date" not in made.stdout
    head, _ = front_matter.read(site / "content/posts/ropes.md", "ropes.md")
    assert {key: values[0] for key, values in head.values.items()} == {
        "title": "Ropes",
        "date": "2026-02-01",
        "author": "Mira Holm",
        "category": "Boats",
        "tags": "x",
        "summary": "How not to come loose.",
        "status": "draft",
    }


@pytest.mark.parametrize("author", ["ines-ravn", "ines ravn", "Mira Holm; Ines Ravn"])
def test_an_author_said_in_other_words_is_no_other_author(site: Path, author: str) -> None:
    put(site / "content/people/ines-ravn.md", "Name: Ines Ravn\n\nShe.\n")
    put(site / "knots.md", KNOTS)
    made = invoke(site, "new", "guest-post", "--from=knots.md", f"--author={author}")
    assert made.returncode == 0
    assert "as its author" not in made.stdout


def test_every_author_of_a_file_is_a_guest_of_the_post(site: Path) -> None:
    put(site / "knots.md", "Title: Knots\nAuthors: Mira Holm, Ines Ravn\n\nText.\n")
    invoke(site, "new", "guest-post", "--from=knots.md")
    assert (site / "content/people/ines-ravn.md").is_file()
    head, _ = front_matter.read(site / "content/posts/knots.md", "knots.md")
    assert head.get("authors") == "Mira Holm, Ines Ravn"


def test_the_author_of_a_page_is_one_whatever_their_name(site: Path) -> None:
    put(site / "knots.html", "<title>Knots</title><meta name=author content='Ravn, Ines'><p>Text.")
    invoke(site, "new", "guest-post", "--from=knots.html")
    head, _ = front_matter.read(site / "content/posts/knots.md", "knots.md")
    assert head.get("author") == "Ravn, Ines"
    assert (site / "content/people/ravn-ines.md").is_file()


@pytest.mark.parametrize(
    ("name", "option"), [("knots.docx", "knots.docx"), ("to tie.md", '"to tie.md"')]
)
def test_a_file_is_no_title(site: Path, name: str, option: str) -> None:
    before = _files(site)
    put(site / name, "x")
    done = invoke(site, "new", "guest-post", name, "--author=Mira Holm")
    assert done.returncode == 1
    assert done.stderr == f'error: "{name}" is a file. Did you mean --from {option}?\n'
    assert _files(site) == before


def test_a_title_may_look_like_a_file_that_is_not_there(site: Path) -> None:
    assert invoke(site, "new", "guest-post", "Knots 2.0", "--author=Mira Holm").returncode == 0


def test_pictures_are_made_under_the_name_of_the_post_and_said(site: Path) -> None:
    put(site / "sent/img/a rope.png", png())
    put(site / "sent/knots.md", "# Knots\n\n![A rope](<img/a rope.png>)\n\n![](img/a%20rope.png)\n")
    made = invoke(site, "new", "guest-post", "--from=sent/knots.md", "--author=mira-holm")
    assert "Made content/images/knots-1.png, which is img/a rope.png\n" in made.stdout
    assert (
        "Say in words what these pictures show, between the brackets of ![](...): knots-1.png."
        in (made.stdout.splitlines())
    )
    assert (site / "content/images/knots-1.png").read_bytes() == png()
    text = (site / "content/posts/knots.md").read_text("utf-8")
    assert text.endswith(
        "\n![A rope]({static}/images/knots-1.png)\n\n![]({static}/images/knots-1.png)\n"
    )


def test_without_an_author_the_file_is_no_guest_post(site: Path) -> None:
    before = _files(site)
    put(site / "knots.md", "# Knots\n\nText.\n")
    made = invoke(site, "new", "guest-post", "--from", "knots.md")
    assert made.returncode == 1
    assert made.stderr.startswith(
        "error: A guest post needs its --author. Known so far: mira-holm."
    )
    assert _files(site) == before


def test_in_a_terminal_the_author_is_asked_for(site: Path) -> None:
    put(site / "knots.md", "# Knots\n\nText.\n")
    status, screen = typed(site, "Mira Holm\n", "new", "guest-post", "--from", "knots.md")
    assert status == 0
    assert "Who is the guest?" in screen
    assert "What is it called?" not in screen


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("page", "Now"), "error: A page has no --from. It takes --slug.\n"),
        (("site",), "error: A site has no --from. It takes --name, --url, --author.\n"),
        (("guest-post",), "error: knots.md: There is no such file. Name the guest's file.\n"),
    ],
)
def test_a_mistake_is_one_line_and_status_1(
    site: Path, arguments: tuple[str, ...], line: str
) -> None:
    done = invoke(site, "new", *arguments, "--from", "knots.md")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line)


def test_what_is_heavy_is_not_loaded_for_other_entries(site: Path) -> None:
    script = (
        "import sys; from workbench.scaffold import command; from workbench import tasks;"
        "print([n for n in ('mammoth', 'markdownify', 'bs4', 'lxml') if n in sys.modules])"
    )
    put(site / "tasks.py", f"import sys; sys.path.insert(0, {str(PLUGINS)!r})\n{script}\n")
    assert invoke(site, "--list").stdout.startswith("[]\n")


# --- all or nothing -----------------------------------------------------------------------------


def _plan(path: Path, text: str, author: str = "Ines Ravn") -> Plan:
    manuscript = read(path, text)
    kind = kind_named("guest-post")
    return plan_entry(kind, "Knots", Details(author=author), FURNISHED, HERE, manuscript)


@pytest.mark.parametrize("there", ["images/knots-1.png", "posts/knots.md", "people/ines-ravn.md"])
def test_a_file_that_is_there_stays_and_nothing_is_made(tmp_path: Path, there: str) -> None:
    put(tmp_path / "a.png", png())
    put(tmp_path / "site/content" / there, "mine")
    plan = _plan(tmp_path / "knots.md", "![A](a.png)")
    with pytest.raises(FanfareError, match=f"content/{there}: This file is there already"):
        write(Site(tmp_path / "site"), plan)
    assert _files(tmp_path / "site") == {there}
    assert (tmp_path / "site/content" / there).read_text() == "mine"


@pytest.mark.parametrize("blocked", ["images", "posts"])
def test_where_one_file_cannot_be_written_none_stays(tmp_path: Path, blocked: str) -> None:
    put(tmp_path / "a.png", png())
    put(tmp_path / "site/content" / blocked, "a file where a folder should be")
    plan = _plan(tmp_path / "knots.md", "![A](a.png)")
    with pytest.raises(FanfareError, match="This file cannot be written"):
        write(Site(tmp_path / "site"), plan)
    assert _files(tmp_path / "site") == {blocked}


# --- and then it builds ---------------------------------------------------------------------------


def _knots_in_word(document: WordDocument) -> None:
    document.core_properties.author = "Ines Ravn"
    document.add_heading("Knots", 0)
    document.add_heading("Again", 1)
    document.add_heading("Again", 1)
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("inside", style="List Bullet 2")
    document.add_table(1, 2).cell(0, 0).text = "a | b"


SENT: dict[str, str | bytes] = {
    "knots.md": KNOTS
    + "\n- one\n    - inside\n\n```sh\n# code\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "knots.html": (
        "<title>Knots</title><meta name=author content='Ines Ravn'><article><h2>Again</h2>"
        "<h2>Again</h2><ul><li>one<ul><li>inside</li></ul></ul><pre># code</pre>"
        f"<img alt=A src='data:image/png;base64,{base64.b64encode(png()).decode()}'></article>"
    ),
    "knots.docx": word(_knots_in_word),
}


REPOSITORY = PLUGINS.parent
CONF = f"""
from fanfare.site import *

SITENAME = "Small Hours"
SITEURL = "https://smallhours.example"
AUTHOR = "Ada Quill"
POSITIONING = "I help."
TIMEZONE = "UTC"
THEME = {str(REPOSITORY / "themes/folio")!r}
"""


@pytest.mark.parametrize("name", list(SENT))
def test_what_is_made_of_a_file_builds_without_findings(site: Path, name: str) -> None:
    put(site / "pelicanconf.py", CONF)
    put(site.parent / name, SENT[name])
    made = invoke(site, "new", "guest-post", "--from", f"../{name}")
    assert made.stderr == ""
    put(site / "content/people/ines-ravn.md", "Name: Ines Ravn\n\nShe ties.\n")
    here = Site(site)
    built = build(here, here.writing_settings, here.output, Silent(), production=False)
    assert built.warnings == []
    page = BeautifulSoup((here.output / "drafts/knots/index.html").read_text("utf-8"), "lxml")
    assert [item.get_text() for item in page.select("article li li")] == ["inside"]
    assert [heading.get_text() for heading in page.select("h1")] == ["Knots"]
