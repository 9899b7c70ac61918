"""Where a mistake is to be mended: the author's file and line, and each mistake once."""

from fanfare.findings import Finding
from tests.workbench.check.made_site import MadeSite


def _places(made: MadeSite, rule: str) -> list[str]:
    return [found.place for found in made.findings() if found.rule == rule]


class TestTheLineOfALink:
    """`made.post` writes the source by hand and the page as Pelican would make it."""

    def test_is_where_its_address_stands(self, made: MadeSite) -> None:
        made.post("a", "Title: A\n\nFirst.\n\n[x](/gone/ 'Title') here", '<a href="/gone/">x</a>')
        assert _places(made, "broken-link") == ["content/posts/a.md:5"]

    def test_is_every_line_where_its_address_stands(self, made: MadeSite) -> None:
        made.post(
            "a", "Title: A\n\n[x](/gone/)\n\n[y](/gone/)", '<a href="/gone/"><a href="/gone/">'
        )
        assert _places(made, "broken-link") == ["content/posts/a.md:3", "content/posts/a.md:5"]

    def test_is_not_where_a_longer_address_starts_alike(self, made: MadeSite) -> None:
        made.post(
            "a", "Title: A\n\n/gone/?\n[x](/gone/far/)\n[y](/gone/)", '<a href="/gone/">y</a>'
        )
        assert _places(made, "broken-link") == ["content/posts/a.md:5"]

    def test_is_that_of_the_definition_of_a_reference(self, made: MadeSite) -> None:
        made.post("a", "Title: A\n\n[x][1]\n\n[1]: /gone/\n", '<a href="/gone/">x</a>')
        assert _places(made, "broken-link") == ["content/posts/a.md:5"]

    def test_is_found_in_html(self, made: MadeSite) -> None:
        made.post(
            "a", "Title: A\n\n<a\nhref='/gone/?a=1&amp;b=2'>", '<a href="/gone/?a=1&amp;b=2">'
        )
        assert _places(made, "broken-link") == ["content/posts/a.md:4"]

    def test_is_not_one_of_code(self, made: MadeSite) -> None:
        text = "Title: A\n\n```\n[x](/gone/)\n```\n`[x](/gone/)`\n[x](/gone/)"
        made.post("a", text, '<a href="/gone/">x</a>')
        assert _places(made, "broken-link") == ["content/posts/a.md:7"]

    def test_is_found_by_the_name_pelican_could_not_replace(self, made: MadeSite) -> None:
        made.post("a", "Title: A\n\n\n[x]({filename}no.md)", '<a href="{filename}no.md">x</a>')
        assert _places(made, "broken-link") == ["content/posts/a.md:4"]

    def test_is_found_with_windows_line_ends_and_a_byte_order_mark(self, made: MadeSite) -> None:
        made.post("a", "\ufeffTitle: A\r\n\r\n\r\n[x](/gone/)\r\n", '<a href="/gone/">x</a>')
        assert _places(made, "broken-link") == ["content/posts/a.md:4"]

    def test_is_not_needed_to_name_the_source(self, made: MadeSite) -> None:
        made.post("a", "Title: A\n\nA plugin made it.", '<a href="/gone/">x</a>')
        assert _places(made, "broken-link") == ["content/posts/a.md"]

    def test_cannot_be_said_of_a_source_deleted_since(self, made: MadeSite) -> None:
        made.page("a/index.html", '<a href="/gone/">x</a>', source="content/posts/deleted.md")
        assert _places(made, "broken-link") == ["a/index.html"]

    def test_is_found_in_a_source_that_is_not_utf8(self, made: MadeSite) -> None:
        made.page("a/index.html", '<a href="/gone/">x</a>', source="content/posts/a.md")
        path = made.root / "content/posts/a.md"
        path.parent.mkdir(parents=True)
        path.write_bytes("Title: Café\n\n[x](/gone/)".encode("latin-1"))
        assert _places(made, "broken-link") == ["content/posts/a.md:3"]


class TestALinkByFileName:
    """What the page has is an address; what the author wrote is `{filename}other.md`."""

    def _broken_anchor(self, made: MadeSite, link: str) -> list[str]:
        made.post("other", "Title: Other\n\nText.")
        body = '<a href="../other/#no">x</a>'
        made.post("a", f"Title: A\n\n[w]({{filename}}a.md)\n[x]({link})", body)
        return _places(made, "broken-anchor")

    def test_beside_the_file(self, made: MadeSite) -> None:
        assert self._broken_anchor(made, "{filename}other.md#no") == ["content/posts/a.md:4"]

    def test_from_the_content_folder(self, made: MadeSite) -> None:
        assert self._broken_anchor(made, "{filename}/posts/other.md#no") == ["content/posts/a.md:4"]

    def test_with_detours(self, made: MadeSite) -> None:
        link = "|filename|../posts/other.md#no"
        assert self._broken_anchor(made, link) == ["content/posts/a.md:4"]

    def test_in_angle_brackets(self, made: MadeSite) -> None:
        assert self._broken_anchor(made, "<{filename}other.md#no>") == ["content/posts/a.md:4"]

    def test_the_one_with_the_broken_anchor_among_several(self, made: MadeSite) -> None:
        link = "{filename}other.md)\n[y]({filename}other.md#no"
        assert self._broken_anchor(made, link) == ["content/posts/a.md:5"]

    def test_of_an_image(self, made: MadeSite) -> None:
        made.file("images/my desk.png")
        made.post(
            "a",
            'Title: A\n\nText.\n\n<img src="{static}/images/my desk.png">',
            '<img src="../../images/my%20desk.png" alt="">',
        )
        assert _places(made, "image-size") == ["content/posts/a.md:5"]

    def test_of_an_image_that_lacks_its_text_beside_one_that_does_not(self, made: MadeSite) -> None:
        made.file("desk.png")
        made.post(
            "a",
            'Title: A\n\n![A desk]({static}/desk.png)\n\n<img src="{static}/desk.png">',
            '<img src="/desk.png" alt="A desk"><img src="/desk.png">',
        )
        assert _places(made, "image-alt") == ["content/posts/a.md:5"]

    def test_of_an_attached_image(self, made: MadeSite) -> None:
        made.file("posts/a/desk.png")
        made.post("a", "Title: A\n\n![]({attach}desk.png)", '<img src="./desk.png" alt="">')
        assert _places(made, "image-size") == ["content/posts/a.md:3"]


class TestTheLineInTheFrontMatter:
    def test_of_a_title(self, made: MadeSite) -> None:
        title = "A title" * 11
        made.source("content/posts/a.md", f"Date: 2026-01-31\nTitle: {title}\n\nText.")
        made.page("posts/a/index.html", title=title, source="content/posts/a.md")
        assert _places(made, "title") == ["content/posts/a.md:2"]

    def test_of_a_summary(self, made: MadeSite) -> None:
        made.source("content/posts/a.md", "Title: A\nSummary: Long.\n\nText.")
        head = f'<meta name="description" content="{"x" * 161}">'
        made.page("posts/a/index.html", head=head, described=False, source="content/posts/a.md")
        assert _places(made, "description") == ["content/posts/a.md:2"]

    def test_of_a_summary_that_is_missing_is_the_first(self, made: MadeSite) -> None:
        made.source("content/posts/a.md", "Title: A\n\nText.")
        made.page("posts/a/index.html", described=False, source="content/posts/a.md")
        [found] = made.findings()
        assert (found.place, found.remedy) == ("content/posts/a.md:1", "Add a line Summary: ...")

    def test_of_a_preview_image(self, made: MadeSite) -> None:
        head = '<meta property="og:image" content="https://tiny.example/images/no.png">'
        made.post("a", "Title: A\nImage: {static}/images/no.png\n\nText.", head=head)
        assert _places(made, "preview-image") == ["content/posts/a.md:2"]


def test_the_line_of_a_second_main_heading(made: MadeSite) -> None:
    made.post("a", "Title: A\n\n## Part\n\n# Part\n", "<h2>Part</h2><h1>Part</h1>")
    assert _places(made, "heading") == ["content/posts/a.md:5"]


def test_the_line_of_an_id_given_twice(made: MadeSite) -> None:
    made.post("a", "Title: A\n\n## B {#b}\n\n<p id='b'>", '<h2 id="b">B</h2><p id="b">')
    assert _places(made, "duplicate-id") == ["content/posts/a.md:3", "content/posts/a.md:5"]


class TestAMistakeOnManyPages:
    def test_is_one_finding_that_says_on_how_many(self, made: MadeSite) -> None:
        for name in ("a", "b", "c"):
            made.page(f"{name}/index.html", '<a href="../gone/">x</a>')
        assert made.findings() == [
            Finding(
                "broken-link",
                'There is no page "gone/" on the site (on 3 pages).',
                "Correct the address, or take it out.",
                page="a/index.html",
            )
        ]

    def test_is_one_finding_though_its_figures_differ(self, made: MadeSite) -> None:
        for name, length in (("a", 161), ("b", 180)):
            head = f'<meta name="description" content="{"x" * length}">'
            made.page(f"{name}/index.html", head=head, described=False)
        assert made.said("description") == [
            "warning: a/index.html: The description has 161 characters (on 2 pages)."
            " Search results and previews cut it after about 160."
        ]

    def test_is_the_templates_where_sources_have_what_the_pages_lack(self, made: MadeSite) -> None:
        for name in ("a", "b"):
            made.source(f"content/posts/{name}.md", f"Title: {name}\nSummary: Yes.\n\nText.")
            made.page(f"{name}/index.html", described=False, source=f"content/posts/{name}.md")
        [said] = made.said("description")
        assert said.startswith("warning: a/index.html: The page has no description (on 2 pages).")

    def test_names_the_setting_it_comes_from(self, made: MadeSite) -> None:
        made.source("pelicanconf.py", 'SITENAME = "x"\nMENUITEMS = [\n    ("Gone", "gone/"),\n]\n')
        for name in ("a", "b"):
            made.page(f"{name}/index.html", '<nav><a href="../gone/">Gone</a></nav>')
        [said] = made.said("broken-link")
        assert said.startswith(
            'error: pelicanconf.py:3: There is no page "gone/" on the site (on 2 pages). Correct'
        )

    def test_names_the_template_it_comes_from(self, made: MadeSite) -> None:
        template = '<html>\n<script src="{{ SITEURL }}/theme/x.js">'
        made.source("themes/mine/templates/base.html", template)
        for name in ("a", "b"):
            made.page(f"{name}/index.html", '<script src="../theme/x.js"></script>')
        assert _places(made, "broken-link") == ["themes/mine/templates/base.html:2"]

    def test_is_mended_in_the_post_whose_excerpt_a_list_repeats(self, made: MadeSite) -> None:
        made.post("a", "Title: A\n\n[x](/gone/)", '<a href="/gone/">x</a>')
        made.page("tags/a/index.html", '<a href="/gone/">x</a>')
        made.page("tags/b/index.html", '<a href="/gone/">x</a>')
        assert _places(made, "broken-link") == ["content/posts/a.md:3"]

    def test_is_named_beside_the_post_that_has_it_as_well(self, made: MadeSite) -> None:
        made.post("a", "Title: A\n\n[x](/gone/)", '<a href="/gone/">x</a>')
        made.post("b", "Title: B\n\nText.", '<a href="/gone/">x</a>')
        made.page("tags/a/index.html", '<a href="/gone/">x</a>')
        assert _places(made, "broken-link") == ["content/posts/a.md:3", "posts/b/index.html"]
