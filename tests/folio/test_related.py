"""Posts on the same subjects."""

from folio.related import related


def _related(
    posts: dict[str, str], count: int = 3, series: dict[str, str] | None = None
) -> dict[str, str]:
    names = list(posts)
    found = related(
        names, lambda post: posts[post].split(), lambda post: (series or {}).get(post, ""), count
    )
    return {name: "".join(near) for name, near in zip(names, found, strict=True)}


def test_posts_that_share_more_come_first() -> None:
    assert _related({"a": "x y", "b": "x", "c": "x y"})["a"] == "cb"


def test_a_rare_subject_weighs_more_than_a_common_one() -> None:
    posts = {"a": "common rare", "b": "common", "c": "rare", "d": "common", "e": "common"}
    assert _related(posts)["a"][0] == "c"


def test_of_equals_the_newer_comes_first() -> None:
    assert _related({"a": "x", "b": "x", "c": "x"})["c"] == "ab"


def test_posts_that_share_nothing_are_left_out() -> None:
    assert _related({"a": "x", "b": "y"}) == {"a": "", "b": ""}


def test_parts_of_the_same_series_are_left_out() -> None:
    posts = {"a": "x", "b": "x", "c": "x"}
    assert _related(posts, series={"a": "s", "b": "s"})["a"] == "c"


def test_there_are_never_more_than_asked() -> None:
    assert _related(dict.fromkeys("abcdef", "x"), count=2)["a"] == "bc"
