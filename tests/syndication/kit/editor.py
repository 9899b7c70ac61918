"""LinkedIn's editor, as strict as it can be: what it keeps of a paste, and what may stand where."""

from __future__ import annotations

import re
from html.parser import HTMLParser

INLINE = ("p", "h2", "h3", "li")
WITHIN = {
    "body": {"h2", "h3", "p", "ul", "ol", "blockquote", "pre", "hr"},
    "ul": {"li"},
    "ol": {"li"},
    "blockquote": {"p"},
    "pre": {"code"},
    "code": set(),
    "a": {"strong", "em"},
    "strong": {"em"},
    "em": set(),
    **{tag: {"a", "strong", "em"} for tag in INLINE},
}
"""What may stand in what."""


class _Strict(HTMLParser):
    """Reads HTML as it is written, and notes what does not stand where it may."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ["body"]
        self.wrong: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in WITHIN[self.open[-1]]:
            self.wrong.append(f"{tag} in {self.open[-1]}")
        for name, value in attrs:
            if (tag, name) != ("a", "href") or not re.match(
                r"(https?://|mailto:)", value or "", re.I
            ):
                self.wrong.append(f"{tag} {name}={value}")
        if tag != "hr":
            self.open.append(tag)
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.wrong.append(f"/{tag}")
        text = self.texts.pop()
        if not text:
            self.wrong.append(f"empty {tag}")
        if self.texts:
            self.texts[-1] += text

    def handle_data(self, data: str) -> None:
        if self.open[-1] not in (*INLINE, "a", "strong", "em", "code"):
            self.wrong.append(f"text in {self.open[-1]}: {data!r}")
        elif self.open[-1] in INLINE and data != " ".join(re.split(r"[ \t\n\r\f]+", data)):
            self.wrong.append(f"space in {data!r}")
        if self.texts:
            self.texts[-1] += data


def faults(html: str) -> list[str]:
    """What in `html` the editor would drop, move, or make an empty paragraph of."""
    strict = _Strict()
    strict.feed(html)
    strict.close()
    return strict.wrong + strict.open[1:]
