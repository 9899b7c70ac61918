"""What LinkedIn's answers mean. Pure.

By https://learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling, `rate-limits` and
`versioning` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from syndication.networks import answers
from syndication.networks.exchange import Answer
from syndication.networks.network import Outcome, State

_POST = re.compile(r"urn:li:(?:share|ugcPost|activity):\d+", re.ASCII)
_UNSURE = (408, 429)
"""Answers after which a post may be there: LinkedIn promises nothing of them."""


def permalink_of(urn: str) -> str:
    """Where readers find the post `urn`; empty where that is no post of LinkedIn's."""
    return f"https://www.linkedin.com/feed/update/{urn}/" if _POST.fullmatch(urn) else ""


def urn_of(text: str) -> str:
    """The first URN of a post in `text`, such as the address of one; empty where there is none."""
    if found := _POST.search(unquote(text)):
        return found[0]
    # https://www.linkedin.com/posts/name_words-of-it-activity-7300000000000000000-AbCd
    named = re.search(r"/posts/[^/?#]*-(share|ugcPost|activity)-(\d+)", text, re.ASCII)
    return f"urn:li:{named[1]}:{named[2]}" if named else ""


def concluded(answer: Answer, reason: str) -> Outcome:
    """What became of a post, by the `answer` to it, of which `reason` is the `refusal`."""
    if answer.is_success:
        return _posted(answer)
    if answer.status == 422 and "DUPLICATE_POST" in _codes(answer.values):
        return _duplicate(answer)
    return answers.concluded(answer.status, reason, _UNSURE)


def refusal(answer: Answer, secret: str, version: str, newer: str) -> str:
    """Why LinkedIn does not do what it is asked, in a sentence without `secret`.

    `version` is that of the API which was asked, `newer` one that LinkedIn is sure to serve.
    """
    status = answer.status
    said = answers.explanation(answer.text("message"), secret)
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
    return answers.refusal("LinkedIn", "linkedin", status, said)


def _posted(answer: Answer) -> Outcome:
    urn = unquote(answer.headers.get("x-restli-id", ""))
    if permalink := permalink_of(urn):
        return Outcome(State.PUBLISHED, urn, permalink, status=answer.status)
    reason = f"LinkedIn answers {answer.status}, but names no post: it may be there or not."
    return Outcome(State.UNKNOWN, reason=reason, status=answer.status)


def _duplicate(answer: Answer) -> Outcome:
    """LinkedIn has such a post of this author: there, or deleted a day or two ago."""
    urn = urn_of(answer.text("message")) or urn_of(answer.body.decode(errors="replace"))
    if urn:
        reason = "LinkedIn has it already; nothing was posted a second time."
        return Outcome(State.PUBLISHED, urn, permalink_of(urn), reason, answer.status)
    reason = "LinkedIn says that it has such a post already, and does not name it: look for it."
    return Outcome(State.UNKNOWN, reason=reason, status=answer.status)


def _codes(value: Mapping[str, object]) -> Iterator[str]:
    """The codes of `errorDetails.inputErrors`."""
    details = value.get("errorDetails")
    errors = details.get("inputErrors") if isinstance(details, dict) else None
    for error in errors if isinstance(errors, list) else ():
        if isinstance(error, dict) and isinstance(error.get("code"), str):
            yield error["code"]
