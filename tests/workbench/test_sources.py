"""Which files the author has, in which order."""

from pathlib import Path

import pytest

from workbench.location import Site
from workbench.sources import files_in, names_below, posts_and_pages, slug_from

FILES = ("b.md", "a/z.md", "a/.hidden.md", "a.md", "a-b/c.markdown", "a/b/c.txt", "B.MD")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    for name in FILES:
        path = tmp_path / "content/posts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return Site(tmp_path)


def test_files_come_in_the_order_of_their_paths(site: Site) -> None:
    paths = [path for path in (site.content / "posts").rglob("*") if path.is_file()]
    names = [path.relative_to(site.content / "posts").as_posix() for path in sorted(paths)]
    assert names_below(site.content / "posts") == names
    assert len(names) == len(FILES)


def test_links_to_files_count_and_links_to_folders_are_not_followed(site: Site) -> None:
    posts = site.content / "posts"
    (posts / "link.md").symlink_to(posts / "b.md")
    (posts / "folder").symlink_to(posts / "a")
    (posts / "nowhere.md").symlink_to(posts / "none.md")
    (posts / "round.md").symlink_to(posts / "round.md")
    assert set(names_below(posts)) - set(FILES) == {"link.md"}


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert names_below(tmp_path / "none") == names_below(tmp_path / "file") == []


def test_texts_are_markdown_that_is_not_hidden(site: Site) -> None:
    (site.content / "pages").mkdir()
    (site.content / "pages/a.md").touch()
    shown = [path.relative_to(site.content).as_posix() for path in posts_and_pages(site)]
    posts = ["posts/a/z.md", "posts/a-b/c.markdown", "posts/a.md", "posts/b.md"]
    assert shown == [*posts, "pages/a.md"]
    assert [*files_in(site, "elsewhere")] == []


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        *(("the-ramp", "the-ramp"), ("The Ramp", "the-ramp"), ("a_b", "a_b"), ("é", "e")),
        *(("-a-", "a"), ("a--b", "a-b"), ("2026", "2026"), ("!", "")),
    ],
)
def test_an_address_is_made_as_pelican_makes_it(words: str, slug: str) -> None:
    from pelican.settings import DEFAULT_CONFIG
    from pelican.utils import slugify

    subs = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
    assert slug_from(words) == slugify(words, regex_subs=subs)
    assert slug_from(words).strip("-") == slug
