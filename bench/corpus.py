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


def write_corpus(posts_folder: Path, number: int, seed: int = 1) -> None:
    """Write `number` posts of about 740 words into `posts_folder`, the same for the same seed.

    Each has headings, lists, a quote, code and links, as posts of an author do.
    """
    chance = random.Random(seed)  # noqa: S311 -- text, not secrets
    posts_folder.mkdir(parents=True, exist_ok=True)
    for place in range(number):
        head = (
            f"Title: {_sentence(chance, 5)[:-1]} {place}\n"
            f"Date: {_FIRST_DAY + timedelta(days=3 * place):%Y-%m-%d %H:%M}\n"
            f"Category: {chance.choice(_CATEGORIES)}\n"
            f"Tags: {', '.join(chance.sample(_TAGS, 4))}\n"
            f"Summary: {_sentence(chance, 16)}\n"
        )
        body = "\n\n".join(_blocks(chance, place, number))
        (posts_folder / f"post-{place:05}.md").write_text(f"{head}\n{body}\n", "utf-8")


def _blocks(chance: random.Random, place: int, number: int) -> list[str]:
    other = chance.randrange(number)
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
        if section == 3 and other != place:
            blocks.append(f"See [another post]({{filename}}post-{other:05}.md) on this.")
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
