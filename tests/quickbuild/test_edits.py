"""A build that had read everything before a text was saved goes on, or says that it cannot."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from fanfare.file_digests import FileDigests
from fanfare.memory import Memory
from tests.quickbuild.edited_site import EditedSite, files_in

READING = """\
WATCHED = True


def read(generators):
    for generator in generators:
        for article in getattr(generator, "articles", []):
            {statement}


def register():
    from pelican import signals

    signals.all_generators_finalized.connect(read)
"""
"""A plugin that promises to note what it reads."""


class CannotGoOn(Exception):  # noqa: N818 -- what an error would be, this is not
    """Ends a build of which what it has read holds no more."""


@pytest.fixture
def site(tmp_path: Path) -> EditedSite:
    site = EditedSite(tmp_path, is_staged=True)
    site.build()
    return site


def edited_before_writing(site: EditedSite, edit: Callable[[], object], *names: str) -> set[str]:
    """Edit the site when it has been read, and these of its files; the pages made anew.

    Raises `CannotGoOn` where the build says that it cannot.
    """
    paths = [str(site.root / "content" / name) for name in names]
    written: list[dict[str, bytes]] = []

    def pause(take: Callable[[Sequence[str]], bool] | None) -> None:
        written.append(files_in(site.root / "stage"))
        edit()
        if take is None or not take(paths):
            raise CannotGoOn

    before = files_in(site.root / "stage")
    site.settings["QUICKBUILD_PAUSE"] = pause
    try:
        return site.build()
    finally:
        del site.settings["QUICKBUILD_PAUSE"]
        assert written == [before]


def with_plugin(site: EditedSite, code: str) -> None:
    """Have the plugin `looking` of this `code` take part from now on."""
    sys.modules.pop("looking", None)  # of another site
    site.write("own/looking.py", code)
    site.settings |= {
        "PLUGIN_PATHS": [str(site.root / "own")],
        "PLUGINS": ["quickbuild", "looking"],
    }
    site.build()


def test_another_body_is_on_its_page(site: EditedSite) -> None:
    made = edited_before_writing(
        site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
    )
    assert made == {"three.html"}
    assert "Another text" in (site.output / "three.html").read_text()
    assert site.build() == set()


def test_another_body_is_wherever_it_is_shown(site: EditedSite) -> None:
    site.edit("content/three.md", "Summary: Third.\n", "")
    site.build()
    made = edited_before_writing(
        site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
    )
    assert made == {"three.html", "index.html"}
    assert "Another text" in (site.output / "index.html").read_text()


def test_several_texts_may_be_edited(site: EditedSite) -> None:
    def edit() -> None:
        site.edit("content/three.md", "The third", "Another")
        site.edit("content/pages/about.md", "The page", "A page")
        site.edit("content/later.md", "Not yet", "Soon")

    made = edited_before_writing(site, edit, "three.md", "pages/about.md", "later.md")
    assert made == {"three.html", "pages/about.html", "drafts/later.html"}


def test_nothing_may_have_been_edited(site: EditedSite) -> None:
    assert edited_before_writing(site, lambda: None) == set()


def test_the_same_bytes_may_have_been_saved_again(site: EditedSite) -> None:
    path = site.root / "content/three.md"
    assert edited_before_writing(site, lambda: os.utime(path, (1, 1)), "three.md") == set()


def test_a_link_to_another_text_may_come(site: EditedSite) -> None:
    link = "[The second]({filename}two.md)"
    made = edited_before_writing(
        site, lambda: site.edit("content/three.md", "The third", link), "three.md"
    )
    assert made == {"three.html"}


def test_a_body_may_be_edited_again_and_again(site: EditedSite) -> None:
    was = "The third"
    for now in ("Another", "A fourth", "The third"):
        edit = lambda old=was, new=now: site.edit("content/three.md", old, new)  # noqa: E731
        assert edited_before_writing(site, edit, "three.md") == {"three.html"}
        was = now


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Title: Three", "Title: Drei"),
        ("2026-01-03", "2026-01-05"),
        ("Summary: Third.", "Summary: Third.\nTags: ink"),
        ("Summary: Third.", "Summary: Third.\nStatus: draft"),
        ("The third text.", "![A dot]({static}images/dot.txt)"),
        ("The third text.", "![A dot]({attach}images/dot.txt)"),
    ],
)
def test_where_more_than_the_body_changed_it_cannot_go_on(
    site: EditedSite, old: str, new: str
) -> None:
    with pytest.raises(CannotGoOn):
        edited_before_writing(site, lambda: site.edit("content/three.md", old, new), "three.md")
    site.build()


def test_where_a_file_is_gone_it_cannot_go_on(site: EditedSite) -> None:
    path = site.root / "content/three.md"
    with pytest.raises(CannotGoOn):
        edited_before_writing(site, path.unlink, "three.md")
    site.build()


@pytest.mark.parametrize("name", ["four.md", "images/dot.txt"])
def test_where_the_file_is_no_text_that_was_known_it_cannot_go_on(
    site: EditedSite, name: str
) -> None:
    text = "Title: Four\nDate: 2026-01-07\n\nThe fourth.\n"
    with pytest.raises(CannotGoOn):
        edited_before_writing(site, lambda: site.write(f"content/{name}", text), name)
    site.build()


def test_where_the_text_was_read_in_this_build_it_cannot_go_on(site: EditedSite) -> None:
    site.edit("content/three.md", "The third", "Another")
    with pytest.raises(CannotGoOn):
        edited_before_writing(
            site, lambda: site.edit("content/three.md", "Another", "One more"), "three.md"
        )
    assert site.build() == {"three.html"}


@pytest.mark.parametrize(
    "statement",
    [
        "generator.context['WORDS'] = len(article.content.split())",
        "generator.context['OF_WHAT'] = getattr(article, 'body_digest', '')",
        "open(article.source_path).close()",
    ],
)
def test_where_something_was_made_of_the_body_it_cannot_go_on(
    site: EditedSite, statement: str
) -> None:
    with_plugin(site, READING.format(statement=statement))
    with pytest.raises(CannotGoOn):
        edited_before_writing(
            site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
        )
    assert site.build() == {"three.html"}


def test_where_a_file_comes_along_with_a_text_others_can_be_edited(site: EditedSite) -> None:
    site.edit("content/two.md", "The second", "![A dot]({attach}images/dot.txt)")
    site.build()
    made = edited_before_writing(
        site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
    )
    assert made == {"three.html"}


def test_what_was_opened_to_compare_it_may_also_have_been_opened_to_read_it(
    site: EditedSite,
) -> None:
    with_plugin(site, READING.format(statement="open(article.source_path).close()"))
    digests = FileDigests(Memory(None))
    digests.digest(site.root / "content/three.md")  # as who builds has it, before the site is read
    site.settings["QUICKBUILD_DIGESTS"] = digests
    with pytest.raises(CannotGoOn):
        edited_before_writing(
            site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
        )


CHAINING = """\
from fanfare import later

WATCHED = True



def read(generators):
    by_slug = {article.slug: article for article in generators[0].articles}
    one, three = by_slug["one"], by_slug["three"]
    later.offer(three, {"length": lambda text: getattr(text, "body_digest", "")})
    later.offer(one, {"other": lambda _text: three.length, "told": lambda text: text.other})
    generators[0].context["TOLD"] = one.told


def register():
    from pelican import signals

    signals.all_generators_finalized.connect(read)
"""


def test_where_something_was_made_of_the_body_by_way_of_others_it_cannot_go_on(
    site: EditedSite,
) -> None:
    with_plugin(site, CHAINING)
    with pytest.raises(CannotGoOn):
        edited_before_writing(
            site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
        )


MAKING = """\
from pathlib import Path

from fanfare import watching
from fanfare.outputs import write_output

WATCHED = True


def make(path):
    return Path(path).read_bytes() if watching.is_file(Path(path)) else b""


def write(generator, writer):
    path = Path(generator.settings["PATH"]) / "three.md"
    write_output(generator.context, "source.txt", make, str(path))


def register():
    from pelican import signals

    signals.article_writer_finalized.connect(write)
"""


def test_what_is_made_of_the_file_of_the_text_is_made_anew(site: EditedSite) -> None:
    with_plugin(site, MAKING)
    edited_before_writing(
        site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
    )
    assert "Another" in (site.output / "source.txt").read_text()


INCLUDING = """\
from pathlib import Path

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class Including(Preprocessor):
    def run(self, lines):
        return [
            Path(line[4:]).read_text().rpartition("\\n\\n")[2] if line[:4] == "inc " else line
            for line in lines
        ]


class Includes(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Including(md), "including", 100)


def makeExtension(**_told):
    return Includes()
"""


def test_where_another_text_includes_the_file_it_cannot_go_on(
    site: EditedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write("own/including_texts.py", INCLUDING)
    monkeypatch.syspath_prepend(site.root / "own")
    extensions = ["including_texts", "markdown.extensions.meta"]
    site.settings["MARKDOWN"] = {"extensions": extensions, "output_format": "html5"}
    site.edit("content/one.md", "The first", f"inc {site.root}/content/three.md\n\nThe first")
    site.build()
    with pytest.raises(CannotGoOn):
        edited_before_writing(
            site, lambda: site.edit("content/three.md", "The third", "Another"), "three.md"
        )
    assert site.build() == {"one.html", "three.html"}


def test_where_the_head_has_another_order_it_cannot_go_on(site: EditedSite) -> None:
    keys = "{% for key in article.metadata %}{{ key }} {% endfor %}"
    site.edit("theme/templates/article.html", "{{ article.content }}", keys)
    site.build()
    head, other = "Tags: ink\nSummary: First.", "Summary: First.\nTags: ink"
    with pytest.raises(CannotGoOn):
        edited_before_writing(site, lambda: site.edit("content/one.md", head, other), "one.md")
    assert site.build() == {"one.html"}


def test_where_a_feed_of_pelicans_own_is_written_at_once_it_cannot_wait(site: EditedSite) -> None:
    site.settings |= {"FEED_ALL_ATOM": "all.atom.xml", "FEED_DOMAIN": "https://tiny.example"}
    site.edit("content/three.md", "The third", "![A dot]({attach}images/dot.txt)")
    with pytest.raises(CannotGoOn):
        edited_before_writing(site, lambda: None)
    site.build()
