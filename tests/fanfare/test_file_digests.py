"""The digest of a file is that of its bytes as they are, read again only where it has to be."""

import os
import time
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfare.file_digests import (
    SETTLED_NANOSECONDS,
    FileDigests,
    digest_of_bytes,
    read_digested,
    signature_of,
)
from fanfare.memory import Memory

LONG_AGO = time.time_ns() - 10**9 * 3600


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(b"one")
    return path


def _grow_old(memory: Memory, path: Path, digest: str) -> None:
    """Let `memory` know `path` as one that had settled when its `digest` was taken.

    The time of a change of a file is the system's to set: no test can wait for it to be long past.
    """
    memory.keep("file", str(path), signature_of(path.stat()), digest)


def _digest(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()


@given(st.binary())
def test_it_is_the_digest_of_the_bytes(raw: bytes) -> None:
    assert digest_of_bytes(raw) == blake2b(raw, digest_size=16).hexdigest()


def test_a_path_may_be_a_text_or_a_path(memory: Memory, file: Path) -> None:
    digests = FileDigests(memory)
    assert digests.digest(file) == digests.digest(str(file)) == _digest(file)


def test_a_file_that_has_settled_is_not_read_again(memory: Memory, file: Path) -> None:
    _grow_old(memory, file, "as it was remembered")
    assert FileDigests(memory).digest(file) == "as it was remembered"


def test_a_file_that_may_change_again_and_look_the_same_is_not_remembered(
    memory: Memory, file: Path
) -> None:
    """It has changed just now: another change may fall into the same tick of the clock."""
    seen = file.stat()
    assert time.time_ns() - seen.st_ctime_ns < SETTLED_NANOSECONDS
    FileDigests(memory).digest(file)
    assert not memory.load("file")
    file.write_bytes(b"two")
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert FileDigests(memory).digest(file) == digest_of_bytes(b"two")


def test_a_time_set_back_makes_no_file_look_settled(memory: Memory, file: Path) -> None:
    os.utime(file, ns=(LONG_AGO, LONG_AGO))
    FileDigests(memory).digest(file)
    assert not memory.load("file")


def test_a_time_to_come_makes_no_file_look_settled(memory: Memory, file: Path) -> None:
    to_come = time.time_ns() + 10**9 * 3600
    os.utime(file, ns=(to_come, to_come))
    FileDigests(memory).digest(file)
    assert not memory.load("file")


@pytest.mark.parametrize("change", ["bytes", "length", "time", "another file", "link"])
def test_whatever_has_changed_since_is_read(memory: Memory, file: Path, change: str) -> None:
    os.utime(file, ns=(LONG_AGO, LONG_AGO))
    _grow_old(memory, file, "as it was remembered")
    other = file.with_name("b.md")
    if change == "bytes":
        file.write_bytes(b"two")
        os.utime(file, ns=(LONG_AGO, LONG_AGO))
    elif change == "length":
        file.write_bytes(b"three")
        os.utime(file, ns=(LONG_AGO, LONG_AGO))
    elif change == "time":
        os.utime(file, ns=(LONG_AGO, LONG_AGO + 1))
    else:
        other.write_bytes(b"two")
        os.utime(other, ns=(LONG_AGO, LONG_AGO))
        file.unlink()
        if change == "link":
            file.symlink_to(other)
        else:
            other.rename(file)
    assert FileDigests(memory).digest(file) == _digest(file)


def test_within_one_build_a_file_is_read_once(memory: Memory, file: Path) -> None:
    digests = FileDigests(memory)
    before = digests.digest(file)
    file.write_bytes(b"two")
    assert digests.digest(file) == before
    assert FileDigests(memory).digest(file) == digest_of_bytes(b"two")


def test_what_another_process_has_read_is_not_read_again(memory: Memory, file: Path) -> None:
    raw, digest, signature = read_digested(str(file))
    assert (raw, digest, signature) == (b"one", digest_of_bytes(b"one"), "")  # it is too young
    digests = FileDigests(memory)
    digests.know(str(file), digest, "its signature")
    file.write_bytes(b"two")
    assert digests.digest(file) == digest
    assert digests.opened == {str(file)}
    assert memory.load("file") == {str(file): ("its signature", digest)}


def test_what_was_read_here_before_stays(memory: Memory, file: Path) -> None:
    digests = FileDigests(memory)
    before = digests.digest(file)
    digests.know(str(file), "another", "its signature")
    assert digests.digest(file) == before
    assert not memory.load("file")


def test_what_has_not_settled_is_known_for_one_build(memory: Memory, file: Path) -> None:
    digests = FileDigests(memory)
    digests.know(str(file), "a digest", "")
    assert digests.digest(file) == "a digest"
    assert not memory.load("file")


def test_what_settled_long_ago_has_a_signature(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    seen, now = file.stat(), time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now + 2 * SETTLED_NANOSECONDS)
    assert read_digested(str(file))[2] == signature_of(seen)


def test_what_cannot_be_read_has_no_digest(memory: Memory, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    digests = FileDigests(memory)
    for name in ("none", "none/none", "loop", ".", "x" * 300):
        assert digests.digest(tmp_path / name) == ""
    assert not memory.load("file")


def test_a_file_that_comes_later_has_a_digest_then(memory: Memory, tmp_path: Path) -> None:
    assert FileDigests(memory).digest(tmp_path / "a.md") == ""
    (tmp_path / "a.md").write_bytes(b"one")
    assert FileDigests(memory).digest(tmp_path / "a.md") == digest_of_bytes(b"one")


@pytest.mark.parametrize("are_asked_for", [False, True])
def test_files_that_are_gone_are_forgotten(memory: Memory, file: Path, are_asked_for: bool) -> None:
    gone = file.with_name("gone.md")
    for path in (file, gone):
        memory.keep("file", str(path), signature_of(file.stat()), "a")
    digests = FileDigests(memory)
    if are_asked_for:
        assert (digests.digest(file), digests.digest(gone)) == ("a", "")
    digests.forget_gone()
    assert memory.load("file").keys() == {str(file)}


def test_a_name_that_is_no_text_is_no_hindrance(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")
    try:
        Path(name).write_bytes(b"one")
    except OSError:  # where names have to be UTF-8
        return
    memory = Memory(tmp_path / "memory.db")
    _grow_old(memory, Path(name), digest_of_bytes(b"one"))
    assert FileDigests(memory).digest(name) == digest_of_bytes(b"one")
    memory.save()
    assert FileDigests(memory).digest(name) == digest_of_bytes(b"one")
    memory.close()
