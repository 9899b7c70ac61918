"""Take a secret out of what a server says, in whatever form it repeats it. Pure."""

from __future__ import annotations

import base64
import html
import re
import string

HIDDEN = "(token)"

_LETTERS = string.ascii_letters + string.digits + "+/-_="

_SHORTEST = 8
"""Of what is looked for in base64: a few letters may be anything."""


def redacted(text: str, secret: str) -> str:
    """`text` without `secret`: plain, escaped in any way, or in base64 within anything else.

    Whatever its case: hosts lose it.
    """
    if not secret:
        return text
    text = re.sub("".join(map(_any_form, secret)), HIDDEN, text, flags=re.IGNORECASE)
    for form in _in_base64(secret.encode(errors="replace")):
        text = _without_word(text, form)
    return text


def _any_form(char: str) -> str:
    """A pattern of `char`, also as in JSON, in an address and in HTML, and escaped once more."""
    number = ord(char)
    plain = f"{re.escape(char)}|{re.escape(html.escape(char))}"
    in_json = rf"\\{{1,8}}(?:{re.escape(char)}|u{number:04x}|x{number:02x})"
    in_address = "".join(f"%(?:25){{0,3}}{byte:02x}" for byte in char.encode(errors="replace"))
    in_html = rf"&(?:amp;){{0,3}}\#(?:0{{0,6}}{number}|x0{{0,6}}{number:x});"
    return f"(?:{plain}|{in_json}|{in_address}|{in_html})"


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
