"""One built page, read once, as plain facts that rules look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urljoin

from lxml import etree

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


class Kind(StrEnum):
    """What an address is there for; the value is the noun messages use."""

    LINK = "page"
    FORM = "form target"
    IMAGE = "image"
    STYLESHEET = "stylesheet"
    SCRIPT = "script"
    ICON = "icon"
    FILE = "file"
    FRAME = "frame"
    FEED = "feed"
    ENTRY = "feed entry"
    LISTED = "listed address"


SUBRESOURCES = frozenset(
    (Kind.IMAGE, Kind.STYLESHEET, Kind.SCRIPT, Kind.ICON, Kind.FILE, Kind.FRAME)
)
"""What a browser fetches by itself to show a page."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One address that a document names."""

    kind: Kind
    url: str
    """As it is written in the document."""


@dataclass(frozen=True, slots=True)
class Image:
    """One `img` element."""

    url: str
    alt: str | None
    """The alternative text; None where there is no such attribute."""

    has_size: bool
    """True with both width and height, so that the text does not jump when it arrives."""

    is_whole_link: bool
    """True where it is all a link consists of, so that its text is the link's name."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one HTML file says."""

    path: str
    """Relative to the output folder."""

    base: str
    """The absolute address its relative ones start from."""

    references: tuple[Reference, ...] = ()
    images: tuple[Image, ...] = ()
    ids: tuple[str, ...] = ()
    """Every id, repeats included."""

    anchors: frozenset[str] = frozenset()
    """Everything a fragment may name: ids and the names of `a`."""

    lang: str | None = None
    title: str | None = None
    """None where there is no such element."""

    description: str | None = None
    canonical: str | None = None
    main_headings: tuple[str, ...] = ()
    """The text of every `h1`."""

    open_graph: Mapping[str, str] = field(default_factory=dict)
    """Name without `og:` to its first value."""

    robots: frozenset[str] = frozenset()
    is_redirect: bool = False
    """True where it only sends visitors on."""


_WHERE_PAGES_START = re.compile(rb"<(!doctype|html|head|title|body)\b", re.IGNORECASE)
_ALL_IDS = etree.XPath("//@id", smart_strings=False)
_ALL_NAMES = etree.XPath("//a/@name", smart_strings=False)
_SRCSET_ENTRY = re.compile(r"([^\s,]\S*[^\s,])(?:\s+[\d.]+[wxh])*\s*(?:,|$)")
_REFRESH = re.compile(r"\s*\d+\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)

_ATTRIBUTES: Mapping[str, tuple[tuple[str, Kind], ...]] = {
    "a": (("href", Kind.LINK),),
    "area": (("href", Kind.LINK),),
    "form": (("action", Kind.FORM),),
    "img": (("src", Kind.IMAGE),),
    "input": (("src", Kind.IMAGE),),
    "source": (("src", Kind.FILE),),
    "track": (("src", Kind.FILE),),
    "audio": (("src", Kind.FILE),),
    "video": (("src", Kind.FILE), ("poster", Kind.IMAGE)),
    "script": (("src", Kind.SCRIPT),),
    "iframe": (("src", Kind.FRAME),),
    "embed": (("src", Kind.FILE),),
    "object": (("data", Kind.FILE),),
    "use": (("href", Kind.FILE), ("xlink:href", Kind.FILE)),
}
_LOOKED_AT = (*_ATTRIBUTES, "base", "link", "meta", "title", "h1")


def is_page(raw: bytes) -> bool:
    """False for a fragment without a head, such as the file a search engine asks owners for."""
    return not raw.strip() or bool(_WHERE_PAGES_START.search(raw, 0, 2048))


def read_page(path: str, address: str, raw: bytes) -> Page:
    """The facts of the HTML in `raw`, which stands at the absolute `address`.

    A page that cannot be read at all has no facts: rules then say what it lacks.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return Page(path, address)
    elements: dict[str, list[etree._Element]] = {tag: [] for tag in _LOOKED_AT}
    for element in root.iter(*_LOOKED_AT):
        elements[str(element.tag)].append(element)
    metas = _Metas.read(elements["meta"])
    ids = tuple(_strings(_ALL_IDS(root)))
    return Page(
        path=path,
        base=_base(address, elements["base"]),
        references=tuple(_references(elements, metas)),
        images=tuple(_image(element) for element in elements["img"]),
        ids=ids,
        anchors=frozenset((*ids, *_strings(_ALL_NAMES(root)))),
        lang=root.get("lang"),
        title=next((_text(e) for e in elements["title"] if not _inside_svg(e)), None),
        description=metas.names.get("description"),
        canonical=next(
            (link.get("href") for link in elements["link"] if "canonical" in _relations(link)), None
        ),
        main_headings=tuple(_text(heading) for heading in elements["h1"]),
        open_graph=metas.open_graph,
        robots=frozenset(re.split(r"[\s,]+", metas.names.get("robots", "").lower())),
        is_redirect=metas.sends_to is not None,
    )


@dataclass(frozen=True, slots=True)
class _Metas:
    """What the `meta` elements of a page say; the first of a name counts."""

    names: Mapping[str, str]
    open_graph: Mapping[str, str]
    sends_to: str | None

    @classmethod
    def read(cls, elements: Iterable[etree._Element]) -> _Metas:
        names: dict[str, str] = {}
        open_graph: dict[str, str] = {}
        sends_to = None
        for meta in elements:
            content = " ".join((meta.get("content") or "").split())
            name = (meta.get("property") or meta.get("name") or "").lower()
            if name.startswith("og:"):
                open_graph.setdefault(name[3:], content)
            elif name:
                names.setdefault(name, content)
            elif (meta.get("http-equiv") or "").lower() == "refresh":
                found = _REFRESH.match(content)
                sends_to = found[1].strip() if found else sends_to
        return cls(names, open_graph, sends_to)


def _references(elements: Mapping[str, list[etree._Element]], metas: _Metas) -> Iterator[Reference]:
    for tag, attributes in _ATTRIBUTES.items():
        for element in elements[tag]:
            for attribute, kind in attributes:
                url = element.get(attribute)
                if url is not None:
                    yield Reference(kind, url)
    for element in (*elements["img"], *elements["source"]):
        for url in _srcset(element.get("srcset") or ""):
            yield Reference(Kind.IMAGE, url)
    for link in elements["link"]:
        address, purpose = link.get("href"), _kind_of_link(link)
        if address is not None and purpose:
            yield Reference(purpose, address)
    if metas.sends_to:
        yield Reference(Kind.LINK, metas.sends_to)


def _kind_of_link(link: etree._Element) -> Kind | None:
    """What a `link` element is there for; None where it names no page or file of its own."""
    relations = _relations(link)
    if relations & {"canonical", "preconnect", "dns-prefetch"}:
        return None
    if "stylesheet" in relations:
        return Kind.STYLESHEET
    if relations & {"icon", "apple-touch-icon", "mask-icon"}:
        return Kind.ICON
    if relations & {"preload", "modulepreload", "prefetch", "manifest"}:
        return Kind.FILE
    if "alternate" in relations and (link.get("type") or "").lower() in FEED_TYPES:
        return Kind.FEED
    return Kind.LINK


def _relations(link: etree._Element) -> set[str]:
    return set((link.get("rel") or "").lower().split())


def _srcset(value: str) -> Iterable[str]:
    return () if value.lstrip().startswith("data:") else _SRCSET_ENTRY.findall(value)


def _image(element: etree._Element) -> Image:
    alt = element.get("alt")
    return Image(
        url=element.get("src") or "",
        alt=alt,
        has_size=element.get("width") is not None and element.get("height") is not None,
        is_whole_link=not (alt or "").strip() and _names_its_link(element),
    )


def _names_its_link(image: etree._Element) -> bool:
    """True where the link around `image` has no other name."""
    link = next(image.iterancestors("a"), None)
    if link is None or link.get("href") is None:
        return False
    labels = (link.get("aria-label"), link.get("aria-labelledby"), link.get("title"))
    others = (other.get("alt") for other in link.iter("img"))
    return not any(text and text.strip() for text in (_text(link), *labels, *others))


def _base(address: str, bases: Iterable[etree._Element]) -> str:
    href = next((base.get("href") for base in bases if base.get("href")), None)
    try:
        return urljoin(address, href) if href else address
    except ValueError:
        return address


def _inside_svg(element: etree._Element) -> bool:
    return next(element.iterancestors("svg"), None) is not None


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _strings(found: object) -> Iterator[str]:
    """What an XPath for attributes found, typed."""
    assert isinstance(found, list)  # noqa: S101 -- narrows what lxml leaves open
    for value in found:
        yield str(value)
