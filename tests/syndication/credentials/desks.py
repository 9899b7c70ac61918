"""Authors who log in: with a browser, without one, with the right answers and the wrong ones."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.parse import parse_qs, urljoin, urlsplit
from urllib.request import ProxyHandler, build_opener

from syndication.credentials.desk import Desk

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

_BROWSER = build_opener(ProxyHandler({}))  # of a kind that logs nothing itself


def a_desk(
    *answers: str,
    open_page: Callable[[str], bool] = lambda _address: False,
    environ: Mapping[str, str] | None = None,
    can_ask: bool = True,
) -> Desk:
    """A desk whose author types `answers`, and nothing after them."""
    typed = iter(answers)
    numbers = iter(range(9))
    return Desk(
        environ or {},
        can_ask,
        lambda _question: next(typed),
        open_page,
        lambda: NOW,
        lambda count: f"random{next(numbers)}" + "x" * count,
    )


@contextmanager
def browsing(before: Iterable[str] = ()) -> Iterator[Callable[[str], bool]]:
    """What opens a page in a browser that follows where it leads.

    Before that others come to each of `before`, paths where the browser comes back to.
    """
    threads = []

    def browse(address: str) -> None:
        [redirect] = parse_qs(urlsplit(address).query)["redirect_uri"]
        for other in (*(urljoin(redirect, path) for path in before), address):
            with contextlib.suppress(HTTPError), _BROWSER.open(other) as page:
                page.read()

    def open_page(address: str) -> bool:
        threads.append(threading.Thread(target=browse, args=(address,)))
        threads[-1].start()
        return True

    try:
        yield open_page
    finally:
        for thread in threads:
            thread.join()
