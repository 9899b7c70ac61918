"""A site on a branch of a git remote: real git, real bare repositories."""

import os
import stat
import subprocess
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

import pytest

from fanfare.console import Silent
from fanfare.errors import FanfareError
from workbench.deploy.gh_pages import GhPages
from workbench.deploy.records import Changes
from workbench.git import Repository, without_secrets


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def send(pages: GhPages, message: str = "Publish") -> str:
    output = pages.root / "output"
    return pages.send(output, pages.compare(output), message, lambda: nullcontext(Silent()))


def branch_files(remote: Path, branch: str = "gh-pages") -> list[str]:
    listed = git(remote, "-c", "core.quotePath=off", "ls-tree", "-r", "--name-only", branch)
    return listed.splitlines()


@pytest.fixture(autouse=True)
def _own_git_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Tamsin Inkwell")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tamsin@longmargin.example")


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    folder = tmp_path / "remote.git"
    git(tmp_path, "init", "--bare", "--initial-branch=main", str(folder))
    return folder


@pytest.fixture
def root(tmp_path: Path, remote: Path) -> Path:
    """A site with one commit, and an output that git does not see."""
    folder = tmp_path / "my site"
    folder.mkdir()
    git(folder, "init", "--initial-branch=main")
    git(folder, "remote", "add", "origin", str(remote))
    write(folder, {".gitignore": "/output/\n", "content/posts/ramp.md": "Title: The ramp\n"})
    write(folder, {"output/index.html": "home", "output/posts/ramp/index.html": "ramp"})
    git(folder, "add", ".")
    git(folder, "commit", "--message=Begin")
    return folder


@pytest.fixture
def pages(root: Path) -> GhPages:
    return GhPages(root)


def test_the_first_deployment_makes_the_branch(pages: GhPages, remote: Path) -> None:
    commit = send(pages, "Publish the site")
    assert branch_files(remote) == [".nojekyll", "index.html", "posts/ramp/index.html"]
    assert git(remote, "rev-parse", "gh-pages") == commit
    assert git(remote, "log", "--format=%s|%cn", "gh-pages") == "Publish the site|Tamsin Inkwell"


def test_a_later_one_goes_on_top_of_it(pages: GhPages, root: Path, remote: Path) -> None:
    first = send(pages)
    write(root, {"output/index.html": "new home", "output/about/index.html": "about"})
    (root / "output/posts/ramp/index.html").unlink()
    second = send(pages)
    assert git(remote, "rev-list", "gh-pages").split() == [second, first]
    assert branch_files(remote) == [".nojekyll", "about/index.html", "index.html"]
    assert git(remote, "show", "gh-pages:index.html") == "new home"


def test_comparing_lists_what_would_change(pages: GhPages, root: Path) -> None:
    send(pages)
    write(root, {"output/index.html": "new home", "output/about/index.html": "about"})
    (root / "output/posts/ramp/index.html").unlink()
    assert pages.compare(root / "output").changes == Changes(
        ("about/index.html",), ("index.html",), ("posts/ramp/index.html",)
    )


def test_comparing_changes_nothing_at_the_remote_nor_here(pages: GhPages, root: Path) -> None:
    objects = git(root, "count-objects", "--verbose")
    refs = git(root, "for-each-ref")
    changes = pages.compare(root / "output").changes
    assert changes == Changes((".nojekyll", "index.html", "posts/ramp/index.html"))
    assert git(root, "count-objects", "--verbose") == objects
    assert git(root, "for-each-ref") == refs
    assert git(root, "ls-remote", "origin") == ""


def test_the_same_site_again_changes_nothing(pages: GhPages, root: Path) -> None:
    send(pages)
    assert pages.compare(root / "output").changes.count == 0


def test_what_the_author_works_on_stays_as_it_is(pages: GhPages, root: Path) -> None:
    write(root, {"content/posts/ramp.md": "Title: Half a thought\n", "notes.txt": "untracked"})
    write(root, {"content/posts/new.md": "Title: Staged\n"})
    git(root, "add", "content/posts/new.md")
    index = (root / ".git/index").read_bytes()
    changed = git(root, "status", "--porcelain")
    send(pages)
    assert (root / ".git/index").read_bytes() == index
    assert git(root, "status", "--porcelain") == changed
    assert git(root, "branch", "--format=%(refname:short)") == "main"


def test_a_branch_of_the_same_name_here_is_left_alone(pages: GhPages, root: Path) -> None:
    git(root, "branch", "gh-pages")
    before = git(root, "rev-parse", "gh-pages")
    send(pages)
    assert git(root, "rev-parse", "gh-pages") == before


def test_what_others_deployed_meanwhile_stays_in_the_history(
    pages: GhPages, root: Path, remote: Path, tmp_path: Path
) -> None:
    send(pages)
    theirs = deploy_from_elsewhere(remote, tmp_path)
    write(root, {"output/index.html": "new home"})
    ours = send(pages)
    assert git(remote, "rev-parse", f"{ours}^") == theirs
    assert branch_files(remote) == [".nojekyll", "index.html", "posts/ramp/index.html"]


def test_one_that_comes_between_comparing_and_sending_is_not_overwritten(
    pages: GhPages, root: Path, remote: Path, tmp_path: Path
) -> None:
    send(pages)
    write(root, {"output/index.html": "new home"})
    compared = pages.compare(root / "output")
    theirs = deploy_from_elsewhere(remote, tmp_path)
    with pytest.raises(FanfareError) as error:
        pages.send(root / "output", compared, "Publish", lambda: nullcontext(Silent()))
    assert str(error.value) == (
        f"Someone else deployed to {remote}#gh-pages meanwhile. "
        "Deploy again: your site then goes on top of theirs."
    )
    assert git(remote, "rev-parse", "gh-pages") == theirs


def deploy_from_elsewhere(remote: Path, tmp_path: Path) -> str:
    clone = tmp_path / "elsewhere"
    git(tmp_path, "clone", "--branch=gh-pages", str(remote), str(clone))
    write(clone, {"theirs.html": "theirs"})
    git(clone, "add", ".")
    git(clone, "commit", "--message=Theirs")
    git(clone, "push", "origin", "gh-pages")
    return git(clone, "rev-parse", "HEAD")


def test_a_remote_may_be_an_address(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.git"
    git(tmp_path, "init", "--bare", str(other))
    pages = GhPages(root, str(other), "live")
    pages.check()
    send(pages)
    assert branch_files(other, "live")


def test_a_site_may_live_in_a_folder_of_a_repository(root: Path, remote: Path) -> None:
    inner = root / "blog"
    write(inner, {"output/index.html": "inner"})
    pages = GhPages(inner)
    pages.check()
    send(pages)
    assert branch_files(remote) == [".nojekyll", "index.html"]


def test_names_and_bytes_arrive_as_they_are(pages: GhPages, root: Path, remote: Path) -> None:
    write(root, {"output/büch er/日本.html": "ä\r\nb\r\n", "output/a'b$c.html": "x"})
    (root / "output/raw.bin").write_bytes(bytes(range(256)))
    git(root, "config", "core.autocrlf", "input")
    send(pages)
    assert {"büch er/日本.html", "a'b$c.html", "raw.bin"} <= {*branch_files(remote)}
    shown = subprocess.run(
        ["git", "show", "gh-pages:büch er/日本.html"], cwd=remote, capture_output=True, check=True
    )
    assert shown.stdout == "ä\r\nb\r\n".encode()
    assert pages.compare(root / "output").changes.count == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows takes no such file names")
@pytest.mark.parametrize("name", ["two\nlines.html", '"quoted.html', os.fsdecode(b"\xff.html")])
def test_a_file_name_that_git_would_misread_stops_it(pages: GhPages, root: Path, name: str) -> None:
    try:
        (root / "output" / name).write_text("x")
    except OSError:
        pytest.skip("this file system takes no such file names")
    with pytest.raises(FanfareError, match="git cannot take this file name"):
        pages.compare(root / "output")


def test_a_domain_of_the_branch_that_the_site_does_not_have_stops_it(
    pages: GhPages, root: Path
) -> None:
    write(root, {"output/CNAME": "author.example.net\n"})
    send(pages)
    (root / "output/CNAME").unlink()
    with pytest.raises(FanfareError, match=r"Write author\.example\.net into content/extra/CNAME"):
        pages.compare(root / "output")


def test_a_branch_that_refuses_the_push_says_why(pages: GhPages, root: Path, remote: Path) -> None:
    hook = remote / "hooks/update"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(hook.stat().st_mode | stat.S_IEXEC)
    with pytest.raises(FanfareError) as error:
        send(pages)
    assert "did not take the push: [remote rejected] (hook declined)" in str(error.value)
    assert git(root, "for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_a_remote_that_cannot_be_reached_is_named_without_its_password(root: Path) -> None:
    pages = GhPages(root, "http://tamsin:secret@127.0.0.1:1/site.git")
    with pytest.raises(FanfareError) as error:
        pages.compare(root / "output")
    assert "git cannot read http://127.0.0.1:1/site.git#gh-pages" in str(error.value)
    assert "secret" not in str(error.value)


def test_no_password_reaches_the_target(root: Path) -> None:
    git(root, "remote", "set-url", "origin", "https://tamsin:secret@host.example/site.git")
    assert GhPages(root).target == "https://host.example/site.git#gh-pages"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("https://user:pass@host/x", "https://host/x"),
        ("https://TOKEN@host/x", "https://host/x"),
        ("https://user:p@ss@host/x", "https://host/x"),
        ("fatal: 'ssh://a:b@h/x' and https://c:d@i/", "fatal: 'ssh://h/x' and https://i/"),
        ("git@host:me/site.git", "git@host:me/site.git"),
        ("https://host/@me", "https://host/@me"),
    ],
)
def test_secrets_are_taken_out_of_addresses(text: str, clean: str) -> None:
    assert without_secrets(text) == clean


def test_outside_a_repository_it_says_so(tmp_path: Path) -> None:
    assert complaint_of(GhPages(tmp_path)) == (
        "The site is not in a git repository. Run `git init`, and commit your work."
    )


def test_without_a_commit_it_says_so(tmp_path: Path) -> None:
    git(tmp_path, "init")
    assert "has no commit yet" in complaint_of(GhPages(tmp_path))


def test_without_git_it_says_so(pages: GhPages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert complaint_of(pages) == "git is not installed. Install it: https://git-scm.com"


def test_without_a_name_it_says_so(pages: GhPages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_COMMITTER_NAME")
    assert "git does not know your name and address" in complaint_of(pages)


def test_an_unknown_remote_names_one_that_is_known(root: Path) -> None:
    assert complaint_of(GhPages(root, "upstream")) == (
        'git has no remote "upstream" here. Say --remote origin.'
    )


def test_no_remote_at_all_says_how_to_add_one(pages: GhPages, root: Path) -> None:
    git(root, "remote", "remove", "origin")
    assert complaint_of(pages) == (
        'git has no remote "origin" here. Add it: `git remote add origin ADDRESS`.'
    )


def test_the_branch_one_writes_on_is_refused(root: Path) -> None:
    assert complaint_of(GhPages(root, "origin", "main")).startswith(
        '"main" is the branch you write on'
    )


def test_a_branch_of_that_name_at_another_remote_is_not(root: Path, tmp_path: Path) -> None:
    git(root, "push", "--set-upstream", "origin", "main")
    git(root, "remote", "add", "pages", str(tmp_path / "pages.git"))
    GhPages(root, "pages", "main").check()


def complaint_of(pages: GhPages) -> str:
    with pytest.raises(FanfareError) as error:
        pages.check()
    return str(error.value)


def test_the_source_is_the_commit_the_author_is_at(root: Path) -> None:
    ledger = root / "content/data/deployments.jsonl"
    commit = git(root, "rev-parse", "HEAD")
    write(root, {"content/data/deployments.jsonl": "{}\n"})
    assert Repository(root).source(ledger) == (commit, False)
    write(root, {"content/posts/new.md": "Title: New\n"})
    assert Repository(root).source(ledger) == (commit, True)


def test_outside_a_repository_there_is_no_source(tmp_path: Path) -> None:
    assert Repository(tmp_path).source(tmp_path / "deployments.jsonl") == ("", False)
