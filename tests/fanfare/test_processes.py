"""Work in shares: every piece is done once, whatever becomes of the processes that do it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from fanfare import processes
from fanfare.processes import is_orphan

Answer = TypeVar("Answer")

PLUGINS = Path(__file__).parents[2] / "plugins"


@pytest.fixture(autouse=True)
def large_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """As large as is worth a process."""
    monkeypatch.setattr(processes, "_BATCHES", 1)


@pytest.fixture
def three_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cores, however many this machine has."""
    if not hasattr(os, "fork"):
        pytest.skip("this system has no copies of processes")
    monkeypatch.setattr(processes, "_cores", lambda: 3)


def share(
    pieces: Sequence[int], fewest: int, do: Callable[[Sequence[int]], Answer]
) -> list[Answer]:
    """The answers of `processes.share`."""
    answers = list[Answer]()
    processes.share(pieces, fewest, do, answers.append)
    return answers


def doubled(pieces: Sequence[int]) -> list[int]:
    return [2 * piece for piece in pieces]


def done_by(pieces: Sequence[int]) -> tuple[int, list[int]]:
    return os.getpid(), list(pieces)


def test_few_pieces_are_done_here() -> None:
    assert share(range(9), 10, done_by) == [(os.getpid(), [*range(9)])]


def test_nothing_to_do_has_no_answer() -> None:
    assert share([], 10, doubled) == []


def test_one_core_does_everything_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 1)
    here = os.getpid()
    assert share(range(25), 10, done_by) == [
        (here, [*range(10)]),
        (here, [*range(10, 20)]),
        (here, [*range(20, 25)]),
    ]


@pytest.mark.usefixtures("three_cores")
def test_a_batch_has_pieces_that_follow_each_other() -> None:
    answers = share(range(25), 10, doubled)
    assert sorted(answers) == [
        [*range(0, 20, 2)],
        [*range(20, 40, 2)],
        [*range(40, 50, 2)],
    ]


def test_what_is_worth_a_process_is_done_in_several_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "_BATCHES", 4)
    assert sorted(share(range(7), 10, doubled)) == [[0, 2], [4, 6], [8, 10], [12]]


@pytest.mark.usefixtures("three_cores")
@pytest.mark.parametrize(("in_parts", "firsts"), [(True, {0, 30, 60}), (False, {0, 10, 20})])
def test_each_process_begins_with_a_part_of_its_own_or_with_the_next_of_all(
    in_parts: bool, firsts: set[int]
) -> None:
    here = os.getpid()
    (hears, says), (waits, goes) = os.pipe(), os.pipe()
    begun = list[int]()

    def noting(pieces: Sequence[int]) -> tuple[int, int]:
        if not begun and os.getpid() == here:
            assert os.read(hears, 1) + os.read(hears, 1) == b".."  # both copies have begun
            os.write(goes, b"..")
        elif not begun:
            os.write(says, b".")
            os.read(waits, 1)
        begun.append(pieces[0])
        return begun[0], pieces[0]

    answers = [*processes.shared(range(90), 10, noting, in_parts=in_parts)]
    assert {begun_with for begun_with, _piece in answers} == firsts
    assert sorted(piece for _begun_with, piece in answers) == [*range(0, 90, 10)]
    for end in (hears, says, waits, goes):
        os.close(end)


@pytest.mark.usefixtures("three_cores")
def test_each_process_takes_the_next_batch_when_it_is_ready() -> None:
    """While one is at a long piece, the others do the rest."""
    here = os.getpid()
    (waits, goes), (hears, says) = os.pipe(), os.pipe()
    begun = list[int]()

    def working(pieces: Sequence[int]) -> tuple[int, int]:
        if os.getpid() == here:
            os.write(goes, b"..")  # no copy does more than its first before this process has one
            for _other in range(9):
                os.read(hears, 1)
            return here, len(pieces)
        if not begun:
            os.read(waits, 1)
        begun.append(pieces[0])
        os.write(says, b".")
        return os.getpid(), len(pieces)

    answers = share(range(100), 10, working)
    assert [size for _process, size in answers] == [10] * 10
    assert [process for process, _size in answers].count(here) == 1
    assert len({process for process, _size in answers}) in (2, 3)
    for end in (waits, goes, hears, says):
        os.close(end)


@pytest.mark.usefixtures("three_cores")
def test_copies_work_while_this_process_does_something_else() -> None:
    here = os.getpid()
    hears, says = os.pipe()

    def saying(pieces: Sequence[int]) -> list[int]:
        if os.getpid() != here:
            os.write(says, b".")
        return [*pieces]

    answers = processes.shared(range(100), 10, saying)
    first = next(answers)
    for _other in range(9):
        os.read(hears, 1)  # all others are done by copies, though nobody has asked for them
    assert sorted(piece for answer in (first, *answers) for piece in answer) == [*range(100)]
    for end in (hears, says):
        os.close(end)


@pytest.mark.usefixtures("three_cores")
def test_copies_end_with_the_interest_in_their_answers() -> None:
    here = os.getpid()

    def waiting(_pieces: Sequence[int]) -> int:
        while os.getpid() != here:
            signal.pause()
        return here

    answers = processes.shared(range(30), 10, waiting)
    assert next(answers) == here
    answers.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.usefixtures("three_cores")
def test_what_is_done_aside_is_done_by_a_copy() -> None:
    here = os.getpid()
    answer = processes.Aside(lambda: [os.getpid() == here, "a name: \udcff"])
    assert answer() == [False, "a name: \udcff"]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.usefixtures("three_cores")
def test_a_copy_ends_that_nobody_asks() -> None:
    aside = processes.Aside(lambda: signal.pause())
    aside.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.usefixtures("three_cores")
def test_what_a_copy_could_not_do_aside_is_done_here() -> None:
    here = os.getpid()

    def dying() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return here

    assert processes.Aside(dying)() == here


def test_without_copies_it_is_done_when_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 1)
    done: list[int] = []

    def do() -> int:
        done.append(1)
        return len(done)

    answer = processes.Aside(do)
    assert not done
    assert answer() == 1


@pytest.mark.usefixtures("three_cores")
def test_there_are_no_more_processes_than_are_worth_it() -> None:
    assert len({process for process, _pieces in share(range(19), 10, done_by)}) <= 2


@pytest.mark.usefixtures("three_cores")
def test_however_many_pieces_each_is_done_once() -> None:
    answers = share(range(10_000), 10, doubled)
    assert sorted(one for answer in answers for one in answer) == [*range(0, 20_000, 2)]


@pytest.mark.usefixtures("three_cores")
def test_many_pieces_leave_nothing_in_the_memory_of_this_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Copies do them, a few each, one after the other."""
    monkeypatch.setattr(processes, "MANY", 100)
    monkeypatch.setattr(processes, "_MOST_PIECES", 20)
    answers = share(range(200), 10, done_by)
    assert sorted(piece for _process, pieces in answers for piece in pieces) == [*range(200)]
    at_work = [process for process, _pieces in answers]
    assert at_work.count(os.getpid()) == 1
    assert max(map(at_work.count, at_work)) <= 2


@pytest.mark.usefixtures("three_cores")
def test_what_the_first_of_many_pieces_made_for_all_is_known_to_every_copy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "MANY", 100)
    made: list[int] = []

    def making(pieces: Sequence[int]) -> list[int]:
        if not made:
            made.append(os.getpid())
        return made

    assert share(range(200), 10, making) == [[os.getpid()]] * 20


@pytest.mark.skipif(not Path("/proc").exists(), reason="nothing tells of open files here")
@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 20, 21, 100, 101, 60_000])
@pytest.mark.usefixtures("three_cores")
def test_any_number_of_pieces_is_done_with_few_open_files(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    import resource  # which Windows lacks

    monkeypatch.setattr(processes, "MANY", 100)
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = len([*Path("/proc/self/fd").iterdir()])
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + 20, most))
    try:
        answers = share(range(number), 10, doubled)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))
    assert sorted(one for answer in answers for one in answer) == [*range(0, 2 * number, 2)]


@pytest.mark.usefixtures("three_cores")
def test_what_a_copy_does_changes_nothing_here() -> None:
    done: list[int] = []

    def noting(pieces: Sequence[int]) -> tuple[int, int]:
        done.append(os.getpid())
        return os.getpid(), len(done)

    answers = share(range(300), 10, noting)
    assert {*done} <= {os.getpid()}
    for process in {process for process, _number in answers}:
        numbers = [number for by, number in answers if by == process]
        assert sorted(numbers) == [*range(1, len(numbers) + 1)]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, None])
@pytest.mark.usefixtures("three_cores")
def test_what_a_copy_had_taken_that_dies_is_done_here(how: signal.Signals | None) -> None:
    here, (reads, writes) = os.getpid(), os.pipe()
    seen = list[int]()

    def dying(pieces: Sequence[int]) -> list[int]:
        if os.getpid() == here:
            if not seen:  # until both have died, each with a batch
                os.close(writes)
                assert os.read(reads, 1) == b""
            seen.append(pieces[0])
            return [here, *pieces]
        if how is not None:
            signal.signal(signal.SIGSEGV, signal.SIG_DFL)  # pytest prints where it happened
            os.kill(os.getpid(), how)
        os._exit(7)

    answers = share(range(30), 10, dying)
    assert sorted(answers) == [[here, *range(first, first + 10)] for first in (0, 10, 20)]
    os.close(reads)


@pytest.mark.usefixtures("three_cores")
def test_what_a_copy_answered_before_it_died_counts() -> None:
    here, (reads, writes) = os.getpid(), os.pipe()
    seen = list[int]()

    def dying(pieces: Sequence[int]) -> list[int]:
        if os.getpid() == here and not seen:  # until both have died
            os.close(writes)
            assert os.read(reads, 1) == b""
        seen.append(pieces[0])
        if os.getpid() != here and len(seen) > 1:
            os._exit(7)
        return [os.getpid(), *pieces]

    answers = share(range(100), 10, dying)
    assert sorted(piece for _process, *pieces in answers for piece in pieces) == [*range(100)]
    assert len({process for process, *_pieces in answers}) == 3
    os.close(reads)


@pytest.mark.usefixtures("three_cores")
def test_what_a_copy_cannot_do_is_tried_here_and_raised_here() -> None:
    def picky(pieces: Sequence[int]) -> list[int]:
        if 1 in pieces:
            raise ValueError("not this one")
        return [*pieces]

    with pytest.raises(ValueError, match="not this one"):
        share(range(30), 10, picky)


@pytest.mark.usefixtures("three_cores")
def test_an_answer_that_is_no_json_is_given_here_instead() -> None:
    answers = share(range(30), 10, set)
    assert sorted(map(sorted, answers)) == [[*range(10)], [*range(10, 20)], [*range(20, 30)]]


@pytest.mark.usefixtures("three_cores")
def test_no_copy_outlives_an_exception() -> None:
    """Copies that would take for ever are ended when this process fails."""
    here, (reads, writes) = os.getpid(), os.pipe()

    def waiting(pieces: Sequence[int]) -> list[int]:
        if os.getpid() == here:
            raise RuntimeError("failed")
        os.close(reads)
        signal.pause()
        return [*pieces]

    with pytest.raises(RuntimeError, match="failed"):
        share(range(30), 10, waiting)
    os.close(writes)
    assert os.read(reads, 1) == b""  # which ends once nobody holds the other side
    os.close(reads)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


INTERRUPTED = r"""
import os, signal
from fanfare import processes

signal.signal(signal.SIGINT, signal.default_int_handler)  # which is ignored in the background
processes._cores = lambda: 3

def work(pieces):
    os.write(1, b"at work\n")  # in one piece, whoever else writes
    while True:
        pass

try:
    processes.share(range(30), 10, work, print)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.usefixtures("three_cores")
def test_control_c_ends_all_of_them() -> None:
    """Also where only this process hears it, as when it is sent by another program."""
    started = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert [started.stdout.readline() for _core in range(3)] == ["at work\n"] * 3
    started.send_signal(signal.SIGINT)
    assert started.stdout.read() == "interrupted\n"  # and then nobody holds the pipe any more
    assert started.wait() == 0
    started.stdout.close()


ORPHANED = """
import os, sys
from fanfare import processes

processes._cores = lambda: 2
here = os.getpid()

def work(pieces):
    if os.getpid() == here:
        sys.stdin.readline()  # until the copy is at work
        os._exit(3)
    print("copy", flush=True)
    for piece in iter(int, 1):
        if processes.is_orphan(here):
            print("orphan", flush=True)
            break
    return []

processes.share(range(30), 10, work, print)
"""


@pytest.mark.usefixtures("three_cores")
def test_a_copy_knows_when_nobody_waits_for_it_any_more() -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", ORPHANED],
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdin is not None
    assert started.stdout is not None
    assert started.stdout.readline() == "copy\n"
    started.stdin.write("\n")
    started.stdin.close()
    assert started.stdout.read() == "orphan\n"
    assert started.wait() == 3
    started.stdout.close()
    assert not is_orphan(os.getppid())


@pytest.mark.parametrize("number", [0, 1, 10, 11, 25])
@pytest.mark.usefixtures("three_cores")
def test_a_copy_looks_at_half_of_many(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(processes, "MANY_FILES", 10)
    seen: list[int] = []

    def is_even(place: int) -> bool:
        seen.append(place)
        return place % 2 == 0

    assert processes.chosen(range(number), is_even) == [*range(0, number, 2)]
    assert len(seen) == (number if number <= 10 else number // 2)


@pytest.mark.usefixtures("three_cores")
def test_what_a_copy_could_not_look_at_is_looked_at_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "MANY_FILES", 10)
    here = os.getpid()

    def is_even(place: int) -> bool:
        if os.getpid() != here:
            raise LookupError
        return place % 2 == 0

    assert processes.chosen(range(20), is_even) == [*range(0, 20, 2)]
