"""What the networks say of themselves, each in its own way."""

from __future__ import annotations

import re

import pytest

from syndication.networks.known import KNOWN

POSTS = {
    "linkedin": [("urn:li:share:73", "https://www.linkedin.com/feed/update/urn:li:share:73/")],
    "bluesky": [
        (
            "at://did:plc:7/app.bsky.feed.post/3kabc",
            "https://bsky.app/profile/did:plc:7/post/3kabc",
        ),
        (
            "at://ada.example/app.bsky.feed.post/3kabc",
            "https://bsky.app/profile/ada.example/post/3kabc",
        ),
    ],
}
BOTH = [(key, *pair) for key, pairs in POSTS.items() for pair in pairs]


@pytest.mark.parametrize(("key", "urn", "url"), BOTH)
def test_the_name_and_the_address_of_a_post_lead_to_each_other(
    key: str, urn: str, url: str
) -> None:
    assert KNOWN[key].permalink_of(urn) == url
    assert KNOWN[key].urn_of(f"{url}?ref=x") == urn


def test_on_mastodon_the_address_is_the_name() -> None:
    url = "https://social.example/users/ada/statuses/1"
    assert KNOWN["mastodon"].permalink_of(url) == url
    assert KNOWN["mastodon"].urn_of(url) == ""


@pytest.mark.parametrize("key", KNOWN)
@pytest.mark.parametrize("other", ["", "knots", "urn:li:person:7", "at://did:plc:7/like/3", "a:b"])
def test_what_names_no_post_is_none(key: str, other: str) -> None:
    assert KNOWN[key].permalink_of(other) == ""
    assert KNOWN[key].urn_of(other) == ""


@pytest.mark.parametrize(
    ("key", "account"),
    [("linkedin", "urn:li:person:782b_bt-aQ"), ("mastodon", "@ada@a.example"), ("bluesky", "a.b")],
)
def test_accounts_are_of_the_form_of_their_network(key: str, account: str) -> None:
    assert re.fullmatch(KNOWN[key].account, account)
    assert not re.fullmatch(KNOWN[key].account, f"{account} x")


def test_a_permission_ends_where_it_was_given() -> None:
    settings = {"MASTODON_SERVER": "https://social.example/"}
    page = KNOWN["mastodon"].permissions_page(settings)
    assert page == "https://social.example/settings/applications"
    assert KNOWN["bluesky"].permissions_page(settings) == KNOWN["bluesky"].permissions
