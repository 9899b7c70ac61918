"""Which pages the site relies on, and where its author says so."""

from datetime import date
from pathlib import Path

import pytest

from fanfare.errors import FanfareError
from fanfare.front_matter import FrontMatter
from guest_posts.audit.targets import Role, Target, Use, read_targets

TODAY = date(2026, 3, 1)

FILES = {
    "people/mira.md": (
        "Name: Mira Holm\nUrl: https://holm.example\nLinks: https://social.example/@mira,\n"
        "    https://forge.example/mira\nSite: https://mira.example/\n\nShe writes.\n"
    ),
    "people/bo.md": "Name: Bo\nSite: quay\n\nHe edits.\n",
    "partners/quay.md": (
        "Name: The Quay\nUrl: https://quay.example/\nFeed: https://quay.example/feed.xml\n\nHosts.\n"
    ),
    "elsewhere/tides.md": (
        "Title: Tides\nDate: 2026-01-31\nHost: quay\nOriginal_url: https://quay.example/tides\n\nRead.\n"
    ),
    "posts/knots.md": (
        "Title: Knots\nDate: 2026-01-01\nOriginal_url: https://rope.example/knots\n"
        "Also_at: https://copy.example/a, https://copy.example/b\n    https://copy.example/c\n\nHello.\n"
    ),
    "posts/alone.md": "Title: Alone\nDate: 2026-01-01\n\nHello.\n",
}


def own_address(path: Path, _head: FrontMatter) -> str:
    return f"https://tiny.example/{path.stem}/"


def targets(root: Path, **changed: str) -> list[Target]:
    files = FILES | {f"{name.replace('__', '/')}.md": text for name, text in changed.items()}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return read_targets(root, own_address, TODAY)


def test_everything_is_found_with_its_reason_and_line(tmp_path: Path) -> None:
    own = "https://tiny.example/knots/"
    assert {
        target.page: [
            (use.role.value, use.name, use.source, use.line, use.own_address) for use in target.uses
        ]
        for target in targets(tmp_path)
    } == {
        "https://quay.example/tides": [("elsewhere", "Tides", "content/elsewhere/tides.md", 4, "")],
        "https://holm.example/": [("site", "Mira Holm", "content/people/mira.md", 2, "")],
        "https://mira.example/": [("site", "Mira Holm", "content/people/mira.md", 5, "")],
        "https://social.example/@mira": [("profile", "Mira Holm", "content/people/mira.md", 3, "")],
        "https://forge.example/mira": [("profile", "Mira Holm", "content/people/mira.md", 3, "")],
        "https://quay.example/": [("partner", "The Quay", "content/partners/quay.md", 2, "")],
        "https://quay.example/feed.xml": [("feed", "The Quay", "content/partners/quay.md", 3, "")],
        "https://rope.example/knots": [("original", "Knots", "content/posts/knots.md", 3, "")],
        "https://copy.example/a": [("copy", "Knots", "content/posts/knots.md", 4, own)],
        "https://copy.example/b": [("copy", "Knots", "content/posts/knots.md", 4, own)],
        "https://copy.example/c": [("copy", "Knots", "content/posts/knots.md", 4, own)],
    }


def test_one_page_with_two_reasons_is_one_target(tmp_path: Path) -> None:
    bo = "Name: Bo\nUrl: HTTPS://Quay.Example#about\n\nHe edits.\n"
    found = {target.page: target.uses for target in targets(tmp_path, people__bo=bo)}
    assert [use.role for use in found["https://quay.example/"]] == [Role.SITE, Role.PARTNER]


def test_one_page_as_address_and_as_site_of_a_person_counts_once(tmp_path: Path) -> None:
    bo = "Name: Bo\nUrl: https://bo.example\nSite: https://bo.example/\n\nHe edits.\n"
    found = {target.page: target.uses for target in targets(tmp_path, people__bo=bo)}
    assert [use.line for use in found["https://bo.example/"]] == [2]


@pytest.mark.parametrize("line", ["Status: draft", "Status: skip", "Date: 2026-03-02"])
def test_what_is_not_out_relies_on_nothing(tmp_path: Path, line: str) -> None:
    head = (
        f"Title: Tides\nDate: 2026-01-31\nHost: quay\nOriginal_url: https://quay.example/t\n{line}"
    )
    if line.startswith("Date"):
        head = head.replace("Date: 2026-01-31\n", "")
    post = f"Title: Knots\n{line}\nOriginal_url: https://rope.example/k\n\nHello.\n"
    pages = {one.page for one in targets(tmp_path, elsewhere__tides=f"{head}\n", posts__knots=post)}
    assert not pages & {"https://quay.example/t", "https://rope.example/k"}


def test_a_wrong_address_in_a_post_is_said_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FanfareError) as caught:
        targets(tmp_path, posts__alone="Title: A\nDate: 2026-01-01\nAlso_at: copy.example\n\nHi.\n")
    assert "content/posts/alone.md:3:" in str(caught.value)


@pytest.mark.parametrize(
    ("words", "mentions"),
    [("quay.EXAMPLE", True), ("tides", True), ("elsewhere/ti", True), ("", True), ("rope", False)],
)
def test_a_target_is_chosen_by_address_name_or_file(words: str, mentions: bool) -> None:
    use = Use(Role.ELSEWHERE, "Tides", "content/elsewhere/tides.md", 4)
    assert Target("https://quay.example/a", (use,)).mentions(words) is mentions
