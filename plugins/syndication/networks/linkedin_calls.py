"""One request to LinkedIn, which carries the author's token: shown, or made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from syndication.networks.exchange import USER_AGENT, Answer, exchange
from syndication.networks.network import Request


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    method: str
    url: str
    token: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    """Without the token."""

    body: bytes = b""
    shown: str = ""
    """What a dry run says of the body, if not the body itself."""

    def as_request(self) -> Request:
        """It, as a dry run shows it."""
        headers = self._headers_with("(hidden)")
        return Request(self.method, self.url, headers, self.shown or self.body.decode())

    def answer(self, seconds: float) -> Answer:
        """What it is answered with. Raises `NoAnswer`."""
        headers = self._headers_with(self.token)
        return exchange(self.method, self.url, headers, self.body, seconds=seconds)

    def _headers_with(self, token: str) -> Mapping[str, str]:
        return {"User-Agent": USER_AGENT, "Authorization": f"Bearer {token}", **self.headers}
