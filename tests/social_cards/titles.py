"""Titles of every kind, and what is on the card of one."""

from __future__ import annotations

import io

from hypothesis import strategies as st
from PIL import Image, ImageChops

from social_cards.cards import HEIGHT, WIDTH, Card
from social_cards.drawing import MARGIN, draw
from social_cards.typefaces import families

BOLD, REGULAR = families([])

NAMED = {
    "one letter": "A",
    "short": "A Red Week",
    "usual": "The short walk to publishing: what I learned from a hundred authors",
    "long": ("What nobody tells you about a title " * 6)[:200],
    "one long word": "Donaudampfschifffahrtsgesellschaftskapitänswitwe",
    "a word that no line holds": "W" * 200,
    "only hyphens": "-" * 200,
    "only closing marks": "」" * 200,
    "Chinese": "为什么我们要写下来：二十年的笔记，以及《长长的页边》里没有说的话。" * 6,
    "Japanese": "日本語の題名はどこで折り返すのか、「括弧」や句読点、そして小さな「っ」まで",
    "Korean": "천 명의 독자를 찾는 가장 짧은 길",
    "Arabic": "كيف نكتب ما نعرفه، ولماذا نبدأ الآن؟ (دليل 2026 مع Pelican)",
    "Hebrew": "למה כותבים את מה שיודעים? שָׁלוֹם (2026)",
    "mixed directions": "Why כותבים matters, and how نكتب does",
    "Kurdish": "چۆن بنووسین، بە کوردی: ڕێگا بۆ ڕۆژنامە ڵ",
    "Thai": "ภาษาไทยที่นี่ ให้ดีที่สุดเสมอ",
    "emoji": "Shipping 🎉 👩🏽‍💻 🇬🇧 1️⃣ ❤️ 👨‍👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "only emoji": "🎉" * 200,
    "marks": "x̄ e\u0301\u0302\u0303\u0304\u0305 Z̸̢̛͍͖",
    "a tower of marks": "a" + "\u0301" * 199,
    "very wide letters": "\ufdfd" * 40,
    "letters nobody has": "नमस्ते \U00012000",
}
"""A title of each kind that is hard to set."""

_WORDS = ("The", "a", "of", "reader’s", "ledger", "naïve", "Łódź", "Ελληνικά", "Привет", "2026")
_SIGNS = "字の本。、「」『ん한국שלוםمرحباที่نگ🎉👩\u200d💻🇬🇧\ufe0f\u0301\u0323\u0336-–—/.,!?()“”…%&"

TITLES = st.one_of(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=40).map(" ".join),
    st.text(st.sampled_from(f"{_SIGNS} AWijg"), min_size=1, max_size=200),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=200),
    st.text(min_size=1, max_size=200),
    st.sampled_from(sorted(NAMED.values())),
).map(lambda title: title[:200])


def drawn(card: Card, width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """`card`, drawn; black is whatever is not paper."""
    picture = Image.open(io.BytesIO(draw(card, BOLD, REGULAR, width, height))).convert("RGB")
    paper = Image.new("RGB", picture.size, dict(card.colours)["paper"])
    difference = ImageChops.difference(picture, paper).convert("L")
    return difference.point([0, *([255] * 255)])


def ink(picture: Image.Image, left: int, top: int, right: int, bottom: int) -> bool:
    """True where anything is drawn between these edges."""
    return picture.crop((left, top, right, bottom)).getbbox() is not None


__all__ = ["BOLD", "HEIGHT", "MARGIN", "NAMED", "REGULAR", "TITLES", "WIDTH", "drawn", "ink"]
