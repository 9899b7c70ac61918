"""Pages stand where Pelican would put them, and know where the site is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pelican.utils import get_relative_path, path_to_url

from quickbuild.writer import way_up_from

NAMES = st.lists(
    st.sampled_from(["/", "a", "posts", ".", "..", "index.html", "\\", "é"]), min_size=1, max_size=7
).map("".join)


@given(NAMES)
def test_the_way_up_is_the_one_that_pelican_finds(name: str) -> None:
    assert way_up_from(name) == path_to_url(get_relative_path(name))
