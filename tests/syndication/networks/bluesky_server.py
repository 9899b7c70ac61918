"""A server of the AT Protocol, as far as posting needs one."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from werkzeug import Response

from syndication.text.graphemes import length
from tests.syndication.networks.messages import SECRET
from tests.syndication.networks.serving import Asked, Server, reply

LOGIN = "/xrpc/com.atproto.server.createSession"
UPLOAD = "/xrpc/com.atproto.repo.uploadBlob"
PUT = "/xrpc/com.atproto.repo.putRecord"

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
HANDLE = "ada.tiny.example"

_TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")


def _jwt(scope: str) -> str:
    """A token such as the server's: of the year 2100, and signed by nobody."""
    parts = ({"alg": "HS256", "typ": "at+jwt"}, {"scope": scope, "sub": DID, "exp": 4102444800})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join((*encoded, base64.urlsafe_b64encode(SECRET.encode()))).decode()


ACCESS, REFRESH = _jwt("com.atproto.access"), _jwt("com.atproto.refresh")


def cid_of(raw: bytes) -> str:
    """Something like the content identifier of `raw`, and as long (CIDv1, raw, SHA-256)."""
    digest = b"\x01\x55\x12\x20" + hashlib.sha256(raw).digest()
    return "b" + base64.b32encode(digest).decode().lower().rstrip("=")


@dataclass
class BlueskyServer(Server):
    """Takes the posts of one account, and refuses what the Lexicons forbid."""

    host: str = ""
    """Where the account lives, if not here."""

    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What was posted, by its key."""

    def answer(self, asked: Asked) -> Response:
        if asked.path == LOGIN:
            return self._log_in(json.loads(asked.body))
        if asked.headers.get("authorization") != f"Bearer {ACCESS}":
            return _error(401, "InvalidToken", "Token could not be verified")
        if asked.path == UPLOAD:
            blob = {
                "$type": "blob",
                "ref": {"$link": cid_of(asked.body)},
                "mimeType": asked.headers["content-type"],
                "size": len(asked.body),
            }
            return reply({"blob": blob})
        if asked.path == PUT:
            return self._put(json.loads(asked.body))
        return _error(404, "XRPCNotSupported", "XRPCNotSupported")

    def _log_in(self, said: dict[str, str]) -> Response:
        if said != {"identifier": HANDLE, "password": SECRET}:
            return _error(401, "AuthenticationRequired", "Invalid identifier or password")
        session: dict[str, object] = {
            "did": DID,
            "handle": HANDLE,
            "accessJwt": ACCESS,
            "refreshJwt": REFRESH,
            "active": True,
        }
        if self.host:
            session["didDoc"] = {
                "@context": ["https://www.w3.org/ns/did/v1"],
                "id": DID,
                "service": [
                    {
                        "id": "#atproto_pds",
                        "type": "AtprotoPersonalDataServer",
                        "serviceEndpoint": self.host,
                    }
                ],
            }
        return reply(session)

    def _put(self, said: dict[str, Any]) -> Response:
        """As the reference implementation: `swapRecord: null` is for new records only."""
        record, key = said["record"], said["rkey"]
        if complaint := self._complaint(said):
            return _error(400, "InvalidRequest", complaint)
        raw = json.dumps(record, sort_keys=True).encode()
        there = self.posts.get(key)
        if there is not None and there != record and said.get("swapRecord", "") is None:
            return _error(400, "InvalidSwap", f"Record was at {cid_of(raw)}")
        self.posts[key] = record
        return reply({"uri": f"at://{DID}/{said['collection']}/{key}", "cid": cid_of(raw)})

    def _complaint(self, said: dict[str, Any]) -> str:
        record = said["record"]
        text = record["text"]
        size = len(text.encode())
        if said["repo"] != DID or said["collection"] != "app.bsky.feed.post":
            return "Could not find repo"
        if not _TID.fullmatch(said["rkey"]):
            return "Invalid TID"
        if length(text) > 300 or size > 3000:
            return "text must not be longer than 300 graphemes"
        for facet in record["facets"]:
            if not 0 <= facet["index"]["byteStart"] < facet["index"]["byteEnd"] <= size:
                return "Facet out of range"
        thumb = record["embed"]["external"].get("thumb")
        if thumb and thumb["size"] > 1_000_000:
            return "This file is too large"
        return ""


def _error(status: int, code: str, said: str) -> Response:
    return reply({"error": code, "message": said}, status)
