"""Newsletter services whose sign-up forms work as plain HTML; the setting `NEWSLETTER`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fanfare.findings import Complaint, did_you_mean


@dataclass(frozen=True, slots=True)
class NewsletterProvider:
    """A newsletter service whose sign-up form works as plain HTML."""

    action: str
    """Address the form is sent to; `{account}` stands for the author's account."""

    field: str
    """Name of the field that carries the reader's address."""

    account: str
    """What `account` is at this provider, with an example."""

    account_pattern: str
    """Regular expression that an account of this provider matches."""


NEWSLETTER_PROVIDERS: Mapping[str, NewsletterProvider] = {
    "buttondown": NewsletterProvider(
        "https://buttondown.com/api/emails/embed-subscribe/{account}",
        "email",
        'your Buttondown user name, such as "longmargin"',
        r"[\w.-]+",
    ),
    "kit": NewsletterProvider(
        "https://app.kit.com/forms/{account}/subscriptions",
        "email_address",
        'the number of your Kit form, such as "1234567"',
        r"\d+",
    ),
    "mailchimp": NewsletterProvider(
        "https://{account}",
        "EMAIL",
        "the form's address without https://, such as "
        '"longmargin.us1.list-manage.com/subscribe/post?u=0a1b&id=2c3d"',
        r"[\w.-]+\.list-manage\.com/subscribe/post\?u=\w+&id=\w+(&f_id=\w+)?",
    ),
    "substack": NewsletterProvider(
        "https://{account}.substack.com/api/v1/free?nojs=true",
        "email",
        'the name in front of .substack.com, such as "longmargin"',
        r"[\w-]+",
    ),
}


def newsletter_provider(value: object) -> Iterable[Complaint]:
    """Everything wrong with a value of `NEWSLETTER`."""
    if value is None:
        return
    match value:
        case {"provider": str() as name, "account": str() as account, **others} if not others:
            provider = NEWSLETTER_PROVIDERS.get(name)
            if provider is None:
                yield (
                    f'"{name}" is not a newsletter provider Fanfare knows',
                    did_you_mean(
                        name, NEWSLETTER_PROVIDERS, "one of " + ", ".join(NEWSLETTER_PROVIDERS)
                    ),
                )
            elif not re.fullmatch(provider.account_pattern, account):
                yield f'"{account}" is not an account of {name}', f"Write {provider.account}."
        case {"provider": str(), "account": int() as number, **others} if not others:
            yield "has an account that is not a text", f'Write it in quotes: "{number}".'
        case _:
            yield (
                "does not say provider and account",
                'Write {"provider": "buttondown", "account": "longmargin"}, or None.',
            )
