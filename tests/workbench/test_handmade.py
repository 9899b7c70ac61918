"""Files in `output/` that no build made stay there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from workbench.handmade import Written, carry_over, not_of_the_last, unknown
from workbench.location import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose output has a page of a build and a file of the author's."""
    site = Site(tmp_path)
    site.workplace.mkdir()
    write(site.output, "index.html")
    write(site.output, "mine/notes.txt")
    return site


def write(folder: Path, name: str, text: str = "text") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def carried(site: Site, written: Written) -> list[str]:
    stage = site.root / "stage"
    stage.mkdir(exist_ok=True)
    return sorted(carry_over(site.output, stage, written, not_of_the_last(written, site.output)))


OF_BUILD = Written(frozenset({"index.html"}))


def test_what_no_build_made_is_carried_over_as_it_is(site: Site) -> None:
    assert carried(site, OF_BUILD) == ["mine/notes.txt"]
    stage = site.root / "stage"
    assert (stage / "mine/notes.txt").samefile(site.output / "mine/notes.txt")
    assert not (stage / "index.html").exists()


def test_what_this_build_made_is_not_undone(site: Site) -> None:
    made = write(site.root / "stage", "mine/notes.txt", "a page by now")
    assert carried(site, OF_BUILD) == []
    assert made.read_text() == "a page by now"


def test_a_page_where_the_author_has_a_folder_wins(site: Site) -> None:
    write(site.root / "stage", "mine", "a page")
    assert carried(site, OF_BUILD) == []


def test_what_cannot_be_linked_is_copied(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_paths: object, **_options: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)
    assert carried(site, OF_BUILD) == ["mine/notes.txt"]
    assert (site.root / "stage/mine/notes.txt").read_text() == "text"


def test_a_link_of_the_author_stays_a_link(site: Site) -> None:
    (site.output / "here").symlink_to("mine/notes.txt")
    assert carried(site, OF_BUILD) == ["here", "mine/notes.txt"]
    assert (site.root / "stage/here").readlink() == Path("mine/notes.txt")


def test_what_builds_made_is_recorded(site: Site) -> None:
    OF_BUILD.after(frozenset({"other.html"}), site.output).save(site)
    known = Written.load(site)
    assert known.is_known
    assert known.last == {"other.html"}
    assert [*known.earlier] == ["index.html"]


def test_a_page_of_an_earlier_build_is_known_as_long_as_it_is_that_page(site: Site) -> None:
    """Such as one that was there when a build was killed in the midst of the exchange."""
    known = OF_BUILD.after(frozenset(), site.output)
    assert known.has("index.html", site.output / "index.html")
    write(site.output, "index.html", "by hand, since")
    assert not known.has("index.html", site.output / "index.html")


def test_a_page_that_is_made_again_is_of_the_last_build(site: Site) -> None:
    gone = OF_BUILD.after(frozenset(), site.output)
    again = gone.after(frozenset({"index.html"}), site.output)
    assert again == OF_BUILD


def test_a_page_that_was_gone_already_is_nobodys(site: Site) -> None:
    (site.output / "index.html").unlink()
    assert OF_BUILD.after(frozenset(), site.output).earlier == {}


def test_without_an_output_there_is_nothing_to_know(tmp_path: Path) -> None:
    assert Written.load(Site(tmp_path)).is_known


def test_where_the_record_is_lost_nobody_can_tell(site: Site) -> None:
    assert not Written.load(site).is_known


@pytest.mark.parametrize("damage", [b"", b"[]", b"{}", b'{"last": 1, "earlier": {}}', b"\xff"])
def test_a_damaged_record_is_a_lost_one(site: Site, damage: bytes) -> None:
    OF_BUILD.save(site)
    (site.workplace / "written.json").write_bytes(damage)
    assert not Written.load(site).is_known


def test_a_folder_in_the_place_of_the_record_gives_way(site: Site) -> None:
    (site.workplace / "written.json").mkdir()
    assert not Written.load(site).is_known
    OF_BUILD.save(site)
    assert Written.load(site) == OF_BUILD


def test_what_nobody_knows_is_named_and_stays() -> None:
    few, many = unknown(["a", "b"]), unknown(["a", "b", "c", "d", "e"])
    assert few.message.startswith("Nobody knows any more whether a build made a, b: it stays")
    assert "made a, b, c and 2 more: it stays" in many.message
