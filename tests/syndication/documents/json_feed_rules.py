"""What makes a JSON Feed invalid, or one that embarrasses its author."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tests.syndication.documents.texts import faults_of_html, faults_of_plain

_SCHEMA = json.loads(Path(__file__).with_name("json_feed.schema.json").read_text("utf-8"))
_VALIDATOR = Draft202012Validator(_SCHEMA)


def faults(document: bytes, *, plain: bool = True) -> list[str]:
    """What is wrong with a JSON Feed; empty where nothing is.

    `plain` is false where titles and summaries look like HTML on purpose.
    """
    try:
        feed = json.loads(document.decode("utf-8"))
    except ValueError as error:
        return [f"it is no JSON in UTF-8: {error}"]
    errors = sorted(_VALIDATOR.iter_errors(feed), key=str)
    if errors:
        return [f"JSON Feed 1.1: {error.json_path}: {error.message}" for error in errors]
    return [*_of_feed(feed), *(_of_texts(feed) if plain else ())]


def _of_feed(feed: Mapping[str, Any]) -> Iterator[str]:
    if "feed_url" not in feed:
        yield "the feed does not say where it is"
    items = feed["items"]
    ids = Counter(item["id"] for item in items)
    yield from (f"two items have the id {one}" for one, number in ids.items() if number > 1)
    for item in items:
        if "url" not in item:
            yield f"{item['id']} has no address"
        yield from faults_of_html(item.get("content_html") or "-", item["id"])


def _of_texts(feed: Mapping[str, Any]) -> Iterator[str]:
    for one in (feed, *feed["items"]):
        for name in ("title", "summary", "description"):
            yield from faults_of_plain(one.get(name, ""), name)
