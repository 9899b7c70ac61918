"""All edits: importing this fills `edit.EDITS`."""

from tests.quickbuild.proof.edits import built, looks, reckoning, records, settings, store, texts

__all__ = ["built", "looks", "reckoning", "records", "settings", "store", "texts"]
