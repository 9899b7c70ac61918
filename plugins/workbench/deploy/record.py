"""The ledger of deployments, and whether a site is what was deployed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from fanfare import ledger
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.deploy.records import Deployment
from workbench.location import Site


def files_in(output: Path) -> list[str]:
    """Every file in the folder `output`, relative to it, with forward slashes, sorted."""
    return sorted(
        path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()
    )


def digest(output: Path) -> str:
    """SHA-256 over path and SHA-256 of every file in `output`: the same for the same site."""
    whole = hashlib.sha256()
    for path in files_in(output):
        with (output / path).open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path}\0{content}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


def note(site: Site, deployment: Deployment) -> None:
    """Add `deployment` to the ledger."""
    ledger.append(site.deployments, asdict(deployment))


def deployments(site: Site) -> list[Deployment]:
    """Every deployment in the ledger, oldest first.

    Raises `FanfareError` where a line of it does not say what a deployment was.
    """
    shown = site.shown(site.deployments)
    return [_as_deployment(said, shown) for said in ledger.read(site.deployments, shown)]


def last_to(deployed: Iterable[Deployment], to: str, target: str) -> Deployment | None:
    """The last of `deployed` that went to this destination."""
    return next(
        (one for one in reversed([*deployed]) if (one.to, one.target) == (to, target)), None
    )


def _as_deployment(said: Mapping[str, ledger.Value], shown: str) -> Deployment:
    try:
        return ledger.as_record(Deployment, said)
    except ValueError as error:
        raise FanfareError(
            Finding(
                "ledger",
                f"The deployment of {said.get('date', 'an unknown day')} "
                f'has no "{error}" that can be read.',
                "Restore the line from git, or delete it.",
                source=shown,
            )
        ) from None
