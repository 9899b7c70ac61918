"""Edits of posts and pages."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from random import Random

from tests.quickbuild.proof.edit import edit, some
from tests.quickbuild.proof.small_site import TEXTS, SmallSite, head_of, with_body, with_head

_NAMES = ("fir", "gale", "hazel", "iris", "juniper", "ash-2", "one")
_TAGS = ("one", "two", "three", "One", "a b", "one, two", "two, three, four", "zwölf", "t1, t15")
_PEOPLE = ("Ada Quill", "Bob Guest", "Dora Ferrule", "Nobody Known", "Ada Quill, Bob Guest")

HEADS: dict[str, tuple[str | None, ...]] = {
    "Title": ("Fir", 'A <b>&amp; "c"', "Fir", "Of *stars*", "Älg 漢字", "Ash", None),
    "Date": ("2026-01-01 09:00", "2025-05-05", "2026-03-03 10:10", "2099-01-01", "never", None),
    "Modified": ("2026-02-02", "2026-09-09 08:00", None),
    "Summary": ("Short.", "Other *words*.", "Short & <sweet>.", "", None),
    "Description": ("For machines.", None),
    "Tags": (*_TAGS, "", "[one, two]", None),
    "Category": ("Water", "Wood", "Air", "water", None),
    "Author": (*_PEOPLE, None),
    "Authors": ("Ada Quill; Dora Ferrule", "Dora Ferrule", None),
    "Series": ("Trees", "Waters", "trees", None),
    "Series_index": ("1", "2", "10", "first", None),
    "Status": ("draft", "published", "hidden", "skip", "Draft", "unknown", None),
    "Lang": ("de", "fr", "en", "ar", None),
    "Translation": ("true", "false", None),
    "Slug": ("elm", "fir", "other", "a b", None),
    "Url": ("other/place/", None),
    "Save_as": ("other/place/index.html", "index.html", None),
    "Image": ("{static}/images/one.png", "{static}/images/two.png", "{static}/images/no.png", None),
    "Image_alt": ("A square", "Another", None),
    "Linkedin": ("A hook.", "no", "Another hook.", None),
    "Linkedin_date": ("2026-01-09", "2099-01-01 10:00", None),
    "Id": ("tag:tiny.example,2020:x", "tag:tiny.example,2020:y", None),
    "Template": ("page", "own", "nothing", None),
    "Original_url": ("https://review.example/first", None),
    "Also_at": ("https://www.linkedin.com/pulse/x", "https://review.example/x", None),
    "Sponsored": ("review", "Firm <https://firm.example>", None),
    "Disclosure": ("I own a tree.", None),
    "Form": ("note", None),
    "Mood": ("fair", "foul", None),
}

_PARTS = (
    "Words of it.",
    "Other words.",
    "## A heading\n\nText.\n\n## A heading\n\nText.",
    "Bob Guest and Dora Ferrule met Cora Host.",
    "A note.[^1]\n\n[^1]: Below it, with [ash]({filename}/posts/ash.md).",
    "[birch](|filename|/posts/birch.md) and [about]({filename}/pages/about.md#x)",
    "[fir]({filename}/posts/fir.md)",
    "[bob]({filename}/people/bob.md), [host]({filename}/partners/review.md)",
    "![one]({static}/images/one.png) ![two]({static}/images/two.png)",
    "![three]({static}/images/three.png)",
    "[notes]({static}/extra/notes.txt) and [more]({static}/extra/more.txt)",
    "[attached]({attach}/images/two.png)",
    "[tag]({tag}one), [category]({category}Water), [author]({author}Ada Quill), [home]({index})",
    "```python\ndef f(x):\n    return x\n```",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n*[CSS]: Sheets\n\nCSS.",
    "<!-- a comment --> <script>var x = '<b>';</script>",
    "{% raw %} {{ own_word }} &lt;",
    " ".join(["Many words stand here."] * 20),
    "[elsewhere](https://review.example/away) [bob](https://bob.example/x)",
    "Definition\n:   Of it.\n\n> A quote.\n\n1. One\n2. Two",
    "",
)


def _body(random: Random) -> str:
    return "\n\n".join(random.choice(_PARTS) for _ in range(random.randrange(1, 4))) + "\n"


def _some_text(site: SmallSite, random: Random) -> str:
    return random.choice(site.names(*TEXTS) or [""])


@edit(times=2)
def add_text(site: SmallSite, random: Random) -> str:
    """A new post or page."""
    name = f"{random.choice(TEXTS)}/{random.choice(_NAMES)}.md"
    head = {"Title": name[-7:-3], "Date": "2026-01-07", "Category": "Water"}
    for key in random.sample(sorted(HEADS), random.randrange(4)):
        head[key] = random.choice(HEADS[key]) or head.get(key, "x")
    site.write(name, with_head(f"\n\n{_body(random)}", head))
    return f"add {name} {head}"


@edit(times=3, times_served=6)
def edit_body(site: SmallSite, random: Random) -> str:
    """Another text below the same head."""
    if not (name := _some_text(site, random)):
        return ""
    body = _body(random)
    if some(random, 2):
        body = site.read(name).partition("\n\n")[2] + "\n" + body
    site.write(name, with_body(site.read(name), body))
    return f"body of {name}: {body!r}"


@edit(times=5)
def edit_head(site: SmallSite, random: Random) -> str:
    """One line of a head added, changed or taken out."""
    if not (name := _some_text(site, random)):
        return ""
    key = random.choice(sorted(HEADS))
    value = random.choice(HEADS[key])
    site.write(name, with_head(site.read(name), {key: value}))
    return f"head of {name}: {key} = {value}"


@edit(times=2)
def rename_text(site: SmallSite, random: Random) -> str:
    """Another name, also in a folder below, with or without those who link there."""
    if not (name := _some_text(site, random)):
        return ""
    folder = "/".join(name.split("/")[:2])
    new = f"{folder}/{'deep/' if some(random, 3) else ''}{random.choice(_NAMES)}.md"
    if site.has(new):
        return ""
    site.write(new, site.read(name))
    site.delete(name)
    if not some(random, 4):
        _tell_others(site, name, f"/{new.removeprefix('content/')}")
    return f"rename {name} to {new}"


@edit(times=2)
def delete_text(site: SmallSite, random: Random) -> str:
    """One text less; those who link there link to another one."""
    if not (name := _some_text(site, random)):
        return ""
    site.delete(name)
    if not some(random, 4):
        _tell_others(site, name, "/pages/about.md")
    return f"delete {name}"


def _tell_others(site: SmallSite, old: str, new: str) -> None:
    file = PurePosixPath(old)
    for other in site.names(*TEXTS):
        text = site.read(other)
        for written in (f"/posts/{file.name}", f"/pages/{file.name}", file.name):
            text = text.replace(f"}}{written}", f"}}{new}").replace(f"|{written}", f"|{new}")
        if text != site.read(other):
            site.write(other, text)


@edit(times=2)
def turn_status(site: SmallSite, random: Random) -> str:
    """A draft published, or a published one drafted or hidden."""
    if not (name := _some_text(site, random)):
        return ""
    head = head_of(site.read(name))
    is_public = head.get("Status", "published") == "published"
    status = random.choice(("draft", "hidden")) if is_public else None
    date = head.get("Date", "2026-01-08")
    site.write(name, with_head(site.read(name), {"Status": status, "Date": date}))
    return f"{name} becomes {status or 'published'}"


@edit()
def rename_tag(site: SmallSite, random: Random) -> str:
    """A tag called otherwise, in every post."""
    old, new = random.choice(("one", "two", "three")), random.choice(("four", "two", "One"))
    for name in site.names(*TEXTS):
        said = head_of(site.read(name)).get("Tags")
        if said and old in said.split(", "):
            kept = [new if tag == old else tag for tag in said.split(", ")]
            tags = ", ".join(dict.fromkeys(kept))
            site.write(name, with_head(site.read(name), {"Tags": tags}))
    return f"tag {old} becomes {new}"


@edit()
def redate(site: SmallSite, random: Random) -> str:
    """A post that comes at another place among the others, or later than today."""
    names = site.names("content/posts", "content/elsewhere")
    if not names:
        return ""
    name = random.choice(names)
    date = random.choice((*(f"2026-01-{day:02}" for day in range(1, 10)), "2099-01-01"))
    site.write(name, with_head(site.read(name), {"Date": date}))
    return f"{name} is of {date}"


@edit()
def translate(site: SmallSite, random: Random) -> str:
    """A translation of a text."""
    if not (name := _some_text(site, random)):
        return ""
    lang = random.choice(("de", "fr"))
    slug = head_of(site.read(name)).get("Slug", PurePosixPath(name).stem)
    head = {"Lang": lang, "Slug": slug, "Translation": "true"}
    new = f"{name.removesuffix('.md')}-{lang}.md"
    site.write(new, with_head(site.read(name), head))
    return f"translate {name}: {new}"


@edit()
def exchange_texts(site: SmallSite, random: Random) -> str:
    """Two files with each other's names, dates of their last change and all."""
    names = site.names(*TEXTS)
    if len(names) < 2:
        return ""
    first, second = random.sample(names, 2)
    aside = site.path("aside")
    site.path(first).rename(aside)
    site.path(second).rename(site.path(first))
    aside.rename(site.path(second))
    return f"{first} and {second} change names"


@edit()
def write_otherwise(site: SmallSite, random: Random) -> str:
    """The same text in other bytes."""
    if not (name := _some_text(site, random)):
        return ""
    text = site.read(name)
    ways = {
        "with a mark in front": "\ufeff" + text.lstrip("\ufeff"),
        "with long ends of lines": text.replace("\r", "").replace("\n", "\r\n"),
        "not in UTF-8": text + "\udcff",  # the byte 0xff
        "with a control character": text + "\x0b",
        "without a head": text.partition("\n\n")[2],
        "without anything": "",
    }
    how = random.choice(sorted(ways))
    site.write(name, ways[how])
    return f"{name} {how}"


@edit()
def add_other_format(site: SmallSite, random: Random) -> str:
    """A post that is no Markdown."""
    mood = random.choice(("fair", "foul"))
    if some(random, 2):
        name = "content/posts/rest.rst"
        text = f"Rest\n####\n\n:date: 2026-01-06\n:category: Air\n:tags: one\n\nIt is *{mood}*.\n"
    else:
        name = "content/posts/hyper.html"
        text = (
            "<html><head><title>Hyper</title><meta name='date' content='2026-01-06'>"
            "<meta name='category' content='Air'></head>"
            f"<body><p>It is {mood}, <a href='{{filename}}ash.md'>ash</a>.</p></body></html>"
        )
    site.write(name, text)
    return f"{name} {mood}"


@edit()
def save_another_way(site: SmallSite, random: Random) -> str:
    """As some editors save: a new file takes the place of the old one."""
    if not (name := _some_text(site, random)):
        return ""
    site.write("aside", site.path(name).read_bytes() + b"\nMore.\n")
    site.path("aside").replace(site.path(name))
    return f"{name} replaced"


@edit()
def touch(site: SmallSite, random: Random) -> str:
    """A later date of a file, or an earlier one, and no other change."""
    name = random.choice(site.names("content", "theme", "overrides", "own"))
    os.utime(site.path(name), None if some(random, 2) else (1_700_000_000, 1_700_000_000))
    return f"touch {name}"


@edit(times=2)
def change_secretly(site: SmallSite, random: Random) -> str:
    """Another text of the same length, with the date of the old one."""
    name = random.choice(site.names(*TEXTS, "content/people", "content/data", "theme/templates"))
    path = site.path(name)
    before, data = path.stat(), path.read_bytes()
    for old, new in ((b"words", b"wards"), (b"he", b"eh"), (b"1", b"2"), (b"a", b"e")):
        if old in data:
            place = data.rfind(old)
            path.write_bytes(data[:place] + new + data[place + len(old) :])
            break
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"secretly change {name}"


@edit()
def announce(site: SmallSite, random: Random) -> str:
    """A post that is due a moment later: the same files then make another site."""
    if not (name := random.choice(site.names("content/posts") or [""])):
        return ""
    due = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    site.due = due.timestamp()
    date = f"{due:%Y-%m-%d %H:%M:%S}"
    site.write(name, with_head(site.read(name), {"Date": date, "Status": None}))
    return f"{name} is due in a moment"
