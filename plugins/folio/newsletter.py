"""The sign-up form of the author's newsletter, as plain HTML needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from fanfare.newsletters import NEWSLETTER_PROVIDERS


@dataclass(frozen=True, slots=True)
class NewsletterForm:
    """Where a form is sent, and how its fields are called."""

    provider: str
    action: str
    field: str
    honeypot: str = ""
    """Name of a field that people leave empty and robots fill in; empty where there is none."""


def form(setting: Mapping[str, str] | None) -> NewsletterForm | None:
    """The form for the `NEWSLETTER` setting, which has been checked; None without newsletter."""
    if not setting:
        return None
    name, account = setting["provider"], setting["account"]
    provider = NEWSLETTER_PROVIDERS[name]
    action = provider.action.format(account=account)
    honeypot = ""
    if name == "mailchimp":
        query = parse_qs(urlsplit(action).query)
        honeypot = f"b_{query['u'][0]}_{query['id'][0]}"
    return NewsletterForm(name, action, provider.field, honeypot)
