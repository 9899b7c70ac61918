"""Messages to post, and who posts them."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from syndication.networks.messages import message
from syndication.networks.network import Message, Network, NotSent, Outcome, Request, Token
from syndication.records import Sharing
from tests.syndication.entries import an_entry

SITE = "https://tiny.example"
SECRET = "s3cret-marker-token"
_OF_HTTP = frozenset(
    {"host", "content-length", "connection", "accept", "accept-encoding", "content-type"}
)
"""Headers that follow from the address, the body and the library."""

HOOK = "Why knots?"


def a_message(**changes: Any) -> Message:
    """The message of `KNOTS`, with a hook, and with `changes` to the entry."""
    entry = an_entry(**{"sharing": Sharing(hook=HOOK), **changes})
    return message(entry, SITE, {})


def a_token(account: str = "") -> Token:
    """One whose value can be searched for."""
    return Token(SECRET, account)


def posted(network: Network, said: Message) -> Outcome:
    """What became of `said`, as tasks post it."""
    return network.send(said, network.prepare(said))


def assert_headers_as_shown(shown: Sequence[Request], sent: Sequence[Mapping[str, str]]) -> None:
    """Of each request all headers were shown that say anything, and the secret was not."""
    for request, headers in zip(shown, sent, strict=True):
        said = {name.lower(): value for name, value in headers.items()}
        if "authorization" in said:
            assert said["authorization"].startswith("Bearer ")
            said["authorization"] = "Bearer (hidden)"
        known = {name.lower(): value for name, value in request.headers.items()}
        assert {name: said[name] for name in known} == known
        assert said.keys() - known.keys() <= _OF_HTTP


def why_not_sent(network: Network, said: Message) -> str:
    """Why `said` could not be prepared, with all that a traceback would show of it."""
    with pytest.raises(NotSent) as stopped:
        network.prepare(said)
    assert SECRET not in "".join(traceback.format_exception(stopped.value))
    assert stopped.value.__context__ is None or SECRET not in repr(stopped.value.__context__)
    return str(stopped.value)
