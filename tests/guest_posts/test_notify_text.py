"""What a published post links to, and how a changed text is told from the same."""

import pytest

from guest_posts.hypertext import same_page
from guest_posts.notify.post_text import PostText, read_post_text

SITE = "https://margin.example/blog"
QUAY, FORD = "https://quay.example/tides", "https://ford.example/"


def _text(body: str, site_url: str = SITE) -> PostText:
    return read_post_text(body, f"{SITE}/posts/knots/", site_url)


@pytest.mark.parametrize(
    ("body", "targets"),
    [
        (f'<a href="{QUAY}">x</a> <a href="{FORD}">y</a>', (QUAY, FORD)),
        (f'<a href="\n {QUAY} ">x</a>', (QUAY,)),
        (f'<a href="{QUAY}?a=1&amp;b=2">x</a>', (f"{QUAY}?a=1&b=2",)),
        ('<a href="//quay.example/tides">x</a>', (QUAY,)),
        (f'<base href="{FORD}"><a href="one">x</a>', (f"{FORD}one",)),
        (f'<a href="{FORD}">x</a><a href="http://ford.example/">y</a>', (FORD, "http" + FORD[5:])),
        ('<a href="https://margin.example/shop/">x</a>', ("https://margin.example/shop/",)),
        ('<a href="https://margin.example/blogs">x</a>', ("https://margin.example/blogs",)),
        ('<a href="https://margin.example:81/blog/">x</a>', ("https://margin.example:81/blog/",)),
    ],
)
def test_every_page_elsewhere_that_a_post_links_to_is_a_target(
    body: str, targets: tuple[str, ...]
) -> None:
    assert _text(body).targets == targets


@pytest.mark.parametrize(
    "body",
    [
        f'<a href="{SITE}">x</a><a href="{SITE}/">y</a><a href="{SITE}/posts/">z</a>',
        '<a href="http://www.margin.example/blog/posts/">x</a>',
        '<a href="../other/">x</a><a href="/blog/a/">y</a><a href="#up">z</a><a href="">w</a>',
        '<a href="mailto:a@quay.example">x</a><a href="javascript:alert(1)">y</a>',
        '<a href="ftp://quay.example/">x</a><a href="http://[">y</a><a name="z">z</a>',
        f'<img src="{FORD}a.png"><link rel="next" href="{FORD}">',
        f'<!-- <a href="{QUAY}">x</a> -->',
        "",
    ],
)
def test_the_site_itself_and_what_is_no_page_are_no_targets(body: str) -> None:
    assert _text(body).targets == ()


def test_a_page_is_one_target_however_often_it_is_linked_to() -> None:
    body = f'<a href="{QUAY}#high">x</a><a href="{QUAY}">y</a><a href="{QUAY}#low">z</a>'
    assert _text(body).targets == (f"{QUAY}#high",)


@pytest.mark.parametrize(
    "written", ["HTTPS://Ford.Example", "https://ford.example:443/", "https://ford.example/#top"]
)
def test_one_page_is_recognised_in_other_spellings(written: str) -> None:
    assert same_page(written) == same_page(FORD)


@pytest.mark.parametrize(
    "written", ["http://ford.example/", "https://ford.example/?a", "https://ford.example/A"]
)
def test_what_may_be_another_page_is_one(written: str) -> None:
    assert same_page(written) != same_page(FORD)


OUTSIDE = '<a href="https://outside.example/">o</a>'


@pytest.mark.parametrize(
    "page",
    [
        '<main>{out}<article class="h-entry">{out}<div class="prose e-content">{text}</div>{out}',
        "<main>{out}<article>{text}</article>{out}",
        "{out}<main>{text}</main>{out}",
        "<head><title>x</title></head><body>{text}",
    ],
)
def test_the_text_of_a_post_is_the_innermost_that_the_theme_marks(page: str) -> None:
    text = f'<p>Read <a href="{QUAY}">this</a>.</p>'
    assert _text(page.format(out=OUTSIDE, text=text)) == _text(text)


def test_words_and_links_make_the_content() -> None:
    contents = {
        _text(body).content
        for body in (
            f'<p>Read <a href="{QUAY}">this</a>.</p>',
            f'<p>Read <a href="{FORD}">this</a>.</p>',
            f'<p>Read <a href="{QUAY}">that</a>.</p>',
            "<p>Read this.</p>",
        )
    }
    assert len(contents) == 4


def test_white_space_mark_up_and_links_within_the_site_do_not() -> None:
    contents = {
        _text(body).content
        for body in (
            f'<p>Read <a href="{QUAY}">this</a>.</p>',
            f'<p>\n  Read\n<a rel="nofollow" href="{QUAY}">this</a>.</p>\n',
            f'<p class="new"><a href="{SITE}/about/">Read</a> <a href="{QUAY}">this</a>.</p>',
        )
    }
    assert len(contents) == 1
