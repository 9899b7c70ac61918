"""Cards of a whole site: which there are, what pages say of them, and when they are drawn."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from fanfare.console import Silent
from fanfare.errors import FanfareError
from social_cards.drawing import draw
from social_cards.pictures import SocialCard
from tests.small_site import REPOSITORY, Built, build_site, post
from tests.social_cards.titles import BOLD, REGULAR
from workbench.build import read_site
from workbench.location import Site

STORE = ".fanfare/cards"

_HEAD = """
{% extends "!simple/base.html" %}
{% block head %}{{ super() }}{% include "social_cards/head.html" %}{% endblock %}
"""

CONF = f"""
SOCIAL_CARDS_STORE = {STORE!r}
THEME_TEMPLATES_OVERRIDES = ["templates"]
"""

TEXTS = {
    "posts/red.md": post("A Red Week"),
    "posts/draft.md": post("A Draft", Status="draft"),
    "posts/hidden.md": post("Hidden", Status="hidden"),
    "posts/red-fr.md": post("Une semaine rouge", Slug="red", Lang="fr"),
    "pages/about.md": "Title: About\n\nText.\n",
}


def build(root: Path, files: Mapping[str, str], conf: str = "", theme: str = "folio") -> Built:
    """Build the site with cards; the theme simple includes our partial."""
    if theme == "simple":
        (root / "templates").mkdir(exist_ok=True)
        (root / "templates/base.html").write_text(_HEAD)
    shutil.rmtree(root / "output", ignore_errors=True)
    return build_site(root, files, CONF + conf, theme, plugin="social_cards")


def read(root: Path, files: Mapping[str, str], conf: str = "") -> Mapping[str, Any]:
    """What templates would get to know of the site."""
    build(root, files, conf)
    return read_site(Site(root), root / "pelicanconf.py", Silent())


def cards(built: Built) -> dict[str, str]:
    """Every card, and what tells it from others."""
    folder = built.output / "cards"
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*.png"))
    }


def remembered(root: Path) -> set[tuple[str, int]]:
    """Every card in the store, and when it was drawn."""
    return {(file.name, file.stat().st_mtime_ns) for file in (root / STORE).iterdir()}


def a_picture(path: Path, size: tuple[int, int] = (1200, 630)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, "#123456").save(path)


def a_guest(name: str) -> str:
    return (
        f"Name: {name.title()} Guest\nUrl: https://{name}.example\n"
        f"Photo: {{static}}/images/{name}.png\n\nBio.\n"
    )


@pytest.mark.parametrize("theme", ["folio", "simple"])
def test_every_page_that_is_written_has_a_card(tmp_path: Path, theme: str) -> None:
    built = build(tmp_path, TEXTS, theme=theme)

    assert built.warnings == []
    assert list(cards(built)) == [
        "about.png",
        "drafts/draft.png",
        "fr/posts/red.png",
        "index.png",
        "posts/hidden.png",
        "posts/red.png",
    ]


def test_a_plain_pelican_site_has_cards_too(tmp_path: Path) -> None:
    """Without anything of Fanfare's but the plugin, as Pelican's own command runs it."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/red.md").write_text(post("A &amp; <em>B</em>"))
    (tmp_path / "conf.py").write_text(
        f"PATH = 'content'\nSITENAME = 'Plain'\nTIMEZONE = 'UTC'\nTHEME = 'simple'\n"
        f"PLUGIN_PATHS = [{str(REPOSITORY / 'plugins')!r}]\nPLUGINS = ['social_cards']\n"
    )

    subprocess.run(
        [sys.executable, "-m", "pelican", "-s", "conf.py"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    made = {file.name for file in (tmp_path / "output/cards").iterdir()}
    assert made == {"a-b.html.png", "index.png"}
    assert len([*(tmp_path / "cache/cards").iterdir()]) == 2


def test_a_theme_without_previews_gets_them_from_our_partial(tmp_path: Path) -> None:
    built = build(tmp_path, TEXTS, theme="simple")

    def said(path: str, key: str) -> str:
        tag = built.page(path).find("meta", property=f"og:image{key}")
        assert tag
        return str(tag["content"])

    assert said("posts/red/", "") == "https://tiny.example/cards/posts/red.png"
    assert (said("posts/red/", ":width"), said("posts/red/", ":height")) == ("1200", "627")
    assert said("posts/red/", ":alt") == "A Red Week. By Ada Quill, on Tiny."
    assert said("", "") == "https://tiny.example/cards/index.png"
    assert said("", ":alt") == "Tiny, by Ada Quill: I help."
    assert said("about/", "") == "https://tiny.example/cards/about.png"


def test_a_preview_has_the_whole_address_where_links_are_relative(tmp_path: Path) -> None:
    built = build(tmp_path, TEXTS, "RELATIVE_URLS = True\n", theme="simple")

    tag = built.page("posts/red/").find("meta", property="og:image")
    assert tag
    assert tag["content"] == "https://tiny.example/cards/posts/red.png"


def test_lines_in_a_head_that_other_plugins_would_fill_are_words(tmp_path: Path) -> None:
    red = post("Red", Guests="Ana, Bo", Reading="5 minutes")

    built = build(tmp_path, {"posts/red.md": red}, theme="simple")

    assert list(cards(built)) == ["index.png", "posts/red.png"]


@pytest.mark.parametrize("urls", [("a+b.html", "a-b.html"), ("Red/", "red/"), ("x", "x/")])
def test_two_texts_never_share_a_card(tmp_path: Path, urls: tuple[str, str]) -> None:
    files = {
        f"posts/{place}.md": post(f"Post {place}", Url=url, Save_as=f"{place}/index.html")
        for place, url in enumerate(urls)
    }

    context = read(tmp_path, files)

    made = {article.social_card.file.casefold() for article in context["articles"]}
    assert len(made) == 2
    assert len(cards(Built(tmp_path / "output", []))) == 3


def test_a_page_called_index_leaves_the_site_its_card(tmp_path: Path) -> None:
    files = {"pages/index.md": "Title: Index\nUrl: index/\nSave_as: index/index.html\n\nText.\n"}
    context = read(tmp_path, files)

    assert context["social_card"].card.title == "I help."
    assert context["pages"][0].social_card.file != context["social_card"].file


@pytest.mark.parametrize(
    ("conf", "path"),
    [
        ('SOCIAL_CARD_SAVE_AS = "images/{path}.png"', "images/red.png"),
        ('SOCIAL_CARD_SAVE_AS = "{path}/card.png"', "red.html"),
    ],
)
def test_a_card_never_takes_the_place_of_another_file(tmp_path: Path, conf: str, path: str) -> None:
    a_picture(tmp_path / "content/images/red.png")
    files = {"posts/red.md": post("Red", Url="red.html", Save_as="red.html")}
    if path.endswith(".png"):
        files = {"posts/red.md": post("Red", Url="red", Save_as="red.html")}

    with pytest.raises(FanfareError, match="where another file of the site is"):
        build(tmp_path, files, f"{conf}\n", "simple")


def test_a_title_as_long_as_a_name_on_disk_may_be_has_a_card(tmp_path: Path) -> None:
    long = "x" * 248
    files = {"posts/red.md": post("Red", Slug=long, Url=f"{long}.html", Save_as="long.html")}

    names = list(cards(build(tmp_path, files, theme="simple")))

    assert len(names) == 2
    assert max(map(len, names)) < 220


@pytest.mark.parametrize(
    ("title", "alt"),
    [
        ("Why not?", "Why not? By"),
        ("“So be it!”", "“So be it!” By"),
        ("为什么？", "为什么？ By"),
        ("《红楼梦》", "《红楼梦》. By"),
        ("A Red\u00adWeek", "A RedWeek. By"),
        ("A Red Week", "A Red Week. By"),
    ],
)
def test_a_title_that_ends_a_sentence_gets_no_other_stop(
    tmp_path: Path, title: str, alt: str
) -> None:
    context = read(tmp_path, {"posts/red.md": post(title, Slug="red")})

    assert context["articles"][0].social_card.alt.startswith(alt)


def test_a_card_says_what_the_text_says(tmp_path: Path) -> None:
    words = "word " * 500
    context = read(tmp_path, {"posts/red.md": post('A "red" week', body=words)})

    picture = context["articles"][0].social_card
    assert isinstance(picture, SocialCard)
    card = picture.card
    assert (card.title, card.site, card.names) == ("A “red” week", "Tiny", ("Ada Quill",))
    assert card.note == "3 min read"
    assert (picture.url, picture.width, picture.height) == ("cards/posts/red.png", 1200, 627)
    assert (picture.type, picture.length) == ("image/png", len(picture.read()))
    assert picture.read() == draw(card, BOLD, REGULAR)
    assert picture.alt == "A “red” week. By Ada Quill, on Tiny."


def test_a_card_can_be_had_in_another_size(tmp_path: Path) -> None:
    picture = read(tmp_path, TEXTS)["articles"][0].social_card

    assert Image.open(io.BytesIO(picture.drawn(1920, 1080))).size == (1920, 1080)


def test_reading_a_site_writes_nothing(tmp_path: Path) -> None:
    build(tmp_path, TEXTS)
    shutil.rmtree(tmp_path / ".fanfare")
    shutil.rmtree(tmp_path / "output")

    context = read_site(Site(tmp_path), tmp_path / "pelicanconf.py", Silent())

    assert context["articles"][0].social_card.url == "cards/posts/red.png"
    assert not (tmp_path / STORE).exists()
    assert not (tmp_path / "output").exists()
    assert context["articles"][0].social_card.length > 1000


def test_a_picture_of_the_author_s_own_wins(tmp_path: Path) -> None:
    a_picture(tmp_path / "content/images/own.png")
    own = post("Red", Image="{static}/images/own.png", Image_alt="A tide")
    files = {"posts/red.md": own, "posts/blue.md": post("Blue", 2)}

    context = read(tmp_path, files)

    by_slug = {article.slug: article.social_card for article in context["articles"]}
    assert (by_slug["red"].url, by_slug["red"].alt) == ("images/own.png", "A tide")
    assert by_slug["blue"].url == "cards/posts/blue.png"
    assert len(remembered(tmp_path)) == 2  # that of the other post, and that of the site
    assert not (tmp_path / "output/cards/posts/red.png").exists()


def test_the_site_s_own_preview_wins(tmp_path: Path) -> None:
    a_picture(tmp_path / "content/images/site-preview.png")
    context = read(tmp_path, TEXTS)

    assert context["social_card"].url == "images/site-preview.png"
    assert not (tmp_path / "output/cards/index.png").exists()


def test_a_preview_that_is_not_there_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(FanfareError, match=r"PREVIEW_IMAGE.*none\.png"):
        build(tmp_path, TEXTS, 'PREVIEW_IMAGE = "images/none.png"', "simple")


def test_a_page_at_the_root_gives_the_site_its_card(tmp_path: Path) -> None:
    home = "Title: Welcome\nUrl:\nSave_as: home.html\n\nText.\n"
    context = read(tmp_path, {**TEXTS, "pages/home.md": home}, "PAGE_URL = ''\n")

    assert context["social_card"].card.title in ("Welcome", "About")


def test_without_cards_there_are_only_pictures_of_the_author_s_own(tmp_path: Path) -> None:
    a_picture(tmp_path / "content/images/own.png")
    files = {**TEXTS, "posts/own.md": post("Own", Image="{static}/images/own.png")}

    context = read(tmp_path, files, "SOCIAL_CARDS = False\n")

    by_slug = {article.slug: article.social_card for article in context["articles"]}
    assert by_slug["red"] is None
    assert by_slug["own"].url == "images/own.png"
    assert context["social_card"] is None
    assert not (tmp_path / "output/cards").exists()


def test_a_second_build_draws_none(tmp_path: Path) -> None:
    first = cards(build(tmp_path, TEXTS, theme="simple"))
    drawn = remembered(tmp_path)
    second = cards(build(tmp_path, TEXTS, theme="simple"))

    assert first == second
    assert len(drawn) == 6
    assert remembered(tmp_path) == drawn


def test_an_edit_draws_what_it_changes_and_nothing_else(tmp_path: Path) -> None:
    before = cards(build(tmp_path, TEXTS, theme="simple"))
    first = remembered(tmp_path)
    after = cards(build(tmp_path, {**TEXTS, "posts/red.md": post("A Blue Week")}, theme="simple"))
    second = remembered(tmp_path)
    build(
        tmp_path, {**TEXTS, "posts/red.md": post("A Blue Week", body="Other text.")}, theme="simple"
    )

    assert [name for name in after if after[name] != before[name]] == ["posts/red.png"]
    assert len(second - first) == 1
    assert remembered(tmp_path) == second


def test_two_sites_draw_the_same_bytes(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()

    assert cards(build(here, TEXTS)) == cards(build(there, TEXTS))


def test_cards_that_are_damaged_meanwhile_are_never_shown(tmp_path: Path) -> None:
    before = cards(build(tmp_path, TEXTS, theme="simple"))
    for place, file in enumerate(sorted((tmp_path / STORE).iterdir())):
        raw = file.read_bytes()
        file.write_bytes((raw[:100], b"", raw + b"x")[place % 3])

    damaged = remembered(tmp_path)

    assert cards(build(tmp_path, TEXTS, theme="simple")) == before
    assert remembered(tmp_path).isdisjoint(damaged)


def test_what_no_text_asks_for_is_swept_out_in_the_end(tmp_path: Path) -> None:
    for number in range(3):
        many = {f"posts/{n}.md": post(f"Post {n} of {number}") for n in range(60)}
        build(tmp_path, many, theme="simple")

    assert len([*(tmp_path / STORE).iterdir()]) == 2 * 61


def test_guests_and_the_author_are_shown_with_their_photos(tmp_path: Path) -> None:
    for name in ("portrait", "bo", "cy"):
        a_picture(tmp_path / f"content/images/{name}.png", (300, 300))
    files = {
        **{f"people/{name}.md": a_guest(name) for name in ("bo", "cy")},
        "posts/red.md": post("Red", Author="Bo Guest"),
        "posts/blue.md": post("Blue", 2, Authors="Ada Quill; Bo Guest; Cy Guest"),
    }
    plugins = 'PLUGINS = ["quickbuild", "guest_posts", "social_cards", "folio"]\n'

    context = read(tmp_path, files, plugins)

    by_slug = {article.slug: article.social_card for article in context["articles"]}
    red, blue = by_slug["red"].card, by_slug["blue"].card
    assert (red.names, [Path(one.file).name for one in red.photos]) == (("Bo Guest",), ["bo.png"])
    assert blue.names == ("Ada Quill", "Bo Guest", "Cy Guest")
    assert [Path(photo.file).name for photo in blue.photos] == ["portrait.png", "bo.png", "cy.png"]
    assert by_slug["blue"].alt == "Blue. By Ada Quill, Bo Guest and Cy Guest, on Tiny."


def test_posts_elsewhere_have_no_card(tmp_path: Path) -> None:
    files = {
        "partners/review.md": "Name: Review\nUrl: https://review.example\n\nGood.\n",
        "elsewhere/one.md": "Title: One\nDate: 2026-01-02\nHost: review\n"
        "Original_url: https://review.example/one\n\nTeaser.\n",
        **TEXTS,
    }
    plugins = 'PLUGINS = ["quickbuild", "guest_posts", "social_cards", "folio"]\n'

    context = read(tmp_path, files, plugins)

    assert [entry.social_card for entry in context["elsewhere"]] == [None]


def test_a_photo_that_cannot_be_read_is_warned_of_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "content/images/me.svg").write_text("<svg/>")
    conf = 'AUTHOR_PHOTO = "images/me.svg"\n'

    built = build(tmp_path, TEXTS, conf, "simple")

    assert [(one.rule, one.source) for one in built.warnings] == [
        ("card-photo", "content/images/me.svg")
    ]
    assert len(cards(built)) == 6


def test_letters_that_cannot_be_shown_are_warned_of(tmp_path: Path) -> None:
    files = {"posts/a.md": post("Ein \U00012000"), "posts/b.md": post("नमस्ते दुनिया", 2)}

    warnings = sorted(build(tmp_path, files).warnings, key=lambda one: one.source)

    assert [(one.source, one.line) for one in warnings] == [
        ("content/posts/a.md", 1),
        ("content/posts/b.md", 1),
    ]
    assert "U+12000" in warnings[0].message
    assert "SOCIAL_CARDS_FONTS" in warnings[0].remedy
    assert "Image:" in warnings[1].remedy
    assert "SOCIAL_CARDS_FONTS" not in warnings[1].remedy


def test_a_font_of_the_author_s_own_shows_its_letters(tmp_path: Path) -> None:
    font = REPOSITORY / "plugins/social_cards/fonts/noto-sans-symbols.ttf"
    shutil.copy(font, tmp_path / "mine.ttf")
    before = cards(build(tmp_path, TEXTS))
    after = cards(build(tmp_path, TEXTS, 'SOCIAL_CARDS_FONTS = ["mine.ttf"]\n'))

    assert set(before) == set(after)
    assert len([*(tmp_path / STORE).iterdir()]) == 2 * 6  # its font is part of what a card is


@pytest.mark.parametrize(
    ("conf", "said"),
    [
        ('SOCIAL_CARD_SAVE_AS = "cards/one.png"', "does not say {path}"),
        ('SOCIAL_CARD_SAVE_AS = "cards/{path}.jpg"', "does not end with .png"),
        ('SOCIAL_CARD_SAVE_AS = "../{path}.png"', "outside of the site"),
        ('SOCIAL_CARD_SAVE_AS = "cards\\\\{path}.png"', "has '\\\\' in it"),
        ('SOCIAL_CARD_SAVE_AS = "cards/{path}?v=1.png"', "has '?' in it"),
        ('SOCIAL_CARD_SAVE_AS = "index.html/{path}.png"', "folder with a dot"),
        ('SOCIAL_CARD_READING_TIME = "{hours} h"', "{minutes}"),
        ('SOCIAL_CARD_COLOURS = {"papper": "#fff"}', '"paper"'),
        ('SOCIAL_CARD_COLOURS = {"paper": "white"}', "hexadecimal"),
        ('SOCIAL_CARD_COLOURS = {"paper": "#101820"}', '"ink"'),
        ('SOCIAL_CARD_COLOURS = {"soft": "#909090"}', "4.5 or more"),
        ('SOCIAL_CARD_COLOURS = {"mark": "#f0e0d0"}', "3 or more"),
        ('SOCIAL_CARDS_STORE = "."', "other files"),
        ('SOCIAL_CARDS_STORE = "content"', "other files"),
        ('SOCIAL_CARDS_STORE = "output/"', "other files"),
        ('SOCIAL_CARDS_STORE = "templates"\nTHEME = "templates"', "other files"),
        ('SOCIAL_CARDS_FONTS = "mine.ttf"', "list of files"),
        ('SOCIAL_CARDS_FONTS = ["none.ttf"]', "No such file"),
        ('SOCIAL_CARDS_FONTS = ["pelicanconf.py"]', "neither a TrueType"),
        ('SOCIAL_CARDS = "yes"', "True or False"),
    ],
)
def test_a_wrong_setting_stops_the_build(tmp_path: Path, conf: str, said: str) -> None:
    with pytest.raises(FanfareError) as stopped:
        build(tmp_path, TEXTS, f"{conf}\n", "simple")

    assert said in str(stopped.value)


def test_settings_change_what_is_drawn(tmp_path: Path) -> None:
    conf = (
        'SOCIAL_CARD_SAVE_AS = "previews/{path}.png"\n'
        'SOCIAL_CARD_READING_TIME = "{minutes} Min."\n'
        'SOCIAL_CARD_COLOURS = {"paper": "#00ff00"}\n'
    )

    context = read(tmp_path, TEXTS, conf)

    picture = context["articles"][0].social_card
    assert picture.url == "previews/posts/red.png"
    assert picture.card.note == "1 Min."
    shown = Image.open(tmp_path / "output/previews/posts/red.png").convert("RGB")
    assert shown.getpixel((2, 2)) == (0, 255, 0)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("posts/red/", "cards/posts/red.png"),
        ("red.html", "cards/red.html.png"),
        ("", "cards/index.png"),
        ("?p=red", "cards/-p-red.png"),
        ("../../etc/passwd", "cards/etc/passwd.png"),
        ("https://elsewhere.example/x/", "cards/x.png"),
        ("posts/é%20b/", "cards/posts/é-b.png"),
        ("é" * 150, f"cards/{'é' * 95}-cb1fa315.png"),
    ],
)
def test_a_card_has_the_address_of_its_page(url: str, file: str) -> None:
    from social_cards.texts import address_of, file_of

    assert file_of(url, "cards/{path}.png") == file
    assert address_of(file).isascii()


_BUILD = """
import sys
from pathlib import Path
from fanfare.console import Silent
from workbench.build import build
from workbench.location import Site
root, output = Path(sys.argv[1]), Path(sys.argv[2])
build(Site(root), root / "pelicanconf.py", output, Silent(), production=True)
"""


def in_another_process(root: Path, output: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _BUILD, str(root), str(root / output)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
    )


MANY = {f"posts/{number}.md": post(f"Post {number}") for number in range(150)}


def test_two_builds_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    expected = cards(build(tmp_path, MANY, theme="simple"))
    shutil.rmtree(tmp_path / STORE)

    builds = [in_another_process(tmp_path, name) for name in ("one", "two")]
    said = [process.communicate()[1] for process in builds]

    assert [process.returncode for process in builds] == [0, 0], said
    for name in ("one", "two"):
        assert cards(Built(tmp_path / name, [])) == expected


def test_a_build_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    expected = cards(build(tmp_path, MANY, theme="simple"))
    store = tmp_path / STORE
    shutil.rmtree(store)

    with in_another_process(tmp_path, "killed") as process:
        while process.poll() is None and not (store.exists() and len([*store.iterdir()]) > 20):
            pass
        process.send_signal(signal.SIGKILL)
        process.communicate()
    kept = {one for one in remembered(tmp_path) if not one[0].endswith(".tmp")}

    assert cards(build(tmp_path, MANY, theme="simple")) == expected
    assert len(kept) > 15
    assert kept <= remembered(tmp_path)
