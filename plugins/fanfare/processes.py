"""Work on all processor cores, by processes that begin as copies of this one.

A copy has everything in memory that this process has, and changes nothing here: it answers with
JSON. Where the system has no copies of processes (Windows), where there is one core, or where a
copy ends before it has answered, this process does the work itself.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, Generic, TypeVar

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

_ENDING = (signal.SIGINT, signal.SIGTERM)

MOST = 8
"""More processes than these wait for the disk and for each other."""

_BATCHES = 4
"""How many batches are worth a process."""

_MOST_BATCHES = 256  # so that a byte tells which

MANY = 2000
"""More pieces than these would leave too much in the memory of one process."""

MANY_FILES = 4000
"""To look at more takes longer than to begin a copy which does."""

_MOST_PIECES = 400  # that a copy does then


def share(
    pieces: Sequence[Piece],
    fewest: int,
    do: Callable[[Sequence[Piece]], Answer],
    take: Callable[[Answer], object],
) -> None:
    """Hand to `take` what `do` makes of each batch of `pieces`, as `shared` yields it."""
    with closing(shared(pieces, fewest, do)) as answers:
        for answer in answers:
            take(answer)


def shared(
    pieces: Sequence[Piece],
    fewest: int,
    do: Callable[[Sequence[Piece]], Answer],
    *,
    in_parts: bool = True,
) -> Generator[Answer, None, None]:
    """Yield what `do` makes of each batch of `pieces`, in no order, on all cores.

    It is made of lists, mappings, texts and numbers; where JSON brings it, tuples are lists.

    A process is worth it for `fewest` pieces. A batch has fewer, so that nobody waits long for the
    last one. Its pieces follow each other. With `in_parts`, so do the batches that are a process's
    part: what was made for one piece often serves the next. When it is through, it helps with those
    of others. Else each takes the next of all, so that the first ones are soon done.
    Copies begin when the first answer is asked for, and go on while this process does something
    else.

    What many pieces leave in memory goes with the copies that did them, a few after each other.
    This process does the first batch then, so that all copies have what it made for all.
    """
    number = min(_cores(), MOST, 1 + len(pieces) // fewest)
    size = max(-(-min(fewest, len(pieces)) // _BATCHES), -(-len(pieces) // _MOST_BATCHES))
    batches = [pieces[first : first + size] for first in range(0, len(pieces), size or 1)]
    are_many = number > 1 and len(pieces) > MANY
    life = max(1, _MOST_PIECES // size) if are_many else len(batches)
    to_start = -(-len(batches) // life) if are_many else number - 1
    undone = set(range(len(batches)))
    if are_many:
        yield do(batches[0])
        undone.remove(0)
    with ExitStack() as stack:
        work = _Work(batches, do, _queues(sorted(undone), number if in_parts else 1, stack), life)
        nths = range(number) if are_many else range(1, number)
        copies = [_start(work, nth, stack) for nth in nths[:to_start]]
        to_start -= len(copies)
        is_taking = not are_many
        while copies:
            for copy in _ready(copies, wait=not is_taking):
                for place, answer in copy.answers():
                    yield answer
                    undone.remove(place)
                if copy.has_ended:
                    copies.remove(copy)
                    copy.held.close()
                    if to_start:
                        copies.append(_start(work, copy.nth, stack))
                        to_start -= 1
            for here in islice(work.taken(0), 1) if is_taking else ():
                yield do(batches[here])
                undone.remove(here)
                break
            else:
                is_taking = False
    for place in sorted(undone):
        yield do(batches[place])


class Aside(Generic[Answer]):
    """What `do` finds out, in a copy that begins at once; called, it gives the answer.

    It is as the answers of `shared`, and the copy changes nothing in this process. Where there are
    no copies, it is done when somebody asks. Whoever does not ask ends it with `close`.
    """

    def __init__(self, do: Callable[[], Answer]) -> None:
        self._answers = _done_aside(do)
        next(self._answers)

    def __call__(self) -> Answer:
        """The answer, once."""
        found: Answer = next(self._answers)
        return found

    def close(self) -> None:
        """End the copy, unless it has."""
        self._answers.close()


def _done_aside(do: Callable[[], Answer]) -> Generator[Any, None, None]:
    found: list[Answer] = []
    with ExitStack() as stack:
        if _cores() > 1:
            queues = _queues([0], 1, stack)
            copy = _start(_Work[object, Answer]([()], lambda _nothing: do(), queues, 1), 0, stack)
            yield None
            found += [answer for _place, answer in copy.answers()]
        else:
            yield None
    yield found[0] if found else do()


def chosen(things: Sequence[Piece], is_one: Callable[[Piece], bool]) -> list[Piece]:
    """Those of `things` for which `is_one` is true; of many, a copy looks at half of them."""
    if len(things) <= MANY_FILES:
        return [thing for thing in things if is_one(thing)]
    half = len(things) // 2
    others = range(half, len(things))
    with closing(Aside(lambda: [place for place in others if is_one(things[place])])) as aside:
        found = [thing for thing in things[:half] if is_one(thing)]
        return found + [things[place] for place in aside()]


@dataclass(frozen=True)
class _Work(Generic[Piece, Answer]):
    """What there is to do, by whoever takes it."""

    batches: Sequence[Sequence[Piece]]
    do: Callable[[Sequence[Piece]], Answer]
    waiting: Sequence[int]
    """The ends of pipes, one for each part, that have the places of batches, a byte each."""

    life: int
    """How many batches one copy does."""

    def taken(self, nth: int) -> Iterator[int]:
        """The places of batches that no process has taken, until there are none.

        Those of the `nth` part come first.
        """
        for queue in (*self.waiting[nth:], *self.waiting[:nth]):
            while place := os.read(queue, 1):
                yield place[0]


def _queues(places: Sequence[int], number: int, stack: ExitStack) -> list[int]:
    """The reading ends of a `number` of pipes, with as many parts of `places`, a byte each."""
    queues: list[int] = []
    size = -(-len(places) // number)
    for nth in range(number):
        reading, writing = os.pipe()
        stack.callback(os.close, reading)
        os.write(writing, bytes(places[nth * size : (nth + 1) * size]))
        os.close(writing)
        queues.append(reading)
    return queues


def _cores() -> int:
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(eq=False)
class _Copy(Generic[Answer]):
    """A process at work."""

    nth: int
    """With which part of the work it begins."""

    process: int
    file: IO[bytes]
    """Where it writes its answers, a line each."""

    says: int
    """The end of a pipe that has a byte for each answer, and is at its end once the process is."""

    held: ExitStack
    """What this process holds of it."""

    has_ended: bool = False
    _taken: int = 0

    def answers(self) -> Iterator[tuple[int, Answer]]:
        """The answers it has given since this was last asked, and the place of the batch of each.

        Waits for one, or for its end.
        """
        if not os.read(self.says, _MOST_BATCHES):
            with suppress(ChildProcessError):  # as where whoever began this process ignores its end
                os.waitpid(self.process, 0)
            self.has_ended = True
        # Where it writes is where this process would read: both have one position in the file.
        written = os.pread(self.file.fileno(), os.fstat(self.file.fileno()).st_size, self._taken)
        for line in written.splitlines(keepends=True):
            if line.endswith(b"\n"):
                self._taken += len(line)
                yield json.loads(line)

    def end(self) -> None:
        """End it, where this process was interrupted before it answered."""
        if not self.has_ended:
            with suppress(ProcessLookupError, ChildProcessError):  # it was reaped just now
                os.kill(self.process, signal.SIGKILL)
                os.waitpid(self.process, 0)


def _ready(copies: Sequence[_Copy[Answer]], *, wait: bool) -> list[_Copy[Answer]]:
    """Those of `copies` that have answered or ended; with `wait`, there is one."""
    said = select.select([copy.says for copy in copies], [], [], None if wait else 0)[0]
    return [copy for copy in copies if copy.says in said]


def is_orphan(parent: int) -> bool:
    """True in a copy whose `parent` is gone: nobody waits for what it does."""
    return os.getppid() != parent


def _start(work: _Work[Piece, Answer], nth: int, stack: ExitStack) -> _Copy[Answer]:
    held = stack.enter_context(ExitStack())
    file = held.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 -- the stack closes it
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Of threads that a copy lacks. Those of this process show progress, which no copy does.
        warnings.simplefilter("ignore", DeprecationWarning)
        before, parent = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING), os.getpid()
        try:
            says, its_end = os.pipe()
            held.callback(os.close, says)
            process = os.fork()
            if process == 0:
                _be_a_copy(work, nth, file, its_end, parent)
            os.close(its_end)
            copy = _Copy[Answer](nth, process, file, says, held)
            held.callback(copy.end)  # before a signal that waits can come between
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return copy


def _be_a_copy(
    work: _Work[Piece, Answer], nth: int, file: IO[bytes], says: int, parent: int
) -> None:
    """Do the work, answer in lines of `file`, say so by bytes in `says`, and never return."""
    try:
        for number in _ENDING:  # which the parent may answer in Python, with all that follows
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        for place in islice(work.taken(nth), work.life):
            if is_orphan(parent):
                break
            answer = work.do(work.batches[place])
            file.write(json.dumps([place, answer]).encode() + b"\n")
            file.flush()
            os.write(says, b".")
        os._exit(0)
    finally:
        os._exit(1)
