"""Files in `output/` that no build made: the author put them there, and there they stay."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fanfare.files import link_or_copy, write_whole
from fanfare.findings import Finding, Severity
from workbench.location import Site
from workbench.sources import names_below

_RECORD = "written.json"
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Written:
    """What builds have made in `output/`, as far as is known."""

    last: frozenset[str] = frozenset()
    """The files of the last build."""

    earlier: Mapping[str, str] = field(default_factory=dict)
    """Those of earlier ones that the last one did not make, and what each was like."""

    is_known: bool = True
    """False where the record is lost: who made what, nobody can tell."""

    @classmethod
    def load(cls, site: Site) -> Written:
        """What is recorded in the workplace of `site`."""
        try:
            said = json.loads((site.workplace / _RECORD).read_text("utf-8"))
            return cls(frozenset(map(str, said["last"])), dict(said["earlier"]))
        except FileNotFoundError:
            return cls(is_known=not site.output.exists())
        except (OSError, ValueError, TypeError, KeyError):
            return cls(is_known=False)

    def save(self, site: Site) -> None:
        """Record it in the workplace of `site`."""
        path = site.workplace / _RECORD
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        said = {"last": sorted(self.last), "earlier": self.earlier}
        write_whole(path, json.dumps(said, ensure_ascii=False))

    def has(self, name: str, path: Path) -> bool:
        """True where a build has made the file `name`, which is at `path`."""
        return name in self.last or (
            name in self.earlier and self.earlier[name] == _signature(path)
        )

    def after(self, made: frozenset[str], output: Path) -> Written:
        """What is known once a build has made `made`, which `output` does not have yet."""
        gone = {name: _signature(output / name) for name in self.last.difference(made)}
        kept = {name: was for name, was in self.earlier.items() if name not in made}
        return Written(made, kept | {name: was for name, was in gone.items() if was})


def not_of_the_last(written: Written, output: Path) -> list[str]:
    """The files in `output` that the last build did not make: mostly none."""
    return [name for name in names_below(output) if name not in written.last]


def carry_over(output: Path, stage: Path, written: Written, names: Iterable[str]) -> list[str]:
    """Put into `stage` those of the files `names` that no build has made, and it does not have."""
    carried = []
    for name in names:
        source, target = output / name, stage / name
        if written.has(name, source) or os.path.lexists(target):
            continue
        try:
            link_or_copy(source, target)
        except (FileExistsError, NotADirectoryError):  # the site has a page in its place
            continue
        except FileNotFoundError:  # the author has just taken it away
            continue
        carried.append(name)
    return carried


def unknown(names: list[str]) -> Finding:
    """That nobody can tell who made the files `names`."""
    shown = ", ".join(names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return Finding(
        "unknown-file",
        f"Nobody knows any more whether a build made {shown}{more}: it stays in output/.",
        "Delete what is not yours, or run `invoke clean` if nothing is.",
        Severity.WARNING,
    )


def _signature(path: Path) -> str:
    try:
        seen = path.lstat()
    except OSError:
        return ""
    return f"{seen.st_size}:{seen.st_mtime_ns}"
