"""A guest's Markdown: what stays as it is, and what is put right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.manuscripts import complaint, png, put, read


def _body(tmp_path: Path, text: str, title: str = "Knots") -> str:
    return read(tmp_path / "knots.md", text, title).body


# --- the head -----------------------------------------------------------------------------------


def test_a_head_may_be_lines_of_keys(tmp_path: Path) -> None:
    sent = read(tmp_path / "a.md", "Title: Knots\nAuthor: Mira Holm\nTags: a; b, c; A\n\nText.\n")
    assert (sent.title, sent.author, sent.tags, sent.body) == (
        *("Knots", "Mira Holm"),
        *("a, b, c", "Text.\n"),
    )


def test_a_head_may_be_yaml(tmp_path: Path) -> None:
    text = (
        "---\n# sent in May\ntitle: 'Knots: all'\nauthor:\n  - Mira Holm\ntags: [sea, \"rope\"]\n"
        "summary: >-\n  Two lines\n  of it.\nparams:\n  slug: x\n---\n\nText.\n"
    )
    sent = read(tmp_path / "a.md", text)
    assert (sent.title, sent.author, sent.tags) == ("Knots: all", "Mira Holm", "sea, rope")
    assert (sent.summary, sent.body) == ("Two lines of it.", "Text.\n")
    assert sent.notes == ("Left out of its head: Params:.",)


def test_a_text_that_begins_with_a_word_and_a_colon_has_no_head(tmp_path: Path) -> None:
    assert _body(tmp_path, "Note: this is text.\n") == "Note: this is text.\n"


def test_a_text_that_begins_with_a_rule_has_no_head(tmp_path: Path) -> None:
    assert _body(tmp_path, "---\n\nText.\n") == "---\n\nText.\n"


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2026-01-31", "2026-01-31"),
        ("2026-01-31 09:00", "2026-01-31T09:00:00"),
        ("2026-01-31 09:00 +01:00", "2026-01-31T09:00:00+01:00"),
    ],
)
def test_a_date_is_taken_over(tmp_path: Path, said: str, date: str) -> None:
    assert read(tmp_path / "a.md", f"Title: A\nDate: {said}\n\nText.\n").date == date


def test_a_date_that_is_none_is_left_out_and_said(tmp_path: Path) -> None:
    sent = read(tmp_path / "a.md", "Title: A\nDate: 31.1.2026\n\nText.\n")
    assert sent.date == ""
    assert sent.notes == ('Left out its date, as "31.1.2026" is none that can be read.',)


@pytest.mark.parametrize(
    "line", ["Authors: Mira Holm, Ines Ravn", "Author: Mira Holm; Ines Ravn", "authors: [a, b]"]
)
def test_every_author_is_taken_over(tmp_path: Path, line: str) -> None:
    sent = read(tmp_path / "a.md", f"Title: A\n{line}\n\nText.\n")
    assert sent.author == ("a; b" if "[" in line else "Mira Holm; Ines Ravn")
    assert sent.notes == ()


@pytest.mark.parametrize("key", ["canonical_url", "Original_url", "canonicalURL"])
def test_where_it_was_published_first_is_said(tmp_path: Path, key: str) -> None:
    head = f'---\ntitle: A\n{key}: "https://holm.example/a"\nlayout: x\n---\n'
    assert read(tmp_path / "a.md", f"{head}Text.\n").notes == (
        "It says its original is https://holm.example/a. Was it published there first? "
        "Then add a line Original_url: https://holm.example/a",
        "Left out of its head: Layout:.",
    )


# --- title and headings -------------------------------------------------------------------------


def test_the_first_heading_is_the_title_and_stands_in_the_text_no_more(tmp_path: Path) -> None:
    sent = read(tmp_path / "a.md", "# The *long* knot’s `end`\n\nText.\n\n## More\n")
    assert sent.title == "The long knot’s end"
    assert sent.body == "Text.\n\n## More\n"


def test_a_file_without_a_title_is_called_by_its_name_and_this_is_said(tmp_path: Path) -> None:
    sent = read(tmp_path / "knots_at-sea  ü.md", "Text.\n")
    assert sent.title == "Knots at sea ü"
    assert sent.notes == ('It says no title, so it is called as its file: "Knots at sea ü".',)


def test_a_title_of_the_author_replaces_the_only_one_in_the_text(tmp_path: Path) -> None:
    sent = read(tmp_path / "a.md", "# Knots\n\nText.\n", "Ropes")
    assert (sent.title, sent.body) == ("Ropes", "Text.\n")
    assert sent.notes == ('Its own title was "Knots".',)


def test_sections_at_the_rank_of_the_title_move_down_with_all_below_them(tmp_path: Path) -> None:
    text = "# “Knots”\n\n# First\n\n## Under\n\n###### Deep\n\n# First\n\nOne\n===\n\nTwo\n---\n"
    assert (
        _body(tmp_path, text, '"Knots"')
        == ("## First\n\n### Under\n\n###### Deep\n\n## First\n\nOne\n---\n\n### Two\n\n").rstrip(
            "\n"
        )
        + "\n"
    )


def test_headings_that_are_right_stay(tmp_path: Path) -> None:
    text = "Text.\n\n## First ##\n\nA paragraph\nof two lines\n---\n"
    assert _body(tmp_path, text) == text


@pytest.mark.parametrize(
    "code",
    [
        "```sh\n# no heading\n\n# nor this\n```",
        "~~~~\n~~~\n# no heading\n~~~~",
        "- item\n\n    ```\n# no heading\n    ```",
        "<pre>\n# no heading\n</pre>",
        "<!--\n# no heading\n-->",
        "    # no heading",
    ],
)
def test_code_has_no_headings(tmp_path: Path, code: str) -> None:
    assert _body(tmp_path, f"{code}\n\n# One\n\n# Two\n") == f"{code}\n\n## One\n\n## Two\n"


# --- the text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Two  \nlines, “quotes”, a\u00a0b and *x*.\n\n* list\n\t* inside\n",
        "| a \\| b | `c | d` |\n|---|---|\n| 1 | 2 |\n",
        "[knot](https://a.example/Knot_(unit) 'A \"knot\"') and [x][1].[^n]\n\n[1]: https://b.example\n",
        "    code at first\n\n[^n]: A note.\n",
    ],
)
def test_the_text_stays_as_it_is_written(tmp_path: Path, text: str) -> None:
    assert _body(tmp_path, text) == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_byte_order_and_ends_of_lines_are_put_right(tmp_path: Path, encoding: str) -> None:
    text = "Title: Knöts\r\n\r\nOne\r\ntwo\r\rthree"
    sent = read(tmp_path / "a.md", text.encode(encoding))
    assert (sent.title, sent.body) == ("Knöts", "One\ntwo\n\nthree\n")


def test_bytes_that_are_no_text_are_named_by_their_line(tmp_path: Path) -> None:
    assert complaint(tmp_path / "a.md", b"One\ncaf\xe9\n") == (
        "Byte 8 is not UTF-8 text. "
        "Open the file in the program it was written with, and save it as UTF-8."
    )


def test_control_characters_are_taken_out_and_this_is_said(tmp_path: Path) -> None:
    sent = read(tmp_path / "a.md", "# A\n\nOne\x0ctwo\x00 \u2028three\x1b[31m\n")
    assert sent.body == "One two  three[31m\n"
    assert sent.notes == ("Control characters were taken out of its text.",)


def test_html_in_the_text_stays_and_is_said(tmp_path: Path) -> None:
    sent = read(tmp_path / "a.md", "# A\n\n<b onclick=x>Hi</b> <https://a.example> `<i>` 1 < 2\n")
    assert "<b onclick=x>Hi</b>" in sent.body
    assert sent.notes == ("There is HTML in it, of which not all may stay: <b.",)


def test_links_that_name_files_of_the_site_are_said(tmp_path: Path) -> None:
    sent = read(tmp_path / "a.md", "# A\n\n[x]({static}/data/fans.csv) `{static}/y`\n")
    assert sent.notes == (
        "Links that name files of your site, meant or not: {static}/data/fans.csv.",
    )


# --- pictures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("![A [1] rope](a.png)", "![A [1] rope]({static}/images/knots-1.png)"),
        (
            "[![A](a.png)](https://a.example)",
            "[![A]({static}/images/knots-1.png)](https://a.example)",
        ),
        ('![A]( <a.png> "At (sea)")', '![A]( {static}/images/knots-1.png "At (sea)")'),
        ("![A][p]\n\n[P]: ./a.png 'x'", "![A][p]\n\n[P]: {static}/images/knots-1.png 'x'"),
        ('<img alt="A" src="a.png?v=1">', '<img alt="A" src="{static}/images/knots-1.png">'),
        ("- item\n\n    ![A](a.png)", "- item\n\n    ![A]({static}/images/knots-1.png)"),
        ("`![A](a.png)`", "`![A](a.png)`"),
        ("    ![A](a.png)", "    ![A](a.png)"),
        ("[A](a.png)", "[A](a.png)"),
    ],
)
def test_a_picture_beside_the_file_is_linked_from_its_new_place(
    tmp_path: Path, written: str, becomes: str
) -> None:
    put(tmp_path / "a.png", png())
    sent = read(tmp_path / "a.md", written, "Knots")
    assert sent.body_of("knots") == f"{becomes}\n"
    assert len(sent.pictures) == becomes.count("{static}")


def test_a_picture_is_what_its_bytes_say(tmp_path: Path) -> None:
    put(tmp_path / "a.png", b"\xff\xd8\xff\xe0")
    put(tmp_path / "b.png", "<svg onload='alert(1)'/>")
    sent = read(tmp_path / "a.md", "![A](a.png) ![B](b.png)", "Knots")
    assert sent.body_of("knots") == "![A]({static}/images/knots-1.jpg) ![B](b.png)\n"
    assert sent.notes == (
        "Not taken along, because they are no PNG, JPEG, GIF, WebP or AVIF: b.png.",
    )


@pytest.mark.parametrize(
    "address", ["../secret.png", "%2e%2e/secret.png", "link/secret.png", "no.png", "file:///a.png"]
)
def test_no_picture_outside_the_folder_is_followed(tmp_path: Path, address: str) -> None:
    put(tmp_path / "secret.png", png())
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent/link").symlink_to(tmp_path)
    sent = read(tmp_path / "sent/a.md", f"![A]({address})", "Knots")
    assert sent.pictures == ()
    assert sent.body == f"![A]({address})\n"
    assert sent.notes[0].startswith(f"Not found beside the guest's file: {address}.")


def test_pictures_on_other_sites_stay_there_and_are_said(tmp_path: Path) -> None:
    sent = read(tmp_path / "a.md", "![A](https://a.example/a.png)", "Knots")
    assert sent.body == "![A](https://a.example/a.png)\n"
    assert sent.notes == ("1 picture stays on other sites: https://a.example/a.png.",)


# --- files of other kinds -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("a.odt", "Open it in a word processor and save it as .docx."),
        ("a.DOC", "Open it in a word processor and save it as .docx."),
        ("a.pdf", "Ask the guest for what it was made from: .docx, .html or .md."),
        ("a.txt", "If it is Markdown, or plain paragraphs, rename it to end in .md."),
        ("a", "Ask the guest for the text as one of these."),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(
    tmp_path: Path, name: str, remedy: str
) -> None:
    assert complaint(tmp_path / name, "x") == f"This is no .md, .html or .docx file. {remedy}"
