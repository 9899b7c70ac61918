"""Campaign parameters, on links to the site itself."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, urlencode, urlsplit


def with_campaign(url: str, site_url: str, campaign: Mapping[str, str]) -> str:
    """`url` with the parameters of `campaign` in its query, if it is a page of the site.

    Its own query, of which no parameter is replaced, and its fragment stay as they are. Addresses
    of other sites do, too: their parameters are for their owners to count by.
    """
    if not _is_of_site(url, site_url):
        return url
    parts = urlsplit(url)
    there = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = [(name, value) for name, value in campaign.items() if name not in there]
    query = "&".join(filter(None, (parts.query, urlencode(added, quote_via=quote))))
    return parts._replace(query=query).geturl()


def _is_of_site(url: str, site_url: str) -> bool:
    page, site = urlsplit(url), urlsplit(site_url)
    folder = site.path.rstrip("/")
    return (page.scheme, page.netloc.lower()) == (site.scheme, site.netloc.lower()) and (
        page.path in ("", folder) or page.path.startswith(f"{folder}/")
    )
