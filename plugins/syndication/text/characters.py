"""Which characters a feed can hold."""

from __future__ import annotations

import re

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_safe(text: str) -> str:
    """`text` without the characters that no XML 1.0 document can hold, even escaped.

    By https://www.w3.org/TR/xml/#charsets: control characters other than tab and the two of line
    ends, halves of surrogate pairs, U+FFFE and U+FFFF.
    """
    return _UNSAFE.sub("", text)
