"""HTML put in order in place, so that every element of it is one that Markdown can say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from workbench.scaffold.manuscript.text import same_words

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

NO_TEXT = (
    *("script", "style", "nav", "form", "noscript", "template", "iframe", "object", "embed"),
    *("applet", "svg", "math", "canvas", "audio", "video", "button", "input", "select"),
    *("textarea", "dialog", "link", "meta", "map"),
)
"""Elements that are no text, or nothing of a guest's for this site."""

_CONTAINERS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "details", "div"),
        *("fieldset", "figcaption", "figure", "footer", "header", "hgroup", "main", "section"),
        "summary",
    )
)
_BLOCKS = _CONTAINERS.union(
    (*HEADINGS, "dd", "dl", "dt", "hr", "li", "ol", "p", "pre", "ul"),
    ("table", "tbody", "td", "tfoot", "th", "thead", "tr"),
)
_SAME = {"b": "strong", "i": "em", "strike": "s", "del": "s"}
_INLINE = ("strong", "em", "s", "a", "ins", "mark", "sub", "sup", "small", "u", "span", "font")
_WEB = ("http", "https", "mailto", "tel")


def text_of(tag: Tag) -> str:
    """The words of an element, with single spaces between."""
    return " ".join(tag.get_text().split())


def attribute(tag: Tag, name: str) -> str:
    """The value of an attribute; "" where the element has none."""
    value = tag.get(name)
    return value if isinstance(value, str) else " ".join(value or ())


def text_area(page: BeautifulSoup) -> Tag:
    """The part of a page that is its text: `<article>`, else `<main>`, else `<body>`.

    Of several articles, the longest.
    """
    articles = [found for found in page.find_all("article") if text_of(found)]
    if articles:
        return max(articles, key=lambda found: len(found.get_text()))
    return page.main or page.body or page


def drop_what_is_no_text(area: Tag) -> list[str]:
    """Take out of `area` what is no text. Returns the names of what was there, each once."""
    dropped = [found.name for found in area.find_all(NO_TEXT)]
    for found in area.find_all(NO_TEXT):
        found.extract()
    for text in area.find_all(string=lambda text: isinstance(text, PreformattedString)):
        text.extract()  # comments and the like
    return sorted(set(dropped))


def resolve_addresses(page: BeautifulSoup) -> None:
    """Make links and pictures absolute where `<base>` says what they are relative to."""
    base = attribute(page.base, "href") if page.base else ""
    if _scheme_of(base) not in ("http", "https"):
        return
    for name in ("href", "src"):
        for tag in page.select(f"[{name}]"):
            said = attribute(tag, name)
            if _scheme_of(said) == "" and not said.startswith("#"):
                tag[name] = urljoin(base, said)


def settle_headings(area: Tag, title: str) -> str:
    """Drop the `<h1>` that is the title; let sections begin with `<h2>` and skip no level.

    The title is the first that says `title`, or the only one. Returns its words where these are
    others, else "".
    """
    highest = [heading for heading in area.find_all("h1") if text_of(heading)]
    same = [heading for heading in highest if same_words(text_of(heading), title)]
    dropped = same[0] if same else highest[0] if len(highest) == 1 else None
    replaced = text_of(dropped) if dropped and not same else ""
    if dropped:
        dropped.decompose()
    above: list[str] = []  # the ranks, as they were, of the sections that one stands in
    for heading in area.find_all(HEADINGS):
        if text_of(heading) or heading.img:
            above = [*(rank for rank in above if rank < heading.name), heading.name]
            heading.name = f"h{min(6, 1 + len(above))}"
    return replaced


def keep_useful_links(area: Tag) -> list[str]:
    """Unwrap links that lead nowhere a visitor could go.

    Headings that a link of this text leads to keep their `id`; nothing else does. Returns the
    relative addresses that stay, which probably lead nowhere here.
    """
    places = places_in(area)
    wanted: dict[int, str] = {}
    relative = []
    for link in area.find_all("a"):
        href = attribute(link, "href").strip()
        heading = _heading_at(places.get(href[1:])) if href.startswith("#") else None
        if heading is not None:
            anchor = re.sub(r"[^\w-]", "-", href[1:])
            link["href"] = f"#{wanted.setdefault(id(heading), anchor)}"
        elif not href or href.startswith("#") or _scheme_of(href) not in ("", *_WEB):
            link.unwrap()
        elif not _scheme_of(href) and not href.startswith("//"):
            relative.append(href)
    for heading in area.find_all(HEADINGS):
        del heading["id"]
        if id(heading) in wanted:
            heading["id"] = wanted[id(heading)]
    return relative


def places_in(area: Tag) -> dict[str, Tag]:
    """The elements that a link within the page can lead to, by their names."""
    return {
        attribute(tag, name): tag for name in ("name", "id") for tag in area.select(f"[{name}]")
    }


def _heading_at(place: Tag | None) -> Tag | None:
    if place is None or place.name in HEADINGS:
        return place
    return place.find_parent(HEADINGS)


def _scheme_of(address: str) -> str | None:
    """The scheme of an address, "" where it has none; None where it is no address."""
    try:
        return urlsplit(address).scheme
    except ValueError:
        return None


def settle_structure(area: Tag) -> None:
    """Make blocks of blocks, and paragraphs of what stands between them."""
    for name, same in _SAME.items():
        for tag in area.find_all(name):
            tag.name = same
    _settle_tables(area)
    for tag in area.find_all(("ul", "ol")):
        if tag.parent and tag.parent.name in ("ul", "ol"):
            _put_into_item_before(tag)
    for tag in reversed(area.find_all(True)):
        if tag.name not in _BLOCKS and any(child.name in _BLOCKS for child in _tags(tag)):
            tag.unwrap()
    for tag in area.find_all("picture"):
        tag.unwrap()
    for tag in [area, *area.find_all(_CONTAINERS)]:
        _wrap_runs(tag, "p")
    for tag in area.find_all(("li", "dt", "dd")):
        _wrap_runs(tag, "line")
    for tag in area.find_all(("p", "line", *HEADINGS)):
        if not text_of(tag) and not tag.img:
            tag.decompose()
    _settle_inline(area)


def _settle_tables(area: Tag) -> None:
    for caption in area.find_all("caption"):
        caption.name = "p"
        table = caption.find_parent("table")
        if table:
            table.insert_before(caption.extract())
    for table in area.find_all("table"):
        cells = table.find_all(("td", "th"))
        if table.find("table") or len(cells) < 2 or not all(c.find_parent("tr") for c in cells):
            for part in table.find_all(("thead", "tbody", "tfoot", "tr", "td", "th")):
                if part.find_parent("table") is table:
                    part.name = "div"
            table.name = "div"
    for name in ("colgroup", "col"):
        for part in area.find_all(name):
            part.unwrap()


def _put_into_item_before(nested: Tag) -> None:
    item = nested.find_previous_sibling("li")
    if item:
        item.append(nested.extract())
    else:
        nested.wrap(Tag(name="li"))


def _wrap_runs(container: Tag, name: str) -> None:
    run: list[PageElement] = []
    for child in [*container.children, None]:
        if child is not None and not (isinstance(child, Tag) and child.name in _BLOCKS):
            run.append(child)
            continue
        if any(isinstance(part, Tag) or str(part).strip() for part in run):
            wrapper = run[0].wrap(Tag(name=name))
            for part in run[1:]:
                wrapper.append(part.extract())
        run = []


def _settle_inline(area: Tag) -> None:
    """Let no emphasis or link begin or end with white space, be empty, or stand in its like."""
    for tag in reversed(area.find_all(_INLINE)):
        if tag.find_parent(("pre", "code")):
            continue
        if tag.name in ("u", "span", "font", "small") or tag.find_parent(tag.name):
            tag.unwrap()
            continue
        while (last := _edge(tag, -1)) is not None:
            tag.insert_after(last)
        while (first := _edge(tag, 0)) is not None:
            tag.insert_before(first)
        if not tag.contents:
            tag.unwrap()
    area.smooth()
    for tag in area.find_all(("strong", "em", "s", "code")):
        following = tag.next_sibling
        while isinstance(following, Tag) and following.name == tag.name:
            tag.extend(list(following.contents))
            following.decompose()
            following = tag.next_sibling
    area.smooth()


def _edge(tag: Tag, place: int) -> PageElement | None:
    """The break or white space that `tag` begins (0) or ends (-1) with, taken out of it."""
    child = tag.contents[place] if tag.contents else None
    if isinstance(child, Tag):
        return child.extract() if child.name == "br" else None
    if not isinstance(child, NavigableString):
        return None
    kept = child.rstrip() if place else child.lstrip()
    space = child[len(kept) :] if place else child[: len(child) - len(kept)]
    if kept:
        child.replace_with(kept)
    else:
        child.extract()
    return NavigableString(space) if space else (None if kept else NavigableString(""))


def _tags(tag: Tag) -> Iterable[Tag]:
    return (child for child in tag.children if isinstance(child, Tag))
