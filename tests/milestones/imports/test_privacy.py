"""No address, no hash and no key gets anywhere but into `private/`, and no address there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from fanfare import console
from fanfare.errors import FanfareError
from milestones import PUBLIC
from tests.milestones.imports.exported import EXPORTS, fans_csv, make_site, put_in
from tests.small_site import build_site, post
from workbench.location import Site

LISTS = {
    "mailchimp_subscribed.csv": "newsletter",
    "mailchimp_unsubscribed.csv": "newsletter",
    "mailchimp_cleaned.csv": "newsletter",
    "substack.csv": "workshop",
    "substack_dashboard.csv": "club",
    "ghost.csv": "newsletter",
    "kit.csv": "workshop",
    "beehiiv.csv": "club",
    "buttondown.csv": "newsletter",
    "buttondown_semicolons.csv": "workshop",
    "linkedin_connections.csv": "contacts",
}
FIRST_DAY = 10
ADDRESS = re.compile(rb"[\w.+-]+@[^\s,;\"]+")


def everything_in(folder: Path) -> bytes:
    """The names and the bytes of all files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = (str(path.relative_to(folder)).encode() + b"\n" + path.read_bytes() for path in files)
    return b"\n".join(named)


def addresses() -> set[bytes]:
    """Every address in the fixtures, as it is written, in small letters."""
    found: set[bytes] = set()
    for name in LISTS:
        found.update(one.lower() for one in ADDRESS.findall((EXPORTS / name).read_bytes()))
    return found


def test_nothing_private_gets_out(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    site = make_site(tmp_path / "site")
    caplog.set_level(0)
    for number, (name, channel) in enumerate(LISTS.items(), FIRST_DAY):
        day = f"2026-01-{number}"
        put_in(site, EXPORTS / name, channel, day, dry_run=True)
        put_in(site, EXPORTS / name, channel, day, history=True)
        put_in(site, EXPORTS / name, channel, day, as_json=True)
        _import_damaged(site, EXPORTS / name, channel, day)
    conf = f"MILESTONES_PUBLIC = {dict.fromkeys(PUBLIC, True)!r}\n"
    built = build_site(site.root, {"posts/a.md": post("A")}, conf, plugin="milestones")
    said = capfd.readouterr()

    private = everything_in(site.root / "private")
    key = (site.root / "private" / "fans.key").read_text().strip()
    hashes = set(re.findall(rb"\b[0-9a-f]{32}\b", private))
    assert len(hashes) == 9
    assert len(addresses()) > 20

    outside = b"\n".join(
        [
            *(everything_in(path) for path in site.root.iterdir() if path.name != "private"),
            said.out.encode(),
            said.err.encode(),
            caplog.text.encode(),
        ]
    ).lower()
    assert fans_csv(site).read_bytes().lower() in outside
    assert built.text("milestones").encode().lower() in outside
    for secret in (key.encode(), bytes.fromhex(key), *hashes, *map(bytes.fromhex, _texts(hashes))):
        assert secret.lower() not in outside
    for address in addresses():
        assert address not in outside
        assert address not in private.lower()
        assert address.partition(b"@")[0] + b"@" not in outside


def _import_damaged(site: Site, original: Path, channel: str, day: str) -> None:
    """Import the file cut off, without the names of its columns, with others, and not in UTF-8."""
    raw = original.read_bytes()
    for wrong in (
        raw[:-20] + b'"',
        raw[raw.index(b"\nada@") if b"\nada@" in raw else -60 :],
        raw.replace(b"mail", b"post", 1),
        raw.replace(b"active", b"ada@reader.example"),
        raw + b"\xff",
    ):
        damaged = site.root.parent / "damaged.csv"
        damaged.write_bytes(wrong)
        try:
            put_in(site, damaged, channel, day, dry_run=True)
        except FanfareError as error:
            console.show(error.findings)


def _texts(hashes: Iterable[bytes]) -> list[str]:
    return [one.decode() for one in hashes]
