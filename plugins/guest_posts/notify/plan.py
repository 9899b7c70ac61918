"""Which mentions are due, and which are not and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from guest_posts.hypertext import same_page
from guest_posts.notify.post_text import PostText
from guest_posts.notify.record import GONE, UNDECIDED, History, Line, State


class Why(StrEnum):
    """What a mention would tell its target."""

    NEW = "new"
    """That the post links to it."""

    CHANGED = "changed"
    """That the post, of which it was told, was changed."""

    GONE = "gone"
    """That the post, of which it was told, links to it no longer."""


@dataclass(frozen=True, slots=True)
class Post:
    """A published post."""

    address: str
    file: str
    """The author's file, relative to the site's folder."""

    text: PostText


@dataclass(frozen=True, slots=True)
class Mention:
    """One link of one post, to be told to where it leads."""

    source: str
    target: str
    content: str
    why: Why
    file: str
    """The author's file, relative to the site's folder."""

    last: Line | None = None
    """What the ledger says of it, last; None where it says nothing."""

    is_due: bool = True

    @property
    def pair(self) -> tuple[str, str]:
        """As `record.Line.pair`: each stands once in a plan."""
        return self.source, same_page(self.target)


def plan(posts: Iterable[Post], history: History, *, again: bool = False) -> list[Mention]:
    """Every mention of `posts`, due or not, in their order.

    A target is told once of each text, and once where a post that it was told of links to it no
    longer (https://www.w3.org/TR/webmention/#sending-webmentions-for-updated-posts). What had no
    endpoint or was refused is due only `again`, and what may have arrived never.
    """
    return [mention for post in posts for mention in _mentions(post, history, again=again)]


def _mentions(post: Post, history: History, *, again: bool) -> Iterator[Mention]:
    source, text = post.address, post.text
    for target in text.targets:
        others = (line.content != text.content for line in history.reached(source, target))
        why = Why.CHANGED if any(others) else Why.NEW
        yield _mention(post, target, text.content, why, history, again=again)
    linked = set(map(same_page, text.targets))
    for target in history.targets_reached(source):
        if same_page(target) not in linked:
            yield _mention(post, target, GONE, Why.GONE, history, again=again)


def _mention(
    post: Post, target: str, content: str, why: Why, history: History, *, again: bool
) -> Mention:
    last = history.last(post.address, target, content)
    over = UNDECIDED | {State.SENT} | (frozenset() if again else {State.NONE, State.REFUSED})
    is_due = last is None or last.state not in over
    return Mention(post.address, target, content, why, post.file, last, is_due)


def is_live(mention: Mention, live: PostText, history: History) -> bool:
    """Whether the post that is `live` says what `mention` tells, as its receiver will verify.

    Not where it still is, word for word, what the target was told of before. Other words may be
    the doing of whoever serves the page.
    """
    links = same_page(mention.target) in map(same_page, live.targets)
    if mention.why is Why.GONE:
        return not links
    is_old = history.last(mention.source, mention.target, live.content) is not None
    return links and (live.content == mention.content or not is_old)
