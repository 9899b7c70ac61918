"""What is remembered is what was kept, or nothing: whatever becomes of the file."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfare import memory as memory_module
from fanfare.memory import Json, Memory, digest_of

PLUGINS = Path(memory_module.__file__).parents[1]

TEXTS = {
    f"text {number}": f"What was made, {number}: é\u2028\U0001f9f5 " * 9 for number in range(40)
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "memory.db"


def _fill(path: Path) -> bool:
    """Keep all of `TEXTS`, as far as that can be done; True where nothing fails."""
    memory = Memory(path)
    for key, text in TEXTS.items():
        memory.keep("kind", key, f"of {key}", text)
    memory.save()
    memory.close()
    return True


def _known(path: Path) -> dict[str, str]:
    """All of `TEXTS` that the memory still has; fails where it has anything else."""
    memory = Memory(path)
    listed = {key: text for key, (_of_what, text) in memory.load("kind").items()}
    memory.close()
    memory = Memory(path)
    found = {key: memory.find("kind", key, f"of {key}") for key in TEXTS}
    memory.close()
    known = {key: text for key, text in found.items() if text is not None}
    assert known.items() <= TEXTS.items()
    assert listed.items() <= TEXTS.items()
    return known


def _works(path: Path) -> None:
    """Damaged or not: what is kept now is found later."""
    _fill(path)
    assert _known(path) == TEXTS


def test_what_was_kept_is_found_by_a_later_process(path: Path) -> None:
    _fill(path)
    code = (
        "import sys; from pathlib import Path; from fanfare.memory import Memory\n"
        "print(ascii(Memory(Path(sys.argv[1])).find('kind', 'text 3', 'of text 3')))"
    )
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS)}
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ascii(TEXTS["text 3"])


def test_what_was_made_of_something_else_is_as_good_as_none(path: Path) -> None:
    _fill(path)
    memory = Memory(path)
    assert memory.find("kind", "text 3", "of text 4") is None
    assert memory.find("kinds", "text 3", "of text 3") is None
    memory.close()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_value_is_recalled_as_it_was_made(value: Json) -> None:
    memory = Memory(None)
    assert memory.recall("kind", "key", "of what", lambda: value) == value
    assert memory.recall("kind", "key", "of what", lambda: "made again") == value


def test_a_value_is_made_once_for_what_it_is_made_of(path: Path) -> None:
    made: list[str] = []

    def make() -> Json:
        made.append("once")
        return {"made": ["é", 1]}

    for _ in range(2):
        memory = Memory(path)
        assert memory.recall("kind", "key", "a", make) == {"made": ["é", 1]}
        memory.save()
        memory.close()
    assert made == ["once"]
    memory = Memory(path)
    memory.recall("kind", "key", "b", make)
    memory.close()
    assert made == ["once", "once"]


def test_nothing_reaches_the_disk_before_it_is_saved(path: Path) -> None:
    memory = Memory(path)
    memory.keep("kind", "key", "of what", "text")
    assert memory.find("kind", "key", "of what") == "text"
    assert dict(memory.load("kind")) == {"key": ("of what", "text")}
    other = Memory(path)
    assert other.find("kind", "key", "of what") is None
    other.close()
    memory.save()
    memory.close()
    other = Memory(path)
    assert other.find("kind", "key", "of what") == "text"
    other.close()


def test_a_key_of_another_type_is_damage(path: Path) -> None:
    memory = Memory(path)
    memory.keep("kind", "a", "what", "1")
    memory.save()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE made SET key = ?", (b"a",))
    memory = Memory(path)
    memory.forget_others("kind", ["b"])
    memory.keep("kind", "b", "what", "2")
    memory.save()
    assert Memory(path).load("kind") == {"b": ("what", "2")}


def test_what_another_process_changed_is_read_again(path: Path) -> None:
    _fill(path)
    memory = Memory(path)
    before = dict(memory.load("kind"))

    memory.refresh()
    assert memory.load("kind") == before

    other = Memory(path)
    other.keep("kind", "text 1", "of another", "another")
    other.save()
    other.close()
    memory.refresh()
    assert memory.load("kind") == {**before, "text 1": ("of another", "another")}


def test_what_another_file_holds_is_read_again(path: Path) -> None:
    _fill(path)
    memory = Memory(path)
    memory.load("kind")
    path.unlink()

    memory.refresh()
    assert memory.load("kind") == {}


def test_what_was_forgotten_is_gone_and_the_rest_stays(path: Path) -> None:
    _fill(path)
    memory = Memory(path)
    memory.keep("kind", "new", "of new", "news")
    memory.keep("other", "text 3", "of text 3", "another kind")
    memory.forget_others("kind", {"text 3", "new"})
    assert memory.load("kind").keys() == {"text 3", "new"}
    assert memory.find("kind", "text 4", "of text 4") is None
    memory.save()
    memory.close()
    memory = Memory(path)
    assert memory.load("kind").keys() == {"text 3", "new"}
    assert memory.load("other").keys() == {"text 3"}
    memory.close()


def test_what_another_process_made_can_be_handed_over() -> None:
    one, other = Memory(None), Memory(None)
    one.keep("kind", "key", "of what", "text")
    one.keep("kind", "gone", "of what", "text")
    one.forget_others("kind", {"key"})
    for kind, key, of_what, text in one.news():
        other.keep(kind, key, of_what, text)
    assert dict(other.load("kind")) == {"key": ("of what", "text")}


def test_letters_that_have_no_bytes_cost_only_their_own_row(path: Path) -> None:
    lone = os.fsdecode(b"caf\xe9.md")
    memory = Memory(path)
    memory.keep("kind", lone, "of what", "text")
    memory.keep("kind", "key", "of what", lone)
    memory.keep("kind", "good", "of what", "text")
    assert memory.recall("kind", "made", "of what", lambda: lone) == lone
    memory.save()
    memory.close()
    memory = Memory(path)
    assert memory.find("kind", "good", "of what") == "text"
    assert memory.find("kind", lone, "of what") in (None, "text")
    assert memory.find("kind", "key", "of what") in (None, lone)
    memory.forget_others("kind", {"good"})
    memory.save()
    memory.close()
    assert _load(path) == {"good": ("of what", "text")}


def _load(path: Path, kind: str = "kind") -> dict[str, tuple[str, str]]:
    memory = Memory(path)
    listed = dict(memory.load(kind))
    memory.close()
    return listed


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "memory.db"
    _fill(path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged") / "memory.db"


@settings(deadline=None)
@given(st.data())
def test_flipped_bytes_bring_back_nothing_wrong(
    whole: bytes, place: Path, data: st.DataObject
) -> None:
    raw = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    place.write_bytes(raw)
    _known(place)
    _fill(place)
    _known(place)  # some of it, where the damage is in what finds rows


@settings(deadline=None)
@given(st.data())
def test_a_file_that_was_cut_brings_back_nothing_wrong(
    whole: bytes, place: Path, data: st.DataObject
) -> None:
    place.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    _known(place)
    _works(place)


@settings(deadline=None)
@given(st.binary(max_size=4096), st.booleans())
def test_a_file_of_something_else_holds_nothing(place: Path, raw: bytes, behind: bool) -> None:
    place.write_bytes(b"SQLite format 3\0" + raw if behind else raw)
    assert _known(place) == {}
    _works(place)


@settings(deadline=None)
@given(st.data())
def test_blocks_of_another_file_bring_back_nothing_wrong(
    whole: bytes, place: Path, data: st.DataObject
) -> None:
    """What a power cut leaves: some blocks new, some old, some empty."""
    blocks = [whole[start : start + 4096] for start in range(0, len(whole), 4096)]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(blocks) - 1))
        other = data.draw(st.integers(0, len(blocks)))
        blocks[at] = [*blocks, bytes(4096)][other]
    place.write_bytes(b"".join(blocks))
    _known(place)
    _fill(place)
    _known(place)


@pytest.mark.parametrize(
    "damage",
    [
        "PRAGMA user_version = 99",
        "DROP TABLE made",
        "ALTER TABLE made RENAME COLUMN value TO worth",
        "DROP TABLE made; CREATE TABLE made (kind, key)",
        "DROP TABLE made; CREATE VIEW made AS SELECT 1 AS kind",
        "UPDATE made SET value = 'another'",
        "UPDATE made SET of_what = 'of text 3'",
        "UPDATE made SET value = 3, digest = NULL",
        "UPDATE made SET value = x'ff00', digest = x'ff'",
        "UPDATE made SET value = CAST(x'ff00' AS TEXT)",
        "UPDATE made SET kind = 'kin', key = 'd' || key",
    ],
)
def test_a_table_that_is_another_holds_nothing(path: Path, damage: str) -> None:
    _fill(path)
    connection = sqlite3.connect(path)
    connection.executescript(damage)
    connection.close()
    assert _known(path) == {} or "of_what" in damage
    _works(path)


def test_a_row_under_another_name_is_as_good_as_none(path: Path) -> None:
    _fill(path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE made SET of_what = 'of text 3' WHERE key = 'text 4'")
    connection.commit()
    connection.close()
    assert "text 4" not in _known(path)


@pytest.mark.parametrize("raw", [b"", b"x" * 600, bytes(4096)])
def test_a_journal_of_something_else_does_no_harm(path: Path, raw: bytes) -> None:
    _fill(path)
    path.with_name("memory.db-journal").write_bytes(raw)
    _known(path)
    _works(path)


def test_where_a_folder_stands_in_its_place_nothing_is_remembered(path: Path) -> None:
    path.mkdir()
    (path / "of the author").touch()
    _fill(path)
    assert _known(path) == {}
    assert (path / "of the author").exists()


@pytest.mark.parametrize("name", ["none/memory.db", "file/memory.db"])
def test_where_no_file_can_be_nothing_is_remembered(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    memory = Memory(tmp_path / name)
    memory.keep("kind", "key", "of what", "text")
    memory.save()
    assert memory.find("kind", "key", "of what") == "text"
    memory.close()
    assert _known(tmp_path / name) == {}


def test_in_a_folder_that_cannot_be_written_it_is_read(path: Path) -> None:
    _fill(path)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        assert _as_nobody(path, lambda seen: _known(seen) == TEXTS)
        assert _as_nobody(path, _fill)
        assert _known(path) == TEXTS
    finally:
        path.parent.chmod(0o755)


def _as_nobody(path: Path, check: Callable[[Path], bool]) -> bool:
    """What `check` says of `path` in a process that has no rights beyond those of modes."""
    child = os.fork()
    if child == 0:
        said = False
        try:
            if os.geteuid() == 0:  # the folders above are root's own
                os.chroot(path.parent)
                os.chdir("/")
                os.setuid(65534)
                path = Path("/", path.name)
            said = check(path)
        finally:
            os._exit(0 if said else 1)
    return os.waitpid(child, 0)[1] == 0


def test_a_forked_child_reads_and_writes_while_its_parent_goes_on(path: Path) -> None:
    _fill(path)
    memory = Memory(path)
    assert memory.find("kind", "text 1", "of text 1") == TEXTS["text 1"]
    child = os.fork()
    if child == 0:
        said = 1
        try:
            found = memory.find("kind", "text 2", "of text 2")
            memory.keep("kind", "child", "of child", "from the child")
            memory.save()
            memory.close()
            said = 0 if found == TEXTS["text 2"] else 2
        finally:
            os._exit(said)
    memory.keep("kind", "parent", "of parent", "from the parent")
    memory.save()
    assert os.waitpid(child, 0)[1] == 0
    assert memory.find("kind", "child", "of child") == "from the child"
    assert memory.find("kind", "parent", "of parent") == "from the parent"
    memory.close()


def test_what_another_process_changed_meanwhile_is_noticed_also_after_saving(path: Path) -> None:
    """As a build saves that goes on with what it has loaded before."""
    with closing(Memory(path)) as one, closing(Memory(path)) as another:
        one.load("kind")
        another.keep("kind", "key", "made of", "text")
        another.save()
        one.keep("another kind", "key", "made of", "text")
        one.save()
        one.load("kind")
        assert not one.is_as_it_was()
        one.refresh()
        assert one.is_as_it_was()


def test_two_processes_lose_nothing_of_each_other(path: Path) -> None:
    code = """
import sys
from pathlib import Path
from fanfare.memory import Memory
memory = Memory(Path(sys.argv[1]))
sys.stdin.readline()
for number in range(30):
    memory.keep("kind", f"{sys.argv[2]} {number}", "of what", "text" * 99)
    memory.save()
"""
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS)}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), name],
            env=environment,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in ("one", "other")
    ]
    for process in processes:
        assert process.stdin
        process.stdin.write(b"go\n")
        process.stdin.flush()
    for process in processes:
        assert process.communicate()[1] == b""
    assert len(_load(path)) == 60


def test_a_process_killed_while_it_saves_leaves_the_old_or_the_new(path: Path) -> None:
    code = """
import itertools, sys
from pathlib import Path
from fanfare.memory import Memory
memory = Memory(Path(sys.argv[1]))
for number in itertools.count():
    for key in range(50):
        memory.keep("killed", str(key), str(number), "text" * 999)
    memory.save()
    print(number, flush=True)
"""
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS)}
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        for _ in range(5):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    found = _load(path, "killed")
    assert len(found) == 50
    assert len({of_what for of_what, _text in found.values()}) == 1
    _works(path)


def test_a_digest_tells_texts_and_where_they_part() -> None:
    digests = {
        digest_of(),
        digest_of(""),
        digest_of("a", "b"),
        digest_of("ab"),
        digest_of("b", "a"),
    }
    assert len(digests) == 5
    assert digest_of("a", "b") == digest_of("a", "b")
    assert digest_of(os.fsdecode(b"\xe9")) == digest_of(os.fsdecode(b"\xe9"))


def test_values_are_kept_as_json_that_anybody_can_read(path: Path) -> None:
    memory = Memory(path)
    memory.recall("kind", "key", "of what", lambda: ["é"])
    memory.save()
    memory.close()
    connection = sqlite3.connect(path)
    (text,) = connection.execute("SELECT value FROM made").fetchone()
    connection.close()
    assert json.loads(text) == ["é"]
