"""Work on all processor cores, by processes that begin as copies of this one.

A copy has everything in memory that this process has, and changes nothing here: it answers with
JSON. Where the system has no copies of processes (Windows), where there is one core, or where a
copy ends without an answer, this process does the work itself.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Generic, TypeVar

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

_ENDING = (signal.SIGINT, signal.SIGTERM)

MOST = 8
"""More processes than these wait for the disk and for each other."""


def share(
    pieces: Sequence[Piece], fewest: int, do: Callable[[Sequence[Piece]], Answer]
) -> list[Answer]:
    """What `do` makes of each share of `pieces`: all of them, or one for each core.

    It is made of lists, mappings, texts and numbers; where JSON brings it, tuples are lists.

    A process is worth it for `fewest` pieces. Shares take turns, so that long and short pieces
    are spread: the first has pieces 0, n, 2n, ... of n shares.
    """
    number = min(_cores(), MOST, 1 + len(pieces) // fewest)
    shares = [pieces[first::number] for first in range(number)]
    with ExitStack() as stack:
        copies = [_start(one, do, stack) for one in shares[1:]]
        answers = [do(shares[0])]
        for copy, one in zip(copies, shares[1:], strict=True):
            answer = copy.answer()
            answers.append(do(one) if answer is None else answer[0])
    return answers


def _cores() -> int:
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass
class _Copy(Generic[Answer]):
    """A process at work."""

    process: int
    file: IO[bytes]
    ended: bool = False

    def answer(self) -> list[Answer] | None:
        """Its answer, in a list, once it has ended; None where it has none."""
        status = os.waitpid(self.process, 0)[1]
        self.ended = True
        if status != 0:
            return None
        self.file.seek(0)
        return [json.load(self.file)]

    def end(self) -> None:
        """End it, where this process was interrupted before it answered."""
        if not self.ended:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def is_orphan(parent: int) -> bool:
    """True in a copy whose `parent` is gone: nobody waits for what it does."""
    return os.getppid() != parent


def _start(
    pieces: Sequence[Piece], do: Callable[[Sequence[Piece]], Answer], stack: ExitStack
) -> _Copy[Answer]:
    file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 -- the stack closes it
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Of threads that a copy lacks. Those of this process show progress, which no copy does.
        warnings.simplefilter("ignore", DeprecationWarning)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            process = os.fork()
            if process == 0:
                _be_a_copy(pieces, do, file)
            copy = _Copy[Answer](process, file)
            stack.callback(copy.end)  # before a signal that waits can come between
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return copy


def _be_a_copy(
    pieces: Sequence[Piece], do: Callable[[Sequence[Piece]], object], file: IO[bytes]
) -> None:
    """Do the work, answer in `file`, and never return."""
    try:
        for number in _ENDING:  # which the parent may answer in Python, with all that follows
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        file.write(json.dumps(do(pieces)).encode())
        file.flush()
        os._exit(0)
    finally:
        os._exit(1)
