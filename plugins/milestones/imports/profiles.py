"""An answer of Mastodon or Bluesky that was saved to a file."""

from __future__ import annotations

import json

from milestones.imports.contents import Profile
from milestones.imports.opening import Source

_MOST_BYTES = 1_000_000


def read_profile(source: Source) -> Profile:
    """The followers in the JSON file `source`. Raises `FanfareError` where it is another answer."""
    known = 'Known are the answers of Mastodon ("followers_count") and Bluesky ("followersCount").'
    answer = None
    if source.path.stat().st_size <= _MOST_BYTES:
        try:
            answer = json.loads(source.path.read_text("utf-8-sig"))
        except (ValueError, RecursionError):
            raise source.error("This is no JSON that can be read.", known) from None
    match answer:
        case {"acct": str(account), "followers_count": int(followers)}:
            return _profile(source, "Mastodon", followers, account.partition("@")[0])
        case {"handle": str(account), "followersCount": int(followers)}:
            return _profile(source, "Bluesky", followers, account)
    raise source.error("This JSON is no profile with followers.", known)


def _profile(source: Source, service: str, followers: int, account: str) -> Profile:
    if followers < 0:
        raise source.error("This profile has less than no followers.", "Ask for it again.")
    summary = f"{service}: {followers:,} followers"
    return Profile(service, summary, followers, service.casefold(), account)
