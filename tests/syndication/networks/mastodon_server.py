"""A Mastodon server, as far as posting needs one."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug import Response

from tests.syndication.networks.messages import SECRET
from tests.syndication.networks.serving import Asked, Server, reply

INSTANCE = "/api/v2/instance/"
MEDIA = "/api/v2/media"
STATUSES = "/api/v1/statuses"


@dataclass
class MastodonServer(Server):
    """Takes the posts of one account."""

    limit: int = 500
    """How many characters a post may have."""

    posts: dict[str, Asked] = field(default_factory=dict)
    """What was posted, by idempotency key."""

    def answer(self, asked: Asked) -> Response:
        if asked.headers.get("authorization") != f"Bearer {SECRET}":
            return reply({"error": "The access token is invalid"}, 401)
        match asked.method, asked.path:
            case "GET", "/api/v2/instance/":
                statuses = {"max_characters": self.limit, "characters_reserved_per_url": 23}
                return reply({"version": "4.5.0", "configuration": {"statuses": statuses}})
            case "POST", "/api/v2/media":
                return reply({"id": "22", "type": "image", "url": f"{self.url}/22.png"})
            case "POST", "/api/v1/statuses":
                return self._post(asked)
        return reply({"error": "Not Found"}, 404)

    def _post(self, asked: Asked) -> Response:
        """As https://docs.joinmastodon.org/methods/statuses/#create says."""
        key = asked.headers["idempotency-key"]
        self.posts.setdefault(key, asked)
        number = str(100 + [*self.posts].index(key))
        return reply(
            {
                "id": number,
                "uri": f"{self.url}/users/ada/statuses/{number}",
                "url": f"{self.url}/@ada/{number}",
                "content": "<p>Why knots?</p>",
                "created_at": "2026-03-01T09:30:00.000Z",
            }
        )
