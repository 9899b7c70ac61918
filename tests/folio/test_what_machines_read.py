"""Structured data, sitemap, newsletter form, typography and praise: pure functions."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from fanfare.errors import FanfareError
from fanfare.schema_org import as_json
from folio import newsletter, praise, sitemap
from folio.structured_data import Publisher, Text, breadcrumbs, posting
from folio.typography import smarten

PUBLISHER = Publisher("Tamsin Inkwell", "The Long Margin", "https://x.example")


def _text(**changed: object) -> Text:
    values: dict[str, object] = {
        "address": "https://x.example/posts/a/",
        "title": "A",
        "description": "About a.",
        "published": datetime(2026, 1, 2, 9, 0, tzinfo=UTC),
        "modified": None,
        "language": "en",
        "words": 740,
        "section": "Craft",
        "keywords": ("ramp", "goals"),
        "image": "",
        "authors": (("Tamsin Inkwell", "https://x.example/authors/tamsin-inkwell/"),),
    }
    return Text(**{**values, **changed})  # type: ignore[arg-type]


def test_a_posting_names_its_author_dates_and_publisher() -> None:
    node = posting(_text(), PUBLISHER)
    assert node["datePublished"] == node["dateModified"] == "2026-01-02T09:00:00+00:00"
    assert node["author"] == [
        {"@id": "https://x.example/#author", "@type": "Person", "name": "Tamsin Inkwell"}
    ]
    assert node["publisher"] == {"@id": "https://x.example/#author"}


def test_every_author_of_a_posting_is_named_and_guests_have_their_page() -> None:
    guests = (
        ("Barnaby Footnote", "https://x.example/b/"),
        ("Odette Ferrule", "https://x.example/o/"),
    )
    node = posting(_text(authors=guests), PUBLISHER)
    assert node["author"] == [{"@type": "Person", "name": name, "url": url} for name, url in guests]


def test_what_is_not_known_is_left_out() -> None:
    assert {"image", "isPartOf"}.isdisjoint(posting(_text(), PUBLISHER))


def test_a_post_in_a_series_says_so() -> None:
    node = posting(_text(series=("S", "https://x.example/s/")), PUBLISHER)
    assert node["isPartOf"] == {
        "@type": "CreativeWorkSeries",
        "name": "S",
        "url": "https://x.example/s/",
    }


def test_breadcrumbs_count_from_one() -> None:
    items = breadcrumbs([("Home", "/"), ("A", "/a")])["itemListElement"]
    assert [item["position"] for item in items] == [1, 2]  # type: ignore[attr-defined]


def test_a_title_cannot_close_the_script_element() -> None:
    document = as_json(posting(_text(title="</script><b>"), PUBLISHER))
    assert "<" not in document
    assert json.loads(document)["@graph"][0]["headline"] == "</script><b>"


def test_the_sitemap_is_xml_in_the_order_of_addresses() -> None:
    entries = [
        sitemap.Entry("https://x.example/b?c&d"),
        sitemap.Entry("https://x.example/a", datetime(2026, 1, 2, tzinfo=UTC)),
    ]
    root = etree.fromstring(sitemap.sitemap(entries).encode())
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert [loc.text for loc in root.iter(f"{space}loc")] == [
        "https://x.example/a",
        "https://x.example/b?c&d",
    ]
    assert [at.text for at in root.iter(f"{space}lastmod")] == ["2026-01-02T00:00:00+00:00"]


@pytest.mark.parametrize(
    ("provider", "account", "action", "field"),
    [
        ("buttondown", "t", "https://buttondown.com/api/emails/embed-subscribe/t", "email"),
        ("kit", "12", "https://app.kit.com/forms/12/subscriptions", "email_address"),
        ("substack", "t", "https://t.substack.com/api/v1/free?nojs=true", "email"),
        (
            "mailchimp",
            "t.us1.list-manage.com/subscribe/post?u=0a&id=2c",
            "https://t.us1.list-manage.com/subscribe/post?u=0a&id=2c",
            "EMAIL",
        ),
    ],
)
def test_each_newsletter_provider_gets_its_own_form(
    provider: str, account: str, action: str, field: str
) -> None:
    form = newsletter.form({"provider": provider, "account": account})
    assert form
    assert (form.action, form.field) == (action, field)


def test_mailchimp_gets_its_honeypot() -> None:
    account = "t.us1.list-manage.com/subscribe/post?u=0a&id=2c"
    form = newsletter.form({"provider": "mailchimp", "account": account})
    assert form
    assert form.honeypot == "b_0a_2c"


def test_no_newsletter_no_form() -> None:
    assert newsletter.form(None) is None


@pytest.mark.parametrize(
    ("plain", "typographic"),
    [
        ("Other people's rooms", "Other people’s rooms"),
        ('The "note"', "The “note”"),
        ('"Yes," she said', "“Yes,” she said"),
        ("The '90s", "The ’90s"),
        ("The writers' room", "The writers’ room"),
        ("He said 'no'", "He said ‘no’"),
        ("Wait...", "Wait…"),
        ("One -- two", "One – two"),
        ("A well-kept, 5-foot rule", "A well-kept, 5-foot rule"),
    ],
)
def test_quotes_become_typographic(plain: str, typographic: str) -> None:
    assert smarten(plain) == typographic


def _praise(tmp_path: Path, text: str) -> tuple[praise.Praise, ...]:
    path = tmp_path / "praise.toml"
    path.write_text(text)
    return praise.load(path, "content/data/praise.toml")


def test_praise_is_read_in_its_order(tmp_path: Path) -> None:
    entries = _praise(
        tmp_path, '[[praise]]\nquote = "A"\nname = "B"\n[[praise]]\nquote = "C"\nname = "D"\n'
    )
    assert [entry.quote for entry in entries] == ["A", "C"]


def test_no_file_no_praise(tmp_path: Path) -> None:
    assert praise.load(tmp_path / "none.toml", "none.toml") == ()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[[praise]]\nquote = "A"\n', r"praise\.toml:1: In this \[\[praise\]\], name is missing"),
        ('\n[[praise]]\nquote="A"\nname="B"\nstars="5"\n', r"toml:2: .*stars is not expected so"),
        ("praise = 3\n", r"praise\.toml: This is no list of praise"),
        ('[[praise]]\nquote = 3\nname = "B"\n', r"toml:1: .*quote is not expected so"),
        ("[[praise]]\nquote = \n", r"praise\.toml:2: Invalid value"),
    ],
)
def test_a_mistake_in_the_praise_is_named_with_its_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(FanfareError, match=complaint):
        _praise(tmp_path, text)
