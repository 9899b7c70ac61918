"""Edits of people, partners and posts elsewhere."""

from __future__ import annotations

from random import Random

from tests.quickbuild.proof.edit import edit
from tests.quickbuild.proof.small_site import RECORDS, SmallSite, with_body, with_head

_HEADS: dict[str, dict[str, tuple[str | None, ...]]] = {
    "people": {
        "Name": ("Bob Guest", "Bob Other", "Dora Ferrule", "Ada Quill"),
        "Url": ("https://bob.example", "https://dora.example/x", "nowhere", None),
        "Links": ("https://bob.example/about, https://social.example/@bob", None),
        "Photo": ("{static}/images/one.png", "{static}/images/two.png", None),
        "Photo_alt": ("Bob", "Somebody", None),
        "Site": ("review", "https://bob.example", "nobody", None),
        "Slug": ("robert", None),
    },
    "partners": {
        "Name": ("Cora Host", "The Review"),
        "Url": ("https://review.example", "https://other.example"),
        "Feed": ("https://review.example/feed.xml", "https://review.example/atom.xml", None),
        "Owner": ("bob", "dora", "nobody", None),
        "Since": ("2026-01-02", "2026-02-02", None),
        "Slug": ("the-review", None),
    },
    "elsewhere": {
        "Title": ("Away", "Farther away"),
        "Date": ("2026-01-04", "2025-12-12", "2099-01-01"),
        "Host": ("review", "paper", "nobody"),
        "Original_url": ("https://review.example/away", "https://review.example/x"),
        "Category": ("Wood", "Air", None),
        "Tags": ("one", "one, five", None),
        "Status": ("draft", "published", "skip", None),
        "Linkedin_date": ("2026-01-09", None),
        "Id": ("tag:tiny.example,2020:z", None),
    },
}

_NEW = {
    "content/people/emil.md": "Name: Emil Ferrule\nUrl: https://emil.example\n\nEmil.\n",
    "content/people/nobody.md": "Name: Nobody Known\n\nThere is *somebody*.\n",
    "content/partners/paper.md": "Name: The Paper\nUrl: https://paper.example\nOwner: dora\n\nP.\n",
    "content/elsewhere/out.md": (
        "Title: Out\nDate: 2026-01-06\nHost: review\nOriginal_url: https://review.example/out\n\nO.\n"
    ),
}


@edit(times=2)
def edit_record(site: SmallSite, random: Random) -> str:
    """One line of a head."""
    names = site.names(*RECORDS)
    if not names:
        return ""
    name = random.choice(names)
    keys = _HEADS[name.split("/")[1]]
    key = random.choice(sorted(keys))
    value = random.choice(keys[key])
    site.write(name, with_head(site.read(name), {key: value}))
    return f"head of {name}: {key} = {value}"


@edit()
def edit_biography(site: SmallSite, random: Random) -> str:
    """Another text below the head."""
    names = site.names(*RECORDS)
    if not names:
        return ""
    name = random.choice(names)
    body = random.choice(("Other.\n", "*More* of it.\n", "[x](https://x.example)\n", ""))
    site.write(name, with_body(site.read(name), body))
    return f"text of {name}: {body!r}"


@edit()
def add_record(site: SmallSite, random: Random) -> str:
    """Somebody new, or a post on somebody's site."""
    name = random.choice(sorted(_NEW))
    site.write(name, _NEW[name])
    return f"add {name}"


@edit()
def delete_record(site: SmallSite, random: Random) -> str:
    """Somebody gone, whoever names them."""
    names = site.names(*RECORDS)
    if not names:
        return ""
    name = random.choice(names)
    site.delete(name)
    return f"delete {name}"
