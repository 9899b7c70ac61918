"""Single settings are replaced in a settings file, and every other character stays."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfare.errors import FanfareError
from workbench.scaffold.settings_file import with_settings

NEW = {"SITENAME": '"New"', "SOCIAL": "[]"}

SOURCE = '''\
"""The site. SITENAME = "not this one" """

from fanfare.site import *  # noqa: F403

SITENAME = "Old"  # the name on the door
TIMEZONE = "Europe/London"
SOCIAL = [
    ("Mastodon", "https://social.example/@old"),
    # and more of them
]

if TIMEZONE:
    print("SITENAME = 1")
'''

EXPECTED = '''\
"""The site. SITENAME = "not this one" """

from fanfare.site import *  # noqa: F403

SITENAME = "New"  # the name on the door
TIMEZONE = "Europe/London"
SOCIAL = []

if TIMEZONE:
    print("SITENAME = 1")
'''


def _changed(source: str | bytes, **values: str) -> str:
    raw = source if isinstance(source, bytes) else source.encode()
    return with_settings(raw, values or NEW, "pelicanconf.py").decode()


def test_only_the_assignments_change() -> None:
    assert _changed(SOURCE) == EXPECTED


def test_the_same_again_changes_nothing() -> None:
    assert _changed(EXPECTED) == EXPECTED


def test_lines_keep_their_windows_ends() -> None:
    values = {**NEW, "SOCIAL": "[\n    1,\n]"}
    changed = _changed(SOURCE.replace("\n", "\r\n"), **values)
    assert "SOCIAL = [\r\n    1,\r\n]\r\n" in changed
    assert changed.count("\n") == changed.count("\r\n")


def test_a_byte_order_mark_stays_in_front() -> None:
    assert (
        _changed(b'\xef\xbb\xbfSITENAME = "Old"\n', SITENAME='"New"') == '\ufeffSITENAME = "New"\n'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('SITENAME = ("O"\n  "ld")\n', 'SITENAME = "New"\n'),
        ('SITENAME: str = "Old"\n', 'SITENAME = "New"\n'),
        ('SITENAME = "Old"; TIMEZONE = "x"\n', 'SITENAME = "New"; TIMEZONE = "x"\n'),
        ('ä = "ü"; SITENAME = "Öld"  # é\n', 'ä = "ü"; SITENAME = "New"  # é\n'),
        ('X = "\x0c\u2028"\nSITENAME = "Old"\n', 'X = "\x0c\u2028"\nSITENAME = "New"\n'),
        ('SITENAME = "A"\nSITENAME = "B"\n', 'SITENAME = "New"\nSITENAME = "New"\n'),
        ('SITENAME = "Old"', 'SITENAME = "New"\n'),
        ("", 'SITENAME = "New"\n'),
        ("TIMEZONE = 1", 'TIMEZONE = 1\nSITENAME = "New"\n'),
        ('if 1:\n    SITENAME = "Old"\n', 'if 1:\n    SITENAME = "Old"\nSITENAME = "New"\n'),
    ],
)
def test_an_assignment_is_replaced_wherever_it_stands(before: str, after: str) -> None:
    assert _changed(before, SITENAME='"New"') == after


@pytest.mark.parametrize("line", ["SITENAME = OTHER = 1", "SITENAME, OTHER = 1, 2"])
def test_an_assignment_of_two_names_is_for_the_author_to_part(line: str) -> None:
    with pytest.raises(FanfareError) as caught:
        _changed(f"X = 1\n{line}\n")
    assert str(caught.value) == (
        "pelicanconf.py:2: SITENAME is assigned together with something else. "
        "Write SITENAME = ... on a line of its own."
    )


def test_what_is_not_python_is_named_by_line() -> None:
    with pytest.raises(FanfareError, match=r"pelicanconf\.py:2: This is not Python"):
        _changed("X = 1\nSITENAME = \n")


@given(
    names=st.lists(st.sampled_from(["SITENAME", "SOCIAL", "TIMEZONE", "ä"]), max_size=6),
    gaps=st.lists(st.sampled_from(["\n", "\n\n", "  # ü\n", "; "]), min_size=6, max_size=6),
)
def test_the_last_word_is_ours_and_all_else_is_as_before(names: list[str], gaps: list[str]) -> None:
    source = "".join(
        f'{name} = "ö{number}"{gap}'
        for number, (name, gap) in enumerate(zip(names, gaps, strict=False))
    ).removesuffix("; ")
    before, after = _values(source), _values(_changed(source))
    assert after.pop("SITENAME") == "New"
    assert after.pop("SOCIAL") == []
    assert after == {name: value for name, value in before.items() if name not in NEW}


def _values(source: str) -> dict[str, object]:
    values: dict[str, object] = {}
    for node in ast.parse(source).body:
        assert isinstance(node, ast.Assign)
        assert isinstance(node.targets[0], ast.Name)
        values[node.targets[0].id] = ast.literal_eval(node.value)
    return values
