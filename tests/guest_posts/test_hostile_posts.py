"""Two hundred guests who mean harm: nothing they send runs in a reader's browser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree, html
from markdown import Markdown
from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

import fanfare.site
from fanfare.errors import FanfareError
from guest_posts.allow_list import clean
from tests.guest_posts.hostile import HOSTILE_NAMES, RUN, TAGS_AS_NAMES, hostile_posts
from tests.guest_posts.small_site import THEMES, build_site
from tests.site.demo_site import served

POSTS = list(hostile_posts(200, seed=3))
GUESTS = 10

EXTENSIONS = fanfare.site.MARKDOWN["extension_configs"]
MARKDOWN = {**fanfare.site.MARKDOWN, "extensions": ["folio.markup", *EXTENSIONS]}

INERT = set(
    """
    a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt
    em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp
    small source span strong sub summary sup table tbody td tfoot th thead time tr u ul var video
    wbr
    """.split()  # noqa: SIM905 -- a list of words is read more easily as words
)


@pytest.fixture(scope="module")
def written() -> list[str]:
    """What Markdown makes of each post."""
    markdown = Markdown(**MARKDOWN)  # type: ignore[arg-type]

    def converted(text: str) -> str:
        markdown.reset()
        return markdown.convert(f"\n{text}")

    return [converted(post.body) for post in POSTS]


def _live(fragment: str) -> Iterator[str]:
    """What may run in `fragment`, if anything does."""
    for element in html.document_fromstring(f"<div>{fragment}").iter(etree.Element):
        if element.tag not in INERT | {"html", "body"}:
            yield str(element.tag)
        for name, value in element.items():
            if name.startswith("on") or name in ("srcset", "name", "target", "srcdoc", "action"):
                yield f"{name}={value}"
            if name == "style" and not re.fullmatch(r"text-align: (left|right|center);", value):
                yield f"{name}={value}"
            if name in ("href", "src", "poster"):
                address = re.sub(r"[\x00-\x20]|^[{|][^}|]*[}|]", "", value)
                if urlsplit(address).scheme not in ("", "http", "https", "mailto", "tel"):
                    yield f"{name}={value}"


def test_what_is_left_of_a_hostile_post_cannot_run(written: list[str]) -> None:
    cleaned = [clean(each) for each in written]
    assert [found for each in cleaned for found in _live(each.html)] == []
    assert sum(bool(each.removed) for each in cleaned) > len(POSTS) / 2


@dataclass
class Watch:
    """What a browser did that no text of a guest may make it do."""

    seen: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Note from now on what `page` and all frames in it do."""
        page.add_init_script(
            f"window.{RUN.removesuffix('()')} = () => {{"
            "  console.error('pwned', location.pathname); alert('pwned'); }"
        )
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if not message.text.startswith("Failed to load resource"):
            self.seen.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        is_shown = request.resource_type in ("image", "media")
        if not is_shown and urlsplit(request.url).hostname != "127.0.0.1":
            self.seen.append(f"request: {request.resource_type} {request.url}")


PROVOKE = """async (paths) => {
    const found = [];
    const events = `click mouseover mouseenter mousemove focus blur load error pointerdown
        pointerover keydown toggle animationstart transitionend wheel copy contextmenu beforetoggle
        scroll scrollend auxclick submit start begin slotchange close`.split(/\\s+/);
    const harmless = ["http:", "https:", "mailto:", "tel:"];

    function provoke(path, shown) {
        for (const element of shown?.querySelectorAll("*") ?? []) {
            for (const name of element.getAttributeNames()) {
                const value = element.getAttribute(name);
                const leads = ["href", "src", "action", "formaction", "data", "poster"];
                if (name.startsWith("on")) found.push(`${path}: ${name}=${value}`);
                if (!leads.includes(name.replace(/^.*:/, ""))) continue;
                if (!URL.canParse(value, shown.baseURI)) continue;
                if (harmless.includes(new URL(value, shown.baseURI).protocol)) continue;
                found.push(`${path}: ${name}=${value}`);
            }
            for (const name of events) element.dispatchEvent(new Event(name));
            if (element.localName === "details") element.open = true;
        }
    }

    const open = (path) => new Promise((resolve) => {
        const frame = document.createElement("iframe");
        frame.addEventListener("load", () => resolve(frame), { once: true });
        frame.src = path;
        document.body.append(frame);
    });
    while (paths.length) {
        const some = paths.splice(0, 10);
        const frames = await Promise.all(some.map(open));
        frames.forEach((frame, place) => provoke(some[place], frame.contentDocument));
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        for (const frame of frames) frame.remove();
    }
    return found;
}"""
"""Opens every path in a frame; does to every element whatever a handler could wait for."""


def _provoked(page: Page, folder: Path) -> list[str]:
    """What happens in a browser that opens every page in `folder`."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    (folder / "stage.html").write_text("<!doctype html><title>Stage</title>")
    watch = Watch()
    watch.over(page)
    with served(folder) as address:
        page.goto(f"{address}/stage.html")
        return [*page.evaluate(PROVOKE, paths), *watch.seen]


def test_without_the_list_these_posts_do_run(
    page: Page, tmp_path: Path, written: list[str]
) -> None:
    some = written[::4]
    for number, each in enumerate(some):
        (tmp_path / f"{number}.html").write_text(f"<!doctype html><title>x</title>{each}")
    ran = {one for one in _provoked(page, tmp_path) if one.startswith("console: pwned")}
    assert len(ran) > len(some) / 2


@pytest.mark.parametrize("theme", THEMES)
def test_with_the_list_nothing_runs_nothing_opens_and_nothing_is_fetched(
    page: Page, tmp_path: Path, theme: str
) -> None:
    built = build_site(tmp_path, dict(_files()), "RELATIVE_URLS = True\n", theme)
    assert len([*built.output.glob("posts/*/index.html")]) == len(POSTS)
    assert _provoked(page, built.output) == []


@pytest.mark.parametrize("name", TAGS_AS_NAMES)
def test_a_name_that_is_a_tag_is_refused_at_the_door(tmp_path: Path, name: str) -> None:
    with pytest.raises(FanfareError, match=r"content/people/guest\.md:1: "):
        build_site(tmp_path, {"people/guest.md": f"Name: {name}\n\nHello.\n"})


def test_a_link_of_a_guest_publishes_no_file_of_the_sites_own(tmp_path: Path) -> None:
    link = "<a href='{static}/data/fans.csv'>a</a><form action='{attach}/data/fans.csv'></form>"
    files = {
        "people/guest.md": f"Name: Guest\n\n{link}\n",
        "posts/a.md": f"Title: A\nDate: 2026-01-01\nAuthor: Guest\n\n{link}\n",
        "data/fans.csv": "whose,how many\n",
    }
    built = build_site(tmp_path, files)
    assert [path.name for path in built.output.rglob("*.csv")] == []


def _files() -> Iterable[tuple[str, str]]:
    for number, post in enumerate(POSTS):
        guest = number % GUESTS
        name = HOSTILE_NAMES[guest % len(HOSTILE_NAMES)].format(guest)
        yield f"posts/{number}.md", f"{post.head}Author: {name}\n\n{post.body}\n"
        if number < GUESTS:
            yield f"people/guest-{guest}.md", f"Name: {name}\n\n{post.body}\n"
