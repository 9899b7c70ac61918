"""One HTTP request that carries a secret, and what it was answered with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.findings import Finding


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. Its body may hold a secret, and so is in no `repr`."""

    status: int
    body: bytes = field(repr=False)

    @property
    def values(self) -> Mapping[str, object]:
        """The JSON object it is; empty where it is none."""
        try:
            said = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}

    def text(self, name: str) -> str:
        """The text under `name` in that object; empty where there is none."""
        said = self.values.get(name)
        return said if isinstance(said, str) else ""


def post(address: str, body: str, media_type: str, asked: str, seconds: float) -> Answer:
    """The answer to `body`, posted to `address`, which is of `asked`, the name of a network.

    `seconds` is how long each part may take: to connect, to send, and between two pieces of it.

    No redirect is followed, so that nobody else gets the secret. Raises `FanfareError` where there
    is no answer, or `address` is not to be trusted with a secret.
    """
    headers = {"Content-Type": media_type}
    return _exchanged("POST", address, asked, headers, body.encode(), seconds)


def get(address: str, token: str, asked: str, seconds: float) -> Answer:
    """The answer to GET on `address` with `token`; for the rest as `post`."""
    headers = {"Authorization": f"Bearer {token}"}
    return _exchanged("GET", address, asked, headers, None, seconds)


def check_address(address: str, name: str) -> None:
    """Raise `FanfareError` unless what is sent to `address` stays secret on its way.

    That is so over TLS, and on this machine (RFC 8252, section 8.3). `name` is of its setting.
    """
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        return
    message = f"{name} is {address}, where everybody on the way could read the password."
    raise FanfareError(Finding("setting", message, "Write an address with https://."))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _exchanged(
    method: str,
    address: str,
    asked: str,
    headers: Mapping[str, str],
    body: bytes | None,
    seconds: float,
) -> Answer:
    import httpx

    check_address(address, f"The address of {asked}")
    said = {"Accept": "application/json", "User-Agent": "Fanfare", **headers}
    try:
        # Neither the environment's proxies nor its ~/.netrc are to see or to replace the secret.
        with httpx.Client(timeout=seconds, trust_env=False) as client:
            answer = client.request(method, address, headers=said, content=body)
            return Answer(answer.status_code, answer.content)
    except httpx.TimeoutException:
        wrong = f"{asked} does not answer within {seconds:g} seconds"
    except httpx.ConnectError:
        wrong = f"{asked} cannot be reached"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        wrong = f"{asked} answers with something other than HTTP ({type(error).__name__})"
    # Raised out here: the exception knows the request, and so the secret.
    message = f"{wrong}: {urlsplit(address).netloc.rpartition('@')[2]}."
    raise FanfareError(Finding("no-answer", message, "Look whether you are online; try again."))
