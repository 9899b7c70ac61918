"""LinkedIn as one logs in there: strict about what its documentation is strict about.

It redirects at once, as for a member who clicks Allow; `errors` make it refuse.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

FORM = "application/x-www-form-urlencoded"


@dataclass
class LoginStandIn:
    """One app, registered at LinkedIn, and one member."""

    server: HTTPServer
    client_id: str = "86app"
    secret: str = "WPL_AP1.Secret.c2VjcmV0=="
    code: str = "AQTQ-code_1"
    token: str = "AQV-token_1"
    pkce: bool = False
    """True where LinkedIn has enabled it for the app."""

    redirects: list[str] = field(default_factory=list)
    """The redirect URLs of the app; any of loopback where there are none."""

    error: dict[str, str] = field(default_factory=dict)
    """What the member's browser brings back instead of a code."""

    exchange: Callable[[Request], Response] | None = None
    """What answers the exchange instead."""

    userinfo: Callable[[Request], Response] | None = None
    """What answers the question whose a token is instead."""

    expires_in: object = 5_184_000
    scope: str = "openid,profile,w_member_social"
    asked: list[dict[str, str]] = field(default_factory=list)
    """The parameters of each page that was asked for."""

    exchanges: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for path in ("/oauth/v2/authorization", "/oauth/native-pkce/authorization"):
            self.server.expect_request(path).respond_with_handler(self._authorise)
        self.server.expect_request("/oauth/v2/accessToken").respond_with_handler(self._exchange)
        self.server.expect_request("/v2/userinfo").respond_with_handler(self._userinfo)

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def _authorise(self, request: Request) -> Response:
        said = dict(request.args)
        self.asked.append(said)
        if said["client_id"] != self.client_id:
            return Response("Client_id doesn't match", 400)
        redirect = said["redirect_uri"]
        if self.redirects and redirect not in self.redirects:
            return Response("Redirect_uri doesn't match", 400)
        if said["response_type"] != "code" or not said["state"]:
            return Response("Bad request", 400)
        if ("pkce" in request.path) != self.pkce:
            return Response("PKCE is for apps that have it", 400)
        brought = self.error or {"code": self.code}
        query = urlencode({**brought, "state": said["state"]})
        return Response(status=302, headers={"Location": f"{redirect}?{query}"})

    def _exchange(self, request: Request) -> Response:
        assert request.method == "POST"
        assert request.content_type == FORM
        form = {
            name: values[0] for name, values in parse_qs(request.get_data(as_text=True)).items()
        }
        self.exchanges.append(form)
        if self.exchange:
            return self.exchange(request)
        asked = self.asked[-1]
        if form["client_id"] != self.client_id or not self._is_proven(form, asked):
            return said(401, error="invalid_client", error_description="Client auth failed")
        if form["code"] != self.code or form["redirect_uri"] != asked["redirect_uri"]:
            return said(400, error="invalid_request", error_description="code does not match")
        return said(
            200, access_token=self.token, expires_in=self.expires_in, scope=self.scope, id_token="x"
        )

    def _is_proven(self, form: dict[str, str], asked: dict[str, str]) -> bool:
        if not self.pkce:  # where any `code_verifier` is refused
            return form.get("client_secret") == self.secret and "code_verifier" not in form
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        is_right = asked["code_challenge_method"] == "S256"
        return is_right and asked["code_challenge"] == challenge and "client_secret" not in form

    def _userinfo(self, request: Request) -> Response:
        if self.userinfo:
            return self.userinfo(request)
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return said(401, message="The token used in the request has been revoked")
        return said(200, sub="782bbtaQ", name="Ada Quill")


def said(status: int, **values: object) -> Response:
    """An answer in JSON."""
    return Response(json.dumps(values), status, content_type="application/json")
