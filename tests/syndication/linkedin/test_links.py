"""Campaign parameters on links."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndication.linkedin.links import with_campaign

SITE = "https://tiny.example"
CAMPAIGN = {"utm_source": "linkedin", "utm_medium": "social media & more"}
ENCODED = "utm_source=linkedin&utm_medium=social%20media%20%26%20more"

LINKS = {
    f"{SITE}/posts/knots/": f"{SITE}/posts/knots/?{ENCODED}",
    f"{SITE}/posts/knots/?page=2": f"{SITE}/posts/knots/?page=2&{ENCODED}",
    f"{SITE}/posts/knots/?q=a%2Fb+c#tie": f"{SITE}/posts/knots/?q=a%2Fb+c&{ENCODED}#tie",
    f"{SITE}/posts/knöt/#tie": f"{SITE}/posts/knöt/?{ENCODED}#tie",
    SITE: f"{SITE}?{ENCODED}",
}


@pytest.mark.parametrize(("url", "tagged"), LINKS.items())
def test_parameters_join_the_query(url: str, tagged: str) -> None:
    assert with_campaign(url, SITE, CAMPAIGN) == tagged


def test_a_parameter_that_is_there_stays() -> None:
    url = f"{SITE}/?utm_source=mine"
    assert with_campaign(url, SITE, {"utm_source": "linkedin"}) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/knots",
        "https://tiny.example.evil.example/",
        "http://tiny.example/",
    ],
)
def test_links_to_other_sites_are_left_alone(url: str) -> None:
    assert with_campaign(url, SITE, CAMPAIGN) == url


def test_a_site_in_a_folder_is_that_folder() -> None:
    site = "https://pages.example/tiny"
    assert with_campaign(f"{site}/knots/", site, {"a": "b"}) == f"{site}/knots/?a=b"
    assert with_campaign("https://pages.example/tinier/", site, {"a": "b"}) == (
        "https://pages.example/tinier/"
    )


def test_no_campaign_changes_nothing() -> None:
    assert with_campaign(f"{SITE}/a/?b#c", SITE, {}) == f"{SITE}/a/?b#c"


@given(st.dictionaries(st.text(min_size=1), st.text(min_size=1), max_size=4))
def test_readers_of_the_query_get_what_was_said(campaign: dict[str, str]) -> None:
    campaign = {
        key.encode(errors="replace").decode(): value.encode(errors="replace").decode()
        for key, value in campaign.items()
    }
    query = urlsplit(with_campaign(f"{SITE}/knots/", SITE, campaign)).query
    assert parse_qs(query) == {key: [value] for key, value in campaign.items()}
