"""Files and folders that are replaced whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fanfare.files import PRIVATE, create_whole, exchange_folder, recover_folder, write_whole


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("flush", [True, False])
def test_writing_replaces_a_file_and_leaves_nothing_else(tmp_path: Path, flush: bool) -> None:
    target = tmp_path / "deep" / "a.txt"
    write_whole(target, "one", flush=flush)
    write_whole(target, "two", flush=flush)
    assert target.read_text() == "two"
    assert _names(target.parent) == ["a.txt"]


_WRITE_PRIVATE = """
import os, sys; from pathlib import Path
from fanfare import files
def look(event, arguments):
    if event == "os.rename":
        print(f"{Path(arguments[0]).stat().st_mode & 0o777:o}")
sys.addaudithook(look)
os.umask(0)
getattr(files, sys.argv[1])(Path(sys.argv[2]), "secret", mode=files.PRIVATE)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs modes")
@pytest.mark.parametrize("name", ["write_whole", "create_whole"])
def test_a_private_file_is_its_owners_before_it_has_its_name(tmp_path: Path, name: str) -> None:
    key = tmp_path / "key"
    done = subprocess.run(
        [sys.executable, "-c", _WRITE_PRIVATE, name, key],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "600\n"
    assert key.stat().st_mode & 0o777 == PRIVATE
    assert _names(tmp_path) == ["key"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs modes")
def test_a_file_that_others_may_read_becomes_private(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("old")
    (tmp_path / "list").chmod(0o644)
    write_whole(tmp_path / "list", "new")
    assert (tmp_path / "list").stat().st_mode & 0o777 == 0o644
    write_whole(tmp_path / "list", "newer", mode=PRIVATE)
    assert (tmp_path / "list").stat().st_mode & 0o777 == PRIVATE


@pytest.mark.skipif(sys.platform == "win32", reason="needs modes")
def test_what_a_killed_process_left_gives_no_mode(tmp_path: Path) -> None:
    left = tmp_path / f".key.{os.getpid()}.tmp"
    left.write_text("half")
    left.chmod(0o644)
    write_whole(tmp_path / "key", "whole", mode=PRIVATE)
    assert (tmp_path / "key").read_text() == "whole"
    assert (tmp_path / "key").stat().st_mode & 0o777 == PRIVATE


def test_creating_never_overwrites(tmp_path: Path) -> None:
    create_whole(tmp_path / "a.md", "mine")
    with pytest.raises(FileExistsError):
        create_whole(tmp_path / "a.md", "theirs")
    assert (tmp_path / "a.md").read_text() == "mine"


def _folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "page.html").write_text(text)
    return path


def test_a_folder_takes_the_place_of_another(tmp_path: Path) -> None:
    current = _folder(tmp_path / "output", "old")
    exchange_folder(_folder(tmp_path / "new", "new"), current)
    assert (current / "page.html").read_text() == "new"
    assert _names(tmp_path) == ["output"]


def test_a_folder_takes_an_empty_place(tmp_path: Path) -> None:
    exchange_folder(_folder(tmp_path / "new", "new"), tmp_path / "output")
    assert (tmp_path / "output" / "page.html").read_text() == "new"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_a_folder_goes_on_leading_there(tmp_path: Path) -> None:
    elsewhere = _folder(tmp_path / "elsewhere", "old")
    (tmp_path / "output").symlink_to(elsewhere)
    exchange_folder(_folder(tmp_path / "new", "new"), tmp_path / "output")
    assert (tmp_path / "output").is_symlink()
    assert (elsewhere / "page.html").read_text() == "new"
    assert _names(tmp_path) == ["elsewhere", "output"]


def test_recovery_brings_back_what_an_interrupted_replacement_put_aside(tmp_path: Path) -> None:
    _folder(tmp_path / ".output.previous", "old")
    recover_folder(tmp_path / "output")
    assert (tmp_path / "output" / "page.html").read_text() == "old"


def test_recovery_removes_what_a_finished_replacement_left_behind(tmp_path: Path) -> None:
    _folder(tmp_path / ".output.previous", "old")
    _folder(tmp_path / "output", "new")
    recover_folder(tmp_path / "output")
    assert _names(tmp_path) == ["output"]
    assert (tmp_path / "output" / "page.html").read_text() == "new"


_EXCHANGE_FOR_EVER = """
import sys
from pathlib import Path
from fanfare.files import exchange_folder
root = Path(sys.argv[1])
for number in range(1, 1_000_000):
    new = root / "new"
    new.mkdir(exist_ok=True)
    for name in "ab":
        (new / name).write_text(str(number))
    exchange_folder(new, root / "output")
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL and an atomic exchange")
def test_a_killed_replacement_leaves_one_whole_folder(tmp_path: Path) -> None:
    for kills in range(10):
        worker = subprocess.Popen(
            [sys.executable, "-c", _EXCHANGE_FOR_EVER, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert worker.stdout is not None
        with worker, worker.stdout:
            for _ in range(3 + kills):
                worker.stdout.readline()
            worker.send_signal(signal.SIGKILL)
        recover_folder(tmp_path / "output")
        first, second = ((tmp_path / "output" / name).read_text() for name in "ab")
        assert first == second
