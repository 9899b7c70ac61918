"""Posts on the same subjects."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
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
    having: dict[Hashable, list[int]] = defaultdict(list)
    own = [tuple(dict.fromkeys(subjects(post))) for post in posts]
    for place, names in enumerate(own):
        for name in names:
            having[name].append(place)
    weight = {name: math.log(1 + len(posts) / len(places)) for name, places in having.items()}
    found = []
    for place, names in enumerate(own):
        score: dict[int, float] = defaultdict(float)
        for name in names:
            for other in having[name][:NEIGHBOURS]:
                score[other] += weight[name]
        score.pop(place, None)
        name = series(posts[place])
        nearest = sorted(score, key=lambda other: (-score[other], other))
        outside = (posts[other] for other in nearest if not name or series(posts[other]) != name)
        found.append(list(islice(outside, count)))
    return found
