"""Whether an entry is where a post is about to send readers to."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug import Request, Response

from fanfare.findings import Finding, Severity
from syndication.posting.live import Visitor
from tests.syndication.entries import an_entry
from tests.syndication.stand_in import QuickServer

Page = Response | Callable[[], Response]


class Pages:
    """A site."""

    def __init__(self, server: QuickServer) -> None:
        self.at: dict[str, Page] = {}
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{server.port}"
        server.expect_request(re.compile("/.*")).respond_with_handler(self._answer)

    def html(self, head: str = "", path: str = "/posts/knots/") -> None:
        page = f"<!doctype html><html><head>{head}</head><body><p>Text.</p></body></html>"
        self.at[path] = Response(page, content_type="text/html; charset=utf-8")

    def _answer(self, request: Request) -> Response:
        self.asked.append(request.full_path.rstrip("?"))
        page = self.at.get(request.path, Response("Nothing here.", 404))
        return page if isinstance(page, Response) else page()


@pytest.fixture
def pages() -> Iterator[Pages]:
    with QuickServer() as server:
        yield Pages(server)


def _visit(pages: Pages, query: str = "", seconds: float = 20, **changes: Any) -> list[Finding]:
    entry = an_entry(**{"url": f"{pages.url}/posts/knots/", **changes})
    return Visitor(seconds).findings(entry, f"{entry.url}{query}")


def _wrong(findings: list[Finding]) -> str:
    [finding] = findings
    assert finding.severity is Severity.ERROR
    assert finding.source == "content/posts/knots.md"
    return f"{finding.message} {finding.remedy}"


def test_a_live_page_that_is_its_own_canonical_is_right(pages: Pages) -> None:
    for href in (f"{pages.url}/posts/knots/", "/posts/knots/", f"{pages.url}/posts/k%6Eots/"):
        pages.html(f'<link rel="canonical" href="{href}">')
        assert _visit(pages) == []


def test_campaign_parameters_make_no_difference(pages: Pages) -> None:
    pages.html(f'<LINK REL="nofollow Canonical" HREF=" {pages.url}/posts/knots/ ">')
    assert _visit(pages, "?utm_source=linkedin") == []
    assert pages.asked == ["/posts/knots/?utm_source=linkedin"]


def test_an_address_of_another_script_is_one_however_it_is_escaped(pages: Pages) -> None:
    pages.html(f'<link rel="canonical" href="{pages.url}/posts/n%C5%93ud/">', "/posts/nœud/")
    assert _visit(pages, url=f"{pages.url}/posts/nœud/") == []


@pytest.mark.parametrize("status", [404, 410, 403, 500, 201, 204])
def test_a_page_that_is_not_answered_with_200_is_not_live(pages: Pages, status: int) -> None:
    pages.at["/posts/knots/"] = Response(status=status)
    assert _wrong(_visit(pages)) == (
        f"{pages.url}/posts/knots/ is not live: it answers {status}. "
        "Run `invoke deploy` first, and try again."
    )


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_page_that_leads_elsewhere_is_not_live(pages: Pages, status: int) -> None:
    pages.at["/posts/knots/"] = Response(status=status, headers={"Location": "/elsewhere/"})
    pages.html(path="/elsewhere/")
    assert f"is not live: it leads on to {pages.url}/elsewhere/. " in _wrong(_visit(pages))
    assert pages.asked == ["/posts/knots/"]


def test_a_host_that_is_not_there_is_not_live(pages: Pages) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    assert "is not live: its host cannot be connected to." in _wrong(_visit(pages, url=url))


@pytest.mark.parametrize("url", ["http://[/", "no-address", "ftp://tiny.example/"])
def test_what_is_no_address_is_not_live(pages: Pages, url: str) -> None:
    assert f"{url} is not live: " in _wrong(_visit(pages, url=url))


def test_a_page_that_never_comes_is_not_live(pages: Pages) -> None:
    over = threading.Event()

    def never() -> Response:
        over.wait()
        return Response()

    pages.at["/posts/knots/"] = never
    assert "its host does not answer within 0.2 seconds" in _wrong(_visit(pages, seconds=0.2))
    over.set()


def test_a_page_that_never_ends_is_not_live(pages: Pages) -> None:
    over = threading.Event()

    def drip() -> Iterator[bytes]:
        while not over.wait(0.01):
            yield b"."

    pages.at["/posts/knots/"] = lambda: Response(drip())
    assert "its host does not answer within 0.2 seconds" in _wrong(_visit(pages, seconds=0.2))
    over.set()


def test_of_a_page_that_is_too_long_the_beginning_counts(pages: Pages) -> None:
    named = f'<link rel="canonical" href="{pages.url}/posts/knots/">'
    pages.at["/posts/knots/"] = Response(named + "long " * 1_000_000, content_type="text/html")
    assert _visit(pages) == []


@pytest.mark.parametrize("body", ["", " ", "\0", "plain", "<", "%PDF-1.7", "\ufffe"])
def test_a_page_without_a_canonical_address_is_a_warning(pages: Pages, body: str) -> None:
    pages.at["/posts/knots/"] = Response(body, content_type="text/html")
    [finding] = _visit(pages)
    assert finding.severity is Severity.WARNING
    assert finding.message == f"{pages.url}/posts/knots/ names no canonical address."


def test_a_page_with_another_canonical_address_is_wrong(pages: Pages) -> None:
    pages.html('<link rel="canonical" href="https://old.example/posts/knots/">')
    url = f"{pages.url}/posts/knots/"
    assert _wrong(_visit(pages)) == (
        f"{url} names https://old.example/posts/knots/ as its canonical address, and not {url}. "
        "Run `invoke deploy` first, and try again."
    )


@pytest.mark.parametrize("wrong", ["http://[", "/posts/knot/", "/posts/knots/?page=2"])
def test_one_wrong_canonical_address_among_right_ones_is_wrong(pages: Pages, wrong: str) -> None:
    right = f'<link rel="canonical" href="{pages.url}/posts/knots/">'
    pages.html(f'{right}<link rel="canonical" href="{wrong}">')
    assert "as its canonical address" in _wrong(_visit(pages))


def test_a_copy_names_its_original(pages: Pages) -> None:
    original = "https://quay.example/knots"
    pages.html(f'<link rel="canonical" href="{original}">')
    assert _visit(pages, original=original) == []
    pages.html(f'<link rel="canonical" href="{pages.url}/posts/knots/">')
    assert f"and not {original}." in _wrong(_visit(pages, original=original))
    pages.html()
    assert f"does not name {original} as its" in _wrong(_visit(pages, original=original))


def _with_picture(pages: Pages) -> None:
    named = f'<link rel="canonical" href="{pages.url}/posts/knots/">'
    pages.html(f'{named}<meta property="og:image" content="/cards/knots.png">')


def test_the_picture_for_previews_is_live_as_well(pages: Pages) -> None:
    _with_picture(pages)
    pages.at["/cards/knots.png"] = Response(b"png", content_type="image/png")
    assert _visit(pages) == []


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        (Response(status=404), "is not live: it answers 404."),
        (Response("<p>Sorry!", content_type="text/html"), "is not live: it is no picture."),
        (Response(status=302, headers={"Location": "/x"}), "is not live: it answers 404."),
        (
            Response(status=302, headers={"Location": "/cards/knots.png"}),
            "is not live: it answers 302.",
        ),
    ],
)
def test_a_picture_for_previews_that_is_not_live_is_wrong(
    pages: Pages, picture: Response, says: str
) -> None:
    _with_picture(pages)
    pages.at["/cards/knots.png"] = picture
    assert f"The picture for previews, {pages.url}/cards/knots.png, {says}" in _wrong(_visit(pages))


def test_the_picture_for_previews_may_have_moved(pages: Pages) -> None:
    _with_picture(pages)
    pages.at["/cards/knots.png"] = Response(status=301, headers={"Location": "/new/knots.png"})
    pages.at["/new/knots.png"] = Response(b"png", content_type="image/png")
    assert _visit(pages) == []


def test_each_page_is_visited_once_however_many_networks_want_to_know(pages: Pages) -> None:
    visitor = Visitor()
    entry = an_entry(url=f"{pages.url}/posts/knots/")
    assert visitor.findings(entry, entry.url) == visitor.findings(entry, entry.url)
    assert len(pages.asked) == 1


# Posts on other people's sites, which may move them, and need not like programs.


def test_a_post_elsewhere_may_have_moved_and_name_what_it_likes(pages: Pages) -> None:
    pages.at["/posts/knots/"] = Response(status=301, headers={"Location": "/moved/"})
    pages.html('<link rel="canonical" href="https://other.example/">', "/moved/")
    assert _visit(pages, is_elsewhere=True) == []


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_a_post_elsewhere_that_is_gone_is_not_live(pages: Pages, status: int) -> None:
    pages.at["/posts/knots/"] = Response(status=status)
    assert f"is not there: it answers {status}. Correct its address" in _wrong(
        _visit(pages, is_elsewhere=True)
    )


@pytest.mark.parametrize("status", [403, 429, 451, 999])
def test_a_post_elsewhere_that_shows_itself_to_people_only_is_a_warning(
    pages: Pages, status: int
) -> None:
    pages.at["/posts/knots/"] = Response(status=status)
    [finding] = _visit(pages, is_elsewhere=True)
    assert finding.severity is Severity.WARNING
    assert f"answers {status} to us; look whether readers find it." in finding.message


def test_a_post_elsewhere_that_leads_in_a_circle_is_a_warning(pages: Pages) -> None:
    pages.at["/posts/knots/"] = Response(status=301, headers={"Location": "/posts/knots/"})
    [finding] = _visit(pages, is_elsewhere=True)
    assert "answers 301 to us" in finding.message
