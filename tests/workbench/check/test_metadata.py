"""What a page says of itself: language, title, description, headings, canonical address."""

import pytest

from tests.workbench.check.made_site import MadeSite


@pytest.mark.parametrize("lang", ["", " "])
def test_a_page_must_name_its_language(made: MadeSite, lang: str) -> None:
    made.page("here/index.html", lang=lang)
    assert made.said("language") == [
        'error: here/index.html: The page names no language. Let the template say <html lang="en">.'
    ]


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<title></title>",
        "<title> \n</title>",
        "<svg><title>An arrow</title></svg>",
    ],
)
def test_a_page_must_have_a_title(made: MadeSite, head: str) -> None:
    made.file(
        "here/index.html",
        f'<html lang="en"><head><meta name="robots" content="noindex">{head}</head><h1>x</h1>',
    )
    assert made.said("title") == [
        "error: here/index.html: The page has no title. Give its template one."
    ]


@pytest.mark.parametrize(("length", "findings"), [(70, 0), (71, 1)])
def test_a_title_over_70_characters_is_a_warning(
    made: MadeSite, length: int, findings: int
) -> None:
    made.page("here/index.html", title="é" * length)
    assert [said[:59] for said in made.said("title")] == [
        "warning: here/index.html: The title has 71 characters. Sear"
    ] * findings


def test_the_name_of_the_site_after_the_title_may_be_cut(made: MadeSite) -> None:
    head = '<meta property="og:title" content="Short">'
    made.page("here/index.html", title="Short · " + "The Long Margin " * 5, head=head)
    assert made.findings() == []


def test_two_pages_with_one_title_are_a_warning(made: MadeSite) -> None:
    made.page("a/index.html", title="One")
    made.page("b/index.html", title="One")
    [said] = made.said("title")
    assert said.startswith('warning: b/index.html: The title "One" is also that of a/index.html.')


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("index.html", "page/2/index.html"),
        ("tags/a/index.html", "tags/a/page/12/index.html"),
        ("category/a.html", "category/a2.html"),
        ("page/2/index.html", "page/3/index.html"),
    ],
)
def test_the_parts_of_one_list_may_share_a_title(made: MadeSite, first: str, second: str) -> None:
    made.page(first, title="List")
    made.page(second, title="List")
    assert made.findings() == []


def test_a_translation_may_share_its_title_with_the_original(made: MadeSite) -> None:
    made.page("now/index.html", title="Now")
    made.page("de/now/index.html", title="Now", lang="de")
    assert made.findings() == []


def test_a_page_without_description_is_a_warning(made: MadeSite) -> None:
    made.page("here/index.html", described=False)
    assert made.said("description") == [
        "warning: here/index.html: The page has no description. Give its template one."
    ]


@pytest.mark.parametrize(("length", "findings"), [(160, 0), (161, 1)])
def test_a_description_over_160_characters_is_a_warning(
    made: MadeSite, length: int, findings: int
) -> None:
    head = f'<meta name="description" content="{"x" * length}">'
    made.page("here/index.html", described=False, head=head)
    assert [said[:66] for said in made.said("description")] == [
        "warning: here/index.html: The description has 161 characters. Sear"
    ] * findings


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("404.html", ""),
        ("here/index.html", '<meta name="robots" content="noindex, follow">'),
        ("here/index.html", '<META NAME="Robots" CONTENT="NOINDEX">'),
    ],
)
def test_a_page_kept_out_of_search_results_needs_no_description(
    made: MadeSite, name: str, head: str
) -> None:
    made.page(name, title="Home", head=head, described=False)
    assert made.findings() == []


def test_a_page_that_sends_visitors_on_needs_only_a_title(made: MadeSite) -> None:
    made.file(
        "old/index.html",
        '<!doctype html><title>Home</title><meta http-equiv="refresh" content="0; url=/">'
        '<link rel="canonical" href="https://tiny.example/">',
    )
    assert made.findings() == []


def test_a_page_needs_one_main_heading(made: MadeSite) -> None:
    head = '<title>x</title><meta name="description" content="x">'
    made.file("none/index.html", f'<html lang="en"><head>{head}</head><h2>x</h2>')
    made.page("two/index.html", "<h1>The <em>other</em></h1>")
    assert made.said("heading") == [
        "warning: none/index.html: The page has no main heading (h1). Give its template one.",
        'warning: two/index.html: "The other" is a second main heading (h1).'
        " The title is the first: start the headings of a text with ##.",
    ]


class TestTheCanonicalAddress:
    @staticmethod
    def _name(made: MadeSite, url: str) -> list[str]:
        made.page("about/index.html")
        made.page("here/index.html", head=f'<link rel="canonical" href="{url}">')
        return made.said("canonical")

    @pytest.mark.parametrize(
        "url",
        [
            "https://tiny.example/here/",
            "https://tiny.example/here/index.html",
            "../here/",
            "https://elsewhere.example/here/",
        ],
    )
    def test_may_be_that_of_the_page_or_of_another_site(self, made: MadeSite, url: str) -> None:
        assert self._name(made, url) == []

    @pytest.mark.parametrize("url", ["https://tiny.example/about/", "https://tiny.example/gone/"])
    def test_may_not_be_another_on_the_site(self, made: MadeSite, url: str) -> None:
        [said] = self._name(made, url)
        assert said.startswith(f'error: here/index.html: The canonical address "{url}" is not that')

    def test_may_not_be_on_the_authors_machine(self, made: MadeSite) -> None:
        [said] = self._name(made, "http://localhost:8000/here/")
        assert said.startswith("error: here/index.html: The canonical address exists only on your")

    def test_does_not_matter_while_writing(self, made: MadeSite) -> None:
        made.production = False
        assert self._name(made, "http://localhost:8000/") == []

    def test_of_a_copy_may_be_any(self, made: MadeSite) -> None:
        head = '<link rel="canonical" href="https://tiny.example/">'
        made.post("copy", "Title: x\nOriginal_url: https://tiny.example/\n\nText.", head=head)
        assert made.findings() == []
