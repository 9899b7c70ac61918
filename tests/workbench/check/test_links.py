"""Links and anchors: what leads nowhere, and what only seems to."""

import pytest

from tests.workbench.check.made_site import MadeSite


def test_a_site_in_which_nothing_is_wrong_has_no_findings(made: MadeSite) -> None:
    made.page("about/index.html", '<a href="../">Home</a> <a href="#about">Me</a><p id="about">')
    assert made.findings() == []


@pytest.mark.parametrize(
    "address",
    [
        "../about/",
        "../about",
        "../about/index.html",
        "/about/",
        "https://tiny.example/about/",
        "HTTPS://Tiny.Example/about/",
        "//tiny.example/about/",
        "../about/?from=home#me",
        " ../about/\n",
        "../%61bout/",
        "../notes%20and%20more/",
        "../caf%C3%A9/",
        "../café/",
        "",
        "#",
        "#top",
        "#Top-of-it",
        "#:~:text=hello",
        "../about/#caf%C3%A9",
        "../about/#old-name",
        "../paper.pdf#page=2",
        "https://elsewhere.example/gone/",
        "https://tiny.example:8443/gone/",
        "mailto:tamsin@tiny.example",
        "tel:+441234567",
        "data:text/plain,hello",
        "javascript:void(0)",
    ],
)
def test_an_address_that_leads_somewhere_passes(made: MadeSite, address: str) -> None:
    made.page("about/index.html", '<p id="me"><p id="café"><a name="old-name"></a>')
    made.page("café/index.html")
    made.page("notes and more/index.html")
    made.file("paper.pdf")
    made.page("here/index.html", f'<h2 id="Top-of-it">T</h2><a href="{address}">x</a>')
    assert made.findings() == []


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("../abot/", 'There is no page "abot/" on the site. Did you mean "about/"?'),
        ("/gone", 'There is no page "gone" on the site. Correct the address, or take it out.'),
        ("../About/", 'There is no page "About/" on the site. Did you mean "about/"?'),
        ("about/", 'There is no page "here/about/" on the site.'),
        ("../empty/", 'There is no page "empty/" on the site.'),
        ("../paper.pdf", 'There is no file "paper.pdf" on the site.'),
        ("https://tiny.example/gone/", 'There is no page "gone/" on the site.'),
        ("www.elsewhere.example", 'www.elsewhere.example" on the site. Write "https://www.'),
        ("{filename}gone.md", '"{filename}gone.md" was not replaced: nothing here has that name.'),
        ("%7Bfilename%7Dgone.md", '"{filename}gone.md" was not replaced'),
        ("|filename|gone.md", '"|filename|gone.md" was not replaced'),
        ("http://[half", '"http://[half" is not an address. Write a whole one'),
        ("https://", '"https://" is not an address.'),
    ],
)
def test_an_address_that_leads_nowhere_is_an_error(
    made: MadeSite, address: str, message: str
) -> None:
    made.page("about/index.html")
    made.file("empty/note.txt")
    made.page("here/index.html", f'<a href="{address}">x</a>')
    [said] = made.said("broken-link")
    assert said.startswith("error: here/index.html: ")
    assert message in said


@pytest.mark.parametrize(
    ("address", "suggestion"),
    [
        ("/abut/", "about/"),
        ("/About", "about/"),
        ("/posts/the-tide-tabel/", "posts/the-tide-table/"),
        ("/tide-tables/", "posts/tide-tables/"),
        ("/images/desk.jpg", "images/2026/desk.png"),
        ("/images/Desk.png", "images/2026/desk.png"),
        ("/images/disc.png", ""),
        ("/quite/different/", ""),
    ],
)
def test_an_address_that_is_almost_right_gets_a_suggestion(
    made: MadeSite, address: str, suggestion: str
) -> None:
    made.file("images/2026/desk.png")
    for name in ("about", "posts/the-tide-table", "posts/tide-tables", "a"):
        made.page(f"{name}/index.html")
    made.page("here/index.html", f'<a href="{address}">x</a>')
    [said] = made.said("broken-link")
    assert said.endswith(f'Did you mean "{suggestion}"?' if suggestion else "or take it out.")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<form action="/send/"></form>', 'There is no page "send/"'),
        ('<video src="/film.mp4"></video>', 'There is no file "film.mp4"'),
        ('<audio><source src="/talk.mp3"></audio>', 'There is no file "talk.mp3"'),
        ('<script src="/x.js"></script>', 'There is no script "x.js"'),
        ('<script src=""></script>', "One script has an empty address."),
        ('<iframe src="/frame/"></iframe>', 'There is no frame "frame/"'),
        ('<svg><use href="/icons.svg#a"/></svg>', 'There is no file "icons.svg"'),
        ('<link rel="stylesheet" href="/x.css">', 'There is no stylesheet "x.css"'),
        ('<link rel="icon" href="/x.ico">', 'There is no icon "x.ico"'),
        ('<link rel="preload" href="/x.woff2" as="font">', 'There is no file "x.woff2"'),
        (
            '<link rel="alternate" type="application/rss+xml" href="/feed.xml">',
            'There is no feed "feed.xml"',
        ),
        ('<meta http-equiv="refresh" content="5; url=/gone/">', 'There is no page "gone/"'),
    ],
)
def test_everything_a_page_names_must_exist(made: MadeSite, body: str, message: str) -> None:
    made.page("here/index.html", body)
    [said] = made.said("broken-link")
    assert message in said


def test_what_a_page_only_prepares_for_is_not_followed(made: MadeSite) -> None:
    made.page("here/index.html", head='<link rel="preconnect" href="https://tiny.example/none">')
    assert made.findings() == []


def test_relative_addresses_start_at_the_base_a_page_names(made: MadeSite) -> None:
    made.page("about/index.html")
    made.page("here/index.html", '<a href="about/">x</a>', head='<base href="/">')
    assert made.findings() == []


def test_a_stylesheet_may_only_use_files_that_exist(made: MadeSite) -> None:
    made.file("theme/there.woff2")
    made.file(
        "theme/x.css",
        "/* url(comment.png) */ @import 'other.css';"
        "a{src:url( there.woff2 )} b{background:url('../gone.png')} i{mask:url(#m)}"
        "u{background:url(data:image/png;base64,AAAA)}",
    )
    assert [said.partition(" on the site")[0] for said in made.said("broken-link")] == [
        'error: theme/x.css: There is no file "gone.png"',
        'error: theme/x.css: There is no stylesheet "theme/other.css"',
    ]


def test_an_anchor_must_name_a_part_of_the_page_it_leads_to(made: MadeSite) -> None:
    made.page("about/index.html", '<h2 id="contact">Contact</h2>')
    made.page("here/index.html", '<a href="../about/#contacts">x</a> <a href="#nothing">y</a>')
    assert made.said("broken-anchor") == [
        'error: here/index.html: The page "about/" has no part called "contacts".'
        ' Did you mean "#contact"?',
        'error: here/index.html: The page "here/" has no part called "nothing".'
        " Link to one of its headings, or to all of it.",
    ]


def test_an_id_may_stand_only_once(made: MadeSite) -> None:
    made.page("here/index.html", '<p id="a">x<p id="b">y<p id="a">z')
    assert made.said("duplicate-id") == [
        'error: here/index.html: The id "a" stands 2 times on one page.'
        " Give each element an id of its own."
    ]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://cdn.example/x.png" alt="" width="1" height="1">',
        '<script src="http://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="http://cdn.example/x.css">',
        '<iframe src="http://cdn.example/"></iframe>',
        '<img src="http://tiny.example/x.png" alt="" width="1" height="1">',
    ],
)
def test_a_page_on_https_may_fetch_nothing_over_http(made: MadeSite, body: str) -> None:
    made.file("x.png")
    made.page("here/index.html", body)
    [said] = made.said("mixed-content")
    assert said.startswith("error: here/index.html: ")
    assert made.said("http-link") == []


def test_a_site_on_http_may_fetch_over_http(made: MadeSite) -> None:
    made.url = "http://tiny.example"
    made.page("here/index.html", '<script src="http://cdn.example/x.js"></script>')
    assert made.findings() == []


def test_a_link_over_http_to_the_site_itself_is_a_warning(made: MadeSite) -> None:
    made.page(
        "here/index.html",
        '<a href="http://tiny.example/">Home</a> <a href="http://other.example/">x</a>',
    )
    [said] = made.said("http-link")
    assert said.startswith('warning: here/index.html: "http://tiny.example/" leads to your own')


@pytest.mark.parametrize(
    "host",
    ["localhost:8000", "127.0.0.1", "0.0.0.0:8000", "[::1]:8000", "LOCALHOST", "x.localhost"],
)
def test_an_address_on_the_authors_machine_is_an_error_for_the_world(
    made: MadeSite, host: str
) -> None:
    made.page("here/index.html", f'<a href="http://{host}/about/">x</a>')
    [said] = made.said("localhost")
    assert said.startswith(f'error: here/index.html: "http://{host}/about/" exists only on your')
    made.production = False
    assert made.said("localhost") == []


@pytest.mark.parametrize("name", ["url", "image"])
def test_a_link_preview_of_the_authors_machine_is_an_error_for_the_world(
    made: MadeSite, name: str
) -> None:
    head = f'<meta property="og:{name}" content="http://localhost:8000/x.png">'
    made.page("here/index.html", head=head)
    [said] = made.said("localhost")
    assert said.startswith(f"error: here/index.html: The og:{name} for link previews exists only")


def test_a_site_published_for_the_authors_machine_is_one_warning(made: MadeSite) -> None:
    made.url = "http://localhost:8000"
    made.page("here/index.html", '<a href="http://localhost:8000/">x</a>')
    [said] = made.said("localhost")
    assert said.startswith("warning: The site was built for http://localhost:8000")


class TestASiteInAFolderOfItsHost:
    @pytest.fixture
    def made(self, made: MadeSite) -> MadeSite:
        made.url = "https://host.example/me"
        made.page("about/index.html")
        return made

    @pytest.mark.parametrize(
        "address",
        ["../about/", "/me/about/", "https://host.example/me", "https://host.example/other/"],
    )
    def test_addresses_in_the_folder_or_of_other_sites_pass(
        self, made: MadeSite, address: str
    ) -> None:
        made.page("here/index.html", f'<a href="{address}">x</a>')
        assert made.findings() == []

    @pytest.mark.parametrize(
        ("address", "path"),
        [("/about/", "/about/"), ("../../about/", "/about/"), ("/melon/", "/melon/")],
    )
    def test_an_address_that_leaves_the_folder_is_an_error(
        self, made: MadeSite, address: str, path: str
    ) -> None:
        made.page("here/index.html", f'<a href="{address}">x</a>')
        [said] = made.said("broken-link")
        assert f'There is no page "{path}" on the site' in said
        assert 'Everything on your site starts with "https://host.example/me/".' in said

    def test_while_writing_the_site_stands_at_the_root_of_its_server(self, made: MadeSite) -> None:
        made.production = False
        made.page("here/index.html", '<a href="/about/">x</a> <a href="/me/about/">y</a>')
        assert made.findings() == []


def test_the_search_index_is_expected_only_of_a_published_site(made: MadeSite) -> None:
    made.page("search/index.html", '<script src="/pagefind/pagefind.js"></script>')
    assert len(made.said("broken-link")) == 1
    made.production = False
    assert made.findings() == []


def test_a_file_that_is_no_page_of_the_site_is_left_alone(made: MadeSite) -> None:
    made.file("owner1234.html", "site-verification: owner1234.html")
    made.file("pagefind/demo.html", '<!doctype html><a href="/gone/">x</a>')
    assert made.findings() == []


@pytest.mark.parametrize(
    "raw", [b"<!doctype html>", b"<html>\x00\xff</a></html", b"<title>", b"", b"\n"]
)
def test_a_page_that_is_hardly_one_is_said_to_lack_what_it_lacks(
    made: MadeSite, raw: bytes
) -> None:
    made.file("odd/index.html", raw)
    assert made.said("title") == [
        "error: odd/index.html: The page has no title. Give its template one."
    ]
