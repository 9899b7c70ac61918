"""The author's own files behind the built pages, and the lines to mend in them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from fanfare import front_matter
from fanfare.front_matter import FrontMatter
from workbench.check.addresses import Target
from workbench.check.faults import Clue
from workbench.location import Site
from workbench.sources import posts_and_pages, rows_outside_code, slug_of

# Pelican's links by file name: in double quotes, in single ones, in <>, or bare.
_PREFIX = r"\s*[{|](?:filename|static|attach)[|}]"
_BY_FILE_NAME = re.compile(
    rf"""["]{_PREFIX}([^"]+)["]|[']{_PREFIX}([^']+)[']|<{_PREFIX}([^>]+)>|{_PREFIX}([^\s"')>]+)"""
)
# What stands around an address or an id in Markdown and HTML.
_BEFORE, _AFTER = r"""(?:^|(?<=[\s"'(<=\[{]))""", r"""(?=$|[\s"')>\]}])"""


@dataclass(frozen=True)
class Source:
    """The file one built page was made from."""

    path: str
    """Relative to the site's folder."""

    text: str
    head: FrontMatter

    @cached_property
    def rows(self) -> tuple[tuple[int, str], ...]:
        """The numbered rows that can hold links: what stands in code only looks like one."""
        return tuple(rows_outside_code(self.text, self.head))

    @cached_property
    def links_by_name(self) -> tuple[tuple[int, str, str], ...]:
        """Line, file name and fragment of each link by file name."""
        found = []
        for number, row in self.rows:
            for link in _BY_FILE_NAME.finditer(row):
                name, _, fragment = next(filter(None, link.groups())).partition("#")
                found.append((number, unquote(name.partition("?")[0]), fragment))
        return tuple(found)


class Sources(Mapping[str, Source]):
    """Every source by the built page it became, as far as it still exists."""

    def __init__(self, site: Site, sources: Mapping[str, str]) -> None:
        self._site = site
        self._content = site.shown(site.content)
        self._sources = dict(_read(site, sources))

    def __getitem__(self, page: str) -> Source:
        return self._sources[page]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    @cached_property
    def unpublished(self) -> Mapping[str, Source]:
        """The posts and pages that became no page, by the last part of the address they would have.

        Drafts and posts of a date to come, in a site published without them.
        """
        published = {source.path for source in self.values()}
        names = (self._site.shown(path) for path in posts_and_pages(self._site))
        left_out = dict(_read(self._site, {name: name for name in names if name not in published}))
        return {slug_of(Path(name), source.head): source for name, source in left_out.items()}

    def lines(self, page: str, clue: Clue) -> list[int]:
        """The lines of the page's own source that `clue` points to; none where it does not."""
        source = self._sources.get(page)
        if source is None:
            return []
        present = [key for key in clue.keys if source.head.get(key)]
        if clue.absent:
            return [] if present else [source.head.line(clue.keys[0])]
        if present:
            return [source.head.line(present[0])]
        lines = _lines_that_say(clue.written, source) or self._lines_that_name(clue.target, source)
        rows = dict(source.rows)
        return [line for line in lines if clue.beside in rows[line]] or lines

    def shared_place(self, clue: Clue) -> tuple[str, int]:
        """File and line of an address in the settings or the templates; empty where it is not."""
        path = ((clue.target.path if clue.target else None) or "").strip("/")
        if path:
            quoted = re.compile(rf"""["'/]{re.escape(path)}/?["'#?]""")
            for file, text in self._shared_texts:
                if found := path in text and quoted.search(text):
                    return self._site.shown(file), text.count("\n", 0, found.start()) + 1
        return "", 0

    @cached_property
    def _shared_texts(self) -> list[tuple[Path, str]]:
        """The settings and templates, which every page has in common."""
        site = self._site
        settings = (site.production_settings, site.writing_settings)
        templates = sorted(site.root.glob("themes/*/templates/**/*.html"))
        return [
            (file, file.read_text("utf-8", "replace"))
            for file in (*settings, *templates)
            if file.exists()
        ]

    def _lines_that_name(self, target: Target | None, source: Source) -> list[int]:
        """The lines that link to `target` by the name of its source, as Pelican lets authors do."""
        if target is None or target.path is None:
            return []
        path = PurePosixPath(target.path)
        page = self._sources.get(target.file or "") or self.unpublished.get(path.name)
        wanted = (
            page.path if page else "",
            f"{self._content}/{path}",
            posixpath.join(posixpath.dirname(source.path), path.name),  # an attached file
        )
        named: dict[int, set[str]] = {}
        for number, name, fragment in source.links_by_name:
            if self._resolved(name, source) in wanted:
                named.setdefault(number, set()).add(fragment)
        exact = [number for number, fragments in named.items() if target.fragment in fragments]
        return exact or list(named)

    def _resolved(self, name: str, source: Source) -> str:
        """A file name in a link, relative to the site's folder."""
        if name.startswith("/"):
            return f"{self._content}{name}"
        return posixpath.normpath(posixpath.join(posixpath.dirname(source.path), name))


def _read(site: Site, sources: Mapping[str, str]) -> Iterator[tuple[str, Source]]:
    for page, path in sources.items():
        try:
            raw = (site.root / path).read_bytes()
        except OSError:
            continue  # deleted since the build: its pages are then named without a line
        text = raw.decode("utf-8-sig", "replace")
        yield page, Source(path, text, front_matter.parse(text))


def _lines_that_say(written: Iterable[str], source: Source) -> list[int]:
    forms = {form for text in written for form in (text, unquote(text), escape(text))}
    wanted = [re.escape(form) for form in sorted(forms) if form and form in source.text]
    if not wanted:
        return []
    said = re.compile(f"{_BEFORE}(?:{'|'.join(wanted)}){_AFTER}")
    return [number for number, row in source.rows if said.search(row)]
