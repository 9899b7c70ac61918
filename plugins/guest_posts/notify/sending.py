"""Find endpoints and post to them: each mention at most once, never two at once to one host."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

from fanfare.console import Progress
from fanfare.findings import Finding
from guest_posts.fetching import Client, Failed, within
from guest_posts.hypertext import same_page
from guest_posts.notify.answers import Discovery, concluded, discover
from guest_posts.notify.plan import Mention, is_live
from guest_posts.notify.post_text import read_post_text
from guest_posts.notify.record import History, Line, State

_HOSTS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends the mentions of one site."""

    client: Client
    """Entered by whoever calls."""

    site_url: str

    now: str
    """The date of every line: ISO 8601 with its offset from UTC."""

    note: Callable[[Line], None]
    """Takes a line before each request and after it; it is on disk when this returns."""

    progress: Progress

    async def check_live(self, mentions: Iterable[Mention], history: History) -> list[Finding]:
        """A finding for each post of `mentions` that receivers would look at in vain."""
        by_source = _grouped(mentions, lambda mention: mention.source)
        self.progress.step("Checking that the posts are live", len(by_source))
        checks = (self._check_live(source, of, history) for source, of in by_source.items())
        return [finding for finding in await asyncio.gather(*checks) if finding]

    async def _check_live(
        self, source: str, mentions: Sequence[Mention], history: History
    ) -> Finding | None:
        answer = await self.client.get(source)
        self.progress.advance()
        if isinstance(answer, Failed):
            wrong = f"{source} is not live: {answer.message}"
        elif answer.status != 200:
            wrong = f"{source} is not live: it answers {answer.status}."
        else:
            live = read_post_text(answer.text, answer.address, self.site_url)
            if all(is_live(mention, live, history) for mention in mentions):
                return None
            wrong = f"{source} is live, but not as it was published here."
        remedy = "Run `invoke deploy` first: whoever is told looks there for the link."
        return Finding("not-live", wrong, remedy, source=mentions[0].file)

    async def discover(self, mentions: Iterable[Mention]) -> list[Line]:
        """A line for each of `mentions`: `PENDING` where its target names an endpoint."""
        by_target = _grouped(mentions, lambda mention: same_page(mention.target))
        self.progress.step("Looking for endpoints", len(by_target))
        lines = await asyncio.gather(*map(self._discover, by_target.values()))
        return [line for of in lines for line in of]

    async def _discover(self, mentions: Sequence[Mention]) -> list[Line]:
        """A line for each of `mentions`, which have one target."""
        answer = await self.client.get(mentions[0].target)
        try:
            found = await within(self.client.limits.seconds, partial(discover, answer))
        except TimeoutError:
            found = Discovery(State.FAILED, reason="It takes too long to read.")
        self.progress.advance()
        lines = [
            Line(
                self.now,
                found.state,
                mention.source,
                mention.target,
                mention.content,
                found.endpoint,
                reason=found.reason,
            )
            for mention in mentions
        ]
        if found.state is not State.PENDING:
            for line in lines:
                self.note(line)
        return lines

    async def send(self, pending: Iterable[Line]) -> list[Line]:
        """Send what is `pending`; the last line about each."""
        by_host = _grouped(pending, lambda line: urlsplit(line.endpoint).netloc.lower())
        self.progress.step("Sending", sum(map(len, by_host.values())))
        places = asyncio.Semaphore(_HOSTS_AT_ONCE)
        lines = await asyncio.gather(*(self._send(of, places) for of in by_host.values()))
        return [line for of in lines for line in of]

    async def _send(self, lines: Sequence[Line], places: asyncio.Semaphore) -> list[Line]:
        """Send `lines`, whose endpoints are on one host, one after the other."""
        return [await self._post(pending, places) for pending in lines]

    async def _post(self, pending: Line, places: asyncio.Semaphore) -> Line:
        form = {"source": pending.source, "target": pending.target}
        async with places:
            self.note(pending)
            line = concluded(pending, await self.client.post(pending.endpoint, form))
            self.note(line)
        self.progress.advance()
        return line


_T = TypeVar("_T")


def _grouped(items: Iterable[_T], key: Callable[[_T], str]) -> dict[str, list[_T]]:
    groups: dict[str, list[_T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
