"""Where the links in a text lead: to which other text of the site, if to any."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Generic, TypeVar
from urllib.parse import unquote, urljoin, urlsplit

Key = TypeVar("Key", bound=Hashable)

BY_FILE_NAME = re.compile(r"[{|]filename[|}](?P<path>[^#?]*)")
"""A link by the name of a file, as Pelican lets authors write it."""

_LINK_TO_ENTRY = re.compile(
    r"""(?<=\shref=["'])[{|]filename[|}](?P<path>[^"'#?]*elsewhere/[^"'#?]*)"""
)


_BESIDE = re.compile(r"[\w-][\w.-]*")
_WITH_HOST = re.compile(r"https?://(?P<host>[^/?#\s]*)(?:[/?#]|\Z)")


@dataclass(frozen=True, slots=True)
class Map(Generic[Key]):
    """The texts of a site, by file and by address."""

    by_path: Mapping[str, Key]
    """By file, relative to `content/`."""

    by_url: Mapping[str, Key]
    """By address, relative to the site's root."""

    site_address: str

    def target(self, href: str, path: str, url: str) -> Key | None:
        """The text that `href` leads to in the text of the file `path` at `url`; None for others.

        Addresses may be relative (RFC 3986, section 5), and `http` is as good as `https`.
        """
        file = _named_file(href, path.rpartition("/")[0])
        if file is not None:
            return self.by_path.get(file)
        site = urlsplit(f"{self.site_address}/")
        if (elsewhere := _WITH_HOST.match(href)) and elsewhere["host"] != site.netloc:
            return None  # most are such, and to take an address apart takes longer
        try:
            parts = urlsplit(urljoin(f"{self.site_address}/{url}", href))
        except ValueError:
            return None
        if parts.netloc != site.netloc or not parts.path.startswith(site.path):
            return None
        route = unquote(parts.path.removeprefix(site.path))
        return self.by_url.get(route.removesuffix("index.html"))


def resolved(name: str, path: str) -> str:
    """The file that a link by the file name `name` means in the file `path`, both in `content/`."""
    return _resolved_in(name, path.rpartition("/")[0])


@lru_cache(maxsize=1 << 16)
def _named_file(href: str, folder: str) -> str | None:
    """The file that `href` names in a text in `folder`; None where it names none."""
    named = BY_FILE_NAME.match(href)
    return _resolved_in(named["path"], folder) if named else None


def _resolved_in(name: str, folder: str) -> str:
    if folder and _BESIDE.fullmatch(name):
        return f"{folder}/{name}"  # as it is mostly
    name = unquote(name)
    if name.startswith("/"):
        return name.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, name))


def with_originals(html: str, path: str, originals: Mapping[str, str]) -> str:
    """`html` of the file `path` with its links to files of `elsewhere/` leading to the originals.

    `originals` has the address of each by its file. Pelican would put the site's own address in
    front of it.
    """

    def replaced(link: re.Match[str]) -> str:
        original = originals.get(resolved(link["path"], path))
        return escape(original) if original else link[0]

    return _LINK_TO_ENTRY.sub(replaced, html)
