"""Whether git keeps out of files that nobody else is to see. Git itself is asked."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.git import Answer, Repository


def is_in_repository(folder: Path) -> bool:
    """True where there is a git repository around `folder`, which need not exist."""
    return _repository(folder) is not None


def check_unseen(folder: Path, files: Sequence[str]) -> None:
    """Raise `FanfareError` where git has `files` in `folder`, or would take them in.

    None of them need exist. Where there is no repository, or no git, there is nothing to check.
    """
    repository = _repository(folder)
    if repository is None:
        return
    paths = [str(folder.resolve() / name) for name in files]
    tops = [str(folder.resolve() / Path(name).parts[0]) for name in files]
    if any(repository.ask("ls-files", "-z", "--", *tops).entries):
        raise _published(
            f"git has files of the folder {folder.name}/, where hashes of addresses are kept.",
            f"Run `git rm -r --cached {folder.name}` and commit. Where others could see them, "
            f"delete {folder.name}/fans.key and {folder.name}/fans/ as well, and begin anew.",
        )
    ignored = repository.attempt("check-ignore", "-z", "--stdin", given="\0".join(paths))
    if ignored.status > 1:  # it is 1 where none is ignored
        raise _no_answer(folder, ignored)
    if not {*paths} <= {*ignored.entries}:
        raise _published(
            f"git would publish the folder {folder.name}/, where hashes of addresses are kept.",
            f"Add the line /{folder.name}/ to this file, as its last one.",
            source=".gitignore",
        )


def is_seen(file: Path, root: Path) -> bool:
    """True where git has `file`, or would take it in, in the repository of the site at `root`.

    Raises `FanfareError` where git refuses to say whether there is a repository.
    """
    repository = _repository(root)
    if repository is None:
        return False
    whole = file.resolve()
    top = Path(repository.ask("rev-parse", "--show-toplevel").text)
    if not whole.is_relative_to(top.resolve()):
        return False
    # 1 says that it is not ignored; what is in a repository of its own gives an error.
    return repository.attempt("check-ignore", "-z", "--stdin", given=str(whole)).status == 1


def _repository(folder: Path) -> Repository | None:
    """The git repository around `folder`; None where there is none, or no git.

    Raises `FanfareError` where git refuses to say.
    """
    if not shutil.which("git"):
        return None
    whole = folder.resolve()  # where it is a link, git looks at what it leads to
    repository = Repository(next(one for one in (whole, *whole.parents) if one.is_dir()))
    answer = repository.attempt("rev-parse", "--is-inside-work-tree")
    if answer.status == 0:
        return repository if answer.text == "true" else None
    if "not a git repository (or any" in answer.complaint:
        return None
    raise _no_answer(folder, answer)


def _no_answer(folder: Path, answer: Answer) -> FanfareError:
    message = f"git does not say whether it would publish {folder.name}/: {answer.complaint}"
    return _published(message, "Mend that first.")


def _published(message: str, remedy: str, source: str = "") -> FanfareError:
    return FanfareError(Finding("private", message, remedy, source=source))
