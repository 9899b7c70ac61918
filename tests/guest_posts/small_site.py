"""A small site with guests, partners and posts elsewhere, built with either theme."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests import small_site
from tests.small_site import THEMES, Built, post

__all__ = ["RECORDS", "THEMES", "Built", "build_site", "post"]

RECORDS = {
    "people/mira-holm.md": (
        "Name: Mira Holm\nUrl: https://holm.example\nLinks: https://social.example/@mira\n"
        "Photo: {static}/images/mira.png\nPhoto_alt: Mira on a jetty\nSite: the-quay\n"
        "\nMira *ties* knots. See [my piece]({filename}/posts/knots.md).\n"
    ),
    "people/jun-ko.md": "Name: Jun Ko\n\nNew here.\n",
    "partners/the-quay.md": (
        "Name: The Quay\nUrl: https://www.quay.example\nFeed: https://quay.example/feed\n\nBoats.\n"
    ),
    "elsewhere/tides.md": (
        "Title: Tides\nDate: 2026-02-10\nHost: the-quay\n"
        "Original_url: https://quay.example/tides?a=1&b=2\nCategory: Water\nTags: sea, rope\n"
        "\nOn *tides*.\n"
    ),
}


def build_site(root: Path, files: Mapping[str, str], conf: str = "", theme: str = "folio") -> Built:
    """Build a site of `files`, which are relative to `content/`, in the folder `root`."""
    images = root / "content/images"
    images.mkdir(parents=True, exist_ok=True)
    (images / "mira.png").write_bytes(_PNG)
    return small_site.build_site(root, files, conf, theme, plugin="guest_posts")


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000000000004000160d5c8150000000049454e44ae426082"
)
