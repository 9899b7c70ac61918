"""A login with a token that the author made on the network's own pages, and pastes here.

The simplest way that is honest: no app of ours is registered anywhere, the author chooses what the
token may do where they can also revoke it, and nobody but the network is asked whether it is right.
"""

from __future__ import annotations

from fanfare import console
from syndication.credentials import tokens
from syndication.credentials.desk import Desk
from syndication.networks.exchange import Answer


def ask(desk: Desk, what: str, where: str, how: str) -> str:
    """What the author pastes when asked for `what`, once made on the page `where`, and `how`.

    Raises `FanfareError` where that cannot be a token.
    """
    console.say(f"Make {where}")
    console.say(f"  {how}")
    return tokens.checked(desk.ask_hidden(f"{what} (not shown):"), "What you typed")


def cannot_now(asked: str, answer: Answer) -> str:
    """Why the network `asked`, or its server, does not say whose a token is."""
    if answer.status == 429:
        return f"{asked} was asked too often."
    return f"{asked} answers the login with {answer.status}."
