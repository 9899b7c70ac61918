"""Secrets that can be recognised, and everything in which one might turn up."""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

from invoke.exceptions import Exit

from fanfare import console
from fanfare.errors import FanfareError
from syndication.networks.network import NotSent


def forms(secret: str) -> set[bytes]:
    """`secret` as it may be written: plainly, in an address, in JSON, and in base64.

    In base64 it depends on what stands before it, so that the middle of each of three is taken.
    """
    raw = secret.encode()
    slashed = json.dumps(secret)[1:-1].replace("/", "\\/")
    found = {raw, quote(secret, safe="").encode(), quote_plus(secret).encode()}
    found |= {json.dumps(secret)[1:-1].encode(), repr(secret)[1:-1].encode()}
    found |= {raw.lower(), slashed.encode(), slashed.replace("=", "\\u003d").encode()}
    for before in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            found.add(encode(b" " * before + raw)[4 : -4 - before])
    return found


@dataclass
class Witness:
    """Sees what everybody could see of what is done in the site at `root`."""

    root: Path
    logged: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)

    def watch(self, act: Callable[[], object]) -> None:
        """Do `act`, and note its result, or what it raises; that is printed as commands do it.

        Nothing but `FanfareError`, `NotSent` and the `Exit` of a task may be raised.
        """
        try:
            result = act()
        except FanfareError as error:
            console.show(error.findings)
            self._note(error)
        except (NotSent, Exit) as error:
            self._note(error)
        else:
            self.raised.append(repr(result))

    def _note(self, error: BaseException) -> None:
        self.raised.append("".join(traceback.format_exception(error)))
        at: BaseException | None = error
        while at:  # also what `from None` hides
            self.raised.append(f"{at!r} {at}")
            at = at.__cause__ or at.__context__

    def seen(self, printed: str) -> bytes:
        """All of it: `printed`, what was logged and raised, and every file of the site."""
        texts = "\n".join((printed, *self.logged, *self.raised)).encode(errors="replace")
        files = (path for path in self.root.rglob("*") if path.is_file())
        return b"\n".join([texts, *(path.read_bytes() for path in files)])

    def committed(self) -> bytes:
        """What git shows of the site, once it has been told to keep all of it."""

        def git(*arguments: str) -> bytes:
            names = ("-c", "user.name=Ada", "-c", "user.email=ada@tiny.example")
            command = ["git", *names, *arguments]
            return subprocess.run(command, cwd=self.root, check=True, capture_output=True).stdout

        git("init", "--quiet")
        git("add", "--all", "--force")
        git("commit", "--quiet", "--message", "All")
        return git("log", "--patch", "--all", "--text")


class _Noting(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.NOTSET)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(f"{record.name} {record.getMessage()} {record.args!r}")
        if record.exc_info:
            self._lines.append("".join(traceback.format_exception(*record.exc_info)))


@contextmanager
def listening(lines: list[str]) -> Iterator[None]:
    """Note everything that any logger says meanwhile, however unimportant."""
    root = logging.getLogger()
    known = [root, *map(logging.getLogger, root.manager.loggerDict)]
    before = [(logger, logger.level) for logger in known]
    handler = _Noting(lines)
    for logger in known:
        logger.setLevel(1)
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        for logger, level in before:
            logger.setLevel(level)
