"""Work in shares: every piece is done once, whatever becomes of the processes that do it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from fanfare import processes
from fanfare.processes import is_orphan, share

PLUGINS = Path(__file__).parents[2] / "plugins"


@pytest.fixture
def three_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cores, however many this machine has."""
    if not hasattr(os, "fork"):
        pytest.skip("this system has no copies of processes")
    monkeypatch.setattr(processes, "_cores", lambda: 3)


def doubled(pieces: Sequence[int]) -> list[int]:
    return [2 * piece for piece in pieces]


def done_by(pieces: Sequence[int]) -> tuple[int, list[int]]:
    return os.getpid(), list(pieces)


def test_few_pieces_are_done_here() -> None:
    assert share(range(9), 10, done_by) == [(os.getpid(), [*range(9)])]


def test_nothing_to_do_is_one_empty_share() -> None:
    assert share([], 10, doubled) == [[]]


def test_one_core_does_everything_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 1)
    assert share(range(100), 10, done_by) == [(os.getpid(), [*range(100)])]


@pytest.mark.usefixtures("three_cores")
def test_each_core_does_every_third_piece_in_a_process_of_its_own() -> None:
    answers = share(range(20), 10, done_by)
    assert [pieces for _process, pieces in answers] == [
        [*range(0, 20, 3)],
        [*range(1, 20, 3)],
        [*range(2, 20, 3)],
    ]
    assert len({process for process, _pieces in answers}) == 3
    assert answers[0][0] == os.getpid()


@pytest.mark.usefixtures("three_cores")
def test_there_are_no_more_processes_than_are_worth_it() -> None:
    assert len(share(range(19), 10, done_by)) == 2


@pytest.mark.usefixtures("three_cores")
def test_what_a_copy_sees_is_what_was_there_when_it_began() -> None:
    known = {"a": 1}

    def seen(pieces: Sequence[int]) -> dict[str, int]:
        known["a"] += 1
        return known

    assert share(range(30), 10, seen) == [{"a": 2}, {"a": 2}, {"a": 2}]
    assert known == {"a": 2}


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, None])
@pytest.mark.usefixtures("three_cores")
def test_the_share_of_a_copy_that_dies_is_done_here(how: signal.Signals | None) -> None:
    here = os.getpid()

    def dying(pieces: Sequence[int]) -> list[int]:
        if os.getpid() != here and 1 in pieces:
            if how is None:
                os._exit(7)
            signal.signal(signal.SIGSEGV, signal.SIG_DFL)  # pytest prints where it happened
            os.kill(os.getpid(), how)
        return [os.getpid(), *pieces]

    first, second, third = share(range(30), 10, dying)
    assert second == [here, *range(1, 30, 3)]
    assert first[1:] == [*range(0, 30, 3)]
    assert third[0] != here


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
    assert answers == [{*range(0, 30, 3)}, {*range(1, 30, 3)}, {*range(2, 30, 3)}]


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
import os
from fanfare import processes

processes._cores = lambda: 3

def work(pieces):
    os.write(1, b"at work\n")  # in one piece, whoever else writes
    while True:
        pass

try:
    processes.share(range(30), 10, work)
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

processes.share(range(30), 10, work)
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
