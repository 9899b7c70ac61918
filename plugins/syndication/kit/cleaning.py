"""What is no text, taken out of HTML in place."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag

_DEEPEST = 100
"""How many elements may stand in one another; a browser stops at 512, the reader here earlier."""

_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_SILENT = (
    *("script", "style", "template", "link", "meta", "title", "base", "noscript", "nav"),
    *("button", "input", "select", "textarea", "option", "datalist", "map", "rp"),
)
"""Elements that nobody reads, or that only work on a page."""

_HOLLOW = ("source", "track", "wbr", "param", "colgroup", "col")
"""Elements with no text, some of which lxml believes that what follows stands in."""

_LOST = {
    "form": "a form",
    "canvas": "a drawing made by a script",
    "dialog": "a dialog",
    "applet": "an applet",
    "progress": "a progress bar",
    "meter": "a meter",
}
"""Elements that readers of the page see, and LinkedIn cannot show."""

_UNSEEN = (
    "[hidden], [aria-hidden=true], .visually-hidden, .sr-only, .screen-reader-text, .headerlink,"
    ' [style*="display:none"], [style*="display: none"]'
)
_LINE_NUMBERS = ".linenos, .lineno, .linenodiv"


def parsed(html: str) -> Tag:
    """The fragment `html`, as the element that holds it.

    What stands too deep is lifted; characters that XML cannot hold are left out.
    """
    text = _NOT_XML.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))
    soup = BeautifulSoup(f"<body>{text}", "lxml")
    body = soup.body or soup
    for tag in _too_deep(body):
        tag.unwrap()
    return body


def _too_deep(body: Tag) -> list[Tag]:
    found, waiting = [], [(body, 0)]
    while waiting:
        tag, depth = waiting.pop()
        if depth > _DEEPEST:
            found.append(tag)
        waiting += [(child, depth + 1) for child in tag.children if isinstance(child, Tag)]
    return found


def drop_what_is_no_text(body: Tag) -> list[str]:
    """Take out of `body` what is no text; returns what was lost by that, in words, each once."""
    for text in body.find_all(string=lambda text: isinstance(text, PreformattedString)):
        text.extract()  # comments and the like
    for tag in body.select(_UNSEEN):
        tag.extract()
    lost = list(dict.fromkeys(_LOST[tag.name] for tag in body.find_all(list(_LOST))))
    for tag in body.find_all([*_SILENT, *_LOST]):
        tag.extract()
    for tag in body.find_all(_HOLLOW):
        tag.unwrap()
    return lost


def settle_code(body: Tag) -> None:
    """Make of highlighted code, which may have line numbers, the code alone."""
    for table in body.find_all("table"):
        code = table.select_one("td.code pre")
        if code is not None:
            table.replace_with(code.extract())
    for pre in body.find_all("pre"):
        if pre.find_parent("pre") is not None:
            continue
        for number in pre.select(_LINE_NUMBERS):
            number.extract()
        for end in pre.find_all("br"):
            end.replace_with("\n")
        pre.string = pre.get_text().strip("\n")
