"""A published site with feeds, live on loopback, and the hub that is told of them."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from fanfare.console import Silent
from fanfare.ledger import Value, read
from syndication.documents import document
from syndication.records import Entry, Format
from syndication.websub.run import Report, ping
from tests.syndication.entries import KNOTS, a_feed
from workbench.location import Site
from workbench.manifest import Manifest

PLUGINS = Path(__file__).parents[3] / "plugins"
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)

_TASKS = """\
from invoke.collection import Collection

from syndication import feeds_tasks

namespace = Collection()
namespace.add_collection(Collection.from_module(feeds_tasks, name="feeds"))
"""


@dataclass
class Published:
    """A site in the folder `root`, which `server` serves; its hub is there as well."""

    root: Path
    server: HTTPServer
    answers: list[Response | threading.Event] = field(default_factory=list)
    """What the hub will answer, one after the other; then 202. At an event it waits."""

    told: list[dict[str, str]] = field(default_factory=list)
    """Every form that the hub was sent."""

    live: dict[str, Response] = field(default_factory=dict)
    """What the server answers, by file."""

    @property
    def site(self) -> Site:
        return Site(self.root)

    @property
    def url(self) -> str:
        return self.server.url_for("").rstrip("/")

    @property
    def hub(self) -> str:
        return self.server.url_for("/hub")

    def publish(
        self, *forms: Format, stem: str = "feeds/all", entry: Entry = KNOTS, hub: str | None = None
    ) -> list[str]:
        """Build a feed for the world, and its manifest; the addresses of its files."""
        hub = self.hub if hub is None else hub
        feed = a_feed(entry, site_url=self.url, stem=stem, hub=hub)
        for form in forms:
            path = self.root / "output" / feed.file(form)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(document(feed, form))
        Manifest(self.url, production=True, sources={}).save(self.site.manifest)
        return [feed.url(form) for form in forms]

    def deploy(self) -> None:
        """Put on the server what was published."""
        output = self.root / "output"
        for path in output.rglob("*.*"):
            self.live[path.relative_to(output).as_posix()] = Response(path.read_bytes())

    def ping(self, *, send: bool = True, seconds: float = 60.0) -> Report:
        return ping(self.site, NOW, Silent(), seconds, send=send)

    def ledger(self) -> list[dict[str, Value]]:
        return read(self.root / "content/data/pings.jsonl", "content/data/pings.jsonl")

    def serve(self, request: Request) -> Response:
        """Answer `request`, as hub or as site."""
        if request.method == "GET":
            return self.live.get(request.path.lstrip("/"), Response(status=404))
        self.told.append(request.form.to_dict())
        answer = self.answers.pop(0) if self.answers else Response(status=202)
        if isinstance(answer, threading.Event):
            answer.wait()
            return Response(status=500)
        return answer


def command(*arguments: str) -> list[str]:
    """How an author calls a task of feeds in the current folder."""
    return [sys.executable, "-m", "invoke", *arguments]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(PLUGINS), "PYTHONWARNINGS": "error"}


def make_tasks(root: Path) -> None:
    """Let the author of the site in `root` call tasks."""
    (root / "tasks.py").write_text(_TASKS)
    (root / "pelicanconf.py").touch()
