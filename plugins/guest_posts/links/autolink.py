"""First mentions of people and partners, made links to their pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from unicodedata import normalize

from guest_posts.links.tags import Tag, attributes, tags
from guest_posts.links.words import stands_alone

_QUOTES = ("blockquote", "cite", "q")
_CODE = ("code", "kbd", "plaintext", "pre", "samp", "tt", "var", "xmp")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTROLS = ("a", "button", "datalist", "label", "nav", "option", "select", "summary", "textarea")
_STRUCK_OUT = ("del", "s", "strike")
_NO_TEXT = (
    *("audio", "canvas", "iframe", "math", "noembed", "noframes", "noscript", "object", "rp"),
    *("rt", "script", "style", "svg", "template", "title", "video"),
)
_NOT_LINKED = frozenset((*_QUOTES, *_CODE, *_HEADINGS, *_CONTROLS, *_STRUCK_OUT, *_NO_TEXT))

_WITHIN_WORDS = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"),
        *("font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike"),
        *("strong", "time", "tt", "u", "var", "wbr"),
    )
)
"""Elements that may begin or end in the middle of a word; every other one ends it."""

_GAP = "\N{OBJECT REPLACEMENT CHARACTER}"
_ALIKE = ((" ", r"\s+"), ("'’‘ʼ", "['’‘ʼ]"), ('"“”', '["“”]'), ("-‐‑", "[-‐‑]"))
"""Characters that a name and a text may write differently, and what matches all of them."""

_UNIT = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Known:
    """A person or partner who has a page."""

    name: str
    address: str
    """As links to the page are written."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Text between two tags."""

    at: int
    """Where it begins in the text of the whole."""

    text: str
    start: int
    """Where it begins in the HTML."""

    raw: str
    may_link: bool


@dataclass(frozen=True, slots=True)
class _Page:
    """What a reader sees of HTML."""

    text: str
    """Decomposed (NFD); what is no text is one character that is in no name."""

    runs: Sequence[_Run]
    hrefs: frozenset[str]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where in the HTML the text from `start` to `end` stands.

        None where it may not become a link, is spread over several runs, or begins or ends within
        a character reference.
        """
        run = self.runs[bisect_right(self.runs, start, key=lambda run: run.at) - 1]
        first, last = start - run.at, end - run.at
        if not run.may_link or last > len(run.text):
            return None
        if run.text == run.raw:
            return run.start + first, run.start + last
        offsets = _offsets(run.raw)
        if (first and offsets[first - 1] == offsets[first]) or offsets[last - 1] == offsets[last]:
            return None
        return run.start + offsets[first], run.start + offsets[last]


def with_links(html: str, known: Sequence[Known], skip: Collection[str] = ()) -> str:
    """`html` in which the first mention of each of `known` links to their page.

    No mention becomes a link in headings, code, quotes of others, existing links and controls, nor
    does one that is spread over several elements. An address is linked once, and not at all where
    `html` links to it already or `skip` has it. Where two names begin, the longer is meant; of two
    with the same name the first is. Every byte but the links stays as it is.
    """
    return linker(known)(html, skip)


def linker(known: Sequence[Known]) -> Callable[[str, Collection[str]], str]:
    """`with_links` for many texts: what is to be known of the names is worked out once."""
    addresses: dict[str, str] = {}
    for one in known:
        name = " ".join(one.name.split())
        if any(character.isalnum() for character in name):
            addresses.setdefault(normalize("NFD", name), one.address)
    if not addresses:
        return lambda html, _skip: html
    longest_first = sorted(addresses, key=len, reverse=True)
    names = [(re.compile(_pattern(name)), addresses[name]) for name in longest_first]
    any_name = re.compile("|".join(map(_pattern, longest_first)))
    # Text is mostly composed already, so that a glance at it costs little.
    glance = re.compile("|".join(_pattern(normalize("NFC", name)) for name in longest_first))

    def link(html: str, skip: Collection[str]) -> str:
        if not glance.search(normalize("NFC", unescape(html))):
            return html
        page = _read(html)
        done = {"", *page.hrefs, *skip}
        pieces, copied = [], 0
        for start, end, address in _mentions(page.text, any_name, names):
            if address not in done and (span := page.span(start, end)):
                done.add(address)
                first, last = span
                made = f'<a href="{escape(address)}">{html[first:last]}</a>'
                pieces += [html[copied:first], made]
                copied = last
        return "".join(pieces) + html[copied:]

    return link


def _pattern(name: str) -> str:
    """A regular expression for `name` with any white space, apostrophes, quotes and hyphens."""
    return "".join(
        next((each for marks, each in _ALIKE if character in marks), re.escape(character))
        for character in name
    )


def _mentions(
    text: str, any_name: re.Pattern[str], names: Sequence[tuple[re.Pattern[str], str]]
) -> Iterator[tuple[int, int, str]]:
    """Every name in `text`: where it begins and ends, and the address that goes with it.

    A name within a longer one is none, also where the longer one cannot become a link: it means
    somebody else.
    """
    position = 0
    while place := any_name.search(text, position):
        start, position = place.start(), place.start() + 1
        for pattern, address in names:
            found = pattern.match(text, start)
            if found and stands_alone(text, start, found.end()):
                position = found.end()
                yield start, position, address
                break


def _read(html: str) -> _Page:
    """What `html` shows, run by run."""
    runs: list[_Run] = []
    pieces: list[str] = []
    hrefs: set[str] = set()
    within: list[str] = []
    at = position = 0
    for tag in (*tags(html), Tag("", len(html), len(html))):
        raw = html[position : tag.start]
        if raw:
            text = normalize("NFD", unescape(raw))
            runs.append(_Run(at, text, position, raw, not within))
            pieces.append(text)
            at += len(text)
        position = tag.end
        if tag.name and tag.name not in _WITHIN_WORDS:
            pieces.append(_GAP)
            at += 1
        if tag.name in _NOT_LINKED and not tag.is_empty:
            if not tag.is_end:
                within.append(tag.name)
            elif tag.name in within:
                within.remove(tag.name)
        if tag.name == "a" and not tag.is_end:
            href = attributes(html[tag.start : tag.end]).get("href")
            hrefs |= {href.value} if href else set()
    return _Page("".join(pieces), runs, frozenset(hrefs))


def _offsets(raw: str) -> list[int]:
    """Where in `raw` each character of its text comes from, and where `raw` ends."""
    offsets: list[int] = []
    for unit in _UNIT.finditer(raw):
        shown = unescape(unit[0])
        if shown == unit[0]:  # one character, or an ampersand that stands for itself
            for place, character in enumerate(shown, unit.start()):
                offsets += [place] * len(normalize("NFD", character))
        else:
            offsets += [unit.start()] * len(normalize("NFD", shown))
    return [*offsets, len(raw)]
