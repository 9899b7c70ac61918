"""What can be got ready before a build begins, by a process that lives through many of them.

`serve` builds in processes forked from one that has imported the site's plugins and done nothing
else. A plugin that knows how to spare its builds more than the imports offers it here. It must be
knowledge that cannot be wrong: found by the bytes it was made of, say, or held together with the
signature of the file it comes from.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Preparation = Callable[[Path], None]
"""Gets something ready for builds of the site in that folder; called again after each of them."""

_offered: list[Preparation] = []


def offer(preparation: Preparation) -> Preparation:
    """Have `preparation` called in time; a decorator for a function of a module."""
    _offered.append(preparation)
    return preparation


def get_ready(root: Path) -> None:
    """Get ready what was offered, for builds of the site in the folder `root`."""
    for preparation in _offered:
        preparation(root)
