"""`invoke linkedin.kit`, as an author types it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.syndication.kit.kit_site import make_site
from tests.workbench.scaffolding import invoke


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path)


def test_a_kit_is_made_and_it_is_said_what_to_do_next(site: Path) -> None:
    done = invoke(site, "linkedin.kit", "knots")

    assert done.returncode == 0
    assert done.stderr == (
        "warning: content/posts/knots.md: The title has 25 characters; LinkedIn takes 20. "
        "Shorten it as you paste it.\n"
    )
    assert done.stdout.endswith(
        "  title     25 of 20 characters\n"
        "  text      294 of 125,000 characters, 2 pictures\n"
        "  cover     cover.png\n"
        "  hashtags  #Knots #KnowledgeWork #RopeCare\n"
        "Now open kits/knots/index.html in a browser, and go through its steps.\n"
    )
    assert sorted(path.name for path in (site / "kits/knots").iterdir()) == [
        *("01-knot.png", "02-photo.png", "article.html", "cover.png", "index.html", "post.txt")
    ]


def test_the_article_is_the_post_with_addresses_of_the_published_site(site: Path) -> None:
    invoke(site, "linkedin.kit", "knots")

    assert (
        "<body><p>A <em>knot</em>, drawn[1] and photographed:</p>"
        "<p>[image 1: 01-knot.png, Drawn]</p>"
    ) in (article := (site / "kits/knots/article.html").read_text("utf-8"))
    assert "<p>[image 2: 02-photo.png, Photographed]</p>" in article
    assert '<a href="https://tiny.example/blog/posts/ropes/">the other</a>' in article
    assert '<a href="https://tiny.example/blog/posts/knots/">Tiny</a>' in article


def test_a_second_kit_takes_the_place_of_the_first(site: Path) -> None:
    first = invoke(site, "linkedin.kit", "knots")
    pages = [(site / "kits/knots/index.html").read_bytes()]
    second = invoke(site, "linkedin.kit", "content/posts/knots.md")
    pages.append((site / "kits/knots/index.html").read_bytes())

    assert first.stdout == second.stdout
    assert pages[0] == pages[1]


def test_the_result_as_json_and_nothing_else(site: Path) -> None:
    done = invoke(site, "linkedin.kit", "knots", "--json", "--to", "here/too")
    said = json.loads(done.stdout)

    assert done.stderr == ""
    assert (said["folder"], said["post"]) == ("here/too", "content/posts/knots.md")
    assert said["images"][0] == {
        "number": 1,
        "file": "01-knot.png",
        "source": "https://tiny.example/blog/images/knot.svg",
        "alt": "Drawn",
    }
    assert sorted(said["files"]) == sorted(path.name for path in (site / "here/too").iterdir())
    assert [finding["rule"] for finding in said["findings"]] == ["title-length"]


def test_a_post_of_a_guest_is_told_and_names_the_guest(site: Path) -> None:
    head = "Title: Bends\nDate: 2026-02-01\nTags: a, b, c\nImage: {static}/images/cover.png\n"
    post = f"{head}Authors: Ada Quill; Mira Holm\nLinkedin_date: 2999-01-01\n\nTwo ropes.\n"
    (site / "content/posts/bends.md").write_text(post)
    done = invoke(site, "linkedin.kit", "bends")

    assert done.returncode == 0
    assert done.stderr == (
        "warning: content/posts/bends.md: This is by Ada Quill and Mira Holm; LinkedIn shows your "
        "name above it. Ask Mira Holm before you publish it there.\n"
        "warning: content/posts/bends.md: Linkedin_date holds it back until 2999-01-01 00:00. Wait "
        "until then to publish what you paste.\n"
    )
    folder = site / "kits/bends"
    assert ">Mira Holm</a>.</p><p>Two ropes.</p>" in (folder / "article.html").read_text("utf-8")
    assert "By Ada Quill and Mira Holm." in (folder / "post.txt").read_text("utf-8")
    assert "holds it back" in (folder / "index.html").read_text("utf-8")


def test_a_folder_of_the_authors_is_left_alone(site: Path) -> None:
    done = invoke(site, "linkedin.kit", "knots", "--to", "content")

    assert done.returncode == 1
    assert done.stderr == (
        "error: content is there, and is no kit. Say another folder with --to, or move what is "
        "there.\n"
    )


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("", "error: Nobody said which post. Write the last part of its address: invoke linkedin"),
        ("knot", 'No published post is called "knot". Did you mean "knots"?'),
        ("later", '"later" is not published: its status is draft. Publish it first'),
        ("not-shared", "Its head says that it is not for LinkedIn. Take the line"),
    ],
)
def test_a_post_that_cannot_be_had_is_named(site: Path, slug: str, said: str) -> None:
    done = invoke(site, "linkedin.kit", slug)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (site / "kits").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the browser")
def test_the_page_is_opened_on_wish(site: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\n')
    browser.chmod(0o755)
    done = invoke(site, "linkedin.kit", "knots", "--open", BROWSER=f"{browser} %s")

    assert done.returncode == 0
    assert (tmp_path / "opened").read_text() == f"{(site / 'kits/knots/index.html').as_uri()}\n"
