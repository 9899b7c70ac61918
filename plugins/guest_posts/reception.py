"""Take in what Pelican has read: who wrote it, in which roles it stands, what a guest may bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fanfare import front_matter
from fanfare.errors import FanfareError
from fanfare.findings import Finding, Severity, did_you_mean, warn
from guest_posts import allow_list, roles
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
    known = _Known(collected, settings)
    for text in texts:
        text.schema_org = {}
        text.mentioned_in = []
        text.lost_links = False
        text.host = getattr(text, "host", None)
        wrong += _know_authors(text, known, settings)
        wrong += _take_roles(text, collected, settings)
        if text.guests:
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


def warn_of_gone(entries: Iterable[ElsewherePost], settings: Settings) -> None:
    """Warn of entries whose original the last audit could not find."""
    for entry in entries:
        if entry.gone_since:
            head, source = _head_of(entry, settings)
            warn(
                Finding(
                    "link-rot",
                    f'"{entry.url}" has been gone since {entry.gone_since}, says the last audit.',
                    "Correct Original_url, or ask the host; `invoke guests.audit` looks again.",
                    Severity.WARNING,
                    source,
                    head.line("original_url"),
                )
            )


class _Known:
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
        return (
            bool(self.own)
            and author.name != self.own
            and self.guest(author) is None
            and author != self.own
        )


def _know_authors(text: Content, known: _Known, settings: Settings) -> list[Finding]:
    """Set the guests among the authors of `text`; a finding for each author nobody knows."""
    authors = list(getattr(text, "authors", ()))
    guests = [known.guest(author) for author in authors]
    text.guests = tuple(guest for guest in guests if guest)
    if text.guests:
        text.authors = [
            GuestAuthor(guest) if guest else author
            for author, guest in zip(authors, guests, strict=True)
        ]
        text.author = text.authors[0]
    strangers = [author for author in authors if known.is_stranger(author)]
    return [_unknown(author, text, known, settings) for author in strangers]


def _unknown(author: Author, text: Content, known: _Known, settings: Settings) -> Finding:
    head, source = _head_of(text, settings)
    otherwise = f'{known.own}, or make them known: invoke new person "{author.name}"'
    return Finding(
        "author",
        f'Author "{author.name}" is neither {known.own} nor anybody in content/people/.',
        did_you_mean(author.name, known.names, otherwise),
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
    is_escaped = settings["JINJA_ENVIRONMENT"].get("autoescape", False)
    for key, value in text.metadata.items():
        if isinstance(value, str) and key in settings["FORMATTED_FIELDS"]:
            text.metadata[key] = allow_list.clean(value).html
        elif isinstance(value, str) and not is_escaped and key != "slug":
            text.metadata[key] = allow_list.clean_text(value)
            setattr(text, key, text.metadata[key])


def _head_of(text: Content, settings: Mapping[str, object]) -> tuple[front_matter.FrontMatter, str]:
    """The head of the file of `text`, and how messages name that file."""
    content = Path(str(settings["PATH"]))
    path = Path(text.source_path)
    source = f"{content.name}/{path.relative_to(content).as_posix()}"
    return front_matter.read(path, source)[0], source
