"""Take in what Pelican has read: who wrote it, in which roles it stands, what a guest may bring."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from fanfare import front_matter, later, ledger
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity, did_you_mean, warn
from fanfare.watching import Made
from guest_posts import roles
from guest_posts.acquaintance import schema_org
from guest_posts.audit import LEDGER
from guest_posts.contents import Collected, ElsewherePost, Guest, GuestAuthor, Settings
from guest_posts.links.of_texts import linked_by, static_links
from guest_posts.remembered import Remembered

if TYPE_CHECKING:
    from pelican.contents import Content
    from pelican.urlwrappers import Author

    from guest_posts.allow_list import Cleaned
    from guest_posts.audit.known import Known

REMOVED = "guest_posts.removed.1"

_ROLES = ("original_url", "also_at", "sponsored")
_OWING = ("disclosure", "sponsored")
_NO_ROLES = roles.Roles()

_OF_MOST: Mapping[str, later.Maker] = {
    "guests": lambda _text: (),
    "roles": lambda _text: _NO_ROLES,
    "schema_org": schema_org,
    "mentioned_in": lambda _text: [],
    "owed": lambda _text: "",
}
_OF_THOSE_HERE = {**_OF_MOST, "host": lambda _text: None}  # whatever their heads say
"""What texts have of this plugin, unless there is more to say of one."""


@dataclass(frozen=True, slots=True)
class Received:
    """The texts of which there is more to say than of most."""

    by_guests: set[Content] = field(default_factory=set)
    owing: list[Content] = field(default_factory=list)
    """Those that say who paid for them, or disclose something."""

    cut: set[Content] = field(default_factory=set)
    """Those that lost something a guest may not bring; perhaps links."""


def receive(
    texts: Iterable[Content],
    collected: Collected,
    settings: Settings,
    remembered: Remembered,
    received: Received,
) -> set[str]:
    """Give each of `texts` its guests and roles, and clean what guests wrote.

    Adds to `received`. Returns the files that guests' texts linked before and do not link any more:
    Pelican publishes what texts link, and has noted these already.
    Raises `FanfareError` for authors nobody knows and for roles that are none,
    everywhere at once. What was removed from a guest's text is warned of.
    """
    wrong: list[Finding] = []
    withdrawn: set[str] = set()
    authors = _Authors(collected, settings)

    def linked(text: Content) -> Sequence[str]:
        return linked_by(text, remembered, is_cut=text in received.cut)

    of_those_here: Mapping[str, later.Maker] = {**_OF_THOSE_HERE, "linked_addresses": linked}
    for text in texts:
        is_elsewhere = isinstance(text, ElsewherePost)
        later.offer(text, _OF_MOST if is_elsewhere else of_those_here)
        said = text.metadata.keys()
        is_own = authors.are_own(text)
        if not is_own:
            wrong += _know_authors(text, authors, settings)
        if not said.isdisjoint(_ROLES):
            wrong += _take_roles(text, collected, settings)
        if not said.isdisjoint(_OWING):
            received.owing.append(text)
        if not is_own and text.guests:
            wrong += _refuse_addresses(text, settings)
            withdrawn |= _clean_whole(text, settings, remembered, received)
    if wrong:
        raise FanfareError.of(wrong)
    return withdrawn


def _clean_whole(
    text: Content, settings: Settings, remembered: Remembered, received: Received
) -> set[str]:
    """Leave in `text`, which is a guest's, what a guest may bring; the files it links no more."""
    linked = static_links(text, remembered, is_cleaned=False)
    if clean(text, settings, remembered):
        received.cut.add(text)
    received.by_guests.add(text)
    _clean_head(text, settings)
    return linked and linked - static_links(text, remembered, is_cleaned=True)


def clean(text: Content, settings: Settings, remembered: Remembered) -> bool:
    """Leave in the HTML of `text` what a guest may bring; warn of what is removed.

    Returns whether anything is.
    """
    html = later.body(text)
    cleaned = Made(lambda: _cleaned(html.value))
    told = remembered.of_body(REMOVED, text, lambda: [asdict(one) for one in cleaned.value.removed])
    later.change(text, lambda _html: cleaned.value.html)
    if told:
        from guest_posts import removals  # late: mostly nothing is

        removed = [removals.Removed(**one) for one in cast("list[dict[str, Any]]", told)]
        head, source = _head_of(text, settings)
        lines = Path(text.source_path).read_text("utf-8-sig").splitlines()
        body = "\n".join(lines[head.body_line - 1 :])
        for finding in removals.findings(removed, body, head.body_line, source):
            warn(finding)
    return bool(told)


def _cleaned(html: str) -> Cleaned:
    from guest_posts import allow_list  # late: what was cleaned before is remembered

    return allow_list.clean(html)


def audited_pages(content: Path) -> Mapping[str, Known]:
    """What the ledger of audits knows; warns, and knows nothing, where it cannot be read."""
    name = f"{content.name}/{LEDGER}"
    if not (content / LEDGER).exists():
        return {}
    from guest_posts.audit.known import known  # late: most sites were never audited

    try:
        return known(ledger.read(content / LEDGER, name), name)
    except FanfareError as error:
        for finding in error.findings:
            warn(replace(finding, severity=Severity.WARNING))
        return {}


def warn_of_audited(entries: Iterable[ElsewherePost], settings: Settings) -> None:
    """Warn of entries whose original the last audit could not find, or found elsewhere."""
    for entry in entries:
        if entry.audited is None:
            continue
        since, new = entry.audited.gone_since, entry.audited.moved_to
        if since:
            message = f'"{entry.url}" has been gone since {since}, says the last audit.'
            remedy = "Correct Original_url, or ask the host; `invoke guests.audit` looks again."
        elif new:
            message, remedy = f'"{entry.url}" has moved, says the last audit.', f'Write "{new}".'
        else:
            continue
        head, source = _head_of(entry, settings)
        line = head.line("original_url")
        warn(Finding("link-rot", message, remedy, Severity.WARNING, source, line))


class _Authors:
    """Who may be the author of a post. Asked once a name: Pelican compares names by slugs anew."""

    def __init__(self, collected: Collected, settings: Settings) -> None:
        self.own = settings.get("AUTHOR")
        self._collected = collected
        self._asked: dict[str, Guest | None] = {}
        self._ordinary: dict[str, bool] = {}

    @property
    def names(self) -> list[str]:
        """Every name that is right."""
        return [*(guest.name for guest in self._collected.guests.values()), self.own or ""]

    def guest(self, author: Author) -> Guest | None:
        """The guest who is `author`; None for the site's own author and for strangers."""
        if author.name not in self._asked:
            is_own = author == self.own
            self._asked[author.name] = None if is_own else self._collected.guest_named(author)
        return self._asked[author.name]

    def are_own(self, text: Content) -> bool:
        """True where nobody but the site's own author wrote `text`."""
        for author in getattr(text, "authors", ()):
            name = author.name
            if name not in self._ordinary:
                is_guest = self.guest(author) is not None
                self._ordinary[name] = not is_guest and not self.is_stranger(author)
            if not self._ordinary[name]:
                return False
        return True

    def is_stranger(self, author: Author) -> bool:
        """True for an author who is neither, on a site that says whose it is."""
        if not self.own or author.name == self.own:  # mostly: and then there are no slugs to make
            return False
        return self.guest(author) is None and author != self.own


def _know_authors(text: Content, everyone: _Authors, settings: Settings) -> list[Finding]:
    """Set the guests among the authors of `text`; a finding for each author nobody knows."""
    authors = list(getattr(text, "authors", ()))
    guests = [everyone.guest(author) for author in authors]
    if any(guests):
        text.guests = tuple(guest for guest in guests if guest)
        text.authors = [
            GuestAuthor(guest) if guest else author
            for author, guest in zip(authors, guests, strict=True)
        ]
        text.author = text.authors[0]
    strangers = [author for author in authors if everyone.is_stranger(author)]
    return [_unknown(author, text, everyone, settings) for author in strangers]


def _unknown(author: Author, text: Content, everyone: _Authors, settings: Settings) -> Finding:
    head, source = _head_of(text, settings)
    is_several = re.search(r"[,;&]|\band\b", author.name)
    several = f'For several, write "Authors: {author.name}".'
    otherwise = f'{everyone.own}, or make them known: invoke new person "{author.name}"'
    return Finding(
        "author",
        f'Author "{author.name}" is neither {everyone.own} nor anybody in content/people/.',
        several if is_several else did_you_mean(author.name, everyone.names, otherwise),
        source=source,
        line=head.line("authors" if "authors" in head.values else "author"),
    )


def _take_roles(text: Content, collected: Collected, settings: Settings) -> list[Finding]:
    said = {
        key: [text.metadata[key]] if isinstance(text.metadata[key], str) else text.metadata[key]
        for key in _ROLES
        if text.metadata.get(key)
    }
    found, wrong = roles.read_roles(said, collected.records.partners)
    if said:
        text.roles = found
    if not wrong:
        return []
    head, source = _head_of(text, settings)
    return roles.findings(wrong, head, source)


def _clean_head(text: Content, settings: Settings) -> None:
    """Leave no HTML in the head of a guest's post where a theme would print it as it is."""
    formatted = settings["FORMATTED_FIELDS"]
    for key in formatted:
        if isinstance(text.metadata.get(key), str):
            text.metadata[key] = _cleaned(text.metadata[key]).html
    if settings["JINJA_ENVIRONMENT"].get("autoescape", False):
        return
    from guest_posts import allow_list

    for key, value in text.metadata.items():
        if isinstance(value, str) and key not in formatted and key != "slug":
            text.metadata[key] = allow_list.clean_text(value)
            if getattr(text, key, None) == value and not hasattr(type(text), key):
                setattr(text, key, text.metadata[key])
    for subject in (getattr(text, "category", None), *getattr(text, "tags", ())):
        if subject and allow_list.clean_text(subject.name) != subject.name:
            subject.slug = subject.slug  # which is that of the name as it was
            subject.name = allow_list.clean_text(subject.name)


def _refuse_addresses(text: Content, settings: Settings) -> list[Finding]:
    """A finding for each line of a guest's head that would put the post in another's place."""
    keys = [key for key in ("url", "save_as", "template") if key in text.metadata]
    if not keys:
        return []
    head, source = _head_of(text, settings)
    return [
        Finding(
            "guest-head",
            f'A guest\'s post has no "{key.capitalize()}:".',
            "Take the line out.",
            source=source,
            line=head.line(key),
        )
        for key in keys
    ]


def _head_of(text: Content, settings: Mapping[str, object]) -> tuple[front_matter.FrontMatter, str]:
    """The head of the file of `text`, and how messages name that file."""
    content = Path(str(settings["PATH"]))
    path = Path(text.source_path)
    source = f"{content.name}/{path.relative_to(content).as_posix()}"
    return front_matter.read(path, source)[0], source
