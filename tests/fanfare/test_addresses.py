"""Texts have the addresses and the files that Pelican says they have."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from pelican.contents import Article, Content, Page
from pelican.settings import read_settings

from fanfare import later, watching

SETTINGS = read_settings(
    None,
    override={
        "SITEURL": "",
        "TIMEZONE": "UTC",
        "AUTHOR": "Ada Quill",
        "ARTICLE_URL": "{category}/{author}/{date:%Y}/{slug}/",
        "ARTICLE_LANG_SAVE_AS": "{lang}/{path}/{mood}.html",
    },
)

HEADS = st.fixed_dictionaries(
    {"title": st.just("A"), "mood": st.just("fair")},
    optional={
        "slug": st.sampled_from(["a", "b"]),
        "lang": st.sampled_from(["en", "de"]),
        "date": st.just(datetime(2026, 1, 1, tzinfo=UTC)),
        "path": st.sampled_from(["posts/a", None]),
        "status": st.sampled_from(["published", "draft"]),
        "override_url": st.just("elsewhere/"),
        "override_save_as": st.sampled_from(["", "elsewhere.html"]),
    },
)


def _alike(kind: type[Content], head: dict[str, object]) -> tuple[Content, Content]:
    """A text as Pelican has it, and one that waits."""
    plain, text = (kind("", dict(head), SETTINGS, "/site/posts/a.md") for _ in range(2))
    later.offer(text, {})
    return plain, text


@given(st.sampled_from([Article, Page]), HEADS)
def test_addresses_are_those_that_pelican_makes(
    kind: type[Content], head: dict[str, object]
) -> None:
    plain, text = _alike(kind, head)
    plain.date = text.date = getattr(plain, "date", datetime(2026, 1, 2, tzinfo=UTC))
    assert text.url_format == plain.url_format
    assert (text.url, text.save_as) == (plain.url, plain.save_as)
    with watching.watching():
        assert (text.url, text.save_as) == (plain.url, plain.save_as)


def test_an_address_that_a_plugin_takes_away_is_none() -> None:
    _plain, text = _alike(Article, {"title": "A"})
    text.override_save_as = None
    assert text.save_as is None
    with watching.watching():
        assert text.save_as is None


def test_a_text_without_a_date_has_that_of_today() -> None:
    _plain, text = _alike(Page, {"title": "A"})
    assert text.url_format["date"].date() == datetime.now().astimezone().date()


def test_an_address_may_be_offered() -> None:
    _plain, text = _alike(Article, {"title": "A"})
    later.offer(text, {"override_save_as": lambda _text: "offered.html"})
    assert text.save_as == "offered.html"


def test_whoever_reads_an_address_depends_on_one_that_may_come() -> None:
    _plain, text = _alike(Article, {"title": "A", "mood": "fair"})
    with watching.watching() as cells:
        _ = text.save_as
    assert {(text, "override_save_as"), (text, "slug")} <= cells


PATHS = st.lists(
    st.sampled_from(
        ["/", "/site", "/posts", "/.", "/..", "//", "a.md", ".a.md", "site", "\\", "é"]
    ),
    max_size=6,
).map("".join)


@given(st.sampled_from(["/", "/site", "/site/", "/site/.", "//site", "site"]), PATHS)
def test_files_are_as_seen_from_the_content(folder: str, path: str) -> None:
    settings = {**SETTINGS, "PATH": folder}
    plain = Article("", {"title": "A"}, settings, path)
    text = Article("", {"title": "A"}, settings, path)
    later.offer(text, {})
    assert text.get_relative_source_path() == plain.get_relative_source_path()
    assert text.get_relative_source_path(path) == plain.get_relative_source_path(path)
    text.source_path = plain.source_path = "/site/other.md"
    assert text.get_relative_source_path() == plain.get_relative_source_path()


def test_a_text_without_a_file_is_seen_from_nowhere() -> None:
    text = Article("", {"title": "A"}, SETTINGS)
    later.offer(text, {})
    assert text.get_relative_source_path() is None
    assert text.url == "/ada-quill/2026/a/"
