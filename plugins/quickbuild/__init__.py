"""Pelican, quicker: what it works out again and again, worked out once.

* One Markdown instance reads all files, instead of a new one for each.
* Of many files, each processor core converts its share.
* One formatter highlights all code, likewise.
* The address of a text is put together once, instead of at every mention.

Nothing in the output changes by it.

For other plugins: while texts are read, the setting `QUICKBUILD_CONVERTED` holds what Markdown made
of files ahead of their turn, `conversion.Converted` by path; it is empty where they are few. A
plugin that reads Markdown of its own adds the folders to `QUICKBUILD_MORE_PATHS`.
"""

from __future__ import annotations

from fanfare.settings import Setting, flag

__all__ = ["SETTINGS", "register"]

SETTINGS = (Setting("QUICKBUILD", "False reads files as Pelican alone does", flag),)


def register() -> None:
    """Connect to Pelican."""
    from quickbuild import hooks

    hooks.connect()
