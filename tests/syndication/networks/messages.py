"""Messages to post, and who posts them."""

from __future__ import annotations

import traceback
from typing import Any

import pytest

from syndication.linkedin.messages import message
from syndication.networks.network import Message, Network, NotSent, Outcome, Token
from syndication.records import Sharing
from tests.syndication.entries import an_entry

SITE = "https://tiny.example"
SECRET = "s3cret-marker-token"
LIMITS = {"commentary": 3000, "article_title": 399, "article_description": 4085}
HOOK = "Why knots?"


def a_message(**changes: Any) -> Message:
    """The message of `KNOTS`, with a hook, and with `changes` to the entry."""
    entry = an_entry(**{"sharing": Sharing(hook=HOOK), **changes})
    return message(entry, SITE, {}, LIMITS)


def a_token(account: str = "") -> Token:
    """One whose value can be searched for."""
    return Token(SECRET, account)


def posted(network: Network, said: Message) -> Outcome:
    """What became of `said`, as tasks post it."""
    return network.send(said, network.prepare(said))


def why_not_sent(network: Network, said: Message) -> str:
    """Why `said` could not be prepared, with all that a traceback would show of it."""
    with pytest.raises(NotSent) as stopped:
        network.prepare(said)
    assert SECRET not in "".join(traceback.format_exception(stopped.value))
    assert stopped.value.__context__ is None or SECRET not in repr(stopped.value.__context__)
    return str(stopped.value)
