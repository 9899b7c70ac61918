from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from fanfare.findings import Finding, Severity
from workbench.error_page import Row, excerpt, render


@pytest.fixture
def root(tmp_path: Path) -> Path:
    text = "".join(f"line {number}\n" for number in range(1, 11))
    (tmp_path / "ten.md").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "first", "last"), [(5, 2, 8), (1, 1, 4), (10, 7, 10)], ids=["middle", "start", "end"]
)
def test_the_guilty_line_is_shown_among_its_neighbours(
    root: Path, line: int, first: int, last: int
) -> None:
    assert excerpt(root, Finding("rule", "Wrong.", source="ten.md", line=line)) == [
        Row(number, f"line {number}", guilty=number == line) for number in range(first, last + 1)
    ]


@pytest.mark.parametrize(
    "finding",
    [
        Finding("rule", "Wrong."),
        Finding("rule", "Wrong.", source="ten.md"),
        Finding("rule", "Wrong.", source="ten.md", line=11),
        Finding("rule", "Wrong.", source="gone.md", line=1),
        Finding("rule", "Wrong.", source=".", line=1),
    ],
)
def test_nothing_is_shown_where_the_line_is_not_known_or_not_there(
    root: Path, finding: Finding
) -> None:
    assert excerpt(root, finding) == []


def test_a_file_that_is_not_text_is_shown_as_well_as_can_be(root: Path) -> None:
    (root / "latin.md").write_bytes(b"Title: Caf\xe9\r\nDate: today\r\n")

    rows = excerpt(root, Finding("encoding", "Not UTF-8.", source="latin.md", line=1))

    assert [row.text for row in rows] == ["Title: Caf\ufffd", "Date: today"]


def test_a_very_long_line_is_cut(root: Path) -> None:
    (root / "long.md").write_text("x" * 100_000, encoding="utf-8")

    (row,) = excerpt(root, Finding("rule", "Wrong.", source="long.md", line=1))

    assert row.text == "x" * 500 + " …"


def test_the_page_says_what_is_wrong_where_and_what_to_do(root: Path) -> None:
    page = html.document_fromstring(
        render(
            root,
            [
                Finding("b", "Not well.", "Mind it.", Severity.WARNING),
                Finding("a", "All wrong.", "Write it.", source="ten.md", line=5),
            ],
        )
    )

    assert page.findtext(".//title") == "1 error, 1 warning: the site could not be built"
    assert [heading.text_content() for heading in page.iter("h2")] == [
        "Error: All wrong.",
        "Warning: Not well.",
    ]
    text = page.text_content()
    assert "ten.md:5" in text
    assert "Write it." in text
    assert [mark.text_content() for mark in page.iter("mark")] == [">   5line 5"]


def test_whatever_is_shown_is_only_text(root: Path) -> None:
    nasty = "</pre><script>alert('&amp;')</script>\""
    name = "<b>.md"
    (root / name).write_text(nasty, encoding="utf-8")

    page = html.document_fromstring(
        render(root, [Finding("rule", nasty, nasty, source=name, line=1)])
    )

    assert list(page.iter("script", "b")) == []
    assert page.text_content().count(nasty) == 3
    assert f"{name}:1" in page.text_content()
