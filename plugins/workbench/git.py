"""Git as a subprocess; nothing it says gives a password away."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.findings import Finding

_USER_INFO = re.compile(r"(?<=://)[^/\s]*@")


def without_secrets(text: str) -> str:
    """`text` with user and password taken out of every address in it.

    A user alone goes too: `https://TOKEN@host/` is how many a token is used.
    """
    return _USER_INFO.sub("", text)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run of git came to."""

    status: int
    """Its exit status; 0 for success."""

    raw: bytes
    """Its standard output."""

    complaint: str
    """Its standard error, on one line and free of secrets."""

    @property
    def text(self) -> str:
        """Standard output without the line end, free of secrets."""
        return without_secrets(os.fsdecode(self.raw).strip())

    @property
    def entries(self) -> list[str]:
        """Standard output of a command with `-z`, entry by entry."""
        return os.fsdecode(self.raw).split("\0")


@dataclass(frozen=True, slots=True)
class Repository:
    """The git repository around a folder."""

    folder: Path

    def attempt(self, *arguments: str, given: str = "") -> Answer:
        """What `git ARGUMENTS` comes to with `given` on its standard input."""
        done = subprocess.run(  # noqa: S603 -- a list of arguments, no shell
            ["git", *arguments],  # noqa: S607 -- the author's git, wherever it is
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C"},
            input=os.fsencode(given),
            capture_output=True,
            check=False,
        )
        said = done.stderr.decode("utf-8", "replace")
        return Answer(done.returncode, done.stdout, without_secrets(" ".join(said.split())))

    def ask(self, *arguments: str, given: str = "") -> Answer:
        """The same; raises `FanfareError` with what git complains of where it fails."""
        answer = self.attempt(*arguments, given=given)
        if answer.status:
            raise FanfareError(
                Finding("git", f"git {arguments[0]} failed: {answer.complaint or answer.text}")
            )
        return answer

    def source(self, *passing_over: Path) -> tuple[str, bool]:
        """The commit the repository is at, and whether files beside `passing_over` have changed.

        No commit and False where there is no git, no repository or no commit.
        """
        if not shutil.which("git"):
            return "", False
        head = self.attempt("rev-parse", "--verify", "--quiet", "HEAD")
        if head.status:
            return "", False
        aside = [f":(exclude){path.relative_to(self.folder).as_posix()}" for path in passing_over]
        # Without optional locks: git status would otherwise write to the author's index.
        changed = self.attempt("--no-optional-locks", "status", "--porcelain", "--", ".", *aside)
        return head.text, bool(changed.raw)
