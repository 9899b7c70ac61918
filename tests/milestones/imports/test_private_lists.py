"""Lists of people as keyed hashes: nobody reads an address in them, and git does not see them."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfare.errors import FanfareError
from milestones.imports.private_lists import PrivateLists, union
from milestones.imports.tally import normalised
from tests.workbench.scaffolding import git

DAY = date(2026, 1, 2)
ADDRESS = "ada@reader.example"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path


def repository(root: Path, ignore: str) -> Path:
    """`root` as a git repository whose `.gitignore` says `ignore`."""
    git(root, "init", "--quiet")
    (root / ".gitignore").write_bytes(ignore.encode())
    return root


def keep_list(root: Path, *addresses: str) -> PrivateLists:
    """The lists of the site in `root` with one more, of these people."""
    lists = PrivateLists(root)
    lists.put("newsletter", DAY, frozenset(map(lists.digest, addresses or [ADDRESS])))
    return lists


def test_a_hash_is_the_same_from_then_on(root: Path) -> None:
    first = keep_list(root).digest(ADDRESS)
    assert PrivateLists(root).digest(ADDRESS) == first
    assert len(first) == 16


def test_hashes_of_two_sites_have_nothing_in_common(root: Path, tmp_path: Path) -> None:
    here, there = (keep_list(folder).digest(ADDRESS) for folder in (root, tmp_path / "other"))
    assert here != there


def test_nothing_is_kept_before_there_is_a_list_to_keep(root: Path) -> None:
    lists = PrivateLists(root)
    assert lists.digest("a@b.example") == lists.digest("a@b.example")
    assert [*root.iterdir()] == []


def test_a_key_that_others_made_meanwhile_is_taken(root: Path) -> None:
    late = PrivateLists(root)
    of_no_use = late.digest(ADDRESS)
    before = keep_list(root).digest(ADDRESS)
    assert late.renew_key()
    assert late.digest(ADDRESS) == before != of_no_use
    assert not late.renew_key()


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.skipif(sys.platform == "win32", reason="has other rights")
@pytest.mark.parametrize("is_open", [False, True])
def test_all_of_it_is_for_its_owner_only_also_what_was_open(root: Path, *, is_open: bool) -> None:
    if is_open:
        keep_list(root)
        for path in (root / "private").rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        (root / "private").chmod(0o755)
        (root / "private" / "fans" / "other").mkdir(mode=0o755)
    keep_list(root)
    key, folder = root / "private" / "fans.key", root / "private" / "fans"
    lists = folder / "newsletter" / "2026-01-02.txt"
    assert [rights(one) for one in (key, lists)] == [0o600] * 2
    folders = (root / "private", folder, *(one for one in folder.iterdir()))
    assert {rights(one) for one in folders} == {0o700}


def test_a_list_is_read_as_it_was_put(root: Path) -> None:
    lists = PrivateLists(root)
    hashes = frozenset({lists.digest("a@b.example"), lists.digest("c@b.example")})
    lists.put("newsletter", DAY, hashes)
    assert lists.read() == {("newsletter", DAY): hashes}
    lists.put("newsletter", DAY, frozenset())
    assert lists.read() == {("newsletter", DAY): frozenset()}
    lists.put("newsletter", DAY, None)
    assert lists.read() == {}


def test_a_list_is_sorted_and_says_nothing_of_the_order_of_the_file(root: Path) -> None:
    lists = PrivateLists(root)
    lists.put("newsletter", DAY, frozenset(lists.digest(f"{n}@b.example") for n in range(40)))
    lines = (root / "private" / "fans" / "newsletter" / "2026-01-02.txt").read_text().split()
    assert lines == sorted(lines)
    assert len(lines) == 40


@pytest.mark.parametrize(
    ("ignore", "is_unseen"),
    [
        ("/private/\n", True),
        ("private", True),
        ("output\nprivate/*\n", True),
        ("**/private/**\r\n", True),
        ("/priv*\n", True),
        ("*\n", True),
        ("", False),
        ("# /private/", False),
        ("/private-things/", False),
        ("/private/\n!/private/\n", False),
        ("/private/*\n!/private/fans.key\n", False),
        ("/private/*\n!/private/fans/\n", False),
    ],
)
def test_git_is_asked_whether_it_keeps_out(root: Path, ignore: str, *, is_unseen: bool) -> None:
    repository(root, ignore)
    if is_unseen:
        keep_list(root)
        assert "private" not in git(root, "status", "--porcelain", "--untracked-files=all")
        return
    with pytest.raises(FanfareError, match=r"\.gitignore: git would publish.*/private/"):
        keep_list(root)
    assert not (root / "private").exists()


def test_what_git_ignores_by_the_rules_of_its_author_alone_is_unseen(root: Path) -> None:
    (repository(root, "") / ".git" / "info" / "exclude").write_text("private\n")
    keep_list(root)


@pytest.mark.parametrize("below", [".", "sites/mine"])
def test_what_git_has_already_is_refused_with_what_to_do(root: Path, below: str) -> None:
    site = repository(root, "private/\n") / below
    keep_list(site)
    git(site, "add", "--force", "private/fans.key")
    with pytest.raises(FanfareError, match=r"git has files.*git rm -r --cached private"):
        PrivateLists(site).digest(ADDRESS)
    git(site, "rm", "-r", "--quiet", "--cached", "private")
    PrivateLists(site).digest(ADDRESS)


def test_where_there_is_no_repository_a_later_one_does_not_publish_it(root: Path) -> None:
    keep_list(root)
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    assert git(root, "ls-files") == ""
    keep_list(root, "a@b.example")


def test_where_the_folder_is_a_link_it_counts_what_it_leads_to(tmp_path: Path) -> None:
    site = tmp_path / "site"
    elsewhere = tmp_path / "elsewhere" / "private"
    elsewhere.mkdir(parents=True)
    site.mkdir()
    (site / "private").symlink_to(elsewhere)
    repository(site, "")
    keep_list(site)
    repository(elsewhere.parent, "")
    (elsewhere / ".gitignore").unlink()
    with pytest.raises(FanfareError, match="git would publish"):
        PrivateLists(site).digest(ADDRESS)


def test_a_git_that_does_not_answer_is_no_permission(root: Path) -> None:
    (root / ".git").write_text("gitdir: nowhere\n")
    with pytest.raises(FanfareError, match="git does not say whether it would publish private/"):
        keep_list(root)


def test_a_link_that_git_does_not_follow_is_no_permission(root: Path) -> None:
    repository(root, "private/\n")
    (root / "private").mkdir()
    (root / "private" / "fans").symlink_to(root)
    with pytest.raises(FanfareError, match="git does not say whether it would publish private/"):
        keep_list(root)


def test_a_key_that_was_lost_is_not_replaced_silently(root: Path) -> None:
    keep_list(root)
    (root / "private" / "fans.key").unlink()
    with pytest.raises(FanfareError, match="key is missing"):
        PrivateLists(root).digest(ADDRESS)


@pytest.mark.parametrize("raw", [b"", b"secret", b"00" * 31, b"\xff" * 32])
def test_a_damaged_key_is_not_shown(root: Path, raw: bytes) -> None:
    (root / "private").mkdir()
    (root / "private" / "fans.key").write_bytes(raw)
    with pytest.raises(FanfareError) as caught:
        PrivateLists(root).digest(ADDRESS)
    assert str(caught.value).startswith("private/fans.key: This is no key")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["abc\n", "zz" * 16 + "\n", "ab" * 15 + "\n"])
def test_a_damaged_list(root: Path, text: str) -> None:
    lists = keep_list(root)
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
        ("<ada@reader.example>", "ada@reader.example"),
        ("Ada Quill <Ada@reader.example> ", "ada@reader.example"),
        ("mailto:ada@reader.example", "ada@reader.example"),
        ("<MailTo: ada@reader.example>", "ada@reader.example"),
        ("ada@reader.example.", "ada@reader.example"),
        ("ada@bücher.example。", "ada@xn--bcher-kva.example"),
        ("ada", ""),
        ("ada@.", ""),
        ("<ada>", ""),
        ("ada@<>.", ""),
        ("@reader.example", ""),
        ("ada@", ""),
        ("ada@reader..example", ""),
        ("ada quill@reader.example", ""),
        ("", ""),
    ],
)
def test_addresses_are_compared_in_one_form(written: str, meant: str) -> None:
    assert normalised(written) == meant


parts = st.text(min_size=1) | st.text(alphabet="<>@.:mailto 。", min_size=1)


@settings(deadline=None)
@given(st.builds("{}@{}".format, parts, parts | st.just("a.example")))
def test_one_form_of_one_form_is_the_same(address: str) -> None:
    assert normalised(normalised(address)) == normalised(address)
