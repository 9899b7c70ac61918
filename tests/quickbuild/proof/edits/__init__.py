"""All edits: importing this fills `edit.EDITS`."""

from tests.quickbuild.proof.edits import (
    bodies,
    built,
    looks,
    reckoning,
    records,
    settings,
    store,
    texts,
)

__all__ = ["bodies", "built", "looks", "reckoning", "records", "settings", "store", "texts"]
