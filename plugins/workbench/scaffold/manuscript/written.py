"""A guest's Markdown: kept as written, but for its title, its headings' rank, its pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from workbench.scaffold.manuscript.head import read_head
from workbench.scaffold.manuscript.pictures import Pictures
from workbench.scaffold.manuscript.record import Manuscript
from workbench.scaffold.manuscript.text import decoded, same_words, some_of, without_controls

_FENCE = re.compile(r"(?P<indent> *)(?P<mark>`{3,}|~{3,})(?P<rest>.*)")
_RAW_BLOCK = re.compile(r" {0,3}<(?P<name>!--|(?:pre|script|style|textarea)\b)", re.IGNORECASE)
_LIST_ITEM = re.compile(r" {0,3}(?:[-*+]|\d+[.)])\s")
_ATX = re.compile(r"(?P<marks>#{1,6})(?!#)(?P<words>.*?)#*\s*")
_UNDERLINE = re.compile(r"(?P<mark>=+|-+) *")
_CODE = re.compile(r"(?P<ticks>(?<!`)`+(?!`)).+?(?<!`)(?P=ticks)(?!`)")

_IMAGE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\\]++|\\.|\[[^\[\]]*+\])*+)\]"
    r"(?P<open>\(\s*)(?P<target><[^<>\n]*>|(?:[^\s()\\]++|\\.|\([^\s()]*+\))++)"
)
_IMAGE_BY_NAME = re.compile(r"!\[(?P<alt>[^\[\]]*)\] ?\[(?P<name>[^\[\]]*)\]")
_DEFINITION = re.compile(r"^(?P<open> {0,3}\[(?P<name>[^\[\]]+)\]:\s*)(?P<target><[^<>]*>|\S+)")
_HTML_IMAGE = re.compile(
    r"""(?P<open><img\b[^<>]*?\bsrc\s*=\s*)(?P<quote>["']?)(?P<target>[^"'<>\s]+)(?P=quote)""",
    re.IGNORECASE,
)
_HTML_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_HTML = re.compile(r"</?(?P<name>[a-z][a-z0-9-]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_OWN_LINK = re.compile(r"[{|](?:filename|static|attach|author|category|index|tag)[|}][^\s)\"'>]*")


@dataclass(slots=True)
class _Row:
    """One line of the text."""

    text: str
    is_code: bool


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading that the site would make of one or two rows, the first of them at `place`."""

    place: int
    level: int
    words: str
    underlined: bool


def read_markdown(raw: bytes, title: str, pictures: Pictures) -> Manuscript:
    """What a Markdown file says, called `title` where that is not empty.

    Its pictures join `pictures`. Raises `FanfareError` where it is not UTF-8 text.
    """
    text = decoded(raw)
    clean = without_controls(text)
    head = read_head(clean)
    rows = list(_rows(head.body))
    headings = list(_headings(rows))
    title = title or head.values.get("title") or _first_title(headings)
    notes = [*head.notes, *_settle_headings(rows, headings, title), *_what_to_look_at(rows)]
    if clean != text:
        notes.append("Control characters were taken out of its text.")
    _place_pictures(rows, pictures)
    said = head.values.get
    return Manuscript(
        "\n".join(row.text for row in rows),
        title=title,
        author=said("author", ""),
        date=said("date", ""),
        category=said("category", ""),
        tags=said("tags", ""),
        summary=said("summary", ""),
        notes=tuple(notes),
    )


def _rows(lines: Iterable[str]) -> Iterator[_Row]:
    """Lines, each with whether it is code or raw text of HTML."""
    fence = end_of_raw = ""
    in_list = False
    for line in lines:
        found = _FENCE.match(line)
        is_code = True
        if fence:
            if found and found["mark"].startswith(fence) and not found["rest"].strip():
                fence = ""
        elif end_of_raw:
            end_of_raw = "" if end_of_raw in line.lower() else end_of_raw
        elif found and (in_list or len(found["indent"]) < 4) and "`" not in found["rest"]:
            fence = found["mark"]
        elif raw := _RAW_BLOCK.match(line):
            end = "-->" if raw["name"] == "!--" else f"</{raw['name'].lower()}"
            end_of_raw = "" if end in line.lower() else end
        else:
            is_code = line.expandtabs(4).startswith(" " * (8 if in_list else 4))
        if line.strip() and not is_code and not line.startswith((" ", "\t")):
            in_list = bool(_LIST_ITEM.match(line))
        elif not is_code and _LIST_ITEM.match(line):
            in_list = True
        yield _Row(line, is_code)


def _headings(rows: list[_Row]) -> Iterator[_Heading]:
    """The headings of the text, as Python-Markdown finds them."""
    before = ""
    for place, row in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else None
        if row.is_code:
            pass
        elif found := _ATX.fullmatch(row.text):
            yield _Heading(place, len(found["marks"]), _plain(found["words"]), underlined=False)
        elif (
            following is not None
            and row.text.strip()
            and not before.strip()
            and (line := _UNDERLINE.fullmatch(following.text))
        ):
            level = 1 if line["mark"].startswith("=") else 2
            yield _Heading(place, level, _plain(row.text), underlined=True)
        before = row.text


def _plain(words: str) -> str:
    """The words of a heading without their Markdown."""
    from bs4 import BeautifulSoup
    from markdown import markdown

    return " ".join(BeautifulSoup(markdown(f"# {words.strip()}"), "lxml").get_text().split())


def _first_title(headings: list[_Heading]) -> str:
    return next((heading.words for heading in headings if heading.level == 1), "")


def _settle_headings(rows: list[_Row], headings: list[_Heading], title: str) -> Iterator[str]:
    """Drop the heading that is the title; move all others down where one is above `##`."""
    highest = [heading for heading in headings if heading.level == 1]
    same = [heading for heading in highest if same_words(heading.words, title)]
    dropped = same[0] if same else highest[0] if len(highest) == 1 else None
    kept = [heading for heading in headings if heading is not dropped]
    if any(heading.level == 1 for heading in kept):
        for heading in kept:
            _move_down(rows, heading)
    if dropped:
        if not same:
            yield f'Its own title was "{dropped.words}".'
        rows[dropped.place].text = ""
        if dropped.underlined:
            rows[dropped.place + 1].text = ""


def _move_down(rows: list[_Row], heading: _Heading) -> None:
    row = rows[heading.place]
    if not heading.underlined:
        row.text = row.text if heading.level == 6 else f"#{row.text}"
        return
    line = rows[heading.place + 1]
    if heading.level == 1:
        line.text = line.text.replace("=", "-")
    else:
        row.text, line.text = f"### {row.text.strip()}", ""


def _what_to_look_at(rows: list[_Row]) -> Iterator[str]:
    """HTML in the text, and links by which the site's own files could be meant."""
    tags: list[str] = []
    links: list[str] = []
    for row in rows:
        if raw := _RAW_BLOCK.match(row.text):
            tags.append(f"<{raw['name']}")
        elif not row.is_code:
            text = _CODE.sub("", row.text)
            tags += (f"<{found['name']}" for found in _HTML.finditer(text))
            links += (found[0] for found in _OWN_LINK.finditer(text))
    if tags:
        yield f"There is HTML in it, of which not all may stay: {some_of(tags)}."
    if links:
        yield f"Links that name files of your site, meant or not: {some_of(links)}."


def _place_pictures(rows: list[_Row], pictures: Pictures) -> None:
    """Lead the links to pictures inside the text and beside it to where they are going to be."""
    readable = [row for row in rows if not row.is_code]
    used = {
        (found["name"] or found["alt"]).casefold(): found["alt"]
        for row in readable
        for found in _IMAGE_BY_NAME.finditer(row.text)
    }

    def placed(target: str, alt: str) -> str:
        bare = target[1:-1] if target.startswith("<") else re.sub(r"\\(.)", r"\1", target)
        if _OWN_LINK.match(bare):
            return target
        address = pictures.address(bare, alt)
        return target if address in ("", bare) else address

    def in_text(found: re.Match[str]) -> str:
        return f"![{found['alt']}]{found['open']}{placed(found['target'], found['alt'])}"

    def in_definition(found: re.Match[str]) -> str:
        name = found["name"].casefold()
        if name not in used:
            return found[0]
        return f"{found['open']}{placed(found['target'], used[name])}"

    def in_html(found: re.Match[str]) -> str:
        alt = _HTML_ALT.search(found.string[found.start() : found.string.find(">", found.end())])
        said = (alt[1] or alt[2] or "") if alt else ""
        return f"{found['open']}{found['quote']}{placed(found['target'], said)}{found['quote']}"

    for row in readable:
        row.text = _outside_code(_IMAGE, in_text, row.text)
        row.text = _outside_code(_HTML_IMAGE, in_html, row.text)
        row.text = _DEFINITION.sub(in_definition, row.text)


def _outside_code(pattern: re.Pattern[str], put: Callable[[re.Match[str]], str], text: str) -> str:
    code = [found.span() for found in _CODE.finditer(text)]

    def put_outside(found: re.Match[str]) -> str:
        return found[0] if any(a <= found.start() < b for a, b in code) else put(found)

    return pattern.sub(put_outside, text)
