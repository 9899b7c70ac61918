"""Who wrote what, and where: guests here, the author elsewhere.

So far the records: `content/people/`, `content/partners/` and `content/elsewhere/` are read and
checked before anything is built. What cannot be right stops the build with file and line.

In the context of every template: `people`, `partners` and `elsewhere`, each a mapping from slug to
record (see `records`).
"""

from __future__ import annotations

__all__ = ["register"]


def register() -> None:
    """Connect to Pelican."""
    from guest_posts import hooks

    hooks.connect()
