"""Pelican's writer, which hands over what is to be written instead of writing it at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pelican.paginator import Paginator
from pelican.utils import get_relative_path, path_to_url, sanitised_join
from pelican.writers import FileOverwriteFailedError, Writer

from fanfare.watching import FILE, note
from quickbuild.cells import UNKNOWN
from quickbuild.edits import PAUSE
from quickbuild.making import TEMPLATE, Output
from quickbuild.press import Press

if TYPE_CHECKING:
    from jinja2 import Template

Context = dict[str, Any]  # as Pelican has it

PRESS = "QUICKBUILD_PRESS"
"""Where the settings have the press of this build."""

_PLAIN = re.compile(r"[^./\\][^/\\]*(/[^./\\][^/\\]*)*")
"""Names of files, nearly all, that need not be taken apart."""


class PressWriter(Writer):  # type: ignore[misc]
    """Hands pages to the press. Feeds of Pelican's own are written at once, as ever."""

    def write_file(
        self,
        name: str,
        template: Template,
        context: Context,
        relative_urls: bool = False,
        paginated: Mapping[str, Any] | None = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **shown: object,
    ) -> None:
        """Have the page `name` written, or each page of a list; as `Writer.write_file`."""
        if not name:
            return
        if paginated is None:
            paginated = {key: shown[key] for key in ("articles", "dates") if key in shown}
        pages: Iterator[tuple[str, Mapping[str, object]]] = iter([(name, shown)])
        if paginated and template_name in self.settings["PAGINATED_TEMPLATES"]:
            most = self.settings["PAGINATED_TEMPLATES"][template_name]
            most = most or self.settings["DEFAULT_PAGINATION"]
            lists = {
                key: Paginator(name, url, every, self.settings, most)
                for key, every in paginated.items()
            }
            pages = _numbered(lists, shown)
        for file, local in pages:
            path = self._path_of(file)
            way_up = way_up_from(file) if relative_urls else None
            if relative_urls:
                context["localsiteurl"] = way_up
            # Where `context` is a copy, as of the archives of periods, texts lead their links to
            # where the page before has its own: Pelican has it so, in the same order.
            site, siteurl = self._press.context, self._press.context.get("localsiteurl")
            told = partial(_told, context, file, local, way_up)
            if self._claim(path, override=override_output):
                make = partial(_render, template, told, site, siteurl)
                made_by = {TEMPLATE: (template.name, siteurl)}
                own = {**self._press.own_variables(context), **local, **made_by}
                self._press.add(Output(file, path, make, own, told))
            else:
                self._press.tell_of(path, told)  # as Pelican does, which has not written it either

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> IO[str]:
        file: IO[str]
        if pause := self.settings.get(PAUSE):
            pause(None)  # it should have been before this
        # What stands there may have a second name in the last output.
        if filename not in self._overridden_files:
            Path(filename).unlink(missing_ok=True)
        file = super()._open_w(filename, encoding, override)
        return file

    def _path_of(self, file: str) -> str:
        if not _PLAIN.fullmatch(file):
            return str(sanitised_join(self.output_path, file))
        return f"{self._folder}/{file}"

    @cached_property
    def _folder(self) -> str:
        return str(sanitised_join(self.output_path))

    @property
    def _press(self) -> Press:
        press = self.settings[PRESS]
        assert isinstance(press, Press)  # noqa: S101 -- settings are an untyped dict
        return press

    def _claim(self, path: str, *, override: bool) -> bool:
        """True where `path` is this page's; as `Writer._open_w` decides, which opens it."""
        if path in self._overridden_files:
            if override:
                raise FileOverwriteFailedError(f'Failed to overwrite "{path}" a second time')
            return False
        if path in self._written_files:
            if not override:
                raise FileOverwriteFailedError(f'Failed to overwrite "{path}"')
            self._press.withdraw(path)
        if override:
            self._overridden_files.add(path)
        self._written_files.add(path)
        return True


def way_up_from(file: str) -> str:
    """What leads from the page `file` to the site's root."""
    if not _PLAIN.fullmatch(file):
        return str(path_to_url(get_relative_path(file)))
    return "/".join([".."] * file.count("/")) or "."


def _numbered(
    lists: Mapping[str, Paginator], shown: Mapping[str, object]
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The file of each page of a list, and what it shows."""
    page_of = {key: cache(pages.page) for key, pages in lists.items()}  # each is shown by three
    for number in range(1, next(iter(lists.values())).num_pages + 1):
        local = dict(shown)
        for key, pages in lists.items():
            page = page_of[key](number)
            local[f"{key}_paginator"], local[f"{key}_page"] = pages, page
            local[f"{key}_previous_page"] = page_of[key](number - 1) if number > 1 else None
            last = number >= pages.num_pages
            local[f"{key}_next_page"] = None if last else page_of[key](number + 1)
        yield page.save_as, local


def _told(context: Context, name: str, local: Mapping[str, object], way_up: str | None) -> Context:
    """What the template of the page `name` gets; `way_up` leads from it to the site's root."""
    told = context.copy()
    told["localsiteurl"] = told.get("localsiteurl")
    if way_up is not None:
        told["SITEURL"] = told["localsiteurl"] = way_up
    told["output_file"] = name
    told.update(local)
    return told


def _render(
    template: Template, told: partial[Context], site: Context, siteurl: str | None
) -> bytes:
    note(getattr(template.environment, "watched_as", UNKNOWN), str(template.name))
    if template.filename:  # of which Pelican may not know later where it was
        note(FILE, template.filename)
    site["localsiteurl"] = siteurl  # which texts lead their links to
    return template.render(told()).replace("\n", os.linesep).encode()
