"""Where tokens are found, kept and forgotten."""

from __future__ import annotations

import json
import traceback

import pytest
from keyring.backend import KeyringBackend

from fanfare.errors import FanfareError
from syndication.credentials import tokens
from syndication.networks.network import Token
from tests.syndication.credentials.keyrings import (
    Broken,
    Forgetful,
    Locked,
    PlaintextKeyring,
    Talkative,
    of_library,
    system_keyring,
)

SITE = "https://tiny.example/blog"
TOKEN = Token("v", "urn:li:person:7", "2026-12-31T00:00:00+00:00", "2026-11-01T00:00:00+00:00")
ITEM = ("Fanfare linkedin", "tiny.example")

Items = dict[tuple[str, str], str]


def test_what_is_kept_is_found(kept: Items) -> None:
    tokens.keep("linkedin", SITE, TOKEN)
    assert tokens.find("linkedin", SITE, {}) == TOKEN
    assert json.loads(kept[ITEM]) == {
        "value": "v",
        "account": "urn:li:person:7",
        "issued": "2026-11-01T00:00:00+00:00",
        "expires": "2026-12-31T00:00:00+00:00",
    }


def test_each_site_and_each_network_has_its_own(kept: Items) -> None:
    tokens.keep("linkedin", SITE, TOKEN)
    assert tokens.find("linkedin", "https://other.example", {}) is None
    assert tokens.find("mastodon", SITE, {}) is None


def test_what_is_forgotten_is_gone(kept: Items) -> None:
    tokens.keep("linkedin", SITE, TOKEN)
    assert tokens.forget("linkedin", SITE)
    assert not tokens.forget("linkedin", SITE)
    assert kept == {}
    assert tokens.find("linkedin", SITE, {}) is None


def test_the_environment_goes_before_the_keyring(kept: Items) -> None:
    tokens.keep("linkedin", SITE, TOKEN)
    environ = {
        "FANFARE_LINKEDIN_TOKEN": " from-ci\n",
        "FANFARE_LINKEDIN_ACCOUNT": "urn:li:person:9",
        "FANFARE_LINKEDIN_TOKEN_EXPIRES": "2027-01-19",
    }
    found = tokens.find("linkedin", SITE, environ)
    assert found == Token("from-ci", "urn:li:person:9", "2027-01-19T00:00:00+00:00")


def test_in_the_environment_a_token_is_enough_and_needs_no_keyring() -> None:
    with system_keyring(of_library("fail")):
        for network in ("linkedin", "mastodon", "bluesky"):
            environ = {f"FANFARE_{network.upper()}_TOKEN": "from-ci"}
            assert tokens.find(network, SITE, environ) == Token("from-ci")


def test_an_empty_variable_is_none_as_ci_systems_pass_on_what_nobody_set(kept: Items) -> None:
    tokens.keep("linkedin", SITE, TOKEN)
    assert tokens.find("linkedin", SITE, {"FANFARE_LINKEDIN_TOKEN": ""}) == TOKEN


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("TOKEN", "half MARKER", "FANFARE_LINKEDIN_TOKEN has a space or a character in it"),
        ("TOKEN", "MARKER\nX-Evil: 1", "FANFARE_LINKEDIN_TOKEN has a space or a character in it"),
        ("TOKEN", "MARKER…", "FANFARE_LINKEDIN_TOKEN has a space or a character in it"),
        ("ACCOUNT", "MARKER", "Write urn:li:person: and the letters that follow"),
        ("TOKEN_EXPIRES", "MARKER", "Write one such as 2026-12-31"),
    ],
)
def test_a_variable_that_cannot_be_right_is_named_and_not_repeated(
    name: str, value: str, complaint: str
) -> None:
    environ = {"FANFARE_LINKEDIN_TOKEN": "t", f"FANFARE_LINKEDIN_{name}": value}
    with pytest.raises(FanfareError) as caught:
        tokens.find("linkedin", SITE, environ)
    assert complaint in str(caught.value)
    assert "MARKER" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "damaged",
    [
        "MARKER",
        '{"value": "MARKER',
        '["MARKER"]',
        '{"value": ""}',
        "{}",
        '{"value": "MARKER", "expires": 7}',
        '{"value": "MARKER", "more": "x"}',
        '{"value": "MARKER\\n"}',
    ],
)
def test_a_damaged_item_is_an_error_and_a_login_mends_it(kept: Items, damaged: str) -> None:
    kept[ITEM] = damaged
    with pytest.raises(FanfareError) as caught:
        tokens.find("linkedin", SITE, {})
    assert str(caught.value) == (
        'The item "Fanfare linkedin" of tiny.example in the system keyring is damaged. '
        "Run `invoke linkedin.login` again."
    )
    assert caught.value.__context__ is None
    tokens.check_keyring("linkedin", SITE)
    tokens.keep("linkedin", SITE, TOKEN)
    assert tokens.find("linkedin", SITE, {}) == TOKEN


@pytest.mark.parametrize(
    ("backend", "complaint"),
    [
        (of_library("fail"), "There is no system keyring here. Set the environment variable"),
        (Locked(), "The system keyring is locked. Unlock it, or set the environment"),
        (Broken(), "The system keyring does not work (TimeoutError)."),
        (PlaintextKeyring(), "writes what it keeps into a file that anybody can read."),
    ],
)
def test_a_keyring_of_no_use_is_said_with_what_to_do_instead(
    backend: KeyringBackend, complaint: str
) -> None:
    with system_keyring(backend):
        for act in (
            lambda: tokens.find("mastodon", SITE, {}),
            lambda: tokens.keep("mastodon", SITE, TOKEN),
            lambda: tokens.forget("mastodon", SITE),
            lambda: tokens.check_keyring("mastodon", SITE),
        ):
            with pytest.raises(FanfareError) as caught:
                act()
            assert complaint in str(caught.value)
            assert "the environment variable FANFARE_MASTODON_TOKEN, which" in str(caught.value)
            assert caught.value.__context__ is None


@pytest.mark.parametrize("backend", [of_library("null"), Forgetful()])
def test_a_keyring_that_keeps_nothing_is_noticed(backend: KeyringBackend) -> None:
    with system_keyring(backend), pytest.raises(FanfareError, match="did not keep what it was"):
        tokens.keep("linkedin", SITE, TOKEN)


def test_what_a_keyring_says_of_its_failure_is_not_repeated() -> None:
    with system_keyring(Talkative()), pytest.raises(FanfareError) as caught:
        tokens.keep("linkedin", SITE, Token("MARKER"))
    assert "does not work (PasswordSetError)" in str(caught.value)
    assert caught.value.__context__ is None


def test_a_site_without_an_address_has_no_tokens(kept: Items) -> None:
    with pytest.raises(FanfareError, match="SITEURL is empty"):
        tokens.find("linkedin", "", {})


def test_the_client_secret_is_that_of_one_app(kept: Items) -> None:
    tokens.keep_secret(SITE, "app1", "s")
    assert tokens.kept_secret(SITE, "app1") == "s"
    assert tokens.kept_secret(SITE, "app2") == ""
    assert tokens.forget_secret(SITE)
    assert tokens.kept_secret(SITE, "app1") == ""


def test_the_environment_may_have_a_client_secret() -> None:
    assert tokens.secret_in({"FANFARE_LINKEDIN_CLIENT_SECRET": " from-ci\n"}) == "from-ci"
    assert tokens.secret_in({"FANFARE_LINKEDIN_CLIENT_SECRET": ""}) == ""


def test_a_damaged_client_secret_is_asked_for_again(kept: Items) -> None:
    kept["Fanfare linkedin client secret", "tiny.example"] = "{"
    assert tokens.kept_secret(SITE, "app1") == ""


def test_no_repr_shows_a_value() -> None:
    assert "MARKER" not in repr(Token("MARKER"))
