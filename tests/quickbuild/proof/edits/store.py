"""Damage to what Fanfare keeps in `.fanfare/`: it may cost a build, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

from tests.quickbuild.proof.edit import edit, some
from tests.quickbuild.proof.small_site import SmallSite

_STORE = ".fanfare"


def _kept(site: SmallSite) -> list[str]:
    return site.names(_STORE)


@edit(times=2)
def damage_store(site: SmallSite, random: Random) -> str:
    """A file of the store with other bytes, fewer, none, or no file at all."""
    site.is_forgetful = True
    names = _kept(site)
    if not names:
        return ""
    name = random.choice(names)
    path = site.path(name)
    data = bytearray(path.read_bytes())
    what = random.choice(("flip", "cut", "empty", "delete", "garbage", "folder", "more"))
    if what == "flip" and data:
        for _ in range(random.choice((1, 3, 50))):
            data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        path.write_bytes(data)
    elif what == "cut":
        path.write_bytes(data[: random.randrange(len(data) + 1)])
    elif what == "garbage":
        path.write_bytes(bytes(range(256)) * 8)
    elif what == "more":
        path.write_bytes(data + b"more")
    elif what == "empty":
        path.write_bytes(b"")
    else:
        path.unlink()
        if what == "folder":
            path.mkdir()
            (path / "in the way").write_text("x")
    return f"{what} {name}"


@edit()
def change_record_in_store(site: SmallSite, random: Random) -> str:
    """What the databases in the store remember changed, in a file that is otherwise sound."""
    site.is_forgetful = True
    import sqlite3

    names = [name for name in _kept(site) if name.endswith(".db")]
    if not names:
        return ""
    name = random.choice(names)
    try:
        with sqlite3.connect(site.path(name)) as database:
            tables = [
                row[0]
                for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            table = random.choice(sorted(tables))
            columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
            column = random.choice(columns)
            key = 'kind || "\n" || key'  # a table without row ids
            rows = [row[0] for row in database.execute(f'SELECT {key} FROM "{table}" ORDER BY 1')]
            other = random.choice(("x", b"{}", 0, None))
            database.execute(
                f'UPDATE "{table}" SET "{column}" = ? WHERE {key} = ?',
                (other, random.choice(rows)),
            )
        database.close()
    except (sqlite3.Error, IndexError) as error:
        return f"{name} cannot be changed: {error}"
    return f"{name}: {table}.{column} = {other!r}"


@edit()
def delete_store(site: SmallSite, random: Random) -> str:
    """No store any more, or something else in its place."""
    site.is_forgetful = True
    shutil.rmtree(site.path(_STORE), ignore_errors=True)
    return "delete the store"


@edit(times=2)
def take_store_back(site: SmallSite, random: Random) -> str:
    """The store, the output, or both as they were some builds ago; or kept for then."""
    site.is_forgetful = True
    what = random.choice((_STORE, "output", "both"))
    for name in (_STORE, "output") if what == "both" else (what,):
        kept, present = site.root.parent / f"kept-{name}", site.path(name)
        if not kept.exists() or some(random, 2):
            shutil.rmtree(kept, ignore_errors=True)
            if present.exists():
                shutil.copytree(present, kept, symlinks=True)
        else:
            shutil.rmtree(present, ignore_errors=True)
            shutil.copytree(kept, present, symlinks=True)
    _know_by_hand(site)
    return f"{what}: kept, or taken back"


def _know_by_hand(site: SmallSite) -> None:
    """What an earlier output has of the author's own is the author's own."""
    files = {name[7:]: site.path(name) for name in site.names("output") if "by-hand" in name}
    site.put_by_hand = {place: path.read_bytes() for place, path in files.items()}


@edit()
def take_store_of_another_site(site: SmallSite, random: Random) -> str:
    """The store of a site with other files of the same names."""
    site.is_forgetful = True
    other = Path(site.root.parent, "clean", _STORE)
    if not other.is_dir():
        return ""
    shutil.rmtree(site.path(_STORE), ignore_errors=True)
    shutil.copytree(other, site.path(_STORE), symlinks=True)
    return "the store of another site"
