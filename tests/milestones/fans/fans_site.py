"""A small site with channels, whose author types `invoke fans.*`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from milestones.fans.book import Book, open_book
from tests.milestones import goals_site
from workbench.location import Site

TODAY = date(2025, 11, 23)
"""A Sunday, eight weeks into the year of the goal."""

TASKS = """\
from invoke.collection import Collection

from milestones import fans_tasks

namespace = Collection()
namespace.add_collection(Collection.from_module(fans_tasks, name="fans"))
"""

CHANNELS = """\
[[channels]]
key = "newsletter"
label = "The Wednesday letter"
kind = "stock"
engaged = true

[[channels]]
key = "linkedin"
label = "LinkedIn"
kind = "stock"
engaged = true

[[channels]]
key = "talks"
label = "Talks"
kind = "attendance"
engaged = true

[[channels]]
key = "visits"
label = "Visits"
kind = "reach"
"""

GOAL = """
[goal]
statement = "On 30 September 2026, 1,000 people have asked to hear from me."
metric = "fans"
target = 1000
baseline = 0
start = 2025-10-01
end = 2026-09-30
ramp = "backload"
control = "mine"
"""

HEADING = "date,channel,count,note\n"


def make_site(root: Path, *lines: str, goals: str = CHANNELS) -> Path:
    """A site with `goals` and these lines of `fans.csv`, in the folder `root`."""
    files = {"goals.toml": goals}
    if lines:
        files["fans.csv"] = HEADING + "".join(f"{line}\n" for line in lines)
    goals_site.make_site(root, files)
    (root / "tasks.py").write_text(TASKS)
    return root


def book_of(root: Path, today: date = TODAY) -> Book:
    """The records of the site in `root`, as they are now."""
    return open_book(Site(root), today)


def fans(root: Path) -> str:
    """What `fans.csv` says below its heading."""
    text = goals_site.data(root, "fans.csv").read_text()
    assert text.startswith(HEADING)
    return text.removeprefix(HEADING)
