"""The same posts laid out as a site of each program that is measured."""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from bench.corpus import write_corpus
from bench.programs import Program
from fanfare.errors import FanfareError
from fanfare.findings import Finding

REPOSITORY = Path(__file__).parents[1]

STOCK = """
PATH = "content"
SITENAME = "Stock"
SITEURL = "https://stock.example"
AUTHOR = "Tamsin Inkwell"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PLUGINS = []
"""

_WITHOUT_CARDS = "\nSOCIAL_CARDS = False\n"


def fanfare(folder: Path, posts: int) -> Program:
    """Fanfare with everything switched on, in the new `folder`."""
    program = fanfare_without_cards(folder, posts)
    conf = folder / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8").removesuffix(_WITHOUT_CARDS), "utf-8")
    return program


def fanfare_without_cards(folder: Path, posts: int) -> Program:
    """The same, drawing no social cards."""
    lay_out_fanfare(folder)
    write_corpus(folder / "content/posts", posts)
    invoke = (sys.executable, "-m", "invoke")
    return Program(folder, (*invoke, "build"), (*invoke, "serve"))


def lay_out_fanfare(folder: Path) -> None:
    """Put Fanfare with the demo site's pages and pictures, and no posts, into the new `folder`.

    It draws no social cards, which are measured on their own.
    """
    folder.mkdir()
    for part in ("themes", "plugins"):
        shutil.copytree(REPOSITORY / part, folder / part)
    for part in ("pelicanconf.py", "publishconf.py", "tasks.py"):
        shutil.copy(REPOSITORY / part, folder / part)
    with (folder / "pelicanconf.py").open("a") as settings:
        settings.write(_WITHOUT_CARDS)
    shutil.copytree(REPOSITORY / "content/pages", folder / "content/pages")
    shutil.copytree(REPOSITORY / "content/images", folder / "content/images")
    for page in (folder / "content/pages").glob("*.md"):  # their links to demo posts lead nowhere
        page.write_text(page.read_text("utf-8").replace("{filename}", ""), "utf-8")


def stock_pelican(folder: Path, posts: int) -> Program:
    """Pelican as it comes, with its default theme and feeds and no plugin, in the new `folder`."""
    write_corpus(folder / "content/posts", posts)
    (folder / "pelicanconf.py").write_text(STOCK)
    return Program(folder, (sys.executable, "-m", "pelican"))


def hugo(folder: Path, posts: int) -> Program:
    """Hugo with the theme of `bench/hugo`, in the new `folder`.

    The pages are folio's, in the way that was quickest of those tried: each post of a list is
    rendered once for all lists, feeds have summaries, and there are no related posts, which take
    Hugo longer than all the rest (`HUGO_PARAMS_RELATED=true`).
    """
    shutil.copytree(REPOSITORY / "bench/hugo", folder)
    shutil.copytree(REPOSITORY / "themes/folio/static", folder / "static/theme")
    write_corpus(folder / "content/posts", posts)
    for path in (folder / "content/posts").glob("*.md"):
        path.write_text(as_hugo_has_it(path.read_text("utf-8")), "utf-8")
    binary = hugo_binary()
    server = (binary, "server", "--renderToMemory", "--bind", "127.0.0.1")
    return Program(folder, (binary,), server, output="public", form=as_hugo_has_it)


def as_hugo_has_it(post: str) -> str:
    """The text of a post of the corpus with the head and the links that Hugo wants."""
    head, _, body = post.partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    lines = [
        f'title: "{said["Title"]}"',
        f"date: {said['Date'].replace(' ', 'T')}:00Z",
        f'categories: ["{said["Category"]}"]',
        f"tags: [{said['Tags']}]",
        'authors: ["Tamsin Inkwell"]',
        f'archives: ["{said["Date"][:4]}"]',
    ]
    if "Summary" in said:
        lines.append(f'description: "{said["Summary"]}"')
    return "\n".join(["---", *lines, "---", "", body.replace("{filename}", "")])


def hugo_binary() -> str:
    """Hugo itself: the command of that name starts it through Python.

    Raises `FanfareError` where it is not installed.
    """
    name = "hugo.exe" if sys.platform == "win32" else "hugo"
    try:
        return str(distribution("hugo").locate_file(f"hugo/binaries/{name}"))
    except PackageNotFoundError:
        raise FanfareError(
            Finding(
                "developer-only",
                "Hugo is not installed: an author's site does not need it.",
                "`python3 bootstrap.py test` installs it, and all that developers need.",
            )
        ) from None
