"""What a guest's text may contain: an allow-list over the HTML that Markdown made of it.

All that Markdown writes stays. What runs, loads or submits something is gone, and so is what would
pass for the site's own: the theme's classes, microformats, `data-` attributes.

Later steps of a build read tags with regular expressions, which is why `clean` also settles

- how attributes are written: `<`, `>` and `'` in a value are always entities, so that neither a
  tag nor a second quoted value can be seen in it;
- what may follow Pelican's link markers (`{filename}x.md`): Pelican puts the address together
  anew, and makes `javascript:{0}javascript:alert(1)` of `{0}javascript:alert(1)`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape, unescape
from itertools import dropwhile
from pathlib import PurePosixPath
from urllib.parse import urlparse

import nh3
from pygments.token import STANDARD_TYPES

from fanfare.findings import Finding
from guest_posts import removals
from guest_posts.removals import Part, Removed, gone

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_TEXT = frozenset(
    """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small
    span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905 -- a list of words is read more easily as words
)
_MEDIA = frozenset(("audio", "source", "video"))
_TAGS = _TEXT | _MEDIA

_GONE_WITH_CONTENT = frozenset(
    """
    applet canvas datalist embed frameset iframe math noembed noframes noscript object script select
    style svg template textarea title xmp
    """.split()  # noqa: SIM905 -- likewise
)
"""Elements whose content is no text for readers, or text only a parser of its own can end."""

_ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "hreflang"},
    "audio": {"controls", "src"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "details": {"open"},
    "img": {"alt", "height", "loading", "src", "width"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"controls", "height", "poster", "src", "width"},
}

_ALIGNED = {f"text-align: {side};" for side in ("left", "right", "center")}
_EXACT_VALUES = {
    "td": {"style": _ALIGNED},
    "th": {"style": _ALIGNED},
    "div": {"tabindex": {"0"}},  # tables and code that the keyboard scrolls
    "pre": {"tabindex": {"0"}},
}

_TOKENS = frozenset(STANDARD_TYPES.values()) - {""}
_CLASSES = {
    "a": frozenset(("footnote-backref", "footnote-ref")),
    "div": frozenset(("codehilite", "footnote", "highlight", "linenodiv", "table-scroll", "toc")),
    "span": _TOKENS | {"filename", "hll", "linenos", "normal", "special", "toctitle"},
    "table": frozenset(("codehilitetable", "highlighttable")),
    "td": frozenset(("code", "linenos")),
}
"""What Markdown and Pygments write, for each element."""

_SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_ADDRESSES = frozenset(("href", "poster", "src"))
_MARKER = re.compile(r"[{|](?P<what>attach|author|category|filename|index|static|tag)[|}]")
_FOR_EYES_AND_EARS = frozenset(
    """
    .aac .apng .avif .flac .gif .jpeg .jpg .m4a .m4v .mov .mp3 .mp4 .oga .ogg .ogv .opus .png .wav
    .webm .webp
    """.split()  # noqa: SIM905 -- likewise
)
"""Suffixes of what a guest's text may publish beside it. Not SVG: opened alone, it runs scripts."""

_IDS = {
    "li": re.compile(r"fn:.+"),
    "sup": re.compile(r"fnref\d*:.+"),
    **dict.fromkeys(_HEADINGS, re.compile(r"[\w-]+")),
}

# Replaced, not taken out: that would put together what a scheme must not be.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

# Tags as nh3 writes them: every value between double quotes, and no other double quote in a tag.
_TAG = re.compile(r'<[^"<>]*+(?:"[^"]*+"[^"<>]*+)*+>')
_AWKWARD_TAG = re.compile(r"""<[^"<>]*+(?:"[^"<>']*+"[^"<>]*+)*+"[^"<>']*+[<>']""")
_VALUE = re.compile(r'"[^"]*"')
_AWKWARD = str.maketrans({"<": "&lt;", ">": "&gt;", "'": "&#39;"})
_ATTRIBUTE = re.compile(r' (?P<name>[a-z]+)="(?P<value>[^"]*)"')

# Tags that were nested wrongly may nest in another way when they are read once more: so they are,
# until nothing changes. No more than three times was ever needed.
_PASSES = 8
_PRE = re.compile(r"(<pre\b[^>]*>)\n+")  # of these, each reading would take one away


@dataclass(frozen=True, slots=True)
class Cleaned:
    """HTML that holds only what a guest's text may contain."""

    html: str
    removed: tuple[Removed, ...] = ()
    """What was taken out; empty for a text that was right."""


def clean(html: str) -> Cleaned:
    """`html`, as Markdown made it of a guest's text, without what such a text may not contain."""
    readable = html.encode(errors="replace").decode()  # half of a surrogate pair is no character
    cleaned = _read_and_written(readable)
    if unescape(cleaned) == unescape(readable):
        return Cleaned(_with_plain_values(cleaned))
    for _ in range(_PASSES):
        again = _read_and_written(_PRE.sub(r"\1", cleaned))
        if again == cleaned:
            break
        cleaned = again
    return Cleaned(_with_plain_values(cleaned), tuple(_removed(readable, cleaned)))


def clean_text(text: str) -> str:
    """A title or a summary of a guest's for a theme that prints it as it is.

    Escaping would not do: `striptags`, which such themes use, takes the entities off again. So the
    signs that could begin a tag or end an attribute become others that look like them, also where
    they are written as entities. Themes that do escape print it as well.
    """
    text = unescape(text)
    if unescape(text) != text:  # entities of entities, which nobody writes who means well
        text = text.replace("&", "＆")
    return text.translate(_HARMLESS)


_HARMLESS = str.maketrans({"<": "‹", ">": "›", '"': "”", "'": "’"})


def with_ids_of(html: str, slug: str) -> str:
    """`html`, as `clean` left it, with `slug` before each id in it and in each link to one.

    For texts that stand beside others on a page: their footnotes and headings may have the same.
    """

    def attribute(found: re.Match[str]) -> str:
        name, value = found.groups()
        if name == "id":
            return f' id="{slug}-{value}"'
        if name == "href" and value.startswith("#") and value != "#":
            return f' href="#{slug}-{value[1:]}"'
        return found[0]

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html)


def _kept(element: str, attribute: str, value: str) -> str | None:
    """What stays of an attribute's value; None where the attribute goes."""
    if attribute == "class":
        return " ".join(name for name in value.split() if _is_class(element, name)) or None
    if attribute == "id":
        pattern = _IDS.get(element)
        return value if pattern and pattern.fullmatch(value) else None
    if attribute in _ADDRESSES and not _is_address(attribute, value):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_GONE_WITH_CONTENT),
    attributes=_ATTRIBUTES,
    tag_attribute_values=_EXACT_VALUES,
    attribute_filter=_kept,
    url_schemes=_SCHEMES,
    link_rel=None,
)


def _read_and_written(html: str) -> str:
    """What nh3 leaves of `html`, with no character that neither HTML nor a feed can hold."""
    return _CONTROL.sub("\ufffd", _CLEANER.clean(html).replace("\r", "\n"))


def _is_class(element: str, name: str) -> bool:
    if element == "code":
        return name.startswith("language-")
    base, hyphen, kind = name.partition("-")
    if hyphen and kind[:1].isupper():  # how Pygments names a token that only one lexer has
        name = base
    return name in _CLASSES.get(element, ())


def _is_address(attribute: str, value: str) -> bool:
    """False for what leads nowhere, or elsewhere than it seems to, once Pelican resolved it."""
    if not value.startswith(("{", "|")):
        return attribute == "href" or _scheme(value) != "http"
    marker = _MARKER.match(value)
    if marker is None:
        return False
    rest = value[marker.end() :]
    try:
        parts = urlparse(rest)  # as Pelican reads it
    except ValueError:
        return False
    if parts.scheme or parts.netloc or re.search(r'["<>]', rest):
        return False
    return marker["what"] not in ("static", "attach") or _is_for_all(parts.path)


def _is_for_all(path: str) -> bool:
    """True for a picture or a recording beside the text, or a file in the site's `images`.

    Pelican publishes whatever such a link names: the site's ledgers, its tokens, an author's notes.
    """
    steps = [step for step in re.split(r"[/\\]", path) if step != "."]
    inside = list(dropwhile(lambda step: step in ("", ".."), steps))
    if ".." in inside:
        return False
    if inside == steps:
        return PurePosixPath(path).suffix.lower() in _FOR_EYES_AND_EARS
    return inside[:1] == ["images"]


def _scheme(address: str) -> str:
    """The scheme of an address as browsers read it: https://url.spec.whatwg.org/#url-parsing."""
    found = _SCHEME.match(re.sub(r"[\t\n\r]", "", address.lstrip(_CONTROLS)))
    return found[0].lower() if found else ""


_CONTROLS = "".join(map(chr, range(0x21)))


def _with_plain_values(html: str) -> str:
    """What nh3 wrote, with `<`, `>` and `'` in attributes written as entities.

    In nh3's output these stand in no other place of a tag: it names only what is on the list,
    puts every value between double quotes, writes double quotes in it as entities, and keeps no
    comment. A `<` in text is an entity too, so that each one left begins a tag, or is in a value.
    """
    if not _AWKWARD_TAG.search(html):
        return html
    return _TAG.sub(
        lambda tag: _VALUE.sub(lambda value: value[0].translate(_AWKWARD), tag[0]), html
    )


def _removed(before: str, after: str) -> Iterator[Removed]:
    said: Counter[Removed] = Counter()
    for part, count in gone(before, after, _TAGS, _GONE_WITH_CONTENT).items():
        removed = _in_words(part)
        if removed:
            said[removed] += count
    for removed, count in said.items():
        yield replace(removed, count=count)


def _in_words(part: Part) -> Removed | None:
    """One such thing that was removed; None for what the list allows.

    That went with what was around it, or is a tag where none can be.
    """
    element, attribute, value = part.element, part.attribute, part.value
    if not attribute:
        return None if element in _TAGS else removals.of_element(element)
    lists = (_ATTRIBUTES["*"], _ATTRIBUTES.get(element, ()), _EXACT_VALUES.get(element, ()))
    if not any(attribute in names for names in lists) or attribute == "style":
        return removals.of_attribute(attribute)
    if attribute in ("class", "id") and _kept(element, attribute, value) is None:
        return removals.of_attribute(attribute, value)
    if attribute in _ADDRESSES and not _is_kept_alone(part):
        scheme = _scheme(value)
        if not scheme or (scheme in _SCHEMES and _is_address(attribute, value)):
            scheme = ""
        return removals.of_address(value, scheme)
    return None


def _is_kept_alone(part: Part) -> bool:
    """True for an address that the list allows: it went with what was around it."""
    alone = f'<{part.element} {part.attribute}="{escape(part.value)}">'
    return f" {part.attribute}=" in _CLEANER.clean(alone)


def findings(cleaned: Cleaned, text: str, first_line: int, source: str) -> list[Finding]:
    """What was removed, with its line in the file `source`: see `removals.findings`."""
    return list(removals.findings(cleaned.removed, text, first_line, source))
