"""Take a secret out of what a server says, in whatever form it repeats it. Pure."""

from __future__ import annotations

import base64
import json
import string
from urllib.parse import quote, quote_plus

HIDDEN = "(token)"

_LETTERS = string.ascii_letters + string.digits + "+/-_="

_SHORTEST = 8
"""Of what is looked for in base64: a few letters may be anything."""


def redacted(text: str, secret: str) -> str:
    """`text` without `secret`: plain, in an address, in JSON, or in base64 within anything else."""
    if not secret:
        return text
    plain = {secret, quote(secret, safe=""), quote_plus(secret), quote(secret)}
    plain |= {json.dumps(secret)[1:-1], repr(secret)[1:-1]}
    for form in sorted(plain, key=len, reverse=True):
        text = text.replace(form, HIDDEN)
    for form in _in_base64(secret.encode(errors="replace")):
        text = _without_word(text, form)
    return text


def _without_word(text: str, part: str) -> str:
    """`text` without each run of letters of base64 that has `part` in it."""
    kept, end = [], 0
    while (at := text.find(part, end)) >= 0:
        before = text[end:at].rstrip(_LETTERS)
        after = text[at + len(part) :]
        kept += [before, HIDDEN]
        end = len(text) - len(after.lstrip(_LETTERS))
    return "".join((*kept, text[end:]))


def _in_base64(secret: bytes) -> set[str]:
    """What base64 makes of the middle of `secret`, after any number of bytes before it.

    Base64 writes three bytes as four letters (RFC 4648, section 4), so that three cases are all.
    """
    found = set()
    for before in range(3):
        first = (3 - before) % 3
        middle = secret[first : first + (len(secret) - first) // 3 * 3]
        found |= {base64.b64encode(middle).decode(), base64.urlsafe_b64encode(middle).decode()}
    return {form for form in found if len(form) >= _SHORTEST}
