"""Identifiers, and what they cost where nobody asks for them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfare.errors import FanfareError
from syndication.heads import Ids, check, id_of, newest_first

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


class Text:
    """As much of an article as identifiers are made of."""

    def __init__(self, path: str, day: int, pinned: str = "") -> None:
        self.metadata = {"id": pinned} if pinned else {}
        self.source_path = f"/site/content/{path}"
        self.date = FIRST_DAY + timedelta(days=day)


def settings(entity: str = "") -> dict[str, Any]:
    return {
        "PATH": "/site/content",
        "SITEURL": "https://tiny.example",
        "TAGGING_ENTITY": entity,
    }


NAMES = st.sampled_from(["posts/a", "posts/b", "a", "b:c", "ü %41", "a/b:c"])
PINNED = st.sampled_from(
    [
        "",
        "",
        "urn:a",
        "tag:tiny.example,2026-01-01:posts/a",
        "tag:tiny.example,2026:posts/a",
        "tag:tiny.example,2026:b:c",
        "tag:tiny.example,2026:%C3%BC%20%2541",
    ]
)
TEXTS = st.builds(
    Text,
    st.builds("{}.{}".format, NAMES, st.sampled_from(["md", "rst"])),
    st.integers(0, 2),
    PINNED,
)
ENTITIES = st.sampled_from(["", "tiny.example,2026"])


@given(texts=st.lists(TEXTS, max_size=8), entity=ENTITIES)
def test_no_identifier_that_two_texts_have_is_missed(texts: list[Any], entity: str) -> None:
    count = Counter(id_of(text, settings(entity)) for text in texts)
    ids = Ids(texts, settings(entity))

    assert ids.repeated() == {one for one, times in count.items() if times > 1}
    for entry_id in count:
        assert Counter(map(id, ids.texts_with(entry_id))) == Counter(
            id(text) for text in texts if id_of(text, settings(entity)) == entry_id
        )


@given(texts=st.lists(TEXTS, max_size=12), entity=ENTITIES)
def test_texts_of_one_moment_stand_by_their_identifiers(texts: list[Any], entity: str) -> None:
    def order(text: Any) -> tuple[datetime, str]:
        return text.date, id_of(text, settings(entity))

    expected = sorted(texts, key=order, reverse=True)

    assert list(map(order, newest_first(texts, settings(entity)))) == list(map(order, expected))


def test_all_that_is_wrong_is_said_at_once(tmp_path: Any) -> None:
    texts: list[Any] = [Text("posts/a.md", 0, "no id"), Text("b.md", 0), Text("b.rst", 0)]
    for text in texts:
        path = tmp_path / text.source_path.removeprefix("/site/content/")
        path.parent.mkdir(exist_ok=True)
        path.write_text("Id: no id\n\nText.\n")
        text.source_path = str(path)
    known = {**settings(), "PATH": str(tmp_path)}

    with pytest.raises(FanfareError) as stopped:
        check(texts, Ids(texts, known), known)

    assert {one.source.partition("/")[2] for one in stopped.value.findings} == {
        "posts/a.md",
        "b.md",
        "b.rst",
    }
