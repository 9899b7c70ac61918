"""`invoke build --why PATH` says of each file why it was made, or that it was not."""

import sys
from pathlib import Path

import pytest

from fanfare.console import Silent
from fanfare.errors import FanfareError
from tests import tiny_site
from tests.tiny_site import append, write
from tests.workbench import scaffolding
from workbench.build import Build
from workbench.location import Site
from workbench.publish import build_in_place
from workbench.why import reasons_for

CONF = f"""{tiny_site.CONF}
SITEURL = "https://tiny.example/at/home"
THEME = "theme"
PLUGINS = ["quickbuild"]
FEED_ALL_ATOM = "feeds/all.atom.xml"
"""

FILES = {
    "content/posts/first.md": "Title: First\nDate: 2026-01-31\n\n[B]({attach}b.txt)",
    "content/posts/b.txt": "b",
    "content/posts/tea time.md": "Title: Tea\nDate: 2026-01-30\nSlug: thé\n\nTea.",
    "content/pages/about.md": "Title: About\n\nMe.",
    "content/images/a.txt": "a",
    "content/data/goals.txt": "ten",
    "theme/templates/index.html": "{% for one in articles %}{{ one.title }}{% endfor %}",
    "theme/templates/article.html": "{{ article.content }}",
    "theme/templates/page.html": "{{ page.content }}",
    "theme/static/css/style.css": "a {}",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr("sys.path", [*sys.path])
    monkeypatch.chdir(tmp_path)
    return tiny_site.tiny_site(tmp_path, FILES, CONF)


def _build(site: Site) -> Build:
    return build_in_place(site, Silent())


def _after_a_change(site: Site) -> Build:
    """A build that follows one, and finds the text of the first post changed."""
    _build(site)
    append(site.content / "posts/first.md", "\nMore.")
    return _build(site)


def _why(site: Site, built: Build, asked: str) -> str:
    (sentence,) = reasons_for(site, built, asked)
    return sentence


def _refusal(site: Site, built: Build, asked: str) -> str:
    with pytest.raises(FanfareError) as caught:
        reasons_for(site, built, asked)
    return str(caught.value)


def test_a_page_is_made_because_its_text_has_changed(site: Site) -> None:
    sentence = _why(site, _after_a_change(site), "posts/first/")
    assert sentence.startswith("output/posts/first/index.html was made anew, because ")
    assert "posts/first.md" in sentence
    assert "text" in sentence


def test_what_is_made_of_other_things_was_taken_over(site: Site) -> None:
    assert _why(site, _after_a_change(site), "about/") == (
        "output/about/index.html was taken over as it was: nothing it is made of has changed."
    )


def test_a_template_is_named(site: Site) -> None:
    _build(site)
    append(site.root / "theme/templates/page.html", "!")
    built = _build(site)
    assert "because the template page.html changed" in _why(site, built, "about/")
    assert "taken over" in _why(site, built, "posts/first/")


def test_a_setting_makes_everything_anew(site: Site) -> None:
    _build(site)
    append(site.writing_settings, "SITENAME = 'Other'\n")
    assert "a setting" in _why(site, _build(site), "about/")


def test_the_first_build_remembers_nothing(site: Site) -> None:
    assert "nothing is remembered" in _why(site, _build(site), "about/")


def test_where_nothing_has_changed_no_build_was_made(site: Site) -> None:
    _build(site)
    _build(site)  # the first one may have met files too young to tell
    assert _why(site, _build(site), "about/") == (
        "output/about/index.html is what it was: nothing had changed at all, so no build was made."
    )


@pytest.mark.parametrize(
    ("asked", "source"),
    [
        ("images/a.txt", "content/images/a.txt"),
        ("content/images/a.txt", "content/images/a.txt"),
        ("posts/first/b.txt", "content/posts/b.txt"),
        ("content/posts/b.txt", "content/posts/b.txt"),
        ("theme/css/style.css", "theme/static/css/style.css"),
    ],
)
def test_a_copy_is_told_from_what_is_made(site: Site, asked: str, source: str) -> None:
    sentence = _why(site, _after_a_change(site), asked)
    assert sentence.endswith(f" was copied from {source}, as in every build.")


def test_some_files_are_made_in_every_build(site: Site) -> None:
    assert _why(site, _after_a_change(site), "feeds/all.atom.xml") == (
        "output/feeds/all.atom.xml was made anew, as in every build."
    )


def test_a_file_that_was_put_there_by_hand_is_nobodys(site: Site) -> None:
    _build(site)
    write(site.output / "mine.txt", "mine")
    append(site.content / "posts/first.md", "\nMore.")
    assert "by hand" in _why(site, _build(site), "mine.txt")
    assert "by hand" in _why(site, _build(site), "mine.txt")


@pytest.mark.parametrize("conf", ["QUICKBUILD = False\n", "PLUGINS = []\n"])
def test_it_says_that_quickbuild_is_off(site: Site, conf: str) -> None:
    append(site.writing_settings, conf)
    built = _after_a_change(site)
    assert _why(site, built, "about/") == (
        "output/about/index.html was made anew, because quickbuild is off."
    )
    assert "was copied" in _why(site, built, "images/a.txt")


@pytest.mark.parametrize(
    "asked",
    [
        "posts/first/",
        "posts/first",
        "/posts/first/",
        "posts/first/index.html",
        "output/posts/first/index.html",
        "output/posts/first/",
        "./output/posts/first",
        "content/posts/first.md",
        "https://tiny.example/at/home/posts/first/",
        "https://tiny.example/at/home/posts/first/?from=mail#b",
        "http://127.0.0.1:8000/posts/first/",
        "http://localhost:8001/posts/first",
    ],
)
def test_a_page_has_many_names(site: Site, asked: str) -> None:
    assert _why(site, _build(site), asked).startswith("output/posts/first/index.html ")


@pytest.mark.parametrize("asked", ["/", "index.html", "output/", "https://tiny.example/at/home"])
def test_the_home_page_has_names_too(site: Site, asked: str) -> None:
    assert _why(site, _build(site), asked).startswith("output/index.html ")


@pytest.mark.parametrize(
    "asked", ["posts/thé/", "posts/th%C3%A9/", "http://127.0.0.1:8000/posts/th%C3%A9/"]
)
def test_an_address_may_be_as_browsers_copy_it(site: Site, asked: str) -> None:
    assert _why(site, _build(site), asked).startswith("output/posts/thé/index.html ")


@pytest.mark.parametrize("asked", ["tea time.md", "../posts/tea time.md", "content/posts/first.md"])
def test_a_path_is_one_from_the_current_folder_or_the_site(
    site: Site, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.chdir(site.content / "posts")
    assert "output/posts/" in _why(site, _build(site), asked)


def test_an_absolute_path_is_understood(site: Site) -> None:
    built = _build(site)
    for path in (site.output / "about/index.html", site.content / "pages/about.md"):
        assert _why(site, built, str(path)).startswith("output/about/index.html ")


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [
        ("posts/frist/", 'Did you mean "posts/first/"?'),
        ("https://tiny.example/at/home/posts/frist/", 'Did you mean "posts/first/"?'),
        ("content/posts/frist.md", 'Did you mean "content/posts/first.md"?'),
        ("output/abuot/index.html", 'Did you mean "output/about/index.html"?'),
        ("zzz", "Write the address of a page, or a file in output/ or content/."),
        ("content/data/goals.txt", ""),
        ("theme/templates/page.html", ""),
    ],
)
def test_what_the_site_does_not_have_is_an_error(site: Site, asked: str, remedy: str) -> None:
    refused = _refusal(site, _build(site), asked)
    assert f"--why: no file of the site is, or is of, {asked}." in refused
    assert remedy in refused


@pytest.mark.parametrize(
    "asked",
    [
        "https://other.example/posts/first/",
        "https://tiny.example/posts/first/",
        "https://tiny.example/at/homes/posts/first/",
    ],
)
def test_an_address_of_another_site_is_an_error(site: Site, asked: str) -> None:
    assert _refusal(site, _build(site), asked) == (
        f"--why: {asked} is no address of this site. Its own begin with "
        "https://tiny.example/at/home/."
    )


def test_the_command_says_it_after_the_usual_line(site: Site) -> None:
    write(site.root / "tasks.py", scaffolding.FILES["tasks.py"])
    done = scaffolding.invoke(site.root, "build", "--why", "about/")
    assert done.returncode == 0
    usual, sentence = done.stdout.splitlines()[-2:]
    assert usual.startswith("Built 3 posts and pages in ")
    assert sentence.startswith("output/about/index.html was made anew, because ")


def test_the_command_fails_where_there_is_no_such_page_and_the_site_is_built(site: Site) -> None:
    write(site.root / "tasks.py", scaffolding.FILES["tasks.py"])
    done = scaffolding.invoke(site.root, "build", "--why", "abuot/")
    assert done.returncode == 1
    assert 'error: --why: no file of the site is, or is of, abuot/. Did you mean "about/"?' in (
        done.stderr.splitlines()
    )
    assert (site.output / "about/index.html").is_file()
