"""Why a page was made, in words that an author knows."""

from __future__ import annotations

import pytest

from quickbuild.reasons import own_reason, reason


@pytest.mark.parametrize(
    ("owner", "name", "said"),
    [
        ("text Article posts/a.md", "title", "the title of posts/a.md changed"),
        ("text Article posts/a b.md", "title", "the title of posts/a b.md changed"),
        ("text Page pages/about.md", "body_digest", "the text of pages/about.md changed"),
        ("text Page pages/about.md", "_content", "the text of pages/about.md changed"),
        ("text Page a.md", "content at https://tiny.example", "the text of a.md changed"),
        ("text Page a.md", "_html_0", "the text of a.md changed"),
        ("text Page a.md", "summary at ..", "the summary of a.md changed"),
        ("text Page a.md", "reading_minutes", "the reading minutes of a.md changed"),
        ("text Page a.md", "mentioned_in", "the list of texts that mention it of a.md changed"),
        (
            "template ArticlesGenerator parts/foot.html",
            "",
            "the template parts/foot.html changed",
        ),
        (
            "link static_content images/a dot.png",
            "",
            "what a link to images/a dot.png leads to changed",
        ),
        ("variable SITENAME", "", "the variable SITENAME of templates changed"),
        ("file /site/content/data/x.csv", "", "the file /site/content/data/x.csv changed"),
        ("files /site/images/*.png", "", "the list of files /site/images/*.png changed"),
        (
            "given guest_posts.originals",
            "",
            "guest_posts.originals, which texts share, changed",
        ),
        ("unknown a.html", "", "unknown a.html changed"),
    ],
)
def test_it_says_what_has_changed(owner: str, name: str, said: str) -> None:
    assert reason(owner, name) == said


def test_it_says_what_a_page_shows_of_its_own() -> None:
    assert own_reason(("articles", "tag")) == "what it is to show changed (articles, tag)"
