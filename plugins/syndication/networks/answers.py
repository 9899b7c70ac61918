"""What networks' answers mean, as far as they agree: what became of a post, and why. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from syndication.credentials.redaction import redacted
from syndication.networks.network import Outcome, State

_NOTHING_DONE = frozenset({301, 302, 307, 308})
"""Redirects by a server that did nothing itself (RFC 9110, section 15.4)."""

_LONGEST_EXPLANATION = 200

# A JSON Web Token, by its parts in base64url (RFC 7519, section 3): the first begins with `{"`.
_JWT = re.compile(r"\beyJ[\w-]+(\.[\w-]*)*")


def concluded(status: int, reason: str, unsure: Collection[int] = (408,)) -> Outcome:
    """What became of a post that was answered with `status`, which is none of success.

    `reason` says why; `unsure` are those of a refusal after which it may be there all the same.
    """
    if status in _NOTHING_DONE or (400 <= status < 500 and status not in unsure):
        return Outcome(State.REFUSED, reason=reason, status=status)
    return Outcome(State.UNKNOWN, reason=unknown(reason), status=status)


def refusal(label: str, key: str, status: int, said: str) -> str:
    """Why `label` does not do what it is asked, in a sentence; `said` is its own `explanation`."""
    if status == 401:
        return f"{label} does not take the token ({status}): run `invoke {key}.login` again."
    if status == 403:
        return f"{label} does not let this token do that ({status}{said})."
    if status == 429:
        return f"{label} takes no more for now ({status}): try again in an hour."
    if 300 <= status < 400:
        return f"{label} sends us on to another address ({status}), which gets no token."
    return f"{label} answers {status}{said}."


def unknown(reason: str) -> str:
    """`reason`, and that nobody knows what became of the post."""
    return f"{reason} It may have been posted or not."


def not_posted(reason: str, doing: str) -> str:
    """`reason`, and that it was before the post; `doing` names it: `uploading the picture`."""
    return f"{reason} That was when {doing}; nothing was posted."


def explanation(said: str, secret: str) -> str:
    """What an answer says of itself, as the end of a sentence: plain words on one line.

    Without `secret` and tokens of sessions, which an answer may repeat. It has to be decoded
    already, as whatever it was escaped with would hide them.
    """
    said = _JWT.sub("(token)", redacted(said, secret))
    words = " ".join("".join(char if char.isprintable() else " " for char in said).split())
    if len(words) > _LONGEST_EXPLANATION:
        words = f"{words[:_LONGEST_EXPLANATION]} …"
    return f": {words.rstrip('.')}" if words else ""
