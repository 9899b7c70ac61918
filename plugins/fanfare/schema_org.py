"""Data for machines in the terms of schema.org, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping

from markupsafe import Markup

Node = dict[str, object]
"""One thing, by the names that schema.org gives to its properties."""


def without_empty(node: Mapping[str, object]) -> Node:
    """`node` without the properties of which nothing is known."""
    return {key: value for key, value in node.items() if value not in ("", None, [], ())}


def as_json(*nodes: Node) -> str:
    """One JSON-LD document of all `nodes`, safe inside a script element."""
    document = {"@context": "https://schema.org", "@graph": list(nodes)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def script_data(*nodes: Node) -> Markup:
    """The same, ready for a template."""
    # as_json escapes what could end the element; HTML escaping would break the JSON
    return Markup(as_json(*nodes))  # noqa: S704
