"""Exports of every service, and sites to import them into."""

from __future__ import annotations

import csv
import gzip
import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from fanfare.console import Silent
from milestones.fans.book import Wish, open_book
from milestones.files import fans_file
from milestones.imports.command import Export, import_file
from milestones.imports.contents import Content, PageDays, People
from milestones.imports.opening import Source
from milestones.imports.recognise import read
from milestones.records import Reading
from workbench.location import Site

EXPORTS = Path(__file__).with_name("exports")
TODAY = date(2026, 1, 31)

CHANNELS = """
[[channels]]
key = "newsletter"
label = "The Wednesday letter"
kind = "stock"
engaged = true

[[channels]]
key = "workshop"
label = "Workshop list"
kind = "stock"
engaged = true

[[channels]]
key = "club"
label = "The reading club"
kind = "stock"
engaged = true

[[channels]]
key = "linkedin"
label = "LinkedIn"
kind = "stock"
engaged = true

[[channels]]
key = "contacts"
label = "LinkedIn connections"
kind = "stock"
engaged = false

[[channels]]
key = "mastodon"
label = "The fediverse"
kind = "stock"
engaged = true
fetch = "mastodon"
account = "@tamsin@social.example"

[[channels]]
key = "talks"
label = "Talks"
kind = "attendance"
engaged = true

[[channels]]
key = "visits"
label = "Visitors"
kind = "reach"
"""


def hashed(address: str) -> bytes:
    """What stands for an address here, where nothing is secret."""
    return hashlib.sha256(address.encode()).digest()[:16]


def content_of(path: Path) -> Content | PageDays:
    """What is recognised in the file at `path`."""
    return read(Source(path, path.name, Silent()), hashed)


def people_of(path: Path) -> People:
    """The people in the file at `path`."""
    content = content_of(path)
    assert isinstance(content, People)
    return content


def make_site(root: Path, channels: str = CHANNELS) -> Site:
    """A site in the new folder `root` where nothing was counted yet."""
    data = root / "content" / "data"
    data.mkdir(parents=True)
    (root / "pelicanconf.py").touch()
    (data / "goals.toml").write_text(channels)
    return Site(root)


def put_in(
    site: Site,
    file: Path | str,
    channel: str = "",
    day: str = "",
    total: str = "",
    *,
    history: bool = False,
    yes: bool = True,
    dry_run: bool = False,
    as_json: bool = False,
    today: date = TODAY,
) -> None:
    """Import `file` into `site` as `invoke fans.import --yes` does."""
    export = Export(str(file), channel, day, total, history)
    import_file(open_book(site, today), export, Wish(dry_run, as_json), yes=yes)


def fans_csv(site: Site) -> Path:
    """Where readings are recorded."""
    return site.content / "data" / fans_file.NAME


def readings(site: Site) -> list[Reading]:
    """What is recorded, oldest first."""
    return list(fans_file.read(fans_csv(site), "fans.csv", None, TODAY))


def counts(site: Site) -> dict[tuple[str, str], int]:
    """What counts in the end, by day and channel."""
    return {(one.day.isoformat(), one.channel): one.count for one in readings(site)}


def list_of(path: Path, addresses: Sequence[str]) -> Path:
    """A Kit export of active subscribers at `path`."""
    rows = [("A", one, "2025-10-01 08:00:00 UTC", "active", "", "") for one in addresses]
    return table(path, ("first_name", "email", "created_at", "status", "tags", "referrer"), rows)


def table(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    """A CSV file at `path`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def analytics(
    path: Path,
    total: object,
    anchor: str,
    gains: Mapping[str, object],
    header: Sequence[str] = ("Date", "New followers"),
) -> Path:
    """LinkedIn's workbook of a profile's analytics at `path`."""
    workbook = Workbook()
    first = workbook.active
    assert first is not None
    first.title = "DISCOVERY"
    first.append(["Overall Performance", "10/1/2025 - 10/31/2025"])
    for name in ("ENGAGEMENT", "TOP POSTS", "FOLLOWERS", "DEMOGRAPHICS"):
        workbook.create_sheet(name).append([name.title()])
    followers = workbook["FOLLOWERS"]
    followers.delete_rows(1)
    for row in ([f"Total followers on {anchor}", total], [], header, *gains.items()):
        followers.append(list(row))
    workbook.save(path)
    return path


def plausible(path: Path, tables: Mapping[str, str | bytes]) -> Path:
    """An archive at `path` with files of those names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(name, text)
    return path


def gzipped(path: Path, original: Path) -> Path:
    """`original`, packed, at `path`."""
    path.write_bytes(gzip.compress(original.read_bytes()))
    return path
