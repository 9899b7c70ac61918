"""What LinkedIn's answers mean. Pure.

By https://learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling, `rate-limits` and
`versioning` beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from syndication.networks.network import Outcome, State

_POST = re.compile(r"urn:li:(?:share|ugcPost|activity):\d+", re.ASCII)
_NOWHERE_DONE = frozenset({301, 302, 307, 308})
"""Redirects by a server that did nothing itself (RFC 9110, section 15.4)."""

_LONGEST_EXPLANATION = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request was answered with."""

    status: int
    urn: str = ""
    """The header `x-restli-id`."""

    location: str = ""
    """Where a redirect leads."""

    text: str = ""
    """The body, as far as it was read, with nothing secret in it."""

    @property
    def is_success(self) -> bool:
        """True for any 2xx."""
        return 200 <= self.status < 300


def permalink(urn: str) -> str:
    """Where readers find the post `urn`; empty where that is no post of LinkedIn's."""
    return f"https://www.linkedin.com/feed/update/{urn}/" if _POST.fullmatch(urn) else ""


def post_in(text: str) -> str:
    """The first URN of a post in `text`, such as the address of one; empty where there is none."""
    if found := _POST.search(unquote(text)):
        return found[0]
    # https://www.linkedin.com/posts/name_words-of-it-activity-7300000000000000000-AbCd
    named = re.search(r"/posts/[^/?#]*-(share|ugcPost|activity)-(\d+)", text, re.ASCII)
    return f"urn:li:{named[1]}:{named[2]}" if named else ""


def concluded(answer: Answer, version: str, newer: str) -> Outcome:
    """What became of a post, by the `answer` to it.

    `version` is that of the API which was asked, `newer` one that LinkedIn is sure to serve.
    """
    status = answer.status
    if answer.is_success:
        return _posted(answer)
    if status == 422 and "DUPLICATE_POST" in _codes(answer.text):
        return _duplicate(answer)
    if status in (408, 429) or status >= 500 or not (status in _NOWHERE_DONE or status >= 400):
        reason = f"{_explained(answer, version, newer)} It may have been posted or not."
        return Outcome(State.UNKNOWN, reason=reason, status=status)
    return Outcome(State.REFUSED, reason=_explained(answer, version, newer), status=status)


def refusal(answer: Answer, doing: str, version: str, newer: str) -> str:
    """Why something before the post failed; `doing` names it: `asking who you are`."""
    return f"{_explained(answer, version, newer)} That was when {doing}; nothing was posted."


def _posted(answer: Answer) -> Outcome:
    urn = unquote(answer.urn)
    if _POST.fullmatch(urn):
        return Outcome(State.PUBLISHED, urn, permalink(urn), status=answer.status)
    reason = f"LinkedIn answers {answer.status}, but names no post: it may be there or not."
    return Outcome(State.UNKNOWN, reason=reason, status=answer.status)


def _duplicate(answer: Answer) -> Outcome:
    """LinkedIn has such a post of this author: there, or deleted a day or two ago."""
    urn = post_in(_message(answer.text)) or post_in(answer.text)
    if urn:
        reason = "LinkedIn has it already; nothing was posted a second time."
        return Outcome(State.PUBLISHED, urn, permalink(urn), reason, answer.status)
    reason = "LinkedIn says that it has such a post already, and does not name it: look for it."
    return Outcome(State.UNKNOWN, reason=reason, status=answer.status)


def _explained(answer: Answer, version: str, newer: str) -> str:
    status, said = answer.status, _said(answer.text)
    if status == 401:
        return f"LinkedIn does not take the token ({status}): run `invoke linkedin.login` again."
    if status == 403:
        return (
            f"LinkedIn does not let this token post ({status}{said}): give your app the product "
            "“Share on LinkedIn” (scope w_member_social), and log in again."
        )
    if status == 426:
        return (
            f"LinkedIn does not serve version {version} of its API ({status}): write "
            f'LINKEDIN_API_VERSION = "{newer}" in pelicanconf.py.'
        )
    if status == 429:
        return f"LinkedIn takes no more for today ({status}); it counts anew from 00:00 UTC on."
    if 300 <= status < 400:
        return (
            f"LinkedIn sends us on to {answer.location or 'nowhere'} ({status}), where no token "
            "is taken: see LINKEDIN_API_HOST."
        )
    return f"LinkedIn answers {status}{said}."


def _said(text: str) -> str:
    """What the answer says of itself, in plain words on one line."""
    words = " ".join("".join(one if one.isprintable() else " " for one in _message(text)).split())
    if len(words) > _LONGEST_EXPLANATION:
        words = f"{words[:_LONGEST_EXPLANATION]} …"
    return f": {words.rstrip('.')}" if words else ""


def _message(text: str) -> str:
    value = _value(text)
    message = value.get("message") if isinstance(value, dict) else None
    return message if isinstance(message, str) else ""


def _codes(text: str) -> set[str]:
    """The codes of `errorDetails.inputErrors`."""
    return set(_input_errors(_value(text)))


def _input_errors(value: object) -> Iterator[str]:
    details = value.get("errorDetails") if isinstance(value, dict) else None
    errors = details.get("inputErrors") if isinstance(details, dict) else None
    for error in errors if isinstance(errors, list) else ():
        if isinstance(error, dict) and isinstance(error.get("code"), str):
            yield error["code"]


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
