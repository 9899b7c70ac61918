r"""LinkedIn's `little` text, the format of a commentary in the Posts API.

By https://learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format:
a backslash before each reserved character, and `{hashtag|\#|Tag}` for a hashtag. One that is not
escaped cuts the post short, while the API answers that all is well. Nobody says which names a
hashtag may have: those with marks, which no word has by the rules of many programs, are left to
LinkedIn to find in the text, where they are as safe as any other.
"""

from __future__ import annotations

import re

from syndication.linkedin.hashtags import find_hashtags

RESERVED = r"\|{}@[]()<>#*_~"

_RESERVED = re.compile(f"[{re.escape(RESERVED)}]")
_WORD = re.compile(r"\w+")
_ELEMENT = re.compile(r"\\(?P<escaped>.)|\{hashtag\|\\#\|(?P<tag>[^}]*)\}", re.DOTALL)


def escaped(text: str) -> str:
    """Plain `text` as little text: hashtags of letters and digits become ones, all else stays."""
    parts, done = [], 0
    for start, name in find_hashtags(text):
        if text[start] == "#" and _WORD.fullmatch(name):
            parts += [_plain(text[done:start]), rf"{{hashtag|\#|{name}}}"]
            done = start + 1 + len(name)
    return "".join((*parts, _plain(text[done:])))


def unescaped(little: str) -> str:
    """What readers see of little text that `escaped` has made: its inverse."""
    return _ELEMENT.sub(lambda found: found["escaped"] or f"#{found['tag']}", little)


def units(text: str) -> int:
    """The length of `text` in UTF-16 units, as LinkedIn counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def _plain(text: str) -> str:
    return _RESERVED.sub(r"\\\g<0>", text)
