"""Makes the files of feeds, when somebody asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from syndication.entries import Context, entry_for_feeds
from syndication.feeds import Publication, Subject
from syndication.records import Entry, Format

if TYPE_CHECKING:
    from pelican.contents import Article

    from syndication.documents import Documents


_ANY_MOMENT = datetime.min.replace(tzinfo=UTC)


class Unwatched:
    """A text that does not note what is read of it: it is compared as a whole."""

    def __init__(self, text: Article) -> None:
        self.text = text

    def fact(self) -> tuple[object, ...]:
        """All that was said of it."""
        return self.text.metadata, self.text._content


class Press:
    """Makes the feeds of one site. Whatever stands in several of them is made once."""

    def __init__(self, settings: Context) -> None:
        self._settings = settings

    @cached_property
    def _documents(self) -> Documents:
        from syndication.documents import Documents  # only who makes feeds waits for feedgen

        return Documents()

    def of_texts(
        self, form: Format, subject: Subject, whole: Publication, texts: Sequence[Article]
    ) -> bytes:
        """The feed of `texts`, which have the attribute `feed_entry`, in one format.

        Raises `FanfareError` as `Documents` does.
        """
        return self._of(form, subject, whole, [text.feed_entry for text in texts])

    def of_milestones(
        self, form: Format, subject: Subject, whole: Publication, texts: Sequence[Unwatched]
    ) -> bytes:
        """The same of texts that other plugins have made."""
        entries = [entry_for_feeds(one.text, self._settings) for one in texts]
        return self._of(form, subject, whole, entries)

    def for_linkedin(
        self, form: Format, subject: Subject, whole: Publication, texts: Sequence[Article]
    ) -> bytes:
        """The same for automations that post `texts`, all of them due, to LinkedIn."""
        from syndication.linkedin.feed import linkedin_feed, shared_from

        entries: list[Entry] = [text.feed_entry for text in texts]
        campaign: dict[str, str] = self._settings["LINKEDIN_CAMPAIGN"]
        limit: int = self._settings["LINKEDIN_LIMITS"]["commentary"]
        by_then = max(map(shared_from, entries), default=_ANY_MOMENT)
        empty = whole.feed(subject, ())
        feed = linkedin_feed(empty, entries, by_then, len(entries), campaign, limit)
        return self._documents.document(feed, form)

    def _of(
        self, form: Format, subject: Subject, whole: Publication, entries: Sequence[Entry]
    ) -> bytes:
        return self._documents.document(whole.feed(subject, entries), form)


def blogroll(title: str, outlines: Sequence[tuple[str, str, str]], file: str) -> bytes:
    """The list of the partners' feeds, to be written as `file`: each with name, feed, address."""
    from syndication.documents.opml import Outline, opml

    return opml(title, [Outline(*each) for each in outlines], file)
