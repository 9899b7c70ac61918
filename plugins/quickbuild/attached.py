"""Files that texts take to where their pages are (`{attach}`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pelican.contents import Content

from quickbuild.making import Output
from quickbuild.reading import attaches_files, static_links


def attach_files(outputs: Iterable[Output], context: dict[str, Any]) -> None:
    """Let texts take files to their pages before anybody reads where these are.

    In the order of the pages, as it decides: what another text has linked to before stays.
    """
    taken = taken_along(outputs)
    for page, text in _pages_of_texts(outputs) if taken else ():
        if page.told and not taken.isdisjoint(static_links(text)):
            context["localsiteurl"] = page.told()["localsiteurl"]
            _ = text.content


def taken_along(outputs: Iterable[Output]) -> set[str]:
    """The files that texts take to where their pages are."""
    return {
        link
        for _page, text in _pages_of_texts(outputs)
        if attaches_files(text)
        for link in static_links(text)
    }


def _pages_of_texts(outputs: Iterable[Output]) -> Iterator[tuple[Output, Content]]:
    """The pages of texts, and what texts of plugins have, such as a guest's."""
    for output in outputs:
        local = output.local if output.told else {}
        text = local.get("article") or local.get("page")
        if text is None:
            shown = (one for one in local.values() if isinstance(one, Content))
            text = next((one for one in shown if one.save_as == output.name), None)
        if isinstance(text, Content):
            yield output, text
