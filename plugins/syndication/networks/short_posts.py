"""What networks of short posts have in common: their texts, and what their answers mean."""

from __future__ import annotations

import re
import sys
from importlib.util import find_spec
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.credentials.redaction import redacted
from syndication.networks.network import Message, NotSent, Outcome, State
from syndication.shortening import Composition, Fits, composed

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_NOTHING_DONE = frozenset({301, 302, 307, 308})
"""Redirects by a server that did nothing itself (RFC 9110, section 15.4)."""

_LONGEST_EXPLANATION = 200

# A JSON Web Token, by its parts in base64url (RFC 7519, section 3): the first begins with `{"`.
_JWT = re.compile(r"\beyJ[\w-]+(\.[\w-]*)*")


def post_text(message: Message, link: str, fits: Fits, label: str) -> Composition:
    """The text of a post: hook, what is owed to readers, `link`, hashtags.

    Raises `NotSent` where what is owed, which is never cut, leaves no room for the link.
    """
    composition = composed(message.hook, (message.owed, link), message.hashtags, fits)
    if composition is None:
        raise NotSent(
            f"What is owed to readers and the link are longer than a post on {label} may be. "
            "Shorten the disclosure."
        )
    return composition


def check_package(module: str, requirement: str, label: str) -> None:
    """Raise `FanfareError` where the library `module` is missing, which few sites need."""
    if find_spec(module) is None:
        python = r".venv\Scripts\python" if sys.platform == "win32" else ".venv/bin/python"
        message = f"Posting to {label} needs a library that is not installed."
        remedy = f'Run: {python} -m pip install "{requirement}"'
        raise FanfareError(Finding("missing-package", message, remedy))


def check_server(server: str, setting: str) -> None:
    """Raise `NotSent` where a secret that is sent to `server` would be there for all to read."""
    parts = urlsplit(server)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise NotSent(f"{setting} is no https:// address: anybody could read the token.")


def concluded(label: str, key: str, status: int, said: str) -> Outcome:
    """What became of a post that was answered with `status`, which is none of success.

    `said` is the explanation in the answer, with nothing secret in it.
    """
    reason = refusal(label, key, status, said)
    if status in _NOTHING_DONE or (400 <= status < 500 and status != 408):
        return Outcome(State.REFUSED, reason=reason, status=status)
    return Outcome(State.UNKNOWN, reason=unknown(reason), status=status)


def refusal(label: str, key: str, status: int, said: str) -> str:
    """Why `label` does not do what it is asked, in a sentence."""
    if status == 401:
        return f"{label} does not take the token ({status}): log in again, `invoke {key}.login`."
    if status == 403:
        return f"{label} does not let this token do that ({status}{_words(said)})."
    if status == 429:
        return f"{label} takes no more for now ({status}): try again in an hour."
    if 300 <= status < 400:
        return f"{label} sends us on to another address ({status}), which gets no token."
    return f"{label} answers {status}{_words(said)}."


def unknown(reason: str) -> str:
    """`reason`, and that nobody knows what became of the post."""
    return f"{reason} It may have been posted or not."


def without_secret(text: str, secret: str) -> str:
    """`text` without `secret`, and without tokens of sessions: an answer may repeat them."""
    return _JWT.sub("(token)", redacted(text, secret))


def _words(said: str) -> str:
    """What an answer says of itself, in plain words on one line."""
    words = " ".join("".join(char if char.isprintable() else " " for char in said).split())
    if len(words) > _LONGEST_EXPLANATION:
        words = f"{words[:_LONGEST_EXPLANATION]} …"
    return f": {words.rstrip('.')}" if words else ""
