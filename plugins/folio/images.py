"""Images with their size and their smaller copies, so that pages do not jump and phones load less.

A smaller copy of `desk.png` is a file beside it named by its width: `desk-800w.png`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import Path

from fanfare import watching

# The rest of a tag after its name: a quote means something only where a value begins.
_REST = r"""[^=>]*+(?:=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+)?[^=>]*+)*+>"""
_UP_TO_IMG = re.compile(
    rf"""
    [^<]*+
    (?:
        (?:
            </[^>]*+>
            | <!--.*?-->
            | <script\b.*?</script\b
            | <style\b.*?</style\b
            | <textarea\b.*?</textarea\b
            | <(?!img\b)[a-zA-Z]{_REST}
            | <(?!img\b{_REST})
        )
        [^<]*+
    )*+
    (<img\b{_REST})
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_COPY = re.compile(r"-(\d+)w$")


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the site: address from the site's root, true size, smaller copies."""

    url: str
    width: int
    height: int
    alt: str = ""
    copies: tuple[tuple[str, int], ...] = ()
    """Address and width of each smaller copy, smallest first."""

    def srcset(self, base: str) -> str:
        """The value of `srcset`, addresses under `base`; empty where there are no copies."""
        if not self.copies:
            return ""
        sources = (*self.copies, (self.url, self.width))
        return ", ".join(f"{base}/{url} {width}w" for url, width in sources)


def picture(path: Path, url: str, alt: str = "") -> Picture | None:
    """The picture in the file `path`, served at `url`; None where its size cannot be read."""
    if not watching.is_file(path):
        return None
    width, height = _measure(path, path.stat().st_mtime_ns)
    if width <= 0 or height <= 0:
        return None
    folder = url.rpartition("/")[0]
    copies = tuple(
        (f"{folder}/{name}".lstrip("/"), copy_width)
        for name, copy_width in _copies(path)
        if copy_width < width
    )
    return Picture(url, width, height, alt, copies)


@cache
def _measure(path: Path, _modified: int) -> tuple[int, int]:
    """Width and height of an image file."""
    import imagesize  # late: whoever shows no picture does without

    width, height = imagesize.get(str(path))
    return int(width), int(height)


def _copies(path: Path) -> list[tuple[str, int]]:
    """Name and width of each smaller copy of the image file `path`, smallest first."""
    copies = []
    for other in watching.files_like(path.parent, f"{path.stem}-*w{path.suffix}"):
        named = _COPY.search(other.stem)
        if named and other.stem == path.stem + named[0]:
            copies.append((other.name, int(named[1])))
    return sorted(copies, key=lambda copy: copy[1])


def with_sizes(
    content: str, find: Callable[[str], Picture | None], base: str, sizes: str, *, eager: bool
) -> str:
    """`content` with width, height, loading and srcset on every `<img>` that `find` knows.

    `find` gets the value of `src` as written. What the author wrote on an image stays. With
    `eager`, the first image is fetched at once; all others wait until they come near.
    """
    first = eager

    def complete(tag: str) -> str:
        nonlocal first
        present = {
            name.lower(): unescape("".join(values)) for name, *values in _ATTRIBUTE.findall(tag)
        }
        added: dict[str, str] = {}
        found = find(present.get("src", ""))
        if found:
            if "width" not in present and "height" not in present:
                added |= {"width": str(found.width), "height": str(found.height)}
            if found.copies and "srcset" not in present:
                added |= {"srcset": found.srcset(base), "sizes": sizes}
        if "loading" not in present:
            added |= {"fetchpriority": "high"} if first else {"loading": "lazy"}
        first = False
        text = "".join(f' {name}="{escape(value)}"' for name, value in added.items())
        return f"{tag.rstrip('/> ')}{text}>"

    parts, place, last = [], 0, content.rfind("<img")
    while place <= last and (match := _UP_TO_IMG.match(content, place)):
        parts += [content[place : match.start(1)], complete(match[1])]
        place = match.end()
    return "".join((*parts, content[place:]))
