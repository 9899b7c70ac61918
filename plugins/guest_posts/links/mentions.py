"""Which texts of a site mention which: "Mentioned in", the way back along every link."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Text(NamedTuple, Generic[Key]):
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
    from guest_posts.hypertext import read_html  # late: what was read before is remembered

    page = read_html(f"<div>{html}")
    # What follows a stray `</html>` stands beside the root.
    roots = () if page is None else (page, *page.itersiblings())
    links = (link.get("href") for root in roots for link in root.iter("a"))
    return tuple(dict.fromkeys(address.strip() for address in links if address is not None))


def mentioned_in(texts: Sequence[Text[Key]]) -> dict[Key, tuple[Key, ...]]:
    """For each of `texts` the listed ones that link to it or to one of its translations.

    None mentions itself or its own translations. Of a text and its translations one is given: of
    those that link, the one in the language of the mentioned text, else the original, else the
    first. They stand in the order of `texts`; those that nobody mentions have an empty tuple.
    """
    family_of = {text.key: text.family for text in texts}
    mentioning: dict[Key, dict[Key, list[Text[Key]]]] = {}
    for text in texts:
        if not text.is_listed:
            continue
        for key in text.targets:
            family = family_of.get(key, text.family)
            if family != text.family:
                versions = mentioning.setdefault(family, {}).setdefault(text.family, [])
                if not versions or versions[-1] is not text:
                    versions.append(text)
    places = {text.key: place for place, text in enumerate(texts)}
    found: dict[Key, tuple[Key, ...]] = {}
    for text in texts:
        sources = mentioning.get(text.family)
        if sources is None:
            found[text.key] = ()
            continue
        chosen = [_version(versions, text.language).key for versions in sources.values()]
        found[text.key] = tuple(sorted(chosen, key=places.__getitem__))
    return found


def _version(versions: Sequence[Text[Key]], language: str) -> Text[Key]:
    """The one of `versions` to be shown with a text in `language`."""
    if len(versions) == 1:
        return versions[0]
    return min(versions, key=lambda text: (text.language != language, text.key != text.family))
