"""Take in what Pelican has read: who wrote it, in which roles it stands, what a guest may bring."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fanfare import front_matter, ledger
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity, did_you_mean, warn
from guest_posts import allow_list, roles
from guest_posts.audit.known import LEDGER, Known, known
from guest_posts.contents import Collected, ElsewherePost, Guest, GuestAuthor, Settings

if TYPE_CHECKING:
    from pelican.contents import Content
    from pelican.urlwrappers import Author


def receive(texts: Iterable[Content], collected: Collected, settings: Settings) -> set[str]:
    """Give each of `texts` its guests and roles, and clean what guests wrote.

    Returns the files that guests' texts linked before and do not link any more: Pelican publishes
    what texts link, and has noted these already.
    Raises `FanfareError` for authors nobody knows and for roles that are none, everywhere at once.
    What was removed from a guest's text is warned of.
    """
    wrong: list[Finding] = []
    withdrawn: set[str] = set()
    authors = _Authors(collected, settings)
    for text in texts:
        text.schema_org = {}
        text.mentioned_in = []
        text.owed = ""
        text.lost_links = False
        if not isinstance(text, ElsewherePost):
            text.host = None  # whatever its head says
        wrong += _know_authors(text, authors, settings)
        wrong += _take_roles(text, collected, settings)
        if text.guests:
            wrong += _refuse_addresses(text, settings)
            linked = static_links(text)
            clean(text, settings)
            withdrawn |= linked - static_links(text)
            _clean_head(text, settings)
    if wrong:
        raise FanfareError.of(wrong)
    return withdrawn


def static_links(text: Content) -> set[str]:
    """The files beside the texts that `text` links, relative to `content/`."""
    links_files = any(mark in text._content for mark in ("static", "attach"))
    return text.get_static_links() if links_files else set()


def clean(text: Content, settings: Settings) -> None:
    """Leave in the HTML of `text` what a guest may bring; warn of what is removed."""
    cleaned = allow_list.clean(text._content)
    text._content = cleaned.html
    if cleaned.removed:
        text.lost_links = True  # perhaps
        head, source = _head_of(text, settings)
        lines = Path(text.source_path).read_text("utf-8-sig").splitlines()
        body = "\n".join(lines[head.body_line - 1 :])
        for finding in allow_list.findings(cleaned, body, head.body_line, source):
            warn(finding)


def audited_pages(content: Path) -> Mapping[str, Known]:
    """What the ledger of audits knows; warns, and knows nothing, where it cannot be read."""
    name = f"{content.name}/{LEDGER}"
    if not (content / LEDGER).exists():
        return {}
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

    def is_stranger(self, author: Author) -> bool:
        """True for an author who is neither, on a site that says whose it is."""
        if not self.own or author.name == self.own:  # mostly: and then there are no slugs to make
            return False
        return self.guest(author) is None and author != self.own


def _know_authors(text: Content, everyone: _Authors, settings: Settings) -> list[Finding]:
    """Set the guests among the authors of `text`; a finding for each author nobody knows."""
    authors = list(getattr(text, "authors", ()))
    guests = [everyone.guest(author) for author in authors]
    text.guests = tuple(guest for guest in guests if guest)
    if text.guests:
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
        for key in ("original_url", "also_at", "sponsored")
        if text.metadata.get(key)
    }
    text.roles, wrong = roles.read_roles(said, collected.records.partners)
    if not wrong:
        return []
    head, source = _head_of(text, settings)
    return roles.findings(wrong, head, source)


def _clean_head(text: Content, settings: Settings) -> None:
    """Leave no HTML in the head of a guest's post where a theme would print it as it is."""
    formatted = settings["FORMATTED_FIELDS"]
    for key in formatted:
        if isinstance(text.metadata.get(key), str):
            text.metadata[key] = allow_list.clean(text.metadata[key]).html
    if settings["JINJA_ENVIRONMENT"].get("autoescape", False):
        return
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
