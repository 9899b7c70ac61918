"""Tables become lists in which nothing is lost."""

from __future__ import annotations

from tests.syndication.kit.made import pasted, read_markdown

TEXT = """\
| Year | Knots | Ropes |
|------|-------|-------|
| 2024 | 12 | |
| 2025 | 31 | [4](https://x.example) |
"""


def test_each_value_follows_the_head_of_its_column() -> None:
    assert pasted(read_markdown(TEXT)) == (
        "<ul><li>Year: <strong>2024</strong>; Knots: 12</li>"
        '<li>Year: <strong>2025</strong>; Knots: 31; Ropes: <a href="https://x.example">4</a></li>'
        "</ul>"
    )


def test_of_two_columns_the_first_names_the_second() -> None:
    assert pasted(
        read_markdown("| Knot | Use |\n|---|---|\n| Bowline | loops |\n| Why? | so |")
    ) == (
        "<p><em>Knot: Use</em></p>"
        "<ul><li><strong>Bowline</strong>: loops</li><li><strong>Why?</strong> so</li></ul>"
    )


def test_a_table_without_heads_is_a_list_of_its_rows() -> None:
    assert pasted("<table><tr><td>a<td>b<tr><td>c<td>d</table>") == (
        "<ul><li>a: b</li><li>c: d</li></ul>"
    )
    assert pasted("<table><tr><td>a<td>b<td>c<tr><th>d<td>e<td>f</table>") == (
        "<ul><li>a; b; c</li><li><strong>d</strong>; e; f</li></ul>"
    )


def test_a_cell_over_several_rows_stands_in_each() -> None:
    html = "<table><tr><th>A<th>B<th>C<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>"

    assert pasted(html) == (
        "<ul><li>A: <strong>1</strong>; B: 2; C: 3</li>"
        "<li>A: <strong>1</strong>; B: 4; C: 5</li></ul>"
    )


def test_a_cell_over_several_columns_has_the_heads_of_all() -> None:
    html = "<table><tr><th>A<th>B<th>C<tr><td>1<td colspan=2>2</table>"

    assert pasted(html) == "<ul><li>A: <strong>1</strong>; B, C: 2</li></ul>"


def test_heads_above_heads_are_joined() -> None:
    html = (
        "<table><thead><tr><th rowspan=2>A<th colspan=2>B<tr><th>x<th>y</thead>"
        "<tbody><tr><td>1<td>2<td>3</table>"
    )

    assert pasted(html) == "<ul><li>A: <strong>1</strong>; B – x: 2; B – y: 3</li></ul>"


def test_a_row_of_one_cell_over_all_columns_is_a_heading() -> None:
    html = "<table><tr><th>A<th>B<th>C<tr><td colspan=3>Wet<tr><td>1<td>2<td>3</table>"

    assert pasted(html) == (
        "<p><strong>Wet</strong></p><ul><li>A: <strong>1</strong>; B: 2; C: 3</li></ul>"
    )


def test_a_caption_stands_above() -> None:
    html = "<table><caption>Of knots</caption><tr><td>a<td>b</table>"

    assert pasted(html) == "<p><strong>Of knots</strong></p><ul><li>a: b</li></ul>"


def test_what_a_cell_holds_is_one_line() -> None:
    html = (
        "<table><tr><td><p>a</p><p>b</p><td><ul><li>c<li>d</ul><img src='/i.png' alt='e'>"
        "<tr><td>f<td>g</table>"
    )

    assert pasted(html) == (
        "<ul><li>a – b: c – d</li><li>f: g</li></ul><p>[image 1: 01-i.png, e]</p>"
    )


def test_lists_in_a_cell_are_parted_by_one_dash() -> None:
    html = (
        "<table><tr><td>a<ul><li>b<ul><li><b>c</b></ul><li>d</ul><td><ol><li>e<li>f</ol>"
        "<tr><td>g<td>h</table>"
    )

    assert pasted(html) == (
        "<ul><li>a – b – <strong>c</strong> – d: 1. e – 2. f</li><li>g: h</li></ul>"
    )


def test_a_table_that_only_sets_things_beside_each_other_is_none() -> None:
    assert pasted("<table role=presentation><tr><td>a<td>b</table>") == "<p>a</p><p>b</p>"
    assert pasted("<table><tr><td><p>a</p><p>b</p></table>") == "<p>a</p><p>b</p>"


def test_a_table_of_heads_only_loses_none() -> None:
    assert pasted("<table><thead><tr><th>A<th>B</thead></table>") == (
        "<ul><li><strong>A</strong>: B</li></ul>"
    )


def test_absurd_spans_are_cut() -> None:
    html = "<table><tr><td colspan=999999999 rowspan=0>a<td>b<tr><td>c</table>"

    assert pasted(html) == "<ul><li>a; b</li><li>a; c</li></ul>"
