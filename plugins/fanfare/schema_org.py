"""Data for machines in the terms of schema.org, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping

Node = dict[str, object]
"""One thing, by the names that schema.org gives to its properties."""


def without_empty(node: Mapping[str, object]) -> Node:
    """`node` without the properties of which nothing is known."""
    return {key: value for key, value in node.items() if value not in ("", None, [], ())}


def as_json(*nodes: Node) -> str:
    """One JSON-LD document of all `nodes`, safe inside a script element."""
    document = {"@context": "https://schema.org", "@graph": list(nodes)}
    return json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")
