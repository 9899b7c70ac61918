"""The page of a kit, opened from disk in Chromium: its button, and what it looks like."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect
from pytest_httpserver import HTTPServer

from syndication.kit.folder import files_of, write_folder
from syndication.kit.kit import Kit
from tests.syndication.entries import ADA, MIRA
from tests.syndication.kit.editor import faults
from tests.syndication.kit.made import EVERYTHING, a_kit

EDITOR = """
<div contenteditable style="white-space: normal"></div>
<script>
  document.addEventListener("paste", (event) => {
    window.pasted = Object.fromEntries(
      event.clipboardData.types.map((type) => [type, event.clipboardData.getData(type)]));
  });
</script>
"""


@pytest.fixture(scope="module")
def kit() -> Kit:
    return a_kit(
        EVERYTHING.read_text("utf-8") + "\n![far](https://other.example/far.png)\n",
        title="Knots & <how> to untie “them” \u202eevil\u202c 🪢",
        tags=("knots", "knowledge work", "rope care"),
        owed="Sponsored by </script> & co.",
        authors=(ADA, MIRA),
    )


@pytest.fixture(scope="module")
def folder(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("kits") / "knots"
    write_folder(place, files_of(kit))
    return place


@pytest.fixture
def opened(page: Page, folder: Path) -> Page:
    """The page of the kit, opened from disk."""
    page.goto((folder / "index.html").as_uri())
    return page


def copy(page: Page) -> None:
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text(
        "The article is on your clipboard. Paste it below the title."
    )


def pasted_in_editor(page: Page) -> tuple[dict[str, str], str]:
    """What an editor in another tab gets, by media type, and the HTML it has then."""
    editor = page.context.new_page()
    editor.set_content(EDITOR)
    editor.locator("[contenteditable]").focus()
    editor.keyboard.press("Control+V")
    editor.wait_for_function("window.pasted")
    return editor.evaluate("window.pasted"), editor.locator("[contenteditable]").inner_html()


def test_there_is_one_button(opened: Page) -> None:
    expect(opened.get_by_role("button")).to_have_count(1)


def test_the_button_puts_the_rendered_article_on_the_clipboard(opened: Page, kit: Kit) -> None:
    copy(opened)

    received, _ = pasted_in_editor(opened)
    assert received == {"text/html": kit.html, "text/plain": kit.text}


def test_nothing_on_the_clipboard_is_of_a_kind_that_the_editor_drops(opened: Page) -> None:
    copy(opened)

    received, _ = pasted_in_editor(opened)
    assert faults(received["text/html"]) == []


def test_an_editor_shows_it_rendered(opened: Page, kit: Kit) -> None:
    copy(opened)

    _, shown = pasted_in_editor(opened)
    editor = BeautifulSoup(shown, "lxml")
    meant = BeautifulSoup(kit.html, "lxml")
    for tag in ("h2", "h3", "p", "li", "blockquote", "pre", "a", "strong", "em", "hr"):
        assert [found.get_text().split() for found in editor.find_all(tag)] == [
            found.get_text().split() for found in meant.find_all(tag)
        ]
    assert [link["href"] for link in editor.find_all("a")] == [
        link["href"] for link in meant.find_all("a")
    ]
    assert "&lt;p&gt;" not in shown


def test_a_page_that_reads_the_clipboard_finds_both_forms(
    chromium: Browser, folder: Path, kit: Kit, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/").respond_with_data("<p>Reader", content_type="text/html")
    with chromium.new_context(permissions=["clipboard-read"]) as context:
        page = context.new_page()
        page.goto((folder / "index.html").as_uri())
        copy(page)
        reader = context.new_page()
        reader.goto(httpserver.url_for("/"))
        reader.bring_to_front()
        read = reader.evaluate(
            """async () => {
                const [item] = await navigator.clipboard.read();
                const text = async (type) => (await item.getType(type)).text();
                return [await text("text/html"), await text("text/plain")];
            }"""
        )

    assert BeautifulSoup(read[0], "lxml").get_text() == BeautifulSoup(kit.html, "lxml").get_text()
    assert read[1] == kit.text


def test_it_says_so_where_nothing_can_be_copied(page: Page, folder: Path) -> None:
    page.add_init_script("document.execCommand = () => false")  # a browser that forbids it
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("button").click()

    expect(page.get_by_role("status")).to_contain_text("did not let this page copy")
    expect(page.get_by_role("status")).to_contain_text("Open article.html")


def test_the_keyboard_is_enough(opened: Page) -> None:
    opened.get_by_role("button").focus()
    opened.keyboard.press("Enter")

    expect(opened.get_by_role("status")).to_contain_text("on your clipboard")


def test_nothing_is_asked_of_any_network_and_nothing_fails(page: Page, folder: Path) -> None:
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    copy(page)
    for picture in page.locator("img").all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("picture => picture.decode()")

    assert {url.rpartition("/")[0] for url in requests} == {folder.as_uri()}
    assert complaints == []


def test_it_shows_all_that_is_to_be_uploaded_and_written(opened: Page, kit: Kit) -> None:
    steps = opened.locator(".steps")

    expect(steps).to_contain_text("cover.png")
    for image in kit.article.images:
        expect(steps).to_contain_text(image.name)
    expect(steps).to_contain_text(f"{len(kit.entry.title) + 1} of 150 characters")
    expect(steps).to_contain_text("#Knots #KnowledgeWork #RopeCare")
    expect(steps.locator("li").first).to_contain_text("Ask Mira Holm")
    assert kit.cover is not None
    assert steps.locator(".take").all_inner_texts() == [kit.cover.alt, kit.entry.title, kit.post]
    for finding in kit.findings:
        expect(opened.locator(".warnings")).to_contain_text(finding.message)


def test_one_click_selects_what_is_to_be_copied(opened: Page, kit: Kit) -> None:
    assert kit.cover is not None
    for words in (kit.cover.alt, kit.entry.title, kit.article.images[0].alt):
        opened.locator(".steps").get_by_text(words, exact=True).first.click()

        assert opened.evaluate("getSelection().toString()") == words


@pytest.mark.parametrize("width", [320, 390, 768, 1360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_screen(chromium: Browser, folder: Path, width: int, scheme: str) -> None:
    size = {"width": width, "height": 800}
    with chromium.new_context(viewport=size, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto((folder / "index.html").as_uri())

        assert page.evaluate("document.documentElement.scrollWidth") <= width
