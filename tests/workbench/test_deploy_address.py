"""Which addresses a site is deployed for."""

import pytest

from workbench.deploy.address import refusal


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost",
        "http://localhost:8000",
        "http://LOCALHOST.",
        "http://blog.localhost",
        "http://desk.local/site",
        "http://desk.lan",
        "http://127.0.0.1:8000",
        "http://127.1",
        "http://2130706433",
        "http://0.0.0.0:8000",
        "http://10.1.2.3",
        "http://172.16.0.1",
        "http://192.168.178.20",
        "http://169.254.1.1",
        "http://[::1]:8000",
        "http://[::ffff:127.0.0.1]",
        "http://[fe80::1%25eth0]",
        "http://[fd00::1]",
    ],
)
def test_an_address_of_one_machine_or_network_is_refused(url: str) -> None:
    refused = refusal(url)
    assert refused
    assert str(refused) == (
        f"SITEURL: {url} is seen from this machine or its network only. "
        "Set SITEURL in pelicanconf.py to your own address."
    )


@pytest.mark.parametrize(
    "url", ["https://longmargin.example", "https://a.invalid/x", "http://site.test", "http://test"]
)
def test_an_address_in_a_reserved_domain_is_refused(url: str) -> None:
    refused = refusal(url, "pelicanconf.py", 10)
    assert refused
    assert str(refused) == (
        f"pelicanconf.py:10: SITEURL: {url} stands in a domain that nobody can own. "
        "Set SITEURL in pelicanconf.py to your own address."
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://author.example.net",
        "https://example-author.net/blog",
        "https://localhost.author.example.net",
        "https://mylocal",
        "https://latest",
        "https://test.author.example.net",
        "http://8.8.8.8",
        "http://[2606:4700::1111]",
        "https://bücher.author.example.net",
    ],
)
def test_any_other_address_is_not(url: str) -> None:
    assert refusal(url) is None
