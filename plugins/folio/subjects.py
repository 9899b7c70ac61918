"""What articles are filed under: their category, their tags, their authors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pelican.urlwrappers import URLWrapper


Key: TypeAlias = tuple[str, str]
"""Kind and slug."""


def keys_of(subjects: Iterable[URLWrapper]) -> list[Key]:
    """What tells `subjects` apart."""
    return [(type(subject).__name__, subject.slug) for subject in subjects]


@dataclass(frozen=True, slots=True)
class HasPage:
    """Tells whether a tag, a category or an author has a page: only published posts make one."""

    listed: frozenset[Key]
    """What is shown in lists, and so has one."""

    def __call__(self, subject: URLWrapper) -> bool:
        """True for what has a page; other plugins give pages to what says so itself."""
        kinds = type(subject).__mro__  # an author may be of a kind of their own
        slug = subject.slug
        for kind in kinds:
            if (kind.__name__, slug) in self.listed:
                return True
        return bool(getattr(subject, "has_page", False))
