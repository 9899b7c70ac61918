"""One HTTP request of a login, which carries a secret."""

from __future__ import annotations

from collections.abc import Mapping

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.networks.exchange import Answer, NoAnswer, check_address, exchange, host_of


def post(address: str, body: str, media_type: str, asked: str, seconds: float) -> Answer:
    """The answer to `body`, posted to `address`, which is of `asked`, the name of a network.

    Raises `FanfareError` where there is none within `seconds`, or `address` is not to be trusted
    with a secret.
    """
    headers = {"Content-Type": media_type}
    return _exchanged("POST", address, asked, headers, body.encode(), seconds)


def get(address: str, token: str, asked: str, seconds: float) -> Answer:
    """The answer to GET on `address` with `token`; for the rest as `post`."""
    return _exchanged("GET", address, asked, {"Authorization": f"Bearer {token}"}, b"", seconds)


def _exchanged(
    method: str, address: str, asked: str, headers: Mapping[str, str], body: bytes, seconds: float
) -> Answer:
    check_address(address, f"The address of {asked}")
    headers = {"Accept": "application/json", **headers}
    try:
        return exchange(method, address, headers, body, seconds=seconds)
    except NoAnswer as none:
        wrong = f"{asked} {none}: {host_of(address)}."
    # Raised out here: nobody knows what the exception has seen.
    raise FanfareError(Finding("no-answer", wrong, "Look whether you are online; try again."))
