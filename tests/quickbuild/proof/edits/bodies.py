"""Edits of what stands below the head of a text, and of nothing else: what authors do all day.

`serve` goes on from what it has read before them, so its sites get most of these.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from random import Random

from tests.quickbuild.proof.edit import edit, some
from tests.quickbuild.proof.edits.texts import HEADS
from tests.quickbuild.proof.small_site import (
    RECORDS,
    TEXTS,
    SmallSite,
    with_body,
    with_head,
)

_WORDS = ("Bark", "leaves", "grow *slowly*", "in spring", "and fall", "Bob Guest", "& 2 < 3", "Älg")
_LANGUAGES = ("python", "css", "rust", "bash", "html+jinja", "nothing-known")
_HEADING = re.compile(r"^#+ .*\n", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\]^]+)\]\([^)]*\)")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


def _sentence(random: Random) -> str:
    words = random.choices(_WORDS, k=random.randrange(2, 12))
    return f"{' '.join(words)} {random.randrange(99)}."


def _added(*parts: str) -> Callable[[str, Random], str]:
    """Adds one of `parts` at the end, at the beginning or between two paragraphs."""

    def add(body: str, random: Random) -> str:
        paragraphs = body.rstrip("\n").split("\n\n")
        place = random.choice((len(paragraphs), 0, len(paragraphs) // 2))
        return "\n\n".join([*paragraphs[:place], random.choice(parts), *paragraphs[place:]]) + "\n"

    return add


def _one_replaced(pattern: re.Pattern[str], put: str = "") -> Callable[[str, Random], str]:
    """Puts `put` for one of what matches."""

    def replace(body: str, random: Random) -> str:
        found = [*pattern.finditer(body)]
        if not found:
            return body
        one = random.choice(found)
        return f"{body[: one.start()]}{one.expand(put)}{body[one.end() :]}"

    return replace


def _with_another_beginning(body: str, random: Random) -> str:
    return _sentence(random) + body[len(body.partition("\n\n")[0].rstrip("\n")) :]


def _with_another_heading(body: str, random: Random) -> str:
    return _one_replaced(_HEADING, f"## {random.choice(_WORDS)}\n")(body, random)


_REVISIONS: Mapping[str, Callable[[str, Random], str]] = {
    "a sentence more": lambda body, random: f"{body.rstrip()} {_sentence(random)}\n",
    "a paragraph more": lambda body, random: _added(_sentence(random))(body, random),
    "half of it": lambda body, _random: body[: len(body) // 2],
    "another beginning": _with_another_beginning,
    "nothing": lambda _body, _random: "",
    "very long": lambda body, random: body + f"\n{_sentence(random)}\n" * 150,
    "a heading more": _added("## Of *bark*", "### Roots", "## First", "# Top"),
    "another heading": _with_another_heading,
    "a heading less": _one_replaced(_HEADING),
    "a link less": _one_replaced(_LINK, r"\1"),
    "an address": _added(
        "[ash](/posts/ash/)",
        "[birch](https://tiny.example/posts/birch/#first)",
        "<https://tiny.example/about/>",
        "[a tag](/tags/one/)",
    ),
    "an address of others": _added(
        *("[Bob](https://bob.example)", "https://review.example/away", "<https://dora.example>"),
        "Dora Ferrule and Cora Host, again",
    ),
    "a picture": _added(
        *("![One]({static}/images/one.png)", "![Two]({static}../images/two.png)"),
        *("![]({static}/images/one.png)", "![Its own]({attach}/images/two.png)"),
    ),
    "a picture less": _one_replaced(_PICTURE),
    "a file": _added("[a]({static}/extra/notes.txt)", "[b]({attach}/extra/notes.txt)"),
    "code": _added(*(f"```{name}\na = {{b: 'c'}}  # {name}\n```" for name in _LANGUAGES)),
    "a footnote": _added("Note.[^n]\n\n[^n]: Of it.", "Note.[^2]\n\n[^2]: Of *this*."),
    "a table": _added("| a | b |\n|---|---|\n| 1 | 2 |"),
    "what is complained of": _added(
        *("[x]({nothing}x.md)", "[x]({filename}/images/one.png)", "<b>[x](<y", "[x]({author}Who)")
    ),
    "what is not there": _added("[x]({filename}none.md)", "![x]({static}/images/none.png)"),
}
"""What may become of a body, by what is then said of it."""


def _texts(site: SmallSite) -> list[str]:
    return site.names(*TEXTS, *RECORDS)


def _link_to(site: SmallSite, name: str, random: Random) -> str:
    """Links to a text of the site, as from that of this name."""
    other = random.choice(site.names(*TEXTS))
    path = f"/{other.removeprefix('content/')}"
    if PurePosixPath(other).parent == PurePosixPath(name).parent and some(random, 2):
        path = PurePosixPath(other).name
    return f"[{random.choice(_WORDS)}]({{filename}}{path}{random.choice(('', '#first'))})"


def _revise(site: SmallSite, name: str, random: Random) -> str:
    """Change the body of the text `name`; what became of it."""
    text = site.read(name)
    body = text.partition("\n\n")[2]
    what = random.choice((*_REVISIONS, "a link"))
    if what == "a link":
        revised = _added(_link_to(site, name, random))(body, random)
    else:
        revised = _REVISIONS[what](body, random)
    how = _save(site, name, with_body(text, revised), random)
    site.earlier[name] = body
    shown = revised if len(revised) < 400 else f"{revised[:400]} ..."
    return f"{name}{how}: {what}, {shown!r}"


def _save(site: SmallSite, name: str, text: str, random: Random) -> str:
    """Save it in its place, or as editors do that put a new file in the place of the old one."""
    if not some(random, 2):
        site.write(name, text)
        return ""
    site.write("aside", text)
    site.path("aside").replace(site.path(name))
    return ", replaced"


@edit(times=2, times_served=24)
def revise_body(site: SmallSite, random: Random) -> str:
    """A little more in the body of a text, or less, or something else."""
    names = _texts(site)
    return _revise(site, random.choice(names), random) if names else ""


@edit(times_served=8)
def revise_bodies(site: SmallSite, random: Random) -> str:
    """Those of several texts, or of one and again, before anything is built."""
    names = _texts(site)
    if not names:
        return ""
    chosen = random.choices(names, k=random.randrange(2, 4))
    return "; ".join(_revise(site, name, random) for name in chosen)


@edit(times_served=4)
def revise_body_and_head(site: SmallSite, random: Random) -> str:
    """The body and a line of the head at once."""
    names = site.names(*TEXTS)
    if not names:
        return ""
    name = random.choice(names)
    key = random.choice(sorted(HEADS))
    value = random.choice(HEADS[key])
    site.write(name, with_head(site.read(name), {key: value}))
    return f"{key} = {value} in {_revise(site, name, random)}"


@edit(times_served=10)
def take_body_back(site: SmallSite, random: Random) -> str:
    """A body as it was before it was revised."""
    names = sorted(name for name in site.earlier if site.has(name))
    if not names:
        return ""
    name = random.choice(names)
    how = _save(site, name, with_body(site.read(name), site.earlier[name]), random)
    return f"{name}{how}: as it was"


@edit(times_served=4)
def save_again(site: SmallSite, random: Random) -> str:
    """A text that is saved, or touched, and says what it said."""
    names = _texts(site)
    if not names:
        return ""
    name = random.choice(names)
    if some(random, 3):
        os.utime(site.path(name))
        return f"{name}: touched"
    return f"{name}{_save(site, name, site.read(name), random)}: saved again"
