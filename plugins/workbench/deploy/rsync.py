"""A folder, on this machine or another, through rsync.

What differs is decided by content. New and changed files are moved into place together at the
end, and what is gone is deleted last, so that no reader meanwhile finds a page without its parts.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from fanfare.destinations import split_target
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.deploy.records import Changes, Comparison, OpenProgress
from workbench.git import without_secrets

_OPTIONS = (
    "--recursive",
    "--copy-links",
    "--checksum",
    "--compress",
    "--delay-updates",
    "--delete-after",
    # New files are readable by a web server, whatever this machine's umask; old ones stay as set.
    "--chmod=D755,F644",
    # What happens to each file, a tab, its path in UTF-8: read by `read_report`.
    "--8-bit-output",
    "--out-format=%i\t%n",
)

_INSTALL = {
    "rsync": "apt install rsync, dnf install rsync or brew install rsync",
    "ssh": "apt install openssh-client or dnf install openssh-clients",
}

_DEPLOY_AGAIN = "Mend that, and deploy again: what was begun is then finished."
_TRY_BY_HAND = "Try the same host with ssh by hand, and look whether rsync is installed there."

_FAILURES = {  # rsync(1), "Exit values"
    1: ("rsync-old", "Install a newer rsync: brew install rsync, on a Mac."),
    3: ("target", "Look at the folder: it must exist, and be yours to write."),
    11: ("target", "Look at the folder: it must exist, and be yours to write."),
    12: ("unreachable", _TRY_BY_HAND),
    23: ("incomplete", _DEPLOY_AGAIN),
    255: ("unreachable", _TRY_BY_HAND),
}

_UNFINISHED = re.compile(r"(?P<folder>(.*/)?)\.(?P<name>[^/]+)\.\w{6}", re.ASCII)
_ESCAPED = re.compile(rb"\\#([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Rsync:
    """The folder `where`, as rsync writes it, for the site in `root`."""

    root: Path
    where: str

    ssh: str = ""
    """Options for ssh, such as `-p 2222`."""

    keep: tuple[str, ...] = ()
    """Paths in the folder that are not the site's and stay; patterns, as in rsync(1)."""

    @property
    def to(self) -> str:
        """The kind of destination."""
        return "rsync"

    @property
    def target(self) -> str:
        """The folder, with a slash at its end; absolute where it is on this machine."""
        return without_secrets(self._argument)

    @property
    def _argument(self) -> str:
        host, _ = split_target(self.where)
        where = self.where if host else self._local_folder.as_posix()
        return where.rstrip("/") + "/"

    @property
    def _local_folder(self) -> Path:
        return (self.root / Path(self.where).expanduser()).resolve()

    def check(self) -> None:
        """Raise `FanfareError` where rsync is missing or a folder here must not be replaced."""
        host, _ = split_target(self.where)
        is_daemon = self.where.startswith("rsync://") or self.where.startswith(f"{host}::")
        for program in ("rsync", "ssh") if host and not is_daemon else ("rsync",):
            if not shutil.which(program):
                raise FanfareError(
                    Finding(
                        f"no-{program}",
                        f"{program} is not installed.",
                        f"Install it: {_INSTALL[program]}.",
                    )
                )
        if not host:
            self._check_local(self._local_folder)

    def _check_local(self, folder: Path) -> None:
        root = self.root.resolve()
        if folder in (root, *root.parents, Path.home().resolve()):
            wrong, instead = "holds more than a site", "Choose a folder for the site alone."
        elif folder.is_relative_to(root):
            wrong, instead = "is inside the site's own folder", "Choose a folder outside of it."
        elif not folder.is_dir():
            wrong, instead = "does not exist", f'Create it: mkdir -p "{folder}".'
        else:
            return
        raise FanfareError(Finding("target", f"The target {folder} {wrong}.", instead))

    def compare(self, output: Path) -> Comparison:
        """How the folder differs from `output`. What a killed rsync left is not worth a word."""
        changes = read_report(self._run(output, "--dry-run"))
        removed = tuple(path for path in changes.removed if not _is_unfinished(path, output))
        return Comparison(replace(changes, removed=removed))

    def send(
        self, output: Path, compared: Comparison, _message: str, open_progress: OpenProgress
    ) -> str:
        """Make the folder the same as `output`. There is no commit, so nothing is returned.

        Raises `FanfareError` where rsync fails; what it had not finished, the next run finishes.
        """
        lines = self._run(output)
        first = next(lines, b"")  # ssh has asked by then what it asks; a bar would write over it
        with open_progress() as progress:
            progress.step("Sending files", compared.changes.count)
            for line in chain((first,), lines):
                if _read_line(line)[0]:
                    progress.advance()
        return ""

    def _run(self, output: Path, *more: str) -> Iterator[bytes]:
        """The lines rsync reports, as it works. Raises `FanfareError` where it fails."""
        kept = [f"--filter=protect /{_all_of(path.lstrip('/'))}" for path in self.keep]
        ssh = [f"--rsh=ssh {self.ssh}"] if self.ssh else []
        source = f"{output.absolute()}/"
        with tempfile.TemporaryFile() as complaints:
            running = subprocess.Popen(  # noqa: S603 -- a list of arguments, no shell
                ["rsync", *_OPTIONS, *more, *kept, *ssh, "--", source, self._argument],  # noqa: S607 -- the author's rsync
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env={**os.environ, "LC_ALL": "C"},
            )
            with running:
                try:
                    yield from running.stdout or ()
                except BaseException:  # an interruption, or nobody reads on
                    running.terminate()
                    raise
            if running.returncode:
                complaints.seek(0)
                said = complaints.read().decode("utf-8", "replace")
                raise FanfareError(self._failure(running.returncode, said))

    def _failure(self, status: int, said: str) -> Finding:
        rule, remedy = _FAILURES.get(status, ("rsync", _DEPLOY_AGAIN))
        lines = [line.strip() for line in without_secrets(said).splitlines() if line.strip()]
        return Finding(
            rule,
            f"rsync to {self.target} failed: {' / '.join(lines[:3]) or f'status {status}'}",
            remedy,
        )


def read_report(lines: Iterable[bytes]) -> Changes:
    """What rsync reports of each file; folders come and go with their files."""
    paths: dict[str, list[str]] = {"added": [], "changed": [], "removed": []}
    for line in lines:
        change, path = _read_line(line)
        if change:
            paths[change].append(path)
    return Changes(**{change: tuple(sorted(listed)) for change, listed in paths.items()})


def _read_line(line: bytes) -> tuple[str, str]:
    """How a file changes, and its path; no change for a line that tells of none.

    The letters are those of `--itemize-changes` in rsync(1).
    """
    letters, _, name = line.rstrip(b"\r\n").partition(b"\t")
    path = os.fsdecode(_ESCAPED.sub(lambda octal: bytes([int(octal[1], 8)]), name))
    if not path or path.endswith("/"):
        return "", path
    if letters.startswith(b"*deleting"):
        return "removed", path
    if letters[:2] in (b"<f", b">f"):
        return ("added" if b"+++" in letters else "changed"), path
    return "", path


def _is_unfinished(path: str, output: Path) -> bool:
    """Whether rsync made `path` for a file of `output` that it had not finished."""
    found = _UNFINISHED.fullmatch(path)
    return found is not None and (output / found["folder"] / found["name"]).is_file()


def _all_of(path: str) -> str:
    """The pattern for a path to keep; for a folder it takes in all that is inside."""
    return f"{path}***" if path.endswith("/") else path
