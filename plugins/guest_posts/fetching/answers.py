"""What came back for an address: an answer, or the reason why there is none."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

_HEADER_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE | re.ASCII)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python decodes these, slowly or into something else than text; the web has none of them.
_NOT_ON_THE_WEB = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)
_LONGEST_CHARACTER = 4  # bytes


class Failure(StrEnum):
    """Why there is no answer."""

    ADDRESS = "address"
    """It cannot be read as an address, or it carries a user name."""

    SCHEME = "scheme"
    """Neither http nor https."""

    PRIVATE = "private"
    """It leads to an IP address that is not public."""

    DNS = "dns"
    """The host's name has no IP address."""

    REFUSED = "refused"
    """The host cannot be connected to."""

    TLS = "tls"
    """No secure connection, or a certificate that is not valid."""

    TIMEOUT = "timeout"

    REDIRECT_LOOP = "redirect-loop"
    """Redirects in a circle, or more of them than are allowed."""

    PROTOCOL = "protocol"
    """What came is not HTTP, ended before it was an answer, or is packed as nobody asked for."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """One answer that sent us on."""

    address: str
    status: int

    to: str
    """Where it leads, absolute."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whatever its status."""

    requested: str
    """The address as it was asked for."""

    address: str
    """The address that answered, after all redirects."""

    redirects: tuple[Redirect, ...]
    status: int

    headers: tuple[tuple[str, str], ...]
    """Names in lower case; a name that was sent twice stands twice."""

    body: bytes
    """Decompressed."""

    cut: bool = False
    """True where the body goes on: it is longer than the limit, or it broke off."""

    @property
    def is_success(self) -> bool:
        """True where the status says that the address has what was asked for."""
        return 200 <= self.status < 300

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of the header `name`, in the order they came."""
        return tuple(value for key, value in self.headers if key == name.lower())

    @property
    def media_type(self) -> str:
        """Such as `text/html`, in lower case; empty where the answer does not say."""
        return "".join(self.values("content-type")[:1]).partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text: what cannot be decoded is replaced.

        The charset is that of its byte order mark, else of its header, else of its `<meta>` (the
        order of https://encoding.spec.whatwg.org/#decode), else UTF-8. One that does not fit is
        passed over; where none fits, it is Windows-1252.
        """
        for mark, charset in _BYTE_ORDER_MARKS:
            if self.body.startswith(mark):
                return self.body.decode(charset, "replace")
        for charset in self._charsets():
            text = _decoded(self.body, charset, cut=self.cut)
            if text is not None:
                return text
        return self.body.decode("windows-1252", "replace")

    def _charsets(self) -> Iterator[str]:
        for value in self.values("content-type")[:1]:
            if said := _HEADER_CHARSET.search(value):
                yield said[1]
        if declared := _META_CHARSET.search(self.body[:1024]):
            charset = declared[1].decode("ascii")
            # A page whose <meta> could be read is not in UTF-16 (the HTML standard, 13.2.3.2).
            yield charset if not charset.lower().startswith("utf-16") else "utf-8"
        yield "utf-8"


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer."""

    requested: str
    """The address as it was asked for."""

    kind: Failure

    message: str
    """What happened, in one sentence."""

    redirects: tuple[Redirect, ...] = ()
    """Those that were followed before."""


Outcome: TypeAlias = Fetched | Failed


def _decoded(body: bytes, charset: str, *, cut: bool) -> str | None:
    """`body` in `charset`, or None where it is not; the rest of a `cut` character is left out."""
    try:
        name = codecs.lookup(charset).name
        if name in _NOT_ON_THE_WEB:
            return None
        # Pages that say Latin-1 mean its superset (https://encoding.spec.whatwg.org/#names-and-labels).
        return body.decode("windows-1252" if name == "iso8859-1" else name)
    except UnicodeDecodeError as error:
        if cut and error.start and error.start > len(body) - _LONGEST_CHARACTER:
            return _decoded(body[: error.start], charset, cut=False)
        return None
    except (LookupError, ValueError):
        return None
