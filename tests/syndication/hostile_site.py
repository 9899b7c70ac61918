"""A site with everything that feeds trip over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from syndication.records import Format
from tests import small_site
from tests.small_site import Built, post

LONDON = ZoneInfo("Europe/London")

CONF = """
PLUGINS = ["quickbuild", "guest_posts", "folio", "syndication"]
TIMEZONE = "Europe/London"
TAGGING_ENTITY = "tiny.example,2025"
WEBSUB_HUB = "https://hub.example/"
FEED_MAX_ITEMS = 50
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What feeds must say of one post."""

    title: str
    published: datetime
    authors: tuple[str, ...] = ("Ada Quill",)
    address: str = ""
    """Where it leads; that of its page where this is empty."""


def _at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=LONDON)


TITLES = {
    "cdata": "A ]]> and a <![CDATA[ in it",
    "twice": "How &amp;amp; is &lt;written&gt;",
    "markup": "<script>alert(1)</script> & <b>bold</b> &lt;i&gt;",
    "emoji": "👩🏽‍🚀 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿 went 🌊",
    "hebrew": "אהבה היא ים \u200f(1)\u200e ‮",
    "combining": "Zal\u0335\u0321\u034ego, ﷽",
}

_ADDRESSES = {"hebrew": "https://tiny.example/he/posts/hebrew/"}

TOLD = {
    **{
        name: Told(title, _at(5, day), address=_ADDRESSES.get(name, ""))
        for day, (name, title) in enumerate(TITLES.items(), 1)
    },
    "late": Told("Late at night", _at(6, 1, 23, 30)),
    "midnight-1": Told("Midnight one", _at(6, 3)),
    "midnight-2": Told("Midnight two", _at(6, 3)),
    "spring-before": Told("Before spring", _at(3, 30, 0, 59)),
    "spring-after": Told("After spring", _at(3, 30, 2, 1)),
    "autumn-before": Told("Before autumn", _at(10, 26, 0, 59)),
    "autumn-after": Told("After autumn", _at(10, 26, 2, 1)),
    "large": Told("Large", _at(7, 1)),
    "equal": Told("Equal", _at(7, 2)),
    "guest": Told("By a guest", _at(7, 3), ("Mira Holm",)),
    "two": Told("By two", _at(7, 4), ("Ada Quill", "Mira Holm")),
    "tides": Told("Tides", _at(7, 5), ("Ada Quill",), "https://quay.example/tides?a=1&b=2"),
}
"""By the last part of the address of its page."""

KEPT_BACK = {
    "draft": {"Status": "draft"},
    "hidden": {"Status": "hidden"},
    "future": {"Date": "2999-01-01"},
}
"""The heads of posts that are in no feed."""

_LARGE = "".join(f"Paragraph {number} with *words* & [links](#x).\n\n" for number in range(12_000))

_BODIES = {
    "cdata": "`]]>` and &lt;![CDATA[ x ]]> y, &#7; too. ![A knot]({static}/images/knot.png)",
    "twice": "&amp;amp; and `&amp;` and [a link](/about/?a=1&b=2) and [here](#there).",
    "markup": "<script>alert(1)</script><style>p{}</style><p onclick='x()'>Text & more.</p>",
    "large": _LARGE,
}
_HEADS = {
    "cdata": {"Summary": "A ]]> summary &amp;amp; more", "Image": "{static}/images/knot.png"},
    "twice": {"Modified": "2025-08-01 10:00"},
    "hebrew": {"Lang": "he"},
    "late": {"Tags": "night"},
    "equal": {"Category": "Ada Quill", "Tags": "Ada Quill, rope", "Series": "Ada Quill"},
    "guest": {"Author": "Mira Holm", "Category": "Mira Holm", "Tags": "Mira Holm"},
    "two": {"Authors": "Ada Quill; Mira Holm", "Tags": "water"},
}


def build(root: Path, conf: str = "", **changed: str) -> Built:
    """Build it in the folder `root`; `changed` are other texts of posts, by their names."""
    images = root / "content/images"
    images.mkdir(parents=True, exist_ok=True)
    (images / "knot.png").write_bytes(PNG)
    return small_site.build_site(root, _files() | changed, CONF + conf, plugin="guest_posts")


def feeds_of(built: Built) -> dict[str, Format]:
    """Every file of a feed, relative to the output, with its format."""
    return {
        path.relative_to(built.output).as_posix(): form
        for path in sorted((built.output / "feeds").rglob("*"))
        for form in Format
        if path.name.endswith(form.suffix)
    }


def _files() -> dict[str, str]:
    files = {
        f"posts/{name}.md": _post(name, told) for name, told in TOLD.items() if name != "tides"
    }
    files |= {
        f"posts/{name}.md": post(f"Kept back: {name}", 1, **head, Tags="water")
        for name, head in KEPT_BACK.items()
    }
    return files | {
        "people/mira-holm.md": "Name: Mira Holm\nSite: the-quay\n\nMira ties knots.\n",
        "partners/the-quay.md": (
            'Name: The "Quay" & co\nUrl: https://quay.example\nFeed: https://quay.example/feed?a&b\n\n'
        ),
        "elsewhere/tides.md": (
            "Title: Tides\nDate: 2025-07-05\nHost: the-quay\n"
            "Original_url: https://quay.example/tides?a=1&b=2\nCategory: Water\n\nOn *tides*.\n"
        ),
        "pages/about.md": "Title: About\n\nMe.\n",
    }


def _post(name: str, told: Told) -> str:
    when = told.published
    time = f" {when:%H:%M}" if when.hour or when.minute else ""  # without one, it is midnight
    head = {"Date": f"{when:%Y-%m-%d}{time}", **_HEADS.get(name, {})}
    return post(told.title, 1, **head, body=_BODIES.get(name, f"The text of {name}."))


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000000000004000160d5c8150000000049454e44ae426082"
)
"""A picture of one point."""
