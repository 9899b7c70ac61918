"""Microformats and JSON-LD of the built site, read by the libraries that others read them with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import extruct
import mf2py
import pytest

from tests.guest_posts.small_site import RECORDS, THEMES, Built, build_site, post

POSTS = {
    "posts/knots.md": post("Knots", 5, Authors="Ada Quill, Mira Holm"),
    "posts/copy.md": post("Copy", 6, Original_url="https://quay.example/copy"),
    "posts/copied.md": post("Copied", 7, Also_at="https://www.linkedin.com/pulse/copied"),
}

Item = dict[str, Any]  # as mf2py and extruct give them


@pytest.fixture(scope="module", params=THEMES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site, built once with each theme."""
    root = tmp_path_factory.mktemp("site")
    return build_site(root, {**RECORDS, **POSTS}, theme=request.param)


Find = Callable[[Item], bool]


def _microformats(site: Built, path: str, kind: str) -> list[Item]:
    """Every item of `kind` on a page, however deep."""
    parsed = mf2py.parse(doc=site.text(path), url=f"https://tiny.example/{path}/")

    def walk(items: list[Any]) -> Iterator[Item]:
        for item in items:
            if isinstance(item, dict) and "type" in item:
                if kind in item["type"]:
                    yield item
                yield from walk(item.get("children", []))
                for values in item["properties"].values():
                    yield from walk(values)

    return list(walk(parsed["items"]))


def _nodes(site: Built, path: str, kind: str) -> list[Item]:
    """Every JSON-LD node of `kind` on a page."""
    data = extruct.extract(site.text(path), syntaxes=["json-ld"])["json-ld"]
    nodes = [node for document in data for node in document.get("@graph", [document])]
    return [node for node in nodes if node["@type"] == kind]


def test_every_author_is_an_h_card_of_the_entry(site: Built) -> None:
    entry = next(
        one
        for one in _microformats(site, "posts/knots", "h-entry")
        if "content" in one["properties"]
    )
    authors = [author["properties"] for author in entry["properties"]["author"]]
    assert [(author["name"], author["url"]) for author in authors] == [
        (["Ada Quill"], ["https://tiny.example/authors/ada-quill/"]),
        (["Mira Holm"], ["https://tiny.example/guests/mira-holm/"]),
    ]
    assert entry["properties"]["name"] == ["Knots"]
    assert entry["properties"]["published"] == ["2026-01-05T00:00:00+0000"]


def test_a_copied_post_names_its_copies(site: Built) -> None:
    entry = _microformats(site, "posts/copied", "h-entry")[0]
    assert entry["properties"]["syndication"] == ["https://www.linkedin.com/pulse/copied"]


@pytest.mark.parametrize("path", ["", "elsewhere", "partners/the-quay", "guests/mira-holm"])
def test_a_post_elsewhere_is_cited(site: Built, path: str) -> None:
    original = "https://quay.example/tides?a=1&b=2"
    every = [one["properties"] for one in _microformats(site, path, "h-cite")]
    [properties] = [cited for cited in every if cited["url"][0] == original]
    assert properties["name"] == ["Tides"]
    assert properties["published"] == ["2026-02-10T00:00:00+0000"]
    assert properties["publication"][0] == "The Quay"


def test_a_guest_is_a_card_with_photo_note_and_addresses(site: Built) -> None:
    card = next(
        one["properties"]
        for one in _microformats(site, "guests/mira-holm", "h-card")
        if one["properties"].get("name") == ["Mira Holm"] and "note" in one["properties"]
    )
    assert set(card["url"]) == {
        "https://tiny.example/guests/mira-holm/",
        "https://holm.example",
        "https://social.example/@mira",
    }
    assert card["photo"][0]["value"] == "https://tiny.example/images/mira.png"
    assert card["note"][0].startswith("Mira ties knots.")


def test_authors_are_an_array_each_with_their_page_and_profiles(site: Built) -> None:
    [posting] = _nodes(site, "posts/knots", "BlogPosting")
    author, guest = posting["author"]
    assert author["name"] == "Ada Quill"
    assert author["url"] == "https://tiny.example/"
    assert author["sameAs"] == ["https://social.example/@ada"]
    assert guest == {
        "@type": "Person",
        "name": "Mira Holm",
        "url": "https://tiny.example/guests/mira-holm/",
        "sameAs": ["https://holm.example", "https://social.example/@mira"],
        "image": "https://tiny.example/images/mira.png",
    }


def test_a_copy_is_based_on_its_original(site: Built) -> None:
    [posting] = _nodes(site, "posts/copy", "BlogPosting")
    assert posting["isBasedOn"] == "https://quay.example/copy"


@pytest.mark.parametrize(
    ("path", "name"), [("elsewhere", "As seen on"), ("partners/the-quay", "The Quay")]
)
def test_the_publisher_of_a_post_elsewhere_is_its_host(site: Built, path: str, name: str) -> None:
    [page] = _nodes(site, path, "CollectionPage")
    assert page["name"] == name
    [work] = page["hasPart"]
    assert work["url"] == "https://quay.example/tides?a=1&b=2"
    assert work["publisher"] == {
        "@type": "Organization",
        "name": "The Quay",
        "url": "https://www.quay.example",
    }
    assert work["author"][0]["name"] == "Ada Quill"


def test_the_page_of_a_guest_is_a_profile(site: Built) -> None:
    [profile] = _nodes(site, "guests/mira-holm", "ProfilePage")
    assert profile["mainEntity"]["name"] == "Mira Holm"
    assert profile["url"] == "https://tiny.example/guests/mira-holm/"


def test_the_sitemap_has_guests_and_nothing_whose_original_is_elsewhere(tmp_path: Path) -> None:
    sitemap = build_site(tmp_path, {**RECORDS, **POSTS}).text("sitemap.xml")
    for path in (
        "guests/",
        "guests/mira-holm/",
        "guests/jun-ko/",
        "elsewhere/",
        "partners/the-quay/",
    ):
        assert f"<loc>https://tiny.example/{path}</loc>" in sitemap
    assert "quay.example/" not in sitemap
    assert "posts/copy/" not in sitemap
