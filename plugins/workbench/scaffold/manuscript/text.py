"""Bytes to characters, titles that are the same, and words for notes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.findings import Finding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAID_FOR_ANOTHER = {
    "cp1252": ("ascii", "iso8859-1", "latin_1"),
    "utf-8": ("utf-16", "utf-16-le", "utf-16-be"),
}
"""What a page means that declares one of these, as its declaration could not be read otherwise
(WHATWG Encoding, "Names and labels"; HTML, "prescan a byte stream")."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ufffe\uffff]")
_QUOTES = str.maketrans("‘’“”", "''\"\"")


def decoded(raw: bytes, declared: str = "") -> str:
    """The characters of `raw`, by its byte order mark, what it `declared`, or UTF-8.

    Lines end with a line feed. Raises `FanfareError` where it is not text in this encoding.
    """
    encoding, mark = next(
        ((name, mark) for mark, name in _MARKS if raw.startswith(mark)),
        (_meant_by(declared) or "utf-8", b""),
    )
    try:
        text = raw.removeprefix(mark).decode(encoding)
    except (UnicodeError, LookupError) as error:
        place = f"Byte {error.start + 1} is" if isinstance(error, UnicodeDecodeError) else "It is"
        raise FanfareError(
            Finding(
                "encoding",
                f"{place} not {encoding.upper()} text.",
                "Open the file in the program it was written with, and save it as UTF-8.",
                line=raw[: getattr(error, "start", 0)].count(b"\n") + 1,
            )
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _meant_by(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return declared
    return next((meant for meant, others in _SAID_FOR_ANOTHER.items() if name in others), name)


def without_controls(text: str) -> str:
    """`text` without the characters that neither HTML nor a feed can hold.

    Lines end with a line feed and nothing else: what counts as another end of a line is a space.
    """
    return _CONTROL.sub(lambda found: " " if found[0] in "\x0b\x0c\x85\u2028\u2029" else "", text)


def same_words(one: str, other: str) -> bool:
    """True where two titles differ in nothing but case, white space and the form of quotes."""
    first, second = (" ".join(words.casefold().split()) for words in (one, other))
    return first.translate(_QUOTES) == second.translate(_QUOTES)


def published_first(address: str) -> tuple[str, ...]:
    """What to tell an author whose guest's file names `address` as the original; () if nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ()
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in address:
        return ()
    return (
        f"It says its original is {address}. Was it published there first? "
        f"Then add a line Original_url: {address}",
    )


def some_of(names: Iterable[str], most: int = 4) -> str:
    """Names in a sentence, each once and none too long: the first few, and how many more."""
    every = [name if len(name) <= 60 else f"{name[:57]}..." for name in dict.fromkeys(names)]
    more = len(every) - most
    return ", ".join(every[:most]) + (f" and {more} more" if more > 0 else "")
