"""Which file answers an address, and what is added to a page on its way to the browser."""

from __future__ import annotations

import mimetypes
import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote_to_bytes

EVENTS = "/.fanfare/events"
"""Where the reload script hears of new builds."""

SCRIPT = "/.fanfare/reload.js"
"""Where pages get the reload script."""

HTML = "text/html; charset=utf-8"
UNKNOWN = "application/octet-stream"

_BUILT_IN = mimetypes.MimeTypes().types_map[True]
_MEDIA_TYPES = {
    # What the standard library does not know, knows by another name, or learns from the system.
    ".html": HTML,
    ".htm": HTML,
    ".avif": "image/avif",
    ".epub": "application/epub+zip",
    ".ico": "image/x-icon",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".vtt": "text/vtt",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",  # feeds too: browsers show this type and download the others
    ".xsl": "application/xslt+xml",
}


@dataclass(frozen=True, slots=True)
class Redirect:
    """The same thing has its place at another address."""

    address: str


def locate(output: Path, target: str) -> Path | Redirect | None:
    """The file in `output` that answers a request for `target`, a path with perhaps a query.

    `target` is as `http.server` reads it, one character a byte. A folder answers with its
    `index.html`. Nothing outside `output` is ever an answer.
    """
    address, mark, query = target.partition("?")
    try:
        path = unquote_to_bytes(address.encode("latin-1")).decode("utf-8")
    except UnicodeError:
        return None
    if not path.startswith("/") or "\0" in path:
        return None
    names = [name for name in path.split("/") if name not in ("", ".")]
    if any(name == ".." or Path(name).name != name for name in names):
        return None
    place = output.joinpath(*names)
    try:
        if place.is_file():
            return None if path.endswith("/") else place
        if not (place / "index.html").is_file():
            return None
    except OSError:  # a name longer than any file's
        return None
    if path.endswith("/"):
        return place / "index.html"
    return Redirect("/" + "/".join(map(quote, names)) + "/" + mark + query)


def media_type(path: str) -> str:
    """The media type for the name at the end of `path`; the same on every system."""
    suffix = PurePosixPath(path).suffix.lower()
    known = _MEDIA_TYPES.get(suffix) or _BUILT_IN.get(suffix, UNKNOWN)
    is_text = known.startswith("text/") and "charset" not in known
    return f"{known}; charset=utf-8" if is_text else known


def entity_tag(file: os.stat_result) -> str:
    """What tells one state of a built file from every other (RFC 9110, section 8.8.3).

    The same where a build takes the file over from the last one.
    """
    return f'"{file.st_ino:x}-{file.st_size:x}-{file.st_mtime_ns:x}"'


def is_page(target: str) -> bool:
    """True where `target` is the address of a page rather than of a picture, a script or a feed."""
    return media_type(target.partition("?")[0]) in (HTML, UNKNOWN)


def with_reload(page: bytes, number: int) -> bytes:
    """`page` with the script that loads it anew once there is a build after `number`."""
    script = f'<script src="{SCRIPT}" data-build="{number}"></script>\n'.encode()
    end = page.lower().rfind(b"</body>")
    return page + script if end < 0 else page[:end] + script + page[end:]


def with_base(page: bytes) -> bytes:
    """`page` with its relative links starting at the site's root, unless it says otherwise."""
    if re.search(rb"<base\b", page, re.IGNORECASE):
        return page
    return re.sub(
        rb"\A(.*?<head\b[^>]*>|(\s*<!doctype[^>]*>)?(\s*<html\b[^>]*>)?)",
        rb'\1<base href="/">',
        page,
        count=1,
        flags=re.IGNORECASE | re.DOTALL,
    )
