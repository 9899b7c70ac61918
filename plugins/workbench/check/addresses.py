"""Where an address leads, seen from a page of the built site."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

THIS_MACHINE = ("localhost", "127.0.0.1", "0.0.0.0", "::1")  # noqa: S104 -- names, nothing is bound
WEB = ("http", "https")
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """Where an address leads."""

    scheme: str
    """`https`, `mailto`, ...; empty where the address is none at all."""

    host: str
    """The host, in lower case; empty where the scheme has none."""

    path: str | None
    """The path a visitor asks the site for, decoded, the site's root being empty.

    None outside the site. It starts with a slash where it leaves the folder the site lives in.
    """

    file: str | None
    """The built file that answers, relative to the output folder; None where none does."""

    fragment: str
    """What follows `#`, as it is written."""

    @property
    def on_this_machine(self) -> bool:
        """True where only the machine that built the site can follow the address."""
        return self.scheme in WEB and is_this_machine(self.host)


NOWHERE = Target("", "", None, None, "")


class Addresses:
    """The addresses of one built site."""

    def __init__(self, site_url: str, files: Collection[str], *, production: bool) -> None:
        self.site_url = site_url.rstrip("/")
        self._files = files
        self._production = production
        own = urlsplit(self.site_url)
        self.scheme = own.scheme
        self.host = (own.hostname or "").lower()
        self._netloc = own.netloc.lower()
        self._folder = own.path
        self._known: dict[tuple[str, str], Target] = {}

    def of(self, file: str) -> str:
        """The absolute address of the built `file`; a folder's for its `index.html`."""
        folder, slash, name = file.rpartition("/")
        asked = folder + slash if name == "index.html" else file
        return f"{self.site_url}/{quote(asked)}"

    def resolve(self, base: str, url: str) -> Target:
        """Where `url` leads from a document whose relative addresses start at `base`."""
        url = url.strip()
        # Absolute addresses are the same on every page: templates repeat them a thousand times.
        key = ("" if "://" in url[:9] else base, url)
        target = self._known.get(key)
        if target is None:
            target = self._known[key] = self._resolve(base, url)
        return target

    def _resolve(self, base: str, url: str) -> Target:
        try:
            written, parts = urlsplit(url), urlsplit(urljoin(base, url))
            host = (parts.hostname or "").lower()
        except ValueError:
            return NOWHERE
        if written.scheme in WEB and not written.hostname:
            return NOWHERE
        elsewhere = Target(parts.scheme, host, None, None, parts.fragment)
        if parts.scheme not in WEB or parts.netloc.lower() != self._netloc:
            return elsewhere
        path = unquote(parts.path) or "/"
        if path == self._folder:
            asked = ""
        elif path.startswith(f"{self._folder}/"):
            asked = path[len(self._folder) + 1 :]
        elif written.netloc:
            return elsewhere  # another site of the same host
        elif self._production:
            asked = path
        else:
            asked = path[1:]  # while writing, the site stands at the root of its server
        return Target(parts.scheme, host, asked, self._file(asked), parts.fragment)

    def _file(self, asked: str) -> str | None:
        """The file a web server answers with; folders answer with their index."""
        if not asked or asked.endswith("/"):
            candidates = [f"{asked}index.html"]
        else:
            candidates = [asked, f"{asked}/index.html"]
        return next((name for name in candidates if name in self._files), None)


def is_absolute(url: str) -> bool:
    """True where `url` needs no page to be completed from."""
    return bool(_SCHEME.match(url))


def is_this_machine(host: str) -> bool:
    """True for the names by which a machine calls itself."""
    return host in THIS_MACHINE or host.endswith(".localhost")
