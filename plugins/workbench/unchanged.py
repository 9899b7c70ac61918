"""Tell, before Pelican is imported, that a build would make again what is there.

Each build leaves a record: what it was made of, what it made, what it warned of. As long as all of
that is as it was, and no moment has come that a text waits for, there is nothing to build. A record
that is damaged, foreign or missing costs one build.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fanfare.file_digests import digest_of_bytes
from fanfare.findings import Finding, Severity
from workbench.inputs import PLUGINS, Inputs
from workbench.location import Site

if TYPE_CHECKING:
    from workbench.build import Build

_NAME = "unchanged.json"


@dataclass(frozen=True, slots=True)
class _Record:
    """One build: what it was made of, and what it made."""

    made_of: str
    """The digest of its settings and versions."""

    files: str
    """The digest of the signatures of all files that it may have read."""

    young: list[str]
    """Those of them whose bytes are in that digest, too."""

    began: float
    """When it began, in seconds since 1970."""

    due: float | None
    """When the same files begin to make something else."""

    outputs: list[str]
    """The files that it made, relative to the output folder."""

    made: str
    """The digest of the signatures of these and of the manifest."""

    warnings: list[Finding]


def recall(site: Site, inputs: Inputs) -> list[Finding] | None:
    """What the build that made `output` warned of; None where another one may make it otherwise."""
    record = _load(_path(site))
    if record is None or record.made_of != inputs.digest:
        return None
    moment = inputs.moment.timestamp()
    if moment < record.began or (record.due is not None and moment >= record.due):
        return None
    if record.files != inputs.files(record.young) or record.made != _made(site, record.outputs, {}):
        return None
    return record.warnings


def keep(site: Site, inputs: Inputs, built: Build, outputs: list[str]) -> None:
    """Record that `outputs` are there since `built` was made of `inputs`."""
    if not inputs.is_code_settled or not _only_own_plugins(inputs):
        return
    record = _Record(
        inputs.digest,
        inputs.files(inputs.young),
        sorted(inputs.young),
        inputs.moment.timestamp(),
        built.due.timestamp() if built.due else None,
        outputs,
        _made(site, outputs, built.signatures),
        built.warnings,
    )
    said = {name: getattr(record, name) for name in record.__slots__}  # asdict copies all names
    said["warnings"] = [asdict(finding) for finding in record.warnings]
    text = json.dumps(said).encode()
    # Not flushed to disk: what a power cut leaves behind is found by the digest.
    unfinished = _path(site).with_suffix(f".{os.getpid()}.tmp")
    unfinished.write_bytes(digest_of_bytes(text).encode() + b"\n" + text)
    unfinished.replace(_path(site))


def is_kept(site: Site) -> bool:
    """True where the last build of `site` that succeeded could tell all that it was made of."""
    return _path(site).exists()


def forget(site: Site) -> None:
    """Let the next build run, whatever it is made of."""
    _path(site).unlink(missing_ok=True)


def _path(site: Site) -> Path:
    return site.workplace / _NAME


def _load(path: Path) -> _Record | None:
    try:
        digest, _, text = path.read_bytes().partition(b"\n")
        if digest != digest_of_bytes(text).encode():
            return None
        said = dict(json.loads(text))
        warnings = [
            Finding(**{**finding, "severity": Severity(finding["severity"])})
            for finding in said.pop("warnings")
        ]
        return _Record(**said, warnings=warnings)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _made(site: Site, outputs: Iterable[str], known: Mapping[str, str]) -> str:
    """The digest of the signatures of `outputs`, of which some are `known`, and of the manifest."""
    folder = f"{site.output.resolve()}{os.sep}"
    signatures = [known.get(name) or _signature(f"{folder}{name}") for name in outputs]
    signatures.append(_signature(str(site.manifest)))
    return digest_of_bytes("\n".join(signatures).encode())


def _signature(path: str) -> str:
    """What tells the file at `path` from another one; not its ctime, which hard links change."""
    try:
        seen = os.stat(path)  # noqa: PTH116 -- thousands of files: a Path costs more than this
    except OSError:
        return ""
    return f"{seen.st_size}:{seen.st_mtime_ns}:{seen.st_ino}"


def _only_own_plugins(inputs: Inputs) -> bool:
    """True where all plugins that Pelican loaded are Fanfare's, and none that hides one of them."""
    plugins = inputs.settings["PLUGINS"]
    files = (
        getattr(sys.modules.get(str(name)), "__file__", None)
        for name in (plugins if isinstance(plugins, list | tuple) else ())
    )
    return all(file and Path(file).resolve().is_relative_to(PLUGINS) for file in files)
