from __future__ import annotations

from pathlib import Path

from fanfare import ahead


def test_what_is_offered_is_got_ready_for_each_build_in_the_sites_folder(tmp_path: Path) -> None:
    got_ready: list[Path] = []
    ahead.offer(got_ready.append)
    try:
        for _ in range(2):
            ahead.get_ready(tmp_path)
    finally:
        ahead._offered.remove(got_ready.append)

    assert got_ready == [tmp_path, tmp_path]
