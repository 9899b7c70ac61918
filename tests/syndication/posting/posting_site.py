"""A site that is live on loopback, and the commands that post its entries, as one types them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from fanfare.ledger import Value, read
from tests.syndication.entries import PNG
from tests.syndication.stand_in import ACCOUNT, LinkedInStandIn, QuickServer
from workbench.location import Site

PLUGINS = Path(__file__).parents[3] / "plugins"
PATIENCE_SECONDS = 60.0
"""Only for a test that fails: nothing that works waits for so long."""

_TASKS = """\
from invoke.collection import Collection

from syndication import posting_tasks

namespace = Collection()
for network in ("linkedin", "mastodon", "bluesky"):
    namespace.add_collection(posting_tasks.collection(network))
namespace.add_collection(posting_tasks.everywhere())
"""

_CONF = """\
from fanfare.site import *

SITENAME = "Tiny"
AUTHOR = "Ada Quill"
POSITIONING = "I help."
SITEURL = {site!r}
TIMEZONE = "UTC"
PLUGINS = ["syndication"]
THEME = "simple"
JINJA_ENVIRONMENT = {{"trim_blocks": True, "lstrip_blocks": True}}
DIRECT_TEMPLATES = ["index"]
TAGGING_ENTITY = "tiny.example,2025"
LINKEDIN_API_HOST = {linkedin!r}
"""


@dataclass
class PostingSite:
    """A site in the folder `root`, which `server` serves, and its LinkedIn."""

    root: Path
    server: HTTPServer
    linkedin: LinkedInStandIn
    pages: dict[str, Response] = field(default_factory=dict)
    """What is live, by path."""

    visited: list[str] = field(default_factory=list)
    """What was asked for, by path."""

    noticed: Callable[[str], None] = lambda moment: None
    """Told of `page asked` when a page is asked for."""

    environ: dict[str, str] = field(default_factory=dict)
    """What commands get besides the environment of the tests."""

    @property
    def site(self) -> Site:
        return Site(self.root)

    @property
    def ledger(self) -> Path:
        return self.root / "content/data/syndication.jsonl"

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.port}{path}"

    def write(self, slug: str, days_ago: float = 1, head: Mapping[str, str] | None = None) -> None:
        """Write the post `slug`, and have it live."""
        date = datetime.now(UTC) - timedelta(days=days_ago)
        lines = {
            "Title": slug.replace("-", " ").capitalize(),
            "Date": f"{date:%Y-%m-%d %H:%M}",
            "Category": "Water",
            "Tags": "knots, knowledge work",
            "Summary": f"All (really) of {slug}, #1 [of *two*].",
            "Image": "{static}/images/card.png",
            "Image_alt": "A card",
        }
        rows = [f"{key}: {value}" for key, value in {**lines, **(head or {})}.items() if value]
        _write(self.root / f"content/posts/{slug}.md", "\n".join(rows) + "\n\nText.\n")
        self.serve(f"/posts/{slug}/")

    def serve(self, path: str, canonical: str | None = None, head: str = "") -> None:
        """Have a page live; it is its own canonical one unless another is named, or none: ''."""
        named = self.url(path) if canonical is None else canonical
        link = f'<link rel="canonical" href="{named}">' if named else ""
        html = f"<!doctype html><html><head>{link}{head}</head><body><p>Text.</p></body></html>"
        self.pages[path] = Response(html, content_type="text/html; charset=utf-8")

    def settings(self, **values: object) -> None:
        """Add lines to the settings."""
        with (self.root / "pelicanconf.py").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = {value!r}\n" for name, value in values.items())

    def lines(self) -> list[dict[str, Value]]:
        return read(self.ledger, "syndication.jsonl")

    def states(self) -> list[Value]:
        return [line["state"] for line in self.lines()]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`invoke` with these arguments."""
        return self.start_program("-m", "invoke", *arguments)

    def start_program(self, *arguments: str) -> subprocess.Popen[str]:
        """Python with these arguments."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.root,
            env={**environment(), **self.environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Exit status, standard output and standard error of `invoke` with these arguments."""
        with self.start(*arguments) as running:
            out, err = running.communicate(timeout=PATIENCE_SECONDS)
            return running.returncode, out, err

    def json(self, *arguments: str) -> dict[str, Any]:
        """What `invoke` with these arguments and `--json` prints; one network's, if it is one."""
        _, out, err = self.run(*arguments, "--json")
        assert err == "", err
        value: dict[str, Any] = json.loads(out)
        networks = value.get("networks", ())
        return dict(networks[0]) if len(networks) == 1 else value

    def _answer(self, request: Request) -> Response:
        self.visited.append(request.path)
        self.noticed("page asked")
        return self.pages.get(request.path, Response("Nothing here.", 404))


def environment() -> dict[str, str]:
    """That of a command: without what may be set where the tests run."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("FANFARE_")}
    return {**kept, "PYTHONPATH": str(PLUGINS), "PYTHONDONTWRITEBYTECODE": "1"}


@contextmanager
def a_posting_site(root: Path, linkedin: LinkedInStandIn) -> Iterator[PostingSite]:
    """A site with no posts, whose author has a token for `linkedin`."""
    with QuickServer() as server:
        made = PostingSite(root, server, linkedin)
        made.environ = {
            "FANFARE_LINKEDIN_TOKEN": linkedin.token,
            "FANFARE_LINKEDIN_ACCOUNT": ACCOUNT,
            "FANFARE_LINKEDIN_TOKEN_EXPIRES": "2099-01-01",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        server.expect_request(re.compile("/.*")).respond_with_handler(made._answer)
        _write(root / "tasks.py", _TASKS)
        _write(root / "pelicanconf.py", _CONF.format(site=made.url(""), linkedin=linkedin.host))
        _write(root / "publishconf.py", "from pelicanconf import *\nRELATIVE_URLS = False\n")
        (root / "content/images").mkdir(parents=True)
        (root / "content/images/card.png").write_bytes(_CARD)
        yield made


_CARD = PNG[:8] + bytes.fromhex("0000000d49484452000004b00000027308020000005e2f0e8a") + PNG[8:]
"""As much of a PNG as says how large it is."""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
