"""Why a page was made, in words that an author knows."""

from __future__ import annotations

import pytest

from quickbuild.reasons import own_reason, reason


@pytest.mark.parametrize(
    ("owner", "name", "said"),
    [
        ("text Article posts/a.md", "title", "posts/a.md: its title has changed"),
        ("text Article posts/a b.md", "title", "posts/a b.md: its title has changed"),
        ("text Page pages/about.md", "body_digest", "pages/about.md: its text has changed"),
        ("text Page pages/about.md", "_content", "pages/about.md: its text has changed"),
        ("text Page a.md", "content at https://tiny.example", "a.md: its text has changed"),
        ("text Page a.md", "_html_0", "a.md: its text has changed"),
        ("text Page a.md", "summary at ..", "a.md: its summary has changed"),
        ("text Page a.md", "reading_minutes", "a.md: its reading minutes has changed"),
        ("text Page a.md", "mentioned_in", "a.md: its list of texts that mention it has changed"),
        (
            "template ArticlesGenerator parts/foot.html",
            "",
            "the template parts/foot.html has changed",
        ),
        (
            "link static_content images/a dot.png",
            "",
            "what a link to images/a dot.png leads to has changed",
        ),
        ("variable SITENAME", "", "the variable SITENAME of templates has changed"),
        ("file /site/content/data/x.csv", "", "the file /site/content/data/x.csv has changed"),
        ("files /site/images/*.png", "", "the list of files /site/images/*.png has changed"),
        (
            "given guest_posts.originals",
            "",
            "guest_posts.originals, which texts share, has changed",
        ),
        ("unknown a.html", "", "unknown a.html has changed"),
    ],
)
def test_it_says_what_has_changed(owner: str, name: str, said: str) -> None:
    assert reason(owner, name) == said


def test_it_says_what_a_page_shows_of_its_own() -> None:
    assert own_reason(("articles", "tag")) == "what it is to show has changed (articles, tag)"
