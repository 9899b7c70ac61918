"""A fresh clone becomes an empty site of one's own with one command."""

from __future__ import annotations

from pathlib import Path

from tests.site.demo_site import copy_of_the_site, invoke
from tests.workbench.scaffolding import commit_all

SITE = ("--name", "Small “Hours”", "--url", "https://smallhours.example", "--author", "Ada Quill")


def test_an_empty_site_publishes_and_tells_nothing_of_the_demo(tmp_path: Path) -> None:
    root = commit_all(copy_of_the_site(tmp_path / "my site – ä"))
    made = invoke(root, "new", "site", *SITE, "--yes")
    assert made.returncode == 0, made.stderr
    published = invoke(root, "publish")
    assert published.returncode == 0
    (warning,) = published.stderr.splitlines()
    assert "POSITIONING is still the one a new site comes with." in warning
    assert "Published for https://smallhours.example" in published.stdout
    pages = [page.read_text("utf-8") for page in (root / "output").rglob("*.html")]
    assert len(pages) >= 7
    assert not [
        page for page in pages if "Tamsin" in page or "Margin" in page or "chandlery" in page
    ]


def test_every_new_file_builds_and_is_asked_only_for_what_visitors_would_miss(
    tmp_path: Path,
) -> None:
    root = copy_of_the_site(tmp_path / "site")
    assert not invoke(root, "build").stderr
    invoke(root, "new", "post", "Ramps: a “field” guide", "--series", "Ramps", "--tags", "a, b")
    invoke(root, "new", "guest-post", "Knots", "--author", "Ines Ravn")
    invoke(root, "new", "page", "Reading list")
    built = invoke(root, "build")
    assert built.returncode == 0
    (warning,) = built.stderr.splitlines()
    assert "content/people/ines-ravn.md:1: Ines Ravn has no bio yet." in warning
    assert (root / "output/drafts/ramps-a-field-guide/index.html").exists()
