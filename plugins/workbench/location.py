"""Where a site has its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fanfare.published import LEDGER


@dataclass(frozen=True, slots=True)
class Site:
    """The folder of one site and the places in it that tasks use."""

    root: Path

    @property
    def writing_settings(self) -> Path:
        """Settings for writing: drafts visible, relative addresses."""
        return self.root / "pelicanconf.py"

    @property
    def production_settings(self) -> Path:
        """Settings for the world."""
        return self.root / "publishconf.py"

    @property
    def content(self) -> Path:
        """What the author writes and records."""
        return self.root / "content"

    @property
    def output(self) -> Path:
        """The built site."""
        return self.root / "output"

    @property
    def workplace(self) -> Path:
        """Files of the tools, safe to delete."""
        return self.root / ".fanfare"

    @property
    def manifest(self) -> Path:
        """What `output` was built from: see `workbench.build.Manifest`."""
        return self.workplace / "manifest.json"

    @property
    def deployments(self) -> Path:
        """Ledger of what was deployed when."""
        return self.content / "data" / "deployments.jsonl"

    @property
    def published(self) -> Path:
        """Ledger of what feeds have had: see `fanfare.published`."""
        return self.content / "data" / LEDGER

    @property
    def webmentions(self) -> Path:
        """Ledger of who was told of which link."""
        return self.content / "data" / "webmentions.jsonl"

    def shown(self, path: Path | str) -> str:
        """`path` as messages name it: relative to the site's folder, with forward slashes."""
        if isinstance(path, str):  # of thousands: a Path costs more than all the rest
            if path.startswith(f"{self.root}/"):
                return path[len(str(self.root)) + 1 :]
            path = Path(path)
        root = self.root
        if not path.is_relative_to(root):
            path, root = path.resolve(), root.resolve()
        return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
