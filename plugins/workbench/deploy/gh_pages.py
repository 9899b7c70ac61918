"""A branch of a git remote, such as GitHub Pages serves.

The commit is made by ghp-import, on top of what the remote has, and pushed without force. The
author's branches, index and working tree stay as they are: all of it happens beside them, and
what was fetched is kept under a name of its own, so that the next deployment fetches little.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.deploy.record import files_in
from workbench.deploy.records import Changes, Comparison, OpenProgress
from workbench.git import Repository, without_secrets

_FETCHED = "refs/fanfare/deployed"
_SCRATCH = "fanfare-deploy"
_NOJEKYLL = ".nojekyll"


@dataclass(frozen=True, slots=True)
class GhPages:
    """The branch `branch` of `remote`, a remote's name or address, for the site in `root`."""

    root: Path
    remote: str = "origin"
    branch: str = "gh-pages"

    @property
    def to(self) -> str:
        """The kind of destination."""
        return "gh-pages"

    @property
    def target(self) -> str:
        """The remote's address and the branch."""
        known = self._git.attempt("remote", "get-url", "--", self.remote)
        address = without_secrets(self.remote) if known.status else known.text
        return f"{address}#{self.branch}"

    @property
    def _git(self) -> Repository:
        return Repository(self.root)

    def check(self) -> None:
        """Raise `FanfareError` for what git needs and does not have here."""
        if not shutil.which("git"):
            raise FanfareError(
                Finding("no-git", "git is not installed.", "Install it: https://git-scm.com")
            )
        repository = self._git.attempt("rev-parse", "--git-dir")
        if "not a git repository" in repository.complaint:
            raise FanfareError(
                Finding(
                    "no-repository",
                    "The site is not in a git repository.",
                    "Run `git init`, and commit your work.",
                )
            )
        if repository.status:
            raise FanfareError(Finding("git", f"git fails here: {repository.complaint}"))
        if self._git.attempt("rev-parse", "--verify", "--quiet", "HEAD").status:
            raise FanfareError(
                Finding(
                    "no-commit",
                    "The git repository has no commit yet.",
                    "Commit your work first: `git add .`, then `git commit`.",
                )
            )
        findings = [*self._check_identity(), *self._check_remote(), *self._check_branch()]
        if findings:
            raise FanfareError.of(findings)

    def _check_identity(self) -> list[Finding]:
        # Asked for as ghp-import asks, which would go on without a name.
        asked = (("GIT_COMMITTER_NAME", "user.name"), ("GIT_COMMITTER_EMAIL", "user.email"))
        if all(os.environ.get(name, self._git.attempt("config", key).text) for name, key in asked):
            return []
        return [
            Finding(
                "no-identity",
                "git does not know your name and address.",
                'Run `git config user.name "..."` and `git config user.email "..."`.',
            )
        ]

    def _check_remote(self) -> list[Finding]:
        known = self._git.ask("remote").text.split()
        if self.remote in known or "/" in self.remote or ":" in self.remote:
            return []
        return [
            Finding(
                "no-remote",
                f'git has no remote "{self.remote}" here.',
                f"Say --remote {known[0]}."
                if known
                else f"Add it: `git remote add {self.remote} ADDRESS`.",
            )
        ]

    def _check_branch(self) -> list[Finding]:
        current = self._git.attempt("symbolic-ref", "--quiet", "--short", "HEAD").text
        tracked = self._git.attempt("config", f"branch.{current}.remote").text or self.remote
        if (current, tracked) != (self.branch, self.remote):
            return []
        return [
            Finding(
                "own-branch",
                f'"{self.branch}" is the branch you write on; a site would replace your files.',
                "Deploy to another branch, such as gh-pages.",
            )
        ]

    def compare(self, output: Path) -> Comparison:
        """How the remote's branch differs from `output`. Fetches it, under a name of its own."""
        commit = self._fetch()
        changes = Changes.between(self._tree(commit), self._hashes(output))
        if "CNAME" in changes.removed:
            domain = self._git.ask("show", f"{commit}:CNAME").text
            raise FanfareError(
                Finding(
                    "cname",
                    f"{self.target} has a CNAME for {domain}, and the published site has none.",
                    f"Write {domain} into content/extra/CNAME, or take that domain away first.",
                )
            )
        return Comparison(changes, commit)

    def _fetch(self) -> str:
        """The commit the remote's branch is at, fetched; nothing where it has no such branch."""
        source = f"refs/heads/{self.branch}"
        listed = self._git.attempt("ls-remote", "--", self.remote, source)
        if listed.status:
            raise FanfareError(self._unreachable(listed.complaint))
        commit = listed.text.partition("\t")[0]
        if commit and self._git.attempt("cat-file", "-e", f"{commit}^{{commit}}").status:
            fetched = self._git.attempt(
                *("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap="),
                *("--no-recurse-submodules", "--", self.remote, f"+{source}:{_FETCHED}"),
            )
            if fetched.status:
                raise FanfareError(self._unreachable(fetched.complaint))
            commit = self._git.ask("rev-parse", "--verify", _FETCHED).text
        return commit

    def _unreachable(self, complaint: str) -> Finding:
        return Finding(
            "unreachable",
            f"git cannot read {self.target}: {complaint}",
            "Look at the address (`git remote -v`), at your connection and your rights there.",
        )

    def _tree(self, commit: str) -> dict[str, str]:
        """Every file of `commit` with its hash; symbolic links and submodules count as no file."""
        if not commit:
            return {}
        listed = self._git.ask("ls-tree", "-r", "-z", "--full-tree", commit).raw
        tree = {}
        for entry in os.fsdecode(listed).split("\0")[:-1]:
            about, _, path = entry.partition("\t")
            mode, _kind, blob = about.split()
            tree[path] = blob if mode.startswith("100") else mode
        return tree

    def _hashes(self, output: Path) -> Mapping[str, str]:
        """Every file of the branch to be with the hash git gives it; stores nothing."""
        paths = files_in(output)
        for path in paths:
            if "\n" in path or path.startswith('"') or not _is_unicode(path):
                raise FanfareError(
                    Finding(
                        "file-name",
                        "git cannot take this file name.",
                        "Rename it: letters, digits and hyphens are safe everywhere.",
                        page=ascii(path),
                    )
                )
        asked = "".join(f"{(output / path).absolute()}\n" for path in paths)
        hashes = self._git.ask("hash-object", "--no-filters", "--stdin-paths", given=asked)
        empty = self._git.ask("hash-object", "--no-filters", "--stdin").text
        return {**dict(zip(paths, hashes.text.split(), strict=True)), _NOJEKYLL: empty}

    def send(
        self, output: Path, compared: Comparison, message: str, _open_progress: OpenProgress
    ) -> str:
        """Commit `output` on top of what was compared with, and push; the new commit.

        Raises `FanfareError` where the remote takes it not, or has moved on meanwhile.
        """
        commit = self._commit(output, compared.commit, message)
        pushed = self._git.attempt(
            *("push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no"),
            *("--", self.remote, f"{commit}:refs/heads/{self.branch}"),
        )
        if pushed.status:
            raise FanfareError(self._rejection(pushed.text, pushed.complaint))
        self._git.ask("update-ref", _FETCHED, commit)
        return commit

    def _commit(self, output: Path, parent: str, message: str) -> str:
        from ghp_import import GhpError, ghp_import

        scratch = f"refs/heads/{_SCRATCH}"
        try:
            if parent:
                self._git.ask("update-ref", scratch, parent)
            else:
                self._git.ask("update-ref", "-d", scratch)
            # ghp-import works where the process stands. It would push as well, but say nothing
            # of why a push failed; and it would move the author's branch of the same name.
            with contextlib.chdir(self.root):
                ghp_import(
                    str(output.absolute()),
                    branch=_SCRATCH,
                    remote=_SCRATCH,
                    mesg=message,
                    nojekyll=True,
                )
            commit = self._git.attempt("rev-parse", "--verify", "--quiet", scratch).text
        except (GhpError, OSError, TypeError) as error:  # TypeError: fast-import failed
            raise FanfareError(Finding("git", f"ghp-import could not commit: {error}.")) from None
        finally:
            self._git.attempt("update-ref", "-d", scratch)
        if Changes.between(self._tree(commit), self._hashes(output)).count:
            raise FanfareError(Finding("git", "The commit is not what was published."))
        return commit

    def _rejection(self, report: str, complaint: str) -> Finding:
        if "(fetch first)" in report or "(non-fast-forward)" in report:
            return Finding(
                "moved-on",
                f"Someone else deployed to {self.target} meanwhile.",
                "Deploy again: your site then goes on top of theirs.",
            )
        reasons = [line.rpartition("\t")[2] for line in report.splitlines() if line[:1] == "!"]
        return Finding(
            "rejected",
            f"{self.target} did not take the push: {'; '.join(reasons) or complaint}",
            "Look at your rights there, and at the rules of the branch.",
        )


def _is_unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
