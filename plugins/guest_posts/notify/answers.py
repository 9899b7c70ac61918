"""What the answers of targets and of endpoints mean for a mention. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from guest_posts.fetching import Failed, Failure, Fetched, Outcome
from guest_posts.hypertext import resolved
from guest_posts.notify.discovery import find_endpoint
from guest_posts.notify.record import Line, State

_HTML = ("text/html", "application/xhtml+xml", "")

_NOWHERE = frozenset({Failure.ADDRESS, Failure.SCHEME, Failure.PRIVATE})
"""An address that is not to be asked, today or tomorrow."""

_NEVER_LEFT = frozenset({Failure.DNS, Failure.REFUSED, Failure.TLS})
"""There was no connection to send anything over."""

_FORM_IS_LOST = frozenset({301, 302, 303})
"""Redirects that a POST is not sent on with (https://fetch.spec.whatwg.org/#http-redirect-fetch)."""

_LONGEST_EXPLANATION = 120


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a target's page says of its endpoint."""

    state: State
    """`PENDING` where there is one, `NONE` where there is none, `FAILED` where nobody can say."""

    endpoint: str = ""
    reason: str = ""


def discover(answer: Outcome) -> Discovery:
    """What the `answer` to GET on a target says of its endpoint."""
    if isinstance(answer, Failed):
        state = State.NONE if answer.kind in _NOWHERE else State.FAILED
        return Discovery(state, reason=answer.message)
    if not 200 <= answer.status < 300:
        return Discovery(State.FAILED, reason=f"The page answers {answer.status}.")
    html = answer.text if answer.media_type in _HTML else ""
    endpoint = find_endpoint(answer.address, answer.values("link"), html)
    if endpoint:
        return Discovery(State.PENDING, endpoint)
    if answer.cut:
        reason = "The page is too long or broke off, and names no endpoint before that."
        return Discovery(State.FAILED, reason=reason)
    return Discovery(State.NONE, reason="It takes no Webmentions.")


def concluded(pending: Line, answer: Outcome) -> Line:
    """What became of the mention `pending`, by the `answer` to POST on its endpoint."""
    for redirect in answer.redirects:
        if redirect.status in _FORM_IS_LOST:
            reason = f"Its endpoint does not take it, and sends us on to {redirect.to}."
            return replace(pending, state=State.REFUSED, status=redirect.status, reason=reason)
    if isinstance(answer, Failed):
        return replace(pending, state=_state_after(answer.kind), reason=answer.message)
    if 200 <= answer.status < 300:
        location = next(iter(answer.values("location")), "") if answer.status == 201 else ""
        status_page = resolved(answer.address, location) if location else ""
        return replace(pending, state=State.SENT, status=answer.status, location=status_page)
    reason = f"Its endpoint answers {answer.status}{_explanation(answer)}."
    return replace(pending, state=State.REFUSED, status=answer.status, reason=reason)


def _state_after(failure: Failure) -> State:
    if failure in _NOWHERE:
        return State.NONE
    if failure in _NEVER_LEFT:
        return State.FAILED
    return State.REFUSED if failure is Failure.REDIRECT_LOOP else State.UNKNOWN


def _explanation(answer: Fetched) -> str:
    """What the receiver says of its error, where it says so in plain words."""
    if answer.media_type not in ("text/plain", "application/json"):
        return ""
    said = "".join(char if char.isprintable() else " " for char in answer.text[:1000])
    words = " ".join(said.split()).rstrip(".")
    return f": {words[:_LONGEST_EXPLANATION]}" if words else ""
