"""The site that is edited: a little of everything that Fanfare makes, in few files."""

from __future__ import annotations

import re
import shutil
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pelican

REPOSITORY = Path(__file__).parents[3]
PLUGINS = REPOSITORY / "plugins"
SIMPLE = Path(pelican.__file__).parent / "themes" / "simple"

TEXTS = ("content/posts", "content/pages")
RECORDS = ("content/people", "content/partners", "content/elsewhere")
SETTINGS = "pelicanconf.py"
OWN_PLUGIN = "own/own_words.py"

_CONF = """\
from fanfare.site import *
SITENAME = 'Tiny'
SITEURL = 'https://tiny.example'
AUTHOR = 'Ada Quill'
POSITIONING = 'I help.'
TIMEZONE = 'UTC'
TAGGING_ENTITY = 'tiny.example,2025'
SOCIAL = [('Mastodon', 'https://social.example/@ada')]
MENUITEMS = [('About', 'about/'), ('Archive', 'archives/')]
GUEST_POSTS_AUTOLINK = True
CONTENTS_FROM_WORDS = 30
PAGINATED_TEMPLATES = {'index': 3, 'category': 2, 'tag': 2, 'author': 2}
FEED_MAX_ITEMS = 3
PLUGIN_PATHS = ['own']
THEME_TEMPLATES_OVERRIDES = ['overrides']
"""

EVERY_PLUGIN = (
    *("quickbuild", "guest_posts", "milestones", "social_cards", "folio", "syndication"),
    "own_words",
)

_THEMES: Mapping[str, Mapping[str, str | None]] = {
    "folio": {"THEME": "'theme'", "PLUGINS": repr(list(EVERY_PLUGIN))},
    "simple": {
        "THEME": "'theme'",
        "PLUGINS": repr(list(EVERY_PLUGIN)),
        "JINJA_ENVIRONMENT": "{'trim_blocks': True, 'lstrip_blocks': True}",
        "DIRECT_TEMPLATES": "['index', 'archives', 'categories', 'tags', 'authors']",
        "MENUITEMS": None,  # which this theme prints as they are
    },
}
"""What makes a site of a theme: Fanfare's own, and Pelican's plainest. Both are copies in the site,
so that their templates can be edited."""

_TASKS = """\
import sys
sys.path.insert(0, {plugins!r})
from invoke.collection import Collection
from workbench import tasks as workbench
namespace = Collection.from_module(workbench)
"""

_PUBLISH = """\
from pelicanconf import *
RELATIVE_URLS = False
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ''
"""

OWN = '''\
"""A plugin of the site's own: a word for every page, and what others do to written files."""

from pathlib import Path

from pelican import signals

WORD = "plain"
REWRITES = False
LISTS = False


def say(generator):
    generator.context["own_word"] = WORD
    for article in generator.articles:
        article.own_note = f"{WORD} {article.title}"


def rewrite(path, context):
    """As plugins do that make pages smaller."""
    if REWRITES and path.endswith(".html"):
        file = Path(path)
        file.write_text(file.read_text("utf-8").replace("\\n\\n", "\\n"), "utf-8")


def list_files(pelican):
    """As plugins do that go over the finished site."""
    if LISTS:
        output = Path(pelican.output_path)
        names = sorted(path.relative_to(output).as_posix() for path in output.rglob("*.html"))
        sizes = [f"{name} {(output / name).stat().st_size}" for name in names]
        (output / "own-list.txt").write_text("\\n".join(sizes), "utf-8")
        page = output / "index.html"
        page.write_text(page.read_text("utf-8") + f"<!-- {WORD} {len(names)} -->", "utf-8")


def register():
    signals.article_generator_finalized.connect(say)
    signals.content_written.connect(rewrite)
    signals.finalized.connect(list_files)
'''

_GOALS = """\
thanks = "To everybody."

[[channels]]
key = "letter"
label = "The letter"
kind = "stock"
engaged = true

[[channels]]
key = "talks"
label = "Talks"
kind = "attendance"
engaged = true

[[milestones]]
threshold = 10
thanks = "To the first ten."

[[milestones]]
threshold = 100

[[goal]]
key = "first"
statement = "On 30 September 2026, 100 people have asked to hear from me."
metric = "fans"
target = 100
baseline = 0
start = 2025-10-01
end = 2026-09-30
ramp = "even"
control = "mine"

[[key_results]]
goal = "first"
name = "Stories"
measure = "stories"
period = "week"
target = 1
"""

_FILES: Mapping[str, str] = {
    "publishconf.py": _PUBLISH,
    "tasks.py": _TASKS.format(plugins=str(PLUGINS)),
    OWN_PLUGIN: OWN,
    "content/posts/ash.md": """\
Title: Ash
Date: 2026-01-01 09:00
Category: Water
Tags: one, two
Summary: About ash.
Series: Trees

Ash, and [birch]({filename}birch.md).

## First

Some words of it.[^1] See ![a picture]({static}/images/one.png).

[^1]: A note.
""",
    "content/posts/birch.md": """\
Title: Birch
Date: 2026-01-02
Modified: 2026-02-01
Category: Water
Tags: two, three
Series: Trees
Image: {static}/images/one.png
Image_alt: A square

Birch, of which [Bob Guest](https://bob.example) knows. [About]({filename}/pages/about.md).

```python
x = 1
```
""",
    "content/posts/cedar.md": """\
Title: Cedar
Date: 2026-01-03
Author: Bob Guest
Category: Wood
Tags: one

A guest's post. [A file]({static}/extra/notes.txt)
""",
    "content/posts/draft.md": "Title: Draft\nStatus: draft\nCategory: Wood\n\nNot yet.\n",
    "content/posts/elm.md": """\
Title: Elm
Date: 2026-01-05
Category: Wood
Tags: three
Linkedin: A hook for it.

Elm. Cora Host says so.
""",
    "content/posts/ulme.md": """\
Title: Ulme
Date: 2026-01-05
Slug: elm
Lang: de
Translation: true
Category: Wood

Die Ulme.
""",
    "content/pages/about.md": "Title: About\n\nAbout, and [ash]({filename}/posts/ash.md).\n",
    "content/pages/later.md": "Title: Later\nStatus: hidden\n\nWhat |a| is.\n",
    "content/people/bob.md": """\
Name: Bob Guest
Url: https://bob.example
Photo: {static}/images/two.png
Photo_alt: Bob
Site: review

Bob writes *here*.
""",
    "content/people/dora.md": "Name: Dora Ferrule\nUrl: https://dora.example\n\nDora lists.\n",
    "content/partners/review.md": """\
Name: Cora Host
Url: https://review.example
Feed: https://review.example/feed.xml
Since: 2026-01-02

A review.
""",
    "content/elsewhere/away.md": """\
Title: Away
Date: 2026-01-04
Host: review
Original_url: https://review.example/away
Category: Wood
Tags: one

A teaser.
""",
    "content/data/goals.toml": _GOALS,
    "content/data/fans.csv": (
        "date,channel,count,note\n2026-01-01,letter,4,\n2026-02-01,letter,12,\n"
    ),
    "content/data/events.csv": (
        "date,kind,title,id,caused_by,url\n2026-01-05,letter,A letter,a-letter,ash,\n"
    ),
    "content/data/praise.toml": '[[praise]]\nquote = "Good."\nname = "Eve Reader"\n',
    "content/extra/notes.txt": "Notes.\n",
    "content/extra/CNAME": "tiny.example\n",
    "overrides/.keep": "",
}


@dataclass(slots=True)
class SmallSite:
    """The files of the site in the folder `root`. What is on disk is all there is to it."""

    root: Path

    left_over: dict[str, bytes] = field(default_factory=dict)
    """Files of builds that nobody remembers: they stay, as what the author put there does."""

    is_forgetful: bool = False
    """True where the record of who made what may have been lost."""

    put_by_hand: dict[str, bytes] = field(default_factory=dict)
    """What the author has put into the output."""

    earlier: dict[str, str] = field(default_factory=dict)
    """Bodies of texts as they were before they were last revised, by the names of the files."""

    due: float | None = None
    """When a post becomes due, so that the same files make another site; seconds as `time.time`."""

    def path(self, name: str) -> Path:
        """Where the file `name` is, or would be."""
        return self.root / name

    def read(self, name: str) -> str:
        """The text of the file `name`; what is not UTF-8 is written back as it is."""
        return self.path(name).read_text("utf-8", "surrogateescape")

    def write(self, name: str, data: str | bytes) -> None:
        """Write the file `name`, with its folders."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data)

    def delete(self, name: str) -> None:
        """Delete the file `name`, and the folders that it leaves empty: no copy has those."""
        path = self.path(name)
        path.unlink()
        for folder in path.parents:
            if folder == self.root or any(folder.iterdir()):
                return
            folder.rmdir()

    def has(self, name: str) -> bool:
        """Whether there is a file `name`."""
        return self.path(name).is_file()

    def names(self, *folders: str) -> list[str]:
        """The files below `folders`, in one order on every machine."""
        found = (path for folder in folders for path in self.path(folder).rglob("*"))
        return sorted(
            path.relative_to(self.root).as_posix()
            for path in found
            if path.is_file() and "__pycache__" not in path.parts
        )

    def sources(self) -> dict[str, bytes]:
        """All files but those that builds make."""
        names = (name.name for name in self.root.iterdir())
        tops = sorted(name for name in names if name not in ("output", ".fanfare", "__pycache__"))
        files = [name for name in tops if self.has(name)]
        files += self.names(*(name for name in tops if not self.has(name)))
        return {name: self.path(name).read_bytes() for name in files}

    def restore(self, sources: Mapping[str, bytes]) -> None:
        """Write and delete files so that there are `sources`."""
        present = self.sources()
        for name in present.keys() - sources.keys():
            self.delete(name)
        for name, data in sources.items():
            if present.get(name) != data:
                self.write(name, data)

    def setting(self, name: str) -> str | None:
        """What the settings say of `name`, as Python; None where they do not."""
        found = re.search(rf"^{name} = (.*)$", self.read(SETTINGS), re.MULTILINE)
        return found and found[1]

    def set_settings(self, settings: Mapping[str, str | None]) -> None:
        """Let the settings say so, as Python; None takes a line out."""
        rows = self.read(SETTINGS).splitlines()
        for name, value in settings.items():
            rows = [row for row in rows if not row.startswith(f"{name} = ")]
            if value is not None:
                rows.append(f"{name} = {value}")
        self.write(SETTINGS, "\n".join(rows) + "\n")


def make_site(root: Path, theme: str, *, cards: bool) -> SmallSite:
    """The site, in the new folder `root`, with a copy of a theme, and with social cards or not."""
    site = SmallSite(root)
    for name, text in _FILES.items():
        site.write(name, text)
    for place, name in enumerate(("one", "two")):
        site.write(f"content/images/{name}.png", picture(40, 20, place))
    site.write("content/images/one-20w.png", picture(20, 10, 0))
    site.write("content/images/apple-touch-icon.png", picture(4, 4, 9))
    site.write("content/images/favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    for name, data in _theme_files(theme).items():
        site.write(f"theme/{name}", data)
    site.write(SETTINGS, _CONF)
    site.set_settings({**_THEMES[theme], "SOCIAL_CARDS": repr(cards)})
    return site


def copy_site(site: SmallSite, root: Path) -> SmallSite:
    """The files of `site` in the folder `root`, without anything built, with their dates."""
    shutil.rmtree(root, ignore_errors=True)
    for name in sorted(site.sources(), reverse=True):  # the order in folders is to be another one
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(site.path(name), path)
    return SmallSite(root)


@cache
def _theme_files(theme: str) -> Mapping[str, bytes]:
    folder = SIMPLE if theme == "simple" else REPOSITORY / "themes" / theme
    return {
        # Fonts are large, and but copied.
        path.relative_to(folder).as_posix(): b"" if path.suffix == ".woff2" else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def picture(width: int, height: int, shade: int) -> bytes:
    """A PNG of one colour: of one length in bytes for one size, whatever its shade."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        said = kind + data
        return struct.pack(">I", len(data)) + said + struct.pack(">I", zlib.crc32(said))

    rows = (b"\0" + bytes([shade]) * width) * height
    stored = zlib.compress(rows, 0)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", stored) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def head_of(text: str) -> dict[str, str]:
    """The head of a text, value by key."""
    rows = text.partition("\n\n")[0].splitlines()
    return dict(row.split(": ", 1) for row in rows if ": " in row)


def with_head(text: str, head: Mapping[str, str | None]) -> str:
    """`text` with these lines in its head; None takes one out."""
    body = text.partition("\n\n")[2]
    said = {**head_of(text), **head}
    rows = [f"{key}: {value}" for key, value in said.items() if value is not None]
    return "\n".join(rows) + f"\n\n{body}"


def with_body(text: str, body: str) -> str:
    """`text` with its head and another `body`."""
    return f"{text.partition(chr(10) * 2)[0]}\n\n{body}"


def rows_without(text: str, rows: Iterable[int]) -> str:
    """`text` without some of its lines."""
    return "".join(_others(text.splitlines(keepends=True), set(rows)))


def _others(rows: list[str], without: set[int]) -> Iterator[str]:
    return (row for number, row in enumerate(rows) if number not in without)
