"""Where first mentions become links, a record makes those pages anew that show or name it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quickbuild.edited_site import EditedSite

PERSON = "content/people/mira.md"
FILES = {
    PERSON: "Name: Mira Holm\nUrl: https://mira.example\n\nSails.\n",
    "content/people/jun.md": "Name: Jun Ko\nUrl: https://jun.example\n\nRows.\n",
    "content/hers.md": "Title: Hers\nDate: 2026-01-05\nAuthor: Mira Holm\nSummary: x\n\nA text.\n",
    "content/naming.md": "Title: Naming\nDate: 2026-01-06\nSummary: x\n\nMira Holm and Bo Lind.\n",
    "theme/templates/guest.html": "{{ guest.name }}: {{ guest.content }}",
    "theme/templates/guests.html": "{% for guest in guests %}{{ guest.name }} {% endfor %}",
}
GUEST, GUESTS = "guests/mira/index.html", "guests/index.html"


@pytest.fixture
def site(tmp_path: Path) -> EditedSite:
    """A site that has been built."""
    site = EditedSite(tmp_path, PLUGINS=["quickbuild", "guest_posts"], GUEST_POSTS_AUTOLINK=True)
    for name, text in FILES.items():
        site.write(name, text)
    site.build()
    return site


def test_what_a_bio_says_is_on_the_page_of_the_guest(site: EditedSite) -> None:
    site.edit(PERSON, "Sails.", "Sails far.")
    assert site.build() == {GUEST}


def test_an_address_that_no_page_shows_is_on_none(site: EditedSite) -> None:
    site.edit("content/people/jun.md", "https://jun", "https://www.jun")
    assert site.build() == set()


def test_another_name_is_on_the_pages_that_name_it(site: EditedSite) -> None:
    site.edit("content/people/jun.md", "Jun Ko", "Bo Lind")
    assert site.build() == {"naming.html", "guests/jun/index.html", GUESTS}
    assert (
        'href="https://tiny.example/guests/jun/">Bo Lind'
        in (site.output / "naming.html").read_text()
    )


def test_a_person_whom_nobody_names_is_on_no_other_page(site: EditedSite) -> None:
    site.write("content/people/una.md", "Name: Una Wren\nUrl: https://una.example\n\nWalks.\n")
    assert site.build() == {"guests/una/index.html", GUESTS}
