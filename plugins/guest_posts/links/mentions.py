"""Which texts of a site mention which: "Mentioned in", the way back along every link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Text(Generic[Key]):
    """A post or page, and what it links to."""

    key: Key
    family: Key
    """The same for an original and its translations: the key of the original."""

    language: str
    is_listed: bool
    """False for drafts, hidden and scheduled ones: they mention nobody."""

    targets: tuple[Key, ...] = ()
    """The texts it links to."""


def linked_addresses(html: str) -> tuple[str, ...]:
    """The address of every link in the rendered fragment `html`, in order, each once."""
    if "<a" not in html and "<A" not in html:
        return ()
    from bs4 import BeautifulSoup  # late: a tenth of a second

    from guest_posts.links.link_builder import LinkBuilder

    # in an element, because bs4 warns of texts that begin like XML
    links = BeautifulSoup(f"<div>{html}", builder=LinkBuilder).find_all("a", href=True)
    return tuple(dict.fromkeys(str(link["href"]).strip() for link in links))


def mentioned_in(texts: Sequence[Text[Key]]) -> dict[Key, tuple[Key, ...]]:
    """For each of `texts` the listed ones that link to it or to one of its translations.

    None mentions itself or its own translations. Of a text and its translations one is given: of
    those that link, the one in the language of the mentioned text, else the original, else the
    first. They stand in the order of `texts`; those that nobody mentions have an empty tuple.
    """
    family_of = {text.key: text.family for text in texts}
    places = {text.key: place for place, text in enumerate(texts)}
    mentioning: dict[Key, dict[Key, list[Text[Key]]]] = defaultdict(dict)
    for text in texts:
        if text.is_listed:
            families = dict.fromkeys(family_of[key] for key in text.targets if key in family_of)
            for family in families:
                if family != text.family:
                    mentioning[family].setdefault(text.family, []).append(text)
    found = {}
    for text in texts:
        sources = mentioning.get(text.family, {}).values()
        chosen = (_version(versions, text.language).key for versions in sources)
        found[text.key] = tuple(sorted(chosen, key=places.__getitem__))
    return found


def _version(versions: Sequence[Text[Key]], language: str) -> Text[Key]:
    """The one of `versions` to be shown with a text in `language`."""
    return min(versions, key=lambda text: (text.language != language, text.key != text.family))
