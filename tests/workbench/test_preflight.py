"""Every mistake in a source is named by file and line, before Pelican would pass over it."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fanfare.console import Silent
from fanfare.file_digests import FileDigests, digest_of_bytes, signature_of
from fanfare.findings import Finding, Severity
from fanfare.memory import Memory
from workbench import preflight
from workbench.examination import Examined, examine
from workbench.heads import Conventions
from workbench.location import Site
from workbench.preflight import check_sources

TEMPLATES = Path(preflight.__file__).parent / "templates" / "new"
HEAD = "Title: A\nDate: 2026-01-31 09:00\n"


def _check(root: Path, files: dict[str, str | bytes]) -> list[Finding]:
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return check_sources(Site(root), Silent())


def test_a_good_post_and_a_good_page_pass(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "posts/a.md": f"{HEAD}Modified: 2026-02-01T10:00:00+01:00\nStatus: Draft\n\nBody",
        "pages/about.md": "Title: About\n\nBody",
    }
    assert _check(tmp_path, files) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Just words.", "posts/a.md:1: The file does not start with its head."),
        ("Date: 2026-01-31\n\nx", "posts/a.md:1: Title is missing."),
        ("Title:\nDate: 2026-01-31\n\nx", "posts/a.md:1: Title is missing."),
        ("Title: A\n\nx", "posts/a.md:1: Date is missing."),
        ("Title: A\nDate: 2026-13-31\n\nx", 'posts/a.md:2: Date "2026-13-31" is not a date.'),
        ("Title: A\nDate: 31.1.2026\n\nx", 'posts/a.md:2: Date "31.1.2026" is not a date.'),
        ("Title: A\nDate: tomorrow\n\nx", 'posts/a.md:2: Date "tomorrow" is not a date.'),
        (f"{HEAD}Modified: 2026-02-30\n\nx", 'posts/a.md:3: Modified "2026-02-30" is not a date.'),
        (
            f"{HEAD}Status: draught\n\nx",
            'a.md:3: Status "draught" is not known. Did you mean "draft"?',
        ),
        (f"{HEAD}Series_index: two\n\nx", 'posts/a.md:3: Series_index "two" is not a number.'),
        (f"{HEAD}Image: images/desk.png\n\nx", "Write {static}/images/desk.png."),
    ],
)
def test_a_mistake_in_the_head_stops_the_build(tmp_path: Path, text: str, expected: str) -> None:
    (finding,) = _check(tmp_path, {"posts/a.md": text})
    assert finding.severity is Severity.ERROR
    assert expected in str(finding)


def test_a_key_said_twice_or_on_two_lines_is_an_error(tmp_path: Path) -> None:
    for text in (f"{HEAD}Summary: One\n    two\n\nx", f"{HEAD}Image: {{static}}/a\nImage: b\n\nx"):
        (finding,) = _check(tmp_path, {"posts/a.md": text})[:1]
        assert "has more than one line. Write it on one line." in str(finding)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Tags: [a, b]", "Tags stand in brackets. Write Tags: one, two"),
        ("Tags: Foo, bar, foo", 'The tag "foo" is said twice.'),
        ("Slug: Ä B", 'Slug "Ä B" cannot be part of an address.'),
        ("Lang: klingon!", 'Lang "klingon!" is not a language tag.'),
    ],
)
def test_what_no_address_could_be_made_of_is_an_error(
    tmp_path: Path, line: str, message: str
) -> None:
    (finding,) = _check(tmp_path, {"posts/a.md": f"{HEAD}{line}\n\nx"})
    assert finding.severity is Severity.ERROR
    assert f"posts/a.md:3: {message}" in str(finding)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Modified: 2025-01-01", "Modified (2025-01-01) lies before Date (2026-01-31)."),
        ("Series_index: 2", "Series_index stands here without a Series."),
    ],
)
def test_what_makes_no_sense_is_a_warning(tmp_path: Path, line: str, message: str) -> None:
    (finding,) = _check(tmp_path, {"posts/a.md": f"{HEAD}{line}\n\nx"})
    assert finding.severity is Severity.WARNING
    assert f"posts/a.md:3: {message}" in str(finding)


def test_the_questions_of_a_new_file_are_for_drafts_only(tmp_path: Path) -> None:
    new = (TEMPLATES / "post.md").read_text().split("\n\n", 1)[1]
    drafted = _check(tmp_path, {"posts/a.md": f"{HEAD}Status: draft\n\n{new}"})
    (finding,) = _check(tmp_path, {"posts/a.md": f"{HEAD}\n{new}"})
    assert drafted == []
    assert "The questions that `invoke new` asked still stand here." in str(finding)


def test_tags_may_take_several_lines(tmp_path: Path) -> None:
    assert _check(tmp_path, {"posts/a.md": f"{HEAD}Tags: one\n    two\n\nx"}) == []


def test_a_summary_nobody_will_see_whole_is_a_warning(tmp_path: Path) -> None:
    (finding,) = _check(tmp_path, {"posts/a.md": f"{HEAD}Summary: {'x' * 161}\n\nx"})
    assert finding.severity is Severity.WARNING
    assert "posts/a.md:3: Summary has 161 characters." in str(finding)


def test_a_control_character_is_named_with_its_line(tmp_path: Path) -> None:
    (finding,) = _check(tmp_path, {"posts/a.md": f"{HEAD}\nOne\n\nTwo\x0b\n"})
    assert "posts/a.md:6: There is a control character (U+000B)" in str(finding)


def test_addresses_are_compared_as_pelican_makes_them(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "posts/My Ramp.md": f"{HEAD}\nx",
        "posts/my-ramp.md": f"{HEAD}Lang: EN\n\nx",
    }
    (finding,) = _check(tmp_path, files)
    assert 'the same address "my-ramp"' in str(finding)


def test_a_draft_may_have_no_date_and_a_page_needs_none(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "posts/a.md": "Title: A\nStatus: draft\n\nx",
        "pages/b.md": "Title: B\n\nx",
    }
    assert _check(tmp_path, files) == []


def test_a_key_that_is_almost_right_is_a_warning(tmp_path: Path) -> None:
    (finding,) = _check(tmp_path, {"posts/a.md": f"{HEAD}Summry: x\nMood: merry\n\nx"})
    assert finding.severity is Severity.WARNING
    assert 'posts/a.md:3: "Summry:" is read by nothing here. Did you mean "Summary:"?' in str(
        finding
    )


def test_a_file_that_is_not_text_is_named_and_the_others_are_still_read(tmp_path: Path) -> None:
    findings = _check(tmp_path, {"posts/a.md": b"Title: \xff", "posts/b.md": "Title: B\n\nx"})
    assert [finding.source for finding in findings] == ["content/posts/a.md", "content/posts/b.md"]


def test_two_posts_with_one_address_are_an_error(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "posts/2025/ramp.md": f"{HEAD}\nx",
        "posts/2026/ramp.md": f"{HEAD}\nx",
    }
    (finding,) = _check(tmp_path, files)
    assert "2026/ramp.md:1: This post has the same address" in str(finding)


def test_a_translation_shares_its_address_with_the_original(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "posts/ramp.md": f"{HEAD}\nx",
        "posts/ramp-de.md": f"{HEAD}Slug: ramp\nLang: de\n\nx",
    }
    assert _check(tmp_path, files) == []


@pytest.mark.parametrize(
    "link",
    ["{filename}b.md", "{filename}/posts/b.md", "{filename}b.md#part", "{filename}my%20b.md"],
)
def test_a_link_to_a_file_that_exists_passes(tmp_path: Path, link: str) -> None:
    files: dict[str, str | bytes] = {
        "posts/a.md": f"{HEAD}\n[b]({link})",
        "posts/b.md": f"{HEAD}\nx",
        "posts/my b.md": f"{HEAD}\nx",
    }
    assert _check(tmp_path, files) == []


def test_a_link_to_a_missing_file_names_its_line_and_the_nearest_file(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "posts/a.md": f"{HEAD}\nOne\n\n[b]({{filename}}the-rump.md)",
        "posts/the-ramp.md": f"{HEAD}\nx",
    }
    (finding,) = _check(tmp_path, files)
    assert str(finding) == (
        'content/posts/a.md:6: There is no file "the-rump.md". Did you mean "the-ramp.md"?'
    )
    assert finding.severity is Severity.WARNING


def test_links_shown_as_code_are_not_links(tmp_path: Path) -> None:
    body = "Write `[b]({filename}x.md)`:\n\n```\n[b]({filename}y.md)\n```\n"
    assert _check(tmp_path, {"posts/a.md": f"{HEAD}\n{body}"}) == []


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    (finding,) = _check(tmp_path, {"posts/a.md": "Title: A\r\nDate: never\r\n\r\nx\r\n"})
    assert str(finding).startswith('content/posts/a.md:2: Date "never" is not a date.')


def test_every_mistake_is_reported_at_once(tmp_path: Path) -> None:
    assert len(_check(tmp_path, {"posts/a.md": "Date: x\nStatus: y\n\nz"})) == 3


@pytest.mark.parametrize(
    "key", ["Sponsored", "Disclosure", "Author", "Authors", "Original_url", "Also_at"]
)
@pytest.mark.parametrize("value", ["", " ,"])
def test_a_label_that_says_nothing_stops_the_build(tmp_path: Path, key: str, value: str) -> None:
    (finding,) = _check(tmp_path, {"posts/a.md": f"{HEAD}{key}:{value}\n\nx"})
    assert finding.severity is Severity.ERROR
    assert str(finding) == (
        f"content/posts/a.md:3: {key} is empty. Fill it in, or take the line out."
    )


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("tides.md", "Write texts into posts, pages, people, partners or elsewhere."),
        ("tides.MD", "Write texts into posts, pages, people, partners or elsewhere."),
        ("poeple/x.md", 'Did you mean "people"?'),
        ("Posts/2026/x.markdown", 'Did you mean "posts"?'),
        ("ideas/x.md", "Write texts into posts, pages, people, partners or elsewhere."),
    ],
)
def test_markdown_in_no_room_is_a_warning(tmp_path: Path, name: str, remedy: str) -> None:
    (finding,) = _check(tmp_path, {name: "Title: A\n"})
    assert finding.severity is Severity.WARNING
    assert str(finding) == f"content/{name}: Nothing reads this file. {remedy}"


@pytest.mark.parametrize(
    "name",
    [
        *("people/x.md", "partners/x.md", "elsewhere/x.md", "images/x.md", "extra/x.md"),
        *("data/x.md", "ideas/x.txt", ".trash/x.md", "ideas/.x.md"),
    ],
)
def test_markdown_of_other_rooms_and_other_files_pass(tmp_path: Path, name: str) -> None:
    assert _check(tmp_path, {name: "Name: A\n"}) == []


def test_a_folder_may_be_called_like_a_post(tmp_path: Path) -> None:
    assert _check(tmp_path, {"posts/2026.md/a.md": f"{HEAD}\nx"}) == []


@pytest.mark.parametrize(
    ("target", "named"),
    [("//[x", "//[x"), ("a%0ab.md", "a%0ab.md"), ("a%20b.md", "a b.md"), ("x" * 300, "x" * 300)],
)
def test_whatever_a_link_names_is_one_line(tmp_path: Path, target: str, named: str) -> None:
    (finding,) = _check(tmp_path, {"posts/a.md": f"{HEAD}\n[x]({{filename}}{target})"})
    assert str(finding).startswith(f'content/posts/a.md:4: There is no file "{named}". ')
    assert "\n" not in str(finding)


def test_a_link_that_pelican_would_stop_at_is_an_error(tmp_path: Path) -> None:
    (finding,) = _check(tmp_path, {"posts/a.md": f"{HEAD}\n[x]({{filename}}//[x)"})
    assert finding.severity is Severity.ERROR


def test_a_link_that_is_escaped_is_none(tmp_path: Path) -> None:
    body = r"Write \{static}/images/x.png or \|filename|x.md."
    assert _check(tmp_path, {"posts/a.md": f"{HEAD}\n{body}"}) == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@example("\x7f")
@example("\ufffe")
@example("\uffff")
@example("\uffe5 \t\n\x85\x9f")
def test_a_control_character_is_found_in_any_text(text: str) -> None:
    found = examine("content/posts/a.md", f"{HEAD}\n{text}".encode(), Conventions())
    expected = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", text)
    assert ("character" in [finding.rule for finding in found.text_findings]) == bool(expected)


# What is remembered

HOSTILE: dict[str, str | bytes] = {
    "posts/a.md": f"{HEAD}Summry: x\n\n[x]({{filename}}none.md) Two\x0b",
    "posts/2026/a.md": "Date: x\nStatus: y\n\nz",
    "posts/c.md": b"Title: \xff",
    "posts/b.md": f"{HEAD}\n[a]({{filename}}a.md) [d]({{filename}}2026/../a.md)",
    "pages/archives.md": "Title: A\nLang: DE\n\nAnswer these three here, ...",
    "elsewhere/e.md": b"Title: \xff",
    "ideas/x.md": "x",
}


def _remembering(site: Site, conventions: Conventions | None = None) -> list[Finding]:
    memory = Memory(site.root / "memory.db")
    findings = check_sources(site, Silent(), conventions, memory)
    memory.save()
    memory.close()
    return findings


def _age(site: Site, name: str) -> None:
    """Let the memory know the file `name` of the content as one that changed long ago."""
    path = site.content / name
    memory = Memory(site.root / "memory.db")
    memory.keep("file", str(path), signature_of(path.stat()), digest_of_bytes(path.read_bytes()))
    memory.save()
    memory.close()


def test_what_is_remembered_is_what_would_be_found(tmp_path: Path) -> None:
    site, found = Site(tmp_path), _check(tmp_path, HOSTILE)
    assert len(found) >= 10
    assert _remembering(site) == found
    assert _remembering(site) == found


def test_a_text_that_has_not_changed_is_not_read(tmp_path: Path) -> None:
    site = Site(tmp_path)
    _check(tmp_path, {"posts/a.md": f"{HEAD}\nx"})
    _remembering(site)
    _age(site, "posts/a.md")
    path = site.content / "posts/a.md"
    seen = path.stat()
    memory = Memory(tmp_path / "memory.db")
    ((key, (of_what, _text)),) = memory.load("preflight").items()
    other = Examined(text_findings=[Finding("rule", "as remembered")])
    memory.keep("preflight", key, of_what, other.as_json())
    memory.save()
    memory.close()
    assert path.stat() == seen
    assert [finding.message for finding in _remembering(site)] == ["as remembered"]


def test_a_text_that_has_changed_is_read(tmp_path: Path) -> None:
    site = Site(tmp_path)
    _check(tmp_path, HOSTILE)
    _remembering(site)
    good: dict[str, str | bytes] = dict.fromkeys(HOSTILE, f"{HEAD}\nx")
    found = _check(tmp_path, good)
    assert _remembering(site) == found


def test_a_file_that_comes_or_goes_is_seen_by_texts_that_have_not_changed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert _check(tmp_path, {"posts/a.md": f"{HEAD}\n[b]({{filename}}b.md)"})
    assert len(_remembering(site)) == 1
    _check(tmp_path, {"posts/b.md": f"{HEAD}\nx"})
    assert _remembering(site) == []
    (site.content / "posts/b.md").unlink()
    assert len(_remembering(site)) == 1


def test_other_conventions_are_another_examination(tmp_path: Path) -> None:
    site = Site(tmp_path)
    _check(tmp_path, {"pages/archives.md": "Title: A\nTemplate: letter\nLang: de\n\nx"})
    for conventions in (
        Conventions(),
        Conventions(templates=frozenset({"page"})),
        Conventions(own_addresses=frozenset({"archives"})),
        Conventions(language="de"),
    ):
        expected = check_sources(site, Silent(), conventions)
        assert _remembering(site, conventions) == expected


def test_texts_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    site = Site(tmp_path)
    _check(tmp_path, HOSTILE)
    _remembering(site)
    (site.content / "posts/a.md").unlink()
    _remembering(site)
    memory = Memory(tmp_path / "memory.db")
    assert "posts/a.md" not in memory.load("preflight")
    memory.close()


def test_a_text_that_changes_while_it_is_read_is_remembered_as_what_was_read(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path)
    _check(tmp_path, {"posts/a.md": f"{HEAD}\nx"})
    memory = Memory(None)
    digests = FileDigests(memory)
    digests.digest(f"{site.content}{os.sep}posts/a.md")  # as it was
    _check(tmp_path, {"posts/a.md": "Title: A\n\nx"})
    (finding,) = check_sources(site, Silent(), None, memory, digests)
    assert finding.rule == "date-missing"
    _check(tmp_path, {"posts/a.md": f"{HEAD}\nx"})
    assert check_sources(site, Silent(), None, memory, FileDigests(memory)) == []


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="a file that nobody can read")
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    _check(tmp_path, {"posts/a.md": f"{HEAD}\nx", "posts/c.md": "Title: C\n\nx"})
    (tmp_path / "content/posts/b.md").symlink_to("/proc/self/mem")
    for _time in range(2):
        unreadable, dateless = _remembering(Site(tmp_path))
        assert str(unreadable).startswith("content/posts/b.md: This file cannot be read: ")
        assert dateless.rule == "date-missing"
    memory = Memory(tmp_path / "memory.db")
    assert "posts/b.md" not in memory.load("preflight")
    memory.close()


@settings(deadline=None)
@given(st.lists(st.sampled_from([*"a: \n\r`{}|()#", "Title: A", "filename", "\u2028", "é", "/.."])))
def test_whatever_is_said_of_a_text_can_be_remembered(parts: list[str]) -> None:
    raw = "".join(parts).encode()
    examined = examine("content/posts/a.md", raw, Conventions())
    (remembered,) = Examined.all_from_json([examined.as_json()])
    assert [*map(list, remembered[:2])] == [*map(list, examined[:2])]
    assert remembered.address == examined.address
    assert [*remembered.files] == [*examined.files]
