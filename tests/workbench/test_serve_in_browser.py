from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.workbench.serving import PATIENCE_SECONDS, Serving, edit, make_small_site

expect.set_options(timeout=PATIENCE_SECONDS * 1000)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_small_site(tmp_path)


@pytest.fixture
def serving(site: Path) -> Iterator[Serving]:
    with Serving(site) as running:
        yield running


def post_in(serving: Serving) -> Path:
    return serving.root / "content/posts/one.md"


def test_the_page_shows_a_change_by_itself(page: Page, serving: Serving) -> None:
    page.goto(f"{serving.address()}posts/one/")
    expect(page.locator("body")).to_contain_text("Hello to all")

    edit(post_in(serving), "Hello to all", "Goodbye")

    expect(page.locator("body")).to_contain_text("Goodbye")


def test_the_page_is_loaded_once_for_each_build(page: Page, serving: Serving) -> None:
    loads: list[str] = []
    page.on("load", lambda _page: loads.append("load"))
    page.goto(f"{serving.address()}posts/one/")
    for before, after in (("Hello", "Good day"), ("Good day", "Goodbye")):
        edit(post_in(serving), before, after)
        expect(page.locator("body")).to_contain_text(after)
    page.wait_for_load_state("load")

    assert len(loads) == 3


def test_the_reader_stays_where_they_were(page: Page, site: Path) -> None:
    post = site / "content/posts/one.md"
    edit(post, "Hello to all.", "Hello to all.\n" + "\nOne more line.\n" * 100)
    with Serving(site) as serving:
        page.goto(f"{serving.address()}posts/one/")
        page.evaluate("scrollTo(0, 1000)")

        edit(post, "Hello to all", "Goodbye")
        expect(page.locator("body")).to_contain_text("Goodbye")

        page.wait_for_function("scrollY === 1000")


def test_a_mistake_takes_the_place_of_the_page_until_it_is_mended(
    page: Page, serving: Serving
) -> None:
    page.goto(f"{serving.address()}posts/two/")
    post = post_in(serving)

    edit(post, "2026-01-01", "<soon> & later")

    expect(page.locator("h1")).to_have_text("The site could not be built")
    expect(page.locator(".place")).to_have_text("content/posts/one.md:2")
    expect(page.locator("h2")).to_have_text('Error: Date "<soon> & later" is not a date.')
    expect(page.locator("mark")).to_contain_text("Date: <soon> & later")

    edit(post, "<soon> & later", "yesterday")

    expect(page.locator("h2")).to_have_text('Error: Date "yesterday" is not a date.')

    edit(post, "yesterday", "2026-01-01")

    expect(page.locator("body")).to_contain_text("Hello again")


def test_the_page_finds_a_server_that_was_started_anew(page: Page, serving: Serving) -> None:
    address = serving.address()
    page.goto(f"{address}posts/one/")
    serving.stop()
    edit(post_in(serving), "Hello to all", "Goodbye")

    with Serving(serving.root, "--port", str(urlsplit(address).port)):
        expect(page.locator("body")).to_contain_text("Goodbye")


def test_a_page_that_was_hidden_shows_the_change_when_it_is_seen_again(
    page: Page, serving: Serving
) -> None:
    page.goto(f"{serving.address()}posts/one/")
    set_hidden = (
        "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, writable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    page.evaluate(set_hidden, True)
    edit(post_in(serving), "Hello to all", "Goodbye")
    serving.until("changed; built")
    expect(page.locator("body")).to_contain_text("Hello to all")

    page.evaluate(set_hidden, False)

    expect(page.locator("body")).to_contain_text("Goodbye")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_error_page_fits_a_phone_and_both_colour_schemes(
    chromium: Browser, serving: Serving, scheme: str
) -> None:
    address = serving.address()
    edit(post_in(serving), "2026-01-01", "soon " * 100)
    serving.until("not built")
    with chromium.new_context(
        viewport={"width": 320, "height": 600},
        color_scheme="dark" if scheme == "dark" else "light",
    ) as context:
        page = context.new_page()
        page.goto(address)

        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(27, 26, 24)") == (scheme == "dark")
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_missing_page_deep_in_the_site_has_working_links(page: Page, site: Path) -> None:
    template = site / "themes/plain/templates/not_found.html"
    template.write_text('<!doctype html>\n<a href="{{ SITEURL }}/">Home</a>', encoding="utf-8")
    edit(site / "pelicanconf.py", '["index"]', '["index", "not_found"]')
    with Serving(site) as serving:
        address = serving.address()

        answer = page.goto(f"{address}far/down/below/")

        assert answer
        assert answer.status == 404
        page.get_by_role("link", name="Home").click()
        expect(page).to_have_url(address)
