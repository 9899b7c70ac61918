"""Other people's pages, fetched politely: bounded in time, size, redirects and number at once.

    async with Client(Limits(), user_agent) as client:
        answer = await client.get("https://quay.example/tides/")

Nothing a remote server does raises an exception or reaches into the network it is fetched from:
every hop of a redirect is checked, and the IP address that was checked is the one connected to.
"""

from __future__ import annotations

from guest_posts.fetching.answers import Failed, Failure, Fetched, Outcome, Redirect
from guest_posts.fetching.client import Client, Limits, Lookup, system_lookup
from guest_posts.fetching.patience import within
from guest_posts.fetching.public import is_public

__all__ = [
    "Client",
    "Failed",
    "Failure",
    "Fetched",
    "Limits",
    "Lookup",
    "Outcome",
    "Redirect",
    "is_public",
    "system_lookup",
    "within",
]
