"""Where tokens are: the environment first, for machines that post by themselves, then the keyring.

| variable                        | what it holds                                              |
|---------------------------------|------------------------------------------------------------|
| `FANFARE_LINKEDIN_TOKEN`        | the token; for Bluesky an app password                     |
| `FANFARE_LINKEDIN_ACCOUNT`      | who it posts as; may be left out                           |
| `FANFARE_LINKEDIN_TOKEN_EXPIRES`| the day or time it expires, ISO 8601; may be left out      |

The same for every other network. In the keyring each network and site has one item, called
`Fanfare linkedin` and the site's host, whose value is JSON with the four fields of a `Token`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from urllib.parse import urlsplit

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from syndication.credentials import system_keyring
from syndication.networks.known import KNOWN
from syndication.networks.network import Token

SECRET_VARIABLE = "FANFARE_LINKEDIN_CLIENT_SECRET"  # noqa: S105 -- its name
_APP = "linkedin client secret"

_VISIBLE = re.compile(r"[\x21-\x7e]+")
"""What a header may hold, and no space (RFC 6750, section 2.1, allows less)."""


def find(network: str, site_url: str, environ: Mapping[str, str]) -> Token | None:
    """The token of `network` for the site at `site_url`; None where nobody logged in.

    Raises `FanfareError` where the variable or the item in the keyring cannot be right, or the
    keyring is of no use.
    """
    if is_in_environment(network, environ):
        return _from_environment(network, environ)
    return _read(network, site_url, network)


def is_in_environment(network: str, environ: Mapping[str, str]) -> bool:
    """True where `environ` has a token, which then goes before that of the keyring.

    An empty one is none: so CI systems pass on secrets that nobody has set.
    """
    return bool(environ.get(KNOWN[network].variable, "").strip())


def keep(network: str, site_url: str, token: Token) -> None:
    """Put `token` into the system keyring. Raises `FanfareError` where there is none of use."""
    _write(network, site_url, token, network)


def forget(network: str, site_url: str) -> bool:
    """Remove the token, and the client secret, from the system keyring; False without either.

    Raises as `keep`.
    """
    items = network, f"{network} client secret"
    done = [system_keyring.delete(*_names(item, site_url), _otherwise(network)) for item in items]
    return any(done)


def check_keyring(network: str, site_url: str) -> None:
    """Raise `FanfareError` now where `keep` would later, after the author has logged in."""
    system_keyring.read(*_names(network, site_url), _otherwise(network))


def secret_in(environ: Mapping[str, str]) -> str:
    """The client secret that `environ` has; empty for none. Raises as `find`."""
    said = environ.get(SECRET_VARIABLE, "").strip()
    return checked(said, SECRET_VARIABLE) if said else ""


def kept_secret(site_url: str, client_id: str) -> str:
    """The client secret of the app `client_id` in the keyring; empty for none. Raises as `keep`."""
    try:
        kept = _read(_APP, site_url, "linkedin")
    except FanfareError:
        check_keyring("linkedin", site_url)
        return ""  # it is only this item that is damaged, and the author will be asked
    return kept.value if kept and kept.account == client_id else ""


def keep_secret(site_url: str, client_id: str, secret: str) -> None:
    """Put the client secret of the app `client_id` into the keyring. Raises as `keep`."""
    _write(_APP, site_url, Token(secret, account=client_id), "linkedin")


def forget_secret(site_url: str) -> bool:
    """Remove the client secret from the keyring; False where there was none. Raises as `keep`."""
    return system_keyring.delete(*_names(_APP, site_url), _otherwise("linkedin"))


def checked(value: str, name: str) -> str:
    """`value` without the white space around it.

    Raises `FanfareError` where it cannot be sent as it is, and libraries would repeat it in their
    complaint. Whatever is wrong is said of `name` and not of the value.
    """
    value = value.strip()
    if not _VISIBLE.fullmatch(value):
        message = f"{name} has a space or a character in it that no token has."
        raise FanfareError(Finding("token", message, "Copy it again, all of it and nothing else."))
    return value


def _from_environment(network: str, environ: Mapping[str, str]) -> Token:
    known = KNOWN[network]
    name = known.variable
    prefix = name.removesuffix("TOKEN")
    account = environ.get(f"{prefix}ACCOUNT", "").strip()
    if account and not re.fullmatch(known.account, account):
        message = f"{prefix}ACCOUNT is no account."  # not which: it may be the token, mixed up
        raise FanfareError(
            Finding("account", message, f"Write {known.account_form}, or leave it out.")
        )
    expires = environ.get(f"{name}_EXPIRES", "").strip()
    return Token(checked(environ[name], name), account, _time(expires, f"{name}_EXPIRES"))


def _time(said: str, name: str) -> str:
    """The time that `said` names, with its zone: UTC, and the start of a day, unless it says so."""
    if not said:
        return ""
    try:
        time = datetime.fromisoformat(said)
    except ValueError:
        time = None
    if time is None:
        remedy = "Write one such as 2026-12-31, or leave it out."
        raise FanfareError(Finding("expires", f"{name} is neither a day nor a time.", remedy))
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).isoformat()


def _read(item: str, site_url: str, network: str) -> Token | None:
    service, user = _names(item, site_url)
    kept = system_keyring.read(service, user, _otherwise(network))
    if kept is None:
        return None
    try:
        said = json.loads(kept)
        token = Token(**said) if isinstance(said, dict) else None
    except (ValueError, TypeError):
        token = None
    is_text = token is not None and all(isinstance(one, str) for one in asdict(token).values())
    if token is None or not is_text or not _VISIBLE.fullmatch(token.value):
        # Raised out here: a `JSONDecodeError` carries all that it could not read.
        message = f'The item "{service}" of {user} in the system keyring is damaged.'
        raise FanfareError(Finding("keyring", message, f"Run `invoke {network}.login` again."))
    return token


def _write(item: str, site_url: str, token: Token, network: str) -> None:
    system_keyring.write(*_names(item, site_url), json.dumps(asdict(token)), _otherwise(network))


def _names(item: str, site_url: str) -> tuple[str, str]:
    """Service and user: every site has its own."""
    host = urlsplit(site_url).hostname
    if not host:
        remedy = 'Add a line SITEURL = "https://..." with the address of your site.'
        message = "Nobody said which site the token is for: SITEURL is empty."
        raise FanfareError(Finding("setting", message, remedy))
    return f"Fanfare {item}", host


def _otherwise(network: str) -> str:
    return f"set the environment variable {KNOWN[network].variable}, which needs no keyring"
