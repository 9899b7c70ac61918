"""What one answer adds to what was known of a page. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import unquote, urlsplit

from guest_posts.addresses import host_of
from guest_posts.audit.page_facts import PageFacts
from guest_posts.audit.record import PageLine
from guest_posts.fetching import Failed, Failure, Fetched, Outcome, Redirect

_FOR_GOOD = (301, 308)
_GONE = (404, 410)
REFUSING = (401, 403, 406, 429, 451, 999)
"""Answers by which a host keeps out whoever is no browser: they say nothing of the page."""


def observe(
    page: str,
    before: PageLine | None,
    outcome: Outcome,
    facts: PageFacts | None,
    when: datetime,
) -> PageLine:
    """What is known of `page` after `outcome`, having known `before`; `before` where that is all.

    `facts` are those that were read from the answer; None where there is none to read.
    """
    old = before or PageLine("", page)
    if isinstance(outcome, Failed) and outcome.kind is Failure.PRIVATE:
        seen = replace(old, status=0, failure=outcome.kind.value)  # it was not asked
    elif isinstance(outcome, Failed):
        seen = _failing(old, 0, outcome.kind.value, when)
    elif outcome.status in REFUSING:
        seen = replace(_reached(old, outcome), moved_to=old.moved_to)
    elif outcome.is_success:
        seen = _reached(old, outcome)
        seen = _with_facts(seen, facts, outcome.address, when) if facts else seen
    else:
        seen = _failing(old, outcome.status, "", when)
    return old if seen == old else replace(seen, date=when.isoformat(timespec="seconds"))


def alike(one: str, other: str) -> bool:
    """True where two addresses differ in nothing that matters to whoever follows them."""
    return bool(one and other) and _essence(one) == _essence(other)


def _failing(old: PageLine, status: int, failure: str, when: datetime) -> PageLine:
    today = when.date().isoformat()
    since = old.failing_since or today
    is_gone = status in _GONE or bool(old.gone_since) or since < today
    return replace(
        old,
        status=status,
        failure=failure,
        failing_since=since,
        gone_since=since if is_gone else "",
    )


def _reached(old: PageLine, answer: Fetched) -> PageLine:
    return replace(
        old,
        status=answer.status,
        failure="",
        failing_since="",
        gone_since="",
        moved_to=_moved_to(answer.redirects),
    )


def _moved_to(redirects: tuple[Redirect, ...]) -> str:
    """Where the redirects lead as far as they are for good; a temporary one ends that."""
    to = ""
    for redirect in redirects:
        if redirect.status not in _FOR_GOOD:
            break
        to = redirect.to
    return to


def _with_facts(line: PageLine, facts: PageFacts, address: str, when: datetime) -> PageLine:
    links_back, rel = facts.links_back, " ".join(facts.rel)
    lost_since, weak_since = line.link_lost_since, line.link_weak_since
    today = when.date().isoformat()
    if links_back is None:  # the part that was read does not say
        links_back, rel = line.links_back, line.rel
    elif links_back:
        had_weight = (line.links_back or lost_since) and not line.rel
        if rel and had_weight:
            weak_since = today
        elif not rel:
            weak_since = ""
        lost_since = ""
    else:
        lost_since = today if line.links_back else lost_since
        weak_since = ""
    is_own = alike(facts.canonical, address) or alike(facts.canonical, line.page)
    return replace(
        line,
        was_read=True,
        title=facts.title or line.title,
        canonical=line.page if is_own else facts.canonical,
        noindex=facts.noindex,
        links_back=links_back,
        rel=rel,
        link_lost_since=lost_since,
        link_weak_since=weak_since,
    )


def _essence(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return host_of(address), unquote(parts.path).rstrip("/"), parts.query
