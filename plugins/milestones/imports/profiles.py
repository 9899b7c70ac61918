"""An answer of Mastodon or Bluesky that was saved to a file."""

from __future__ import annotations

import json

from milestones.imports.contents import Profile
from milestones.imports.opening import Source

_MOST_BYTES = 1_000_000


def read_profile(source: Source) -> Profile:
    """The followers in the JSON file `source`. Raises `FanfareError` where it is another answer."""
    known = 'Known are the answers of Mastodon ("followers_count") and Bluesky ("followersCount").'
    body, answer = b"", None
    if source.path.stat().st_size <= _MOST_BYTES:
        body = source.path.read_bytes()
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            raise source.error("This is no JSON that can be read.", known) from None
    match answer:
        case {"acct": str(account), "followers_count": _}:
            return _profile(source, body, "Mastodon", account.partition("@")[0])
        case {"handle": str(account), "followersCount": _}:
            return _profile(source, body, "Bluesky", account)
    raise source.error("This JSON is no profile with followers.", known)


def _profile(source: Source, body: bytes, service: str, account: str) -> Profile:
    from milestones.fans.networks import count_in  # brings a whole HTTP client with it

    network = service.casefold()
    try:
        followers = count_in(body, network)
    except ValueError:
        message = "What this profile says of its followers is no count."
        raise source.error(message, "Ask for it again.") from None
    summary = f"{service}: {followers:,} followers"
    return Profile(service, summary, followers, network, account)
