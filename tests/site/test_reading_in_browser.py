"""The demo site as readers meet it: small screens, no JavaScript, keyboard, dark, search."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.demo_site import PublishedDemo, copy_of_the_site, invoke, served

POST = "posts/between-131-and-281/"
KINDS = (
    "",
    POST,
    "posts/twelve-lines-that-count-silences/",
    "posts/a-guest-in-the-margin/",
    "about/",
    "speaking/",
    "newsletter/",
    "archives/",
    "archives/2026/",
    "categories/",
    "categories/craft/",
    "tags/",
    "tags/cadence/",
    "series/the-first-thousand/",
    "authors/",
    "authors/tamsin-inkwell/",
    "guests/",
    "guests/barnaby-footnote/",
    "partners/the-footnote/",
    "elsewhere/",
    "posts/a-guest-in-the-margin/",
    "search/",
    "404.html",
)
"""One page of every kind the theme makes."""


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("width", [320, 768, 1920])
def test_no_page_is_wider_than_the_screen(
    page: Page, demo: PublishedDemo, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{demo.address}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_longer_than_the_screen_are_broken(page: Page, tmp_path: Path) -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze" * 3
    root = copy_of_the_site(tmp_path / "site")
    heads = f"Category: {word}\nTags: {word}, b\nAuthor: {word}\nSeries: {word}\nSummary: {word}\n"
    (root / "content/people/long.md").write_text(
        f"Name: {word}\nUrl: https://x.example/{word}\nLinks: https://y.example/{word}\n\n{word}\n"
    )
    body = f"\n## {word}\n\n{word}\n\n| {word} | b |\n|---|---|\n| {word} | c |\n"
    for name in ("one", "two"):
        post = root / f"content/posts/{name}.md"
        post.write_text(f"Title: {name} {word}\nDate: 2026-11-01\n{heads}{body}")
    assert invoke(root, "build").returncode == 0
    page.set_viewport_size({"width": 320, "height": 800})
    slug = word.lower()
    with served(root / "output") as address:
        for path in (
            "",
            "posts/one/",
            f"tags/{slug}/",
            f"series/{slug}/",
            "categories/",
            "tags/",
            "guests/",
        ):
            page.goto(f"{address}/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.parametrize("path", KINDS)
def test_text_may_be_zoomed_to_twice_its_size(page: Page, demo: PublishedDemo, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{demo.address}/{path}")
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    clipped = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e =>
            e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'hidden' &&
            !e.matches('.visually-hidden')).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert clipped == []


def test_a_post_can_be_read_without_javascript(chromium: Browser, demo: PublishedDemo) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{demo.address}/{POST}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Between 131 and 281")
        expect(page.locator(".prose table")).to_be_visible()
        expect(page.locator(".scheme-switch")).to_be_hidden()


def test_search_without_javascript_says_where_else_to_look(
    chromium: Browser, demo: PublishedDemo
) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{demo.address}/search/")
        expect(page.locator("noscript p")).to_be_visible()
        expect(page.locator("noscript a")).to_have_count(2)


@pytest.mark.parametrize("path", KINDS)
def test_a_page_asks_nothing_of_other_sites_and_complains_of_nothing(
    page: Page, demo: PublishedDemo, path: str
) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{demo.address}/{path}", wait_until="networkidle")
    assert [url for url in asked if not url.startswith(demo.address)] == []
    assert said == []


def _background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


LIGHT, DARK = "rgb(251, 248, 242)", "rgb(20, 24, 28)"


@pytest.mark.parametrize(("scheme", "colour"), [("light", LIGHT), ("dark", DARK)])
def test_pages_follow_the_colour_scheme_of_the_system(
    chromium: Browser, demo: PublishedDemo, scheme: Literal["light", "dark"], colour: str
) -> None:
    with chromium.new_context(color_scheme=scheme, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{demo.address}/{POST}")
        assert _background(page) == colour


def test_the_readers_choice_of_colours_is_kept(page: Page, demo: PublishedDemo) -> None:
    page.goto(f"{demo.address}/{POST}")
    switch = page.get_by_role("button", name="Dark colours")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert _background(page) == DARK
    page.goto(f"{demo.address}/archives/")
    assert _background(page) == DARK


def test_a_dark_choice_shows_no_flash_of_light(page: Page, demo: PublishedDemo) -> None:
    """The choice is applied before the first element of the body is there to be painted."""
    page.goto(f"{demo.address}/{POST}")
    page.get_by_role("button", name="Dark colours").click()
    page.add_init_script(
        """new MutationObserver((_, observer) => {
            if (!document.body) return;
            window.schemeAtFirstBody = document.documentElement.dataset.scheme;
            observer.disconnect();
        }).observe(document, { childList: true, subtree: true });"""
    )
    page.reload()
    assert page.evaluate("window.schemeAtFirstBody") == "dark"


def test_the_keyboard_reaches_the_text_first(page: Page, demo: PublishedDemo) -> None:
    page.goto(f"{demo.address}/{POST}")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


@pytest.mark.parametrize("path", ["", POST, "search/"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    page: Page, demo: PublishedDemo, path: str
) -> None:
    page.goto(f"{demo.address}/{path}")
    wanted = page.evaluate(
        "document.querySelectorAll('a[href], button, input, [tabindex=\"0\"]').length"
    )
    reached = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
                return e === document.body ? null
                    : [[...document.querySelectorAll('*')].indexOf(e), s.outlineStyle]; }"""
        )
        if focused:
            place, outline = focused
            reached.add(place)
            assert outline != "none"
    assert len(reached) == wanted


def test_search_loads_its_index_only_when_used_and_finds_a_post(
    page: Page, demo: PublishedDemo
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{demo.address}/search/", wait_until="networkidle")
    assert not [url for url in asked if "pagefind" in url]
    page.get_by_label("Words to look for").fill("pigeonholes customs house")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("found")
    first = page.locator("#search-results a").first
    expect(first).to_have_text("Due at sixty, late at ninety")
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Due at sixty, late at ninety")


def test_a_search_can_be_linked_to_and_an_empty_result_says_so(
    page: Page, demo: PublishedDemo
) -> None:
    page.goto(f"{demo.address}/search/?q=xylophone")
    expect(page.get_by_label("Words to look for")).to_have_value("xylophone")
    expect(page.get_by_role("status")).to_have_text("0 pages found.")


def test_a_draft_is_not_found_by_search(page: Page, demo: PublishedDemo) -> None:
    page.goto(f"{demo.address}/search/?q=a+hundred+authors")
    expect(page.get_by_role("status")).to_contain_text("found")
    assert page.locator("#search-results a", has_text="hundred authors").count() == 0


def test_the_newsletter_form_sends_the_address_without_javascript(
    chromium: Browser, demo: PublishedDemo
) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sent: list[tuple[str, str | None]] = []

        def answer(route: object) -> None:
            request = route.request  # type: ignore[attr-defined]
            sent.append((request.url, request.post_data))
            route.fulfill(body="Thank you")  # type: ignore[attr-defined]

        page.route("https://buttondown.com/**", answer)
        page.goto(f"{demo.address}/newsletter/")
        page.get_by_label("Your e-mail address").fill("reader@harbour.example")
        page.get_by_role("button", name="Subscribe").click()
        page.wait_for_url("https://buttondown.com/**")
        assert sent == [
            (
                "https://buttondown.com/api/emails/embed-subscribe/longmargin",
                "email=reader%40harbour.example",
            )
        ]


def test_phones_load_smaller_images(chromium: Browser, demo: PublishedDemo) -> None:
    with chromium.new_context(viewport={"width": 360, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{demo.address}/posts/two-staircases/", wait_until="networkidle")
        page.locator(".prose img").scroll_into_view_if_needed()
        expect(page.locator(".prose img")).to_have_js_property("complete", value=True)
        loaded = page.locator(".prose img").evaluate("image => image.currentSrc")
        assert loaded.endswith("ramp-400w.png")


def test_images_do_not_move_the_page_while_they_load(page: Page, demo: PublishedDemo) -> None:
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))
            .observe({ type: 'layout-shift', buffered: true });"""
    )
    page.goto(f"{demo.address}/posts/two-staircases/", wait_until="networkidle")
    assert page.evaluate("window.moved") < 0.02


def test_print_leaves_out_what_paper_cannot_use(page: Page, demo: PublishedDemo) -> None:
    page.goto(f"{demo.address}/{POST}")
    page.get_by_role("button", name="Dark colours").click()
    page.emulate_media(media="print")
    assert _background(page) == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 42, 55)"
    for selector in (".site-menu", ".newsletter", ".related", ".contents", ".share"):
        expect(page.locator(selector).first).to_be_hidden()
    expect(page.locator(".prose")).to_be_visible()
