"""What is remembered, and what becomes of what is damaged, old or shared."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from social_cards.store import SPARE, Store

KEY, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cards")


def test_what_was_put_in_is_there(store: Store) -> None:
    store.put(KEY, b"card")

    assert store.get(KEY) == b"card"
    assert store.has(KEY)
    assert store.get(OTHER) is None
    assert [file.name for file in store.folder.iterdir()] == [KEY]


@pytest.mark.parametrize("kept", [0, 1, 31, 32, 35])
def test_a_file_that_was_cut_short_is_none(store: Store, kept: int) -> None:
    store.put(KEY, b"card")
    file = store.folder / KEY
    file.write_bytes(file.read_bytes()[:kept])

    assert store.get(KEY) is None


def test_a_file_with_a_flipped_bit_is_none(store: Store) -> None:
    store.put(KEY, b"card")
    file = store.folder / KEY
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)

    assert store.get(KEY) is None


def test_a_damaged_card_can_be_put_in_again(store: Store) -> None:
    store.put(KEY, b"card")
    (store.folder / KEY).write_bytes(b"")
    store.put(KEY, b"card")

    assert store.get(KEY) == b"card"


def test_a_card_takes_the_place_of_a_folder(store: Store) -> None:
    (store.folder / KEY / "deep").mkdir(parents=True)
    assert not store.has(KEY)
    assert store.get(KEY) is None

    store.put(KEY, b"card")
    assert store.get(KEY) == b"card"


def test_sweeping_keeps_all_that_is_asked_for_and_the_newest_of_the_others(store: Store) -> None:
    names = [f"{number:064}" for number in range(SPARE + 10)]
    for age, name in enumerate(reversed(names)):
        store.put(name, b"card")
        os.utime(store.folder / name, ns=(age, age))
    oldest = names[-1]

    store.sweep({oldest})

    left = {file.name for file in store.folder.iterdir()}
    assert left == {oldest, *names[:SPARE]}


def test_sweeping_leaves_a_few_cards_of_another_build_alone(store: Store) -> None:
    store.put(KEY, b"card")
    store.put(OTHER, b"drafts")

    store.sweep({KEY})

    assert store.get(OTHER) == b"drafts"


def test_sweeping_leaves_whatever_is_not_a_card(store: Store) -> None:
    store.folder.mkdir()
    foreign = [f"text-{number}.md" for number in range(2 * SPARE)] + ["A" * 64, f"{KEY}.x.tmp"]
    for name in foreign:
        (store.folder / name).write_text("of the author")
    for number in range(2 * SPARE):
        (store.folder / f"{number:064}.77.tmp").write_bytes(b"half a ca")

    store.sweep(set())

    left = {file.name for file in store.folder.iterdir()}
    assert left > set(foreign)
    assert len(left) == len(foreign) + SPARE


def test_what_cannot_be_written_leaves_nothing_behind(store: Store) -> None:
    in_the_way = store.folder / f"{KEY}.{os.getpid()}.tmp"
    in_the_way.mkdir(parents=True)

    with pytest.raises(OSError, match=KEY):
        store.put(KEY, b"card")

    assert [*store.folder.iterdir()] == [in_the_way]


def test_sweeping_a_store_that_is_not_there_yet_is_nothing(store: Store) -> None:
    store.sweep({KEY})

    assert not store.folder.exists()
