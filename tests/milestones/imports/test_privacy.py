"""No address, no hash and no key gets anywhere but into `private/`, and no address there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from fanfare import console
from fanfare.errors import FanfareError
from milestones import PUBLIC
from tests.milestones.fans.fans_site import TASKS
from tests.milestones.goals_site import invoke
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
NAMES = (
    *("Quill, PhD", "Cleo", "Dora", "Emil", "Marsh", "the pen", "of the quay", "🐙", "🎣"),
    *("more tides", "at the fair", "second issue"),
)
"""Of people in the fixtures, and what is noted of them; none of it is part of any other word."""

HEADERLESS = (
    "Zenobia Marchbanks,zenobia(at)reader.example,active\n",
    "5d41402abc4b2a76b9719d911017c592;Zenobia Marchbanks\n",
    "zenobia@reader.example\tZenobia Marchbanks\tEmail\n",
    "Zenobia Marchbanks\n",
)
"""Lists without the names of their columns."""
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


def test_nothing_private_gets_out_of_the_command(tmp_path: Path) -> None:
    """As an author calls it: another process, its output, all that it leaves behind."""
    site = make_site(tmp_path / "site")
    (site.root / "tasks.py").write_text(TASKS)
    said = []
    for number, text in enumerate(HEADERLESS):
        file = tmp_path / f"{number}.csv"
        file.write_text(text)
        refused = invoke(site.root, "fans.import", str(file), "--channel", "club", "--yes")
        assert refused.returncode == 1
        assert "Known are Mailchimp" in refused.stderr
        said += [refused.stdout, refused.stderr]
    assert not (site.root / "private").exists()
    for options in (["--dry-run"], ["--yes", "--history"], ["--yes", "--json"]):
        words = ("--channel", "newsletter", "--date", "2026-01-10", *options)
        done = invoke(site.root, "fans.import", str(EXPORTS / "mailchimp_subscribed.csv"), *words)
        assert (done.returncode, done.stderr) == (0, "")
        said.append(done.stdout)
    assert "Mailchimp: 3 people" in said[-1]
    _check_nothing_is_out(site, "\n".join(said))


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

    assert built.text("milestones")
    _check_nothing_is_out(site, f"{said.out}{said.err}{caplog.text}", hashes=9)


def _check_nothing_is_out(site: Site, said: str, hashes: int = 3) -> None:
    """Nothing private is in what was `said`, nor in any file outside of `private/`.

    There, in turn, are only as many different `hashes` and the key, and nothing of any person.
    """
    private = everything_in(site.root / "private")
    key = (site.root / "private" / "fans.key").read_text().strip()
    found = set(re.findall(rb"\b[0-9a-f]{32}\b", private))
    assert len(found) == hashes
    assert len(addresses()) > 20
    outside = b"\n".join(
        [
            *(everything_in(path) for path in site.root.iterdir() if path.name != "private"),
            said.encode(),
        ]
    ).lower()
    assert fans_csv(site).read_bytes().lower() in outside
    for secret in (key.encode(), bytes.fromhex(key), *found, *map(bytes.fromhex, _texts(found))):
        assert secret.lower() not in outside
    for address in addresses():
        assert address not in outside
        assert address not in private.lower()
        assert address.partition(b"@")[0] + b"@" not in outside
    everyone = b"".join((EXPORTS / name).read_bytes() for name in LISTS)
    for name in (*NAMES, "Zenobia", "Marchbanks", "5d41402abc4b"):
        assert name.encode() in everyone or name.encode() in "".join(HEADERLESS).encode()
        assert name.lower().encode() not in outside
        assert name.lower().encode() not in private.lower()


def _import_damaged(site: Site, original: Path, channel: str, day: str) -> None:
    """Import the file cut off, without the names of its columns, with others, and not in UTF-8."""
    raw = original.read_bytes()
    for wrong in (
        raw[:-20] + b'"',
        raw[raw.index(b"\nada@") if b"\nada@" in raw else -60 :],
        raw.replace(b"mail", b"post", 1),
        raw.replace(b"active", b"ada@reader.example"),
        raw + b"\xff",
        raw.partition(b"\n")[2],
        *(one.encode() for one in HEADERLESS),
    ):
        damaged = site.root.parent / "damaged.csv"
        damaged.write_bytes(wrong)
        try:
            put_in(site, damaged, channel, day, dry_run=True)
            put_in(site, damaged, channel, day, dry_run=True, as_json=True)
        except FanfareError as error:
            console.show(error.findings)


def _texts(hashes: Iterable[bytes]) -> list[str]:
    return [one.decode() for one in hashes]
