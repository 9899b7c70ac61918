"""A seeded corpus of posts, so that two programs can be timed on the same text."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

_WORDS = (
    *("harbour", "ledger", "margin", "tide", "lamp", "letter", "reader", "number", "quarter"),
    *("goal", "station", "paper", "chart", "river", "signal", "bridge", "window", "morning"),
    *("answer", "question", "evening", "promise", "measure", "anchor", "record", "corner"),
)
_TAGS = tuple(f"tag {word}" for word in _WORDS[:20])
_CATEGORIES = ("Goals", "Audience", "Craft", "Tools", "Notes")
_FIRST_DAY = datetime(2016, 1, 1, 9, 0, tzinfo=UTC)
_MINUTES = 3000 * 24 * 60
"""What the dates of a corpus span, however many its posts: none is of the future."""


def write_corpus(posts_folder: Path, number: int, seed: int = 1, links: int = 1) -> None:
    """Write `number` posts of about 740 words into `posts_folder`, the same for the same seed.

    Each has headings, lists, a quote, code and `links` to other posts, as posts of an author do.
    """
    chance = random.Random(seed)  # noqa: S311 -- text, not secrets
    posts_folder.mkdir(parents=True, exist_ok=True)
    for place in range(number):
        text = _post(chance, place, number, links)
        (posts_folder / f"post-{place:05}.md").write_text(text, "utf-8")


def new_post(place: int, number: int, seed: int = 1) -> str:
    """One more post for a corpus of `number`, newer than all of it. Its `place` is after theirs."""
    return _post(random.Random(seed + place), place, number, links=1)  # noqa: S311


def write_guests(content: Path, guests: int, elsewhere: int, seed: int = 1) -> None:
    """Write `guests` with a partner each and `elsewhere` entries; every fifth post is a guest's."""
    chance = random.Random(seed)  # noqa: S311
    for room in ("people", "partners", "elsewhere"):
        (content / room).mkdir(parents=True, exist_ok=True)
    for place in range(guests):
        name = f"Guest {_name(place)}"
        (content / f"people/guest-{place:02}.md").write_text(
            f"Name: {name}\nUrl: https://guest{place}.example\n\n{_paragraph(chance, 80)}\n"
        )
        (content / f"partners/partner-{place:02}.md").write_text(
            f"Name: Review {_name(place)}\nUrl: https://review{place}.example\n"
            f"Owner: guest-{place:02}\n\n{_paragraph(chance, 30)}\n"
        )
    for place in range(elsewhere):
        host = chance.randrange(guests)
        (content / f"elsewhere/entry-{place:03}.md").write_text(
            f"Title: {_sentence(chance, 5)[:-1]}\n"
            f"Date: {_FIRST_DAY + timedelta(days=15 * place):%Y-%m-%d %H:%M}\n"
            f"Host: partner-{host:02}\nOriginal_url: https://review{host}.example/{place}\n"
            f"Category: {chance.choice(_CATEGORIES)}\n"
            f"Tags: {', '.join(chance.sample(_TAGS, 3))}\n\n{_paragraph(chance, 60)}\n"
        )
    for place, path in enumerate(sorted((content / "posts").glob("*.md"))):
        if place % 5 == 0:
            guest = chance.randrange(guests)
            text = path.read_text("utf-8")
            path.write_text(f"Author: Guest {_name(guest)}\n{text}", "utf-8")


def _name(place: int) -> str:
    """A different family name for each `place` below 676."""
    return f"{chr(65 + place // 26)}{chr(97 + place % 26)}inwell"


def _post(chance: random.Random, place: int, number: int, links: int) -> str:
    head = (
        f"Title: {_sentence(chance, 5)[:-1]} {place}\n"
        f"Date: {_FIRST_DAY + timedelta(minutes=_MINUTES * place // number):%Y-%m-%d %H:%M}\n"
        f"Category: {chance.choice(_CATEGORIES)}\n"
        f"Tags: {', '.join(chance.sample(_TAGS, 4))}\n"
    )
    if place % 2:
        head += f"Summary: {_sentence(chance, 16)}\n"
    body = "\n\n".join(_blocks(chance, place, number, links))
    return f"{head}\n{body}\n"


def _blocks(chance: random.Random, place: int, number: int, links: int) -> list[str]:
    code = "\n".join(f"{chance.choice(_WORDS)} = {chance.randrange(1000)}" for _ in range(6))
    blocks = [_paragraph(chance, 90)]
    for section in range(4):
        blocks += [
            f"## {_sentence(chance, 4)[:-1]}",
            _paragraph(chance, 75),
            _paragraph(chance, 55),
        ]
        if section == 0:
            blocks.append("\n".join(f"- {_sentence(chance, 9)}" for _ in range(4)))
        if section == 1:
            blocks.append(f"> {_sentence(chance, 22)}")
        if section == 2:
            blocks.append(f"```python\n{code}\n```")
        if section == 3:
            others = [chance.randrange(number) for _ in range(links)]
            blocks += [
                f"See [another post]({{filename}}post-{other:05}.md) on this."
                for other in others
                if other != place
            ]
    return blocks


def _paragraph(chance: random.Random, words: int) -> str:
    sentences = []
    while words > 0:
        length = min(words, chance.randrange(6, 18))
        sentences.append(_sentence(chance, length))
        words -= length
    marked = chance.randrange(len(sentences))
    sentences[marked] = f"**{sentences[marked][:-1]}**."
    return " ".join(sentences)


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=max(words, 1))).capitalize() + "."
