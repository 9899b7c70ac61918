"""A published site that is live on a host of loopback, and other hosts that take Webmentions.

The site's folder has what `invoke publish` leaves there; `Blog.deploy` makes it live.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs

from fanfare.console import Silent
from fanfare.ledger import Value, read
from guest_posts.fetching import Limits
from guest_posts.notify import Choice, Report, notify
from tests.guest_posts.servers import Answer, Host, page, reply
from workbench.location import Site
from workbench.manifest import Manifest

PLUGINS = Path(__file__).parents[2] / "plugins"
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LIMITS = Limits(seconds=60, allow_private=True)

_TASKS = """\
from invoke.collection import Collection

from guest_posts import tasks

namespace = Collection()
namespace.add_collection(Collection.from_module(tasks, name="guests"))
"""


@dataclass
class Blog:
    """A site in the folder `root`, which `host` serves."""

    root: Path
    host: Host

    @property
    def site(self) -> Site:
        return Site(self.root)

    def address(self, slug: str) -> str:
        return self.host.at(f"/posts/{slug}/")

    def publish(
        self, slug: str, text: str, date: str = "2026-03-09", head: str = "", site_url: str = ""
    ) -> None:
        """Put the post `slug` with the HTML `text` into the published site."""
        name = f"posts/{slug}"
        _write(self.root / f"content/{name}.md", f"Title: T\nDate: {date}\n{head}\nText.\n")
        _write(
            self.root / f"output/{name}/index.html",
            f'<html><body><nav><a href="https://menu.example/">Menu</a></nav>'
            f'<div class="e-content">{text}</div></body></html>',
        )
        before = Manifest.load(self.site.manifest)
        sources = {**(before.sources if before else {}), f"{name}/index.html": f"content/{name}.md"}
        Manifest(site_url or self.host.at(""), True, sources).save(self.site.manifest)

    def deploy(self) -> None:
        """Let the host serve what is published."""
        for file in (self.root / "output").rglob("index.html"):
            path = file.parent.relative_to(self.root / "output").as_posix()
            self.host.answers[f"/{path}/"] = reply(file.read_bytes())

    def post(self, slug: str, *targets: str) -> None:
        """Publish and deploy a post that links to `targets`."""
        links = "".join(f'<p>See <a href="{target}">this</a>.</p>' for target in targets)
        self.publish(slug, links)
        self.deploy()

    def notify(
        self,
        choice: Choice | None = None,
        *,
        send: bool = True,
        again: bool = False,
        limits: Limits = LIMITS,
    ) -> Report:
        return notify(
            self.site, choice or Choice(), NOW, Silent(), limits if send else None, again=again
        )

    def outcomes(self, *, again: bool = False) -> list[tuple[str, str]]:
        """State and reason of everything that was tried."""
        lines = self.notify(again=again).results.values()
        return [(line.state, line.reason) for line in lines]

    def ledger(self) -> list[dict[str, Value]]:
        return read(self.root / "content/data/webmentions.jsonl", "webmentions.jsonl")

    def states(self) -> list[Value]:
        return [line["state"] for line in self.ledger()]


def make_blog(root: Path, host: Host) -> Blog:
    """A site with the tasks `guests.*` and no posts."""
    _write(root / "tasks.py", _TASKS)
    _write(root / "pelicanconf.py", "")
    return Blog(root, host)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "invoke", "guests.notify", *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PLUGINS), "PYTHONDONTWRITEBYTECODE": "1"}


def welcoming(answer: Answer = reply(status=202), endpoint: str = "/mention") -> dict[str, Answer]:  # noqa: B008
    """What a host says that takes Webmentions on its page `/tides`."""
    found = page("Tides", head=f'<link rel="webmention" href="{endpoint}">')
    return {"/tides": found, "/mention": answer}


def told(host: Host) -> list[tuple[str, str]]:
    """Source and target of every mention that `host` was sent."""
    forms = (parse_qs(one.body.decode()) for one in host.requests if one.method == "POST")
    return [(form["source"][0], form["target"][0]) for form in forms]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
