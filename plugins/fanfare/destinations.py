"""Where a site can be deployed to; the setting `DEPLOY`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping

from fanfare.findings import Complaint, did_you_mean

DEPLOY_KEYS: Mapping[str, tuple[str, ...]] = {
    "gh-pages": ("remote", "branch"),
    "rsync": ("target", "ssh", "keep"),
}
"""Each kind of destination, and what can be said about one."""

_BRANCH = re.compile(r"(?!-)(?!.*(\.\.|//|@\{|\.lock$|[/.]$))[^\s~^:?*\[\\\x00-\x1f]+")


def deploy_destination(value: object) -> Iterable[Complaint]:
    """Everything wrong with a value of `DEPLOY`, as far as can be told by reading it."""
    match value:
        case None:
            return
        case {"to": str() as to, **others} if to in DEPLOY_KEYS:
            for key in others:
                if key not in DEPLOY_KEYS[to]:
                    known = DEPLOY_KEYS[to]
                    nearest = did_you_mean(str(key), known, " or ".join(known))
                    yield f'"{key}" says nothing about {to}', nearest
            yield from _gh_pages(others) if to == "gh-pages" else _rsync(others)
        case {"to": to}:
            kinds = " or ".join(f'"{kind}"' for kind in DEPLOY_KEYS)
            yield f'"{to}" is nothing Fanfare deploys to', did_you_mean(str(to), DEPLOY_KEYS, kinds)
        case _:
            yield (
                "does not say where to",
                'Write {"to": "gh-pages"}, or {"to": "rsync", "target": "you@host:/folder/"}.',
            )


def _gh_pages(said: Mapping[object, object]) -> Iterable[Complaint]:
    remote, branch = said.get("remote", "origin"), said.get("branch", "gh-pages")
    if not isinstance(remote, str) or not remote.strip() or remote.startswith("-"):
        yield f"the remote {remote!r} is not a name or an address", 'Write one such as "origin".'
    if not isinstance(branch, str) or not _BRANCH.fullmatch(branch):
        yield f"the branch {branch!r} is not a name git takes", 'Write one such as "gh-pages".'


def _rsync(said: Mapping[object, object]) -> Iterable[Complaint]:
    example = 'Write "you@host:/var/www/site/", or a folder on this machine.'
    match said.get("target", ""):
        case "":
            yield "the target is missing", example
        case str() as target if target.startswith("-") or not target.isprintable():
            yield f"the target {target!r} is not a folder", example
        case str() as target:
            host, folder = split_target(target)
            if host and re.fullmatch(r"[/.~]*|~[^/]*/*", folder):
                yield f'the target "{target}" names a host and no folder of its own', example
        case target:
            yield f"the target {target!r} is not a text", example
    ssh, keep = said.get("ssh", ""), said.get("keep", ())
    if not isinstance(ssh, str) or (ssh and not _are_options(ssh)):
        yield f"{ssh!r} are not options of ssh", 'Write them such as "-p 2222 -i ~/.ssh/site".'
    if not isinstance(keep, list | tuple) or not all(
        isinstance(path, str) and path for path in keep
    ):
        yield f"keep {keep!r} is not a list of paths", 'Write one such as [".well-known/"].'


def split_target(target: str) -> tuple[str, str]:
    """Host and folder of an rsync target; no host where the folder is on this machine.

    As rsync tells them apart (rsync(1), "General"): a colon before the first slash.
    """
    if target.startswith("rsync://"):
        host, _, folder = target.removeprefix("rsync://").partition("/")
        return host, folder
    host, colon, folder = target.partition(":")
    if not colon or "/" in host:
        return "", target
    return host, folder.removeprefix(":")


def _are_options(text: str) -> bool:
    try:
        return shlex.split(text)[0].startswith("-")
    except (ValueError, IndexError):
        return False
