"""What a text nobody renders costs: nothing is made of it, and what was made is remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jinja2 import meta
from pelican.contents import Article, Category, Tag
from pelican.settings import read_settings
from pelican.utils import SafeDatetime

from fanfare import later, watching
from fanfare.memory import Memory
from fanfare.reading import Reading
from folio.images import picture
from folio.neighbours import neighbours_of
from folio.structured_data import Publisher
from folio.subjects import HasPage, keys_of
from folio.texts import Completion

from .test_images import write_png

THEME = Path(__file__).parents[2] / "themes/folio/templates"
PUBLISHER = Publisher("Tamsin Inkwell", "The Long Margin", "https://x.example")

Complete = Callable[..., Any]


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    return dict(read_settings(override={"PATH": str(tmp_path), "STATIC_URL": "{path}"}))


@pytest.fixture
def complete(settings: dict[str, Any]) -> Complete:
    """Gives a published article of some HTML what folio gives it."""

    def complete_article(
        html: str, memory: Memory | None = None, *, digest: str = "", **head: object
    ) -> Any:
        article = _article(settings, html, **head)
        if digest:
            _read_when_asked(article, html, digest)
        _completion(settings, memory).article(article)
        return article

    return complete_article


def _completion(settings: dict[str, Any], memory: Memory | None = None) -> Completion:
    return Completion(settings, memory or Memory(None), PUBLISHER, None, lambda _text: "..")


def _article(settings: dict[str, Any], html: str = "", **head: object) -> Any:
    metadata = {
        "title": "It's a post",
        "date": SafeDatetime(2026, 1, 2),
        "category": Category("Craft", settings),
        **head,
    }
    return Article(html, metadata, settings, str(Path(settings["PATH"], "a.md")), {})


def _read_when_asked(article: Any, html: str, digest: str) -> None:
    """As a text is that was read in an earlier build."""
    article.body_digest = digest
    later.read_body_with(article, lambda: html)


def _cannot_be_read() -> str:
    pytest.fail("nobody has asked for the HTML")


def test_nothing_is_made_of_a_text_that_nobody_asks_for(settings: dict[str, Any]) -> None:
    article = _article(settings, summary='A & "b"')
    later.read_body_with(article, _cannot_be_read)
    _completion(settings).article(article)
    assert (article.title, article.standfirst) == ("It’s a post", "A & “b”")
    assert article.description == "A & “b”"
    assert (article.newer, article.part, article.lead_image) == (None, None, None)
    assert article.direction == "ltr"
    with pytest.raises(pytest.fail.Exception):
        _ = article.reading


def test_a_summary_is_escaped_once_for_those_who_take_it_for_html(complete: Complete) -> None:
    article = complete("<p>Text.</p>", summary="A & <b>")
    assert article.summary == article.metadata["summary"] == "A &amp; &lt;b&gt;"


def test_what_was_made_of_the_same_html_is_not_made_again(
    settings: dict[str, Any], complete: Complete, tmp_path: Path
) -> None:
    memory = Memory(tmp_path / "memory.db")
    html = '<h2 id="a">A</h2><p>Some words.</p>'
    first = complete(html, memory, digest="1")
    made = first.reading, first.description
    memory.save()
    memory.close()
    article = _article(settings)
    article.body_digest = "1"
    later.read_body_with(article, _cannot_be_read)
    _completion(settings, Memory(tmp_path / "memory.db")).article(article)
    assert (article.reading, article.description) == made


@pytest.mark.parametrize("digests", [("1", "2"), ("", "")])
def test_of_other_html_everything_is_made_anew(
    complete: Complete, digests: tuple[str, str]
) -> None:
    memory = Memory(None)
    first = complete("<p>One.</p>", memory, digest=digests[0])
    assert (first.reading.words, first.description) == (1, "One.")
    second = complete("<p>One two.</p>", memory, digest=digests[1])
    assert (second.reading.words, second.description) == (2, "One two.")


def test_html_that_a_plugin_set_before_is_what_is_measured(settings: dict[str, Any]) -> None:
    memory = Memory(None)
    for html, words in (("<p>One two three.</p>", 3), ("<p>One.</p>", 1)):
        article = _article(settings)
        _read_when_asked(article, "<p>As the author wrote it.</p>", "1")
        article._content = html
        _completion(settings, memory).article(article)
        assert article.reading.words == words


def test_of_what_a_guest_wrote_the_cleaned_html_is_measured(settings: dict[str, Any]) -> None:
    memory = Memory(None)
    for guests, words in (((), 3), (("ada",), 1)):
        article = _article(settings)
        _read_when_asked(article, "<p>One two three.</p>", "1")
        article.guests = guests
        if guests:
            later.change(article, lambda _html: "<p>One.</p>")
        _completion(settings, memory).article(article)
        with watching.watching() as cells:
            assert article.reading.words == words
        assert cells == {(article, "reading")}
        reading = later.made(article, "reading")
        assert reading
        assert (article, "guests") in reading.cells


def test_html_that_is_changed_afterwards_is_not_measured(complete: Complete) -> None:
    article = complete("<p>One two.</p>")
    later.change(article, lambda html: f"{html}<p>And more.</p>")
    assert article.reading == Reading(2, 1, ())
    assert article.content == "<p>One two.</p><p>And more.</p>"


def test_pictures_get_their_size_when_the_html_is_asked_for(
    complete: Complete, tmp_path: Path
) -> None:
    article = complete('<p><img src="{static}/images/a.png"></p>')
    write_png(tmp_path / "images/a.png", 8, 4)
    assert 'width="8" height="4" fetchpriority="high"' in article._content


def test_whoever_shows_a_picture_depends_on_its_file_and_on_its_smaller_copies(
    tmp_path: Path,
) -> None:
    path = write_png(tmp_path / "a.png", 80, 40)
    with watching.watching() as cells:
        picture(path, "a.png")
    assert cells == {
        (watching.FILE, str(path)),
        (watching.FILES, f"{tmp_path}/a-*w.png"),
    }


def test_a_smaller_copy_that_is_made_later_is_found(tmp_path: Path) -> None:
    path = write_png(tmp_path / "a.png", 80, 40)
    assert picture(path, "a.png") == picture(path, "a.png")
    write_png(tmp_path / "a-40w.png", 40, 20)
    found = picture(path, "a.png")
    assert found
    assert found.copies == (("a-40w.png", 40),)


def _related(settings: dict[str, Any], tags: list[str], memory: Memory) -> list[list[str]]:
    posts = [
        _article(settings, title=str(place), tags=[Tag(tag, settings)])
        for place, tag in enumerate(tags)
    ]
    subjects = {post: keys_of(post.tags) for post in posts}
    neighbours = neighbours_of(posts, subjects, 3, memory)
    return [[post.title for post in beside.related] for beside in neighbours]


def test_related_posts_are_remembered_until_a_subject_changes(
    settings: dict[str, Any], tmp_path: Path
) -> None:
    memory = Memory(tmp_path / "memory.db")
    first = _related(settings, ["x", "y", "x"], memory)
    assert first == [["2"], [], ["0"]]
    memory.save()
    assert _related(settings, ["x", "y", "x"], memory) == first
    assert memory.news() == []
    assert _related(settings, ["x", "y", "y"], memory) == [[], ["2"], ["1"]]


def test_neighbours_are_those_before_and_after(settings: dict[str, Any]) -> None:
    posts = [_article(settings, title=str(place)) for place in range(3)]
    beside = neighbours_of(posts, {post: [] for post in posts}, 3, Memory(None))
    assert [(one.newer, one.older) for one in beside] == [
        (None, posts[1]),
        (posts[0], posts[2]),
        (posts[1], None),
    ]


def test_a_tag_and_a_category_of_one_name_are_two_things(settings: dict[str, Any]) -> None:
    has_page = HasPage(frozenset(keys_of([Tag("Craft", settings)])))
    assert has_page(Tag("craft", settings))
    assert not has_page(Category("Craft", settings))
    assert has_page == HasPage(frozenset({("Tag", "craft")}))


def test_an_author_of_another_kind_has_the_page_of_that_name(settings: dict[str, Any]) -> None:
    class Curator(Tag):  # type: ignore[misc]
        pass

    class Guest(Tag):  # type: ignore[misc]
        has_page = True

    has_page = HasPage(frozenset(keys_of([Tag("ada", settings)])))
    assert has_page(Curator("Ada", settings))
    assert has_page(Guest("Somebody", settings))


LISTS = {
    *("articles", "dates", "categories", "tags", "authors", "drafts", "all_series", "has_page"),
    *("guests", "elsewhere", "partners", "hosts", "milestones", "all_articles"),
}


@pytest.mark.parametrize("template", ["article.html", "page.html"])
def test_the_page_of_a_text_depends_on_no_list_of_the_whole_site(template: str) -> None:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(THEME))
    seen, wanted, asked = set[str](), [template], set[str]()
    while wanted:
        name = wanted.pop()
        if name in seen or not (THEME / name).exists():  # other plugins bring theirs
            continue
        seen.add(name)
        parsed = environment.parse((THEME / name).read_text())
        asked |= meta.find_undeclared_variables(parsed)
        wanted += filter(None, meta.find_referenced_templates(parsed))
    assert "site_has" in asked
    assert not asked & LISTS
