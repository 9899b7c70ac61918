"""Lists of people as keyed hashes: nobody reads an address in them, and git does not see them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfare.errors import FanfareError
from milestones.imports.private_lists import PrivateLists, is_ignored, union
from milestones.imports.tally import normalised

DAY = date(2026, 1, 2)
ADDRESS = "ada@reader.example"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".gitignore").write_text("/private/\n")
    return tmp_path


def test_a_hash_is_the_same_from_then_on(root: Path) -> None:
    first = PrivateLists(root, keeps=True).digest(ADDRESS)
    assert PrivateLists(root, keeps=True).digest(ADDRESS) == first
    assert len(first) == 16


def test_hashes_of_two_sites_have_nothing_in_common(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / ".gitignore").write_text("private\n")
    here, there = (PrivateLists(folder, keeps=True).digest(ADDRESS) for folder in (root, other))
    assert here != there


@pytest.mark.skipif(sys.platform == "win32", reason="has other rights")
def test_the_key_is_for_its_owner_only(root: Path) -> None:
    PrivateLists(root, keeps=True).digest(ADDRESS)
    assert (root / "private" / "fans.key").stat().st_mode & 0o777 == 0o600
    assert (root / "private").stat().st_mode & 0o777 == 0o700


def test_processes_that_make_the_key_at_once_have_the_same(root: Path) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from milestones.imports.private_lists import PrivateLists;"
        "sys.stdin.read();"
        "print(PrivateLists(Path(sys.argv[1]), keeps=True).digest('a@b.example').hex())"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(root)],
            env={"PYTHONPATH": "plugins"},
            cwd=Path(__file__).parents[3],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for one in running:
        assert one.stdin is not None
        one.stdin.close()  # now each of them goes on
        one.stdin = None
    said = {one.communicate(timeout=60)[0] for one in running}
    assert len(said) == 1
    assert len(said.pop().strip()) == 32
    assert sorted(path.name for path in (root / "private").iterdir()) == ["fans.key"]


def test_a_list_is_read_as_it_was_put(root: Path) -> None:
    lists = PrivateLists(root, keeps=True)
    hashes = frozenset({lists.digest("a@b.example"), lists.digest("c@b.example")})
    lists.put("newsletter", DAY, hashes)
    assert lists.read() == {("newsletter", DAY): hashes}
    lists.put("newsletter", DAY, frozenset())
    assert lists.read() == {("newsletter", DAY): frozenset()}
    lists.put("newsletter", DAY, None)
    assert lists.read() == {}


def test_a_list_is_sorted_and_says_nothing_of_the_order_of_the_file(root: Path) -> None:
    lists = PrivateLists(root, keeps=True)
    lists.put("newsletter", DAY, frozenset(lists.digest(f"{n}@b.example") for n in range(40)))
    lines = (root / "private" / "fans" / "newsletter" / "2026-01-02.txt").read_text().split()
    assert lines == sorted(lines)
    assert len(lines) == 40


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        ("/private/\n", True),
        ("private", True),
        ("output\nprivate/*\n", True),
        ("**/private/**\r\n", True),
        ("", False),
        ("# /private/", False),
        ("/private-things/", False),
        ("/private/\n!/private/\n", False),
        ("/private/*\n!/private/fans.key\n", False),
    ],
)
def test_git_keeps_out_of_the_folder(tmp_path: Path, text: str, *, ignored: bool) -> None:
    (tmp_path / ".gitignore").write_bytes(text.encode())
    assert is_ignored(tmp_path) is ignored


def test_nothing_is_hashed_where_git_would_publish_it(tmp_path: Path) -> None:
    with pytest.raises(FanfareError, match="/private/"):
        PrivateLists(tmp_path, keeps=True).digest(ADDRESS)
    assert [*tmp_path.iterdir()] == []


def test_a_key_that_was_lost_is_not_replaced_silently(root: Path) -> None:
    lists = PrivateLists(root, keeps=True)
    lists.put("newsletter", DAY, frozenset({lists.digest(ADDRESS)}))
    (root / "private" / "fans.key").unlink()
    with pytest.raises(FanfareError, match="key is missing"):
        PrivateLists(root, keeps=True).digest(ADDRESS)


@pytest.mark.parametrize("raw", [b"", b"secret", b"00" * 31, b"\xff" * 32])
def test_a_damaged_key_is_not_shown(root: Path, raw: bytes) -> None:
    (root / "private").mkdir()
    (root / "private" / "fans.key").write_bytes(raw)
    with pytest.raises(FanfareError) as caught:
        PrivateLists(root, keeps=True).digest(ADDRESS)
    assert str(caught.value).startswith("private/fans.key: This is no key")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["abc\n", "zz" * 16 + "\n", "ab" * 15 + "\n"])
def test_a_damaged_list(root: Path, text: str) -> None:
    lists = PrivateLists(root, keeps=True)
    lists.put("newsletter", DAY, frozenset({lists.digest(ADDRESS)}))
    (root / "private" / "fans" / "newsletter" / "2026-01-02.txt").write_text(text)
    with pytest.raises(FanfareError, match=r"2026-01-02\.txt: This list is damaged"):
        lists.read()


def test_a_union_counts_each_once() -> None:
    assert union([frozenset({b"a", b"b"}), frozenset({b"b", b"c"}), frozenset()]) == 3


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (" Ada@Reader.Example\t", "ada@reader.example"),
        ("ada+news@reader.example", "ada+news@reader.example"),
        ("ＡＤＡ@reader.example", "ada@reader.example"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example"),
        ("ada", ""),
        ("@reader.example", ""),
        ("ada@", ""),
        ("ada@reader..example", ""),
        ("ada quill@reader.example", ""),
        ("", ""),
    ],
)
def test_addresses_are_compared_in_one_form(written: str, meant: str) -> None:
    assert normalised(written) == meant


@given(st.builds("{}@{}".format, st.text(min_size=1), st.text(min_size=1) | st.just("a.example")))
def test_one_form_of_one_form_is_the_same(address: str) -> None:
    assert normalised(normalised(address)) == normalised(address)
