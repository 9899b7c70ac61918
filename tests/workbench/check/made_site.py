"""A built site made by hand, for tests of what is found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from fanfare.console import Silent
from fanfare.findings import Finding
from workbench.check import Report, report_on
from workbench.location import Site
from workbench.manifest import Manifest

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@dataclass
class MadeSite:
    """A site in `root` whose pages have nothing wrong but what a test puts into them."""

    root: Path
    url: str = "https://tiny.example"
    production: bool = True
    time_zone: str = "UTC"
    sources: dict[str, str] = field(default_factory=dict)

    def file(self, name: str, data: str | bytes = b"x") -> None:
        """Put a file into the output."""
        self._write(f"output/{name}", data)

    def source(self, name: str, text: str | bytes) -> None:
        """Put a file of the author's into the site's folder."""
        self._write(name, text)

    def page(
        self,
        name: str,
        body: str = "",
        *,
        title: str = "",
        head: str = "",
        lang: str = "en",
        described: bool = True,
        source: str = "",
    ) -> None:
        """Put a page into the output; `source` is the author's file it was made from."""
        said = f'<meta name="description" content="About {name}.">' if described else ""
        self.file(
            name,
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
            f"<title>{title or name}</title>{said}{head}</head>"
            f"<body><h1>{title or name}</h1>{body}</body></html>",
        )
        if source:
            self.sources[name] = source

    def post(self, name: str, text: str, body: str = "", *, head: str = "") -> None:
        """Put a post into the content, and the page it became into the output."""
        self.source(f"content/posts/{name}.md", text)
        self.page(f"posts/{name}/index.html", body, head=head, source=f"content/posts/{name}.md")

    def report(self, now: datetime = NOON) -> Report:
        """What a check as of `now` reports."""
        manifest = Manifest(self.url, self.production, self.sources, self.time_zone)
        return report_on(Site(self.root), self.root / "output", manifest, Silent(), now)

    def findings(self, now: datetime = NOON) -> list[Finding]:
        """Everything a check as of `now` finds."""
        return self.report(now).findings

    def said(self, rule: str, now: datetime = NOON) -> list[str]:
        """What a check as of `now` says under the name of one rule, and how serious that is."""
        return [f"{found.severity}: {found}" for found in self.findings(now) if found.rule == rule]

    def _write(self, name: str, data: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
