"""What can be installed, and what is known about a `.venv`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path

from fanfare.files import write_whole


class Lock(Enum):
    """What can be installed, by the name of the file that pins it."""

    SITE = "requirements.lock"
    """What an author's site needs."""

    DEVELOPER = "requirements-dev.lock"
    """The same, and what tests and linters need."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why something is installed now."""

    why: str
    """As the terminal says it."""

    anew: bool
    """True where `.venv` is made first, in place of what is there."""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python that ran and was asked what it is."""

    version: str
    """Such as `3.13.0`."""

    has_invoke: bool

    @property
    def minor(self) -> tuple[int, ...]:
        """Such as `(3, 13)`."""
        return minor(self.version)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What was recorded in a `.venv` about itself."""

    made_here: bool
    """True where bootstrap made the folder and may delete it, False where the author did."""

    folder: str
    """Where it stood: the scripts in it name that place."""

    python: str
    """Version of its interpreter when it was filled; empty before."""

    locks: Mapping[str, str]
    """Installed lock to its SHA-256; empty while work on the folder has begun and not ended."""

    def save(self, path: Path) -> None:
        """Write the stamp as JSON."""
        write_whole(path, json.dumps(asdict(self), indent=1))

    @classmethod
    def load(cls, path: Path) -> Stamp | None:
        """The stamp at `path`, or None where there is none that can be read."""
        try:
            return cls(**json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None


def minor(version: str) -> tuple[int, ...]:
    """Major and minor number of a Python version such as `3.13.0`."""
    return tuple(int(number) for number in version.split(".")[:2])
