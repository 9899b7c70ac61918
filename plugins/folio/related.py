"""Posts on the same subjects."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

Post = TypeVar("Post")

NEIGHBOURS = 40
"""How many of the newest posts of a subject are considered: keeps large sites quick to build."""


def related(
    posts: Sequence[Post],
    subjects: Callable[[Post], Sequence[Hashable]],
    series: Callable[[Post], str],
    count: int,
) -> list[list[Post]]:
    """For each of `posts` (newest first) up to `count` posts that share most with it.

    A shared subject weighs the more, the fewer posts have it (inverse document frequency, as in
    text retrieval). Of equals, the newer comes first. Posts that share nothing are left out, and
    so are parts of the same series: a post's page lists them anyway.
    """
    own = [tuple(dict.fromkeys(subjects(post))) for post in posts]
    newest, weight = _by_subject(own)
    found = []
    for place, names in enumerate(own):
        score: dict[int, float] = defaultdict(float)
        for name in names:
            weighs = weight[name]
            for other in newest[name]:
                score[other] -= weighs
        score.pop(place, None)
        name = series(posts[place])
        nearest = (posts[other] for other in _lowest_first(score, count))
        outside = (other for other in nearest if not name or series(other) != name)
        found.append(list(islice(outside, count)))
    return found


def _by_subject(
    own: Sequence[Sequence[Hashable]],
) -> tuple[dict[Hashable, list[int]], dict[Hashable, float]]:
    """The places of the newest posts of each subject, and how much it weighs."""
    having: dict[Hashable, list[int]] = defaultdict(list)
    for place, names in enumerate(own):
        for name in names:
            having[name].append(place)
    weight = {name: math.log(1 + len(own) / len(places)) for name, places in having.items()}
    return {name: places[:NEIGHBOURS] for name, places in having.items()}, weight


def _lowest_first(score: Mapping[int, float], first: int) -> Iterator[int]:
    """The places by their score, of equals the lower place first.

    Mostly nobody asks for more than the `first`: all others are put in order for those who do.
    """
    values = sorted(score.values())
    if len(values) > first > 0:
        limit = values[first - 1]
        near = [place for place, value in score.items() if value <= limit]
        yield from sorted(near, key=lambda place: (score[place], place))
        far = [place for place, value in score.items() if value > limit]
    else:
        far = list(score)
    yield from sorted(far, key=lambda place: (score[place], place))
