"""Posts that belong together, in their order."""

from dataclasses import dataclass, field
from datetime import datetime

from folio.series import Series, collect


@dataclass
class Post:
    title: str
    date: object
    metadata: dict[str, object] = field(default_factory=dict)


def _post(title: str, day: int, series: str = "", index: str = "") -> Post:
    metadata: dict[str, object] = {"series": series, "series_index": index}
    return Post(title, datetime(2026, 1, day), metadata)  # noqa: DTZ001 -- order is all that counts


def _new(name: str) -> Series:
    return Series(name, name.lower(), f"series/{name.lower()}/", "")


def test_a_series_is_read_by_index_then_by_date() -> None:
    posts = [
        _post("d", 4, "S"),
        _post("c", 3, "S"),
        _post("b", 2, "S", "1"),
        _post("a", 1, "S", "2"),
    ]
    (series,), _parts = collect(posts, _new)
    assert [post.title for post in series.posts] == ["b", "a", "c", "d"]


def test_a_part_knows_its_place_and_its_neighbours() -> None:
    posts = [_post("a", 1, "S"), _post("b", 2, "S"), _post("c", 3, "S")]
    _series, parts = collect(posts, _new)
    part = parts[id(posts[1])]
    assert (part.number, part.previous, part.next) == (2, posts[0], posts[2])
    assert parts[id(posts[0])].previous is None
    assert parts[id(posts[2])].next is None


def test_posts_without_a_series_have_no_part() -> None:
    posts = [_post("a", 1)]
    assert collect(posts, _new) == ([], {})


def test_names_that_differ_only_in_case_are_one_series_and_series_are_sorted() -> None:
    posts = [_post("a", 1, "Zebra"), _post("b", 2, "apple"), _post("c", 3, "zebra")]
    every, _parts = collect(posts, _new)
    assert [series.name for series in every] == ["apple", "Zebra"]
    assert len(every[1].posts) == 2
