"""What authors do to the built site."""

from __future__ import annotations

import shutil
from pathlib import PurePosixPath
from random import Random

from tests.quickbuild.proof.edit import edit, some
from tests.quickbuild.proof.small_site import SmallSite

_PLACES = ("by-hand.txt", "posts/by-hand.html", "mine/deep/by-hand.txt", "tags/by-hand/index.html")


@edit()
def put_by_hand(site: SmallSite, random: Random) -> str:
    """A file of the author's own in the output: it stays."""
    place = random.choice(_PLACES)
    parents = [site.path(f"output/{folder}") for folder in PurePosixPath(place).parents]
    if any(folder.is_file() for folder in parents):
        return ""
    data = f"Mine {random.randrange(9)}\n"
    site.write(f"output/{place}", data)
    site.put_by_hand[place] = data.encode()
    return f"put output/{place}"


@edit()
def take_away_by_hand(site: SmallSite, random: Random) -> str:
    """That file deleted again."""
    if not site.put_by_hand:
        return ""
    place = random.choice(sorted(site.put_by_hand))
    site.delete(f"output/{place}")
    del site.put_by_hand[place]
    return f"take away output/{place}"


@edit(times=2)
def change_output(site: SmallSite, random: Random) -> str:
    """A built file changed, emptied, deleted, or replaced by a folder: it is made again."""
    names = [name for name in site.names("output") if name[7:] not in site.put_by_hand]
    if not names:
        return ""
    name = random.choice(names)
    path = site.path(name)
    what = random.choice(("change", "empty", "delete", "replace by a folder", "replace"))
    if what == "change":
        with path.open("r+b") as file:  # in its place, as editors do that keep hard links
            file.write(b"By hand")
    elif what == "empty":
        path.write_bytes(b"")
    elif what == "replace":
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data.swapcase())
    else:
        path.unlink()
        if what == "replace by a folder":
            path.mkdir()
    return f"{what} {name}"


@edit()
def delete_output(site: SmallSite, random: Random) -> str:
    """A folder of the output, or all of it, deleted."""
    folders = [path for path in sorted(site.path("output").glob("*")) if path.is_dir()]
    everything = not folders or some(random, 3)
    folder = site.path("output") if everything else random.choice(folders)
    shown = folder.relative_to(site.root).as_posix()
    shutil.rmtree(folder, ignore_errors=True)
    for place in [place for place in site.put_by_hand if not site.has(f"output/{place}")]:
        del site.put_by_hand[place]
    return f"delete {shown}/"
