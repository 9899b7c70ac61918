"""Images: there, described, sized, light, and fit for link previews."""

import struct
import zlib

import pytest

from tests.workbench.check.made_site import MadeSite

REST = 'alt="" width="4" height="3"'


def _png(width: int, height: int) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "body",
    [
        '<img src="/desk.png" alt="A desk" width="4" height="3">',
        '<img src="/desk.png" alt="" width="4" height="3">',
        f'<img src="/desk.png" srcset="/desk.png 400w, /desk%20big.png 800w" {REST}>',
        f'<picture><source srcset="/desk.png, /desk.png 2x"><img src="/desk.png" {REST}></picture>',
        '<img src="data:image/gif;base64,R0lGOD" alt="" width="1" height="1">',
        f'<img src="https://cdn.example/a,b" srcset="https://cdn.example/w_4,h_3/b 2x" {REST}>',
        '<a href="/"><img src="/desk.png" alt="Home" width="4" height="3"></a>',
        '<a href="/"><img src="/desk.png" alt="" width="4" height="3"> Home</a>',
        '<a href="/" aria-label="Home"><img src="/desk.png" alt="" width="4" height="3"></a>',
    ],
)
def test_an_image_with_everything_passes(made: MadeSite, body: str) -> None:
    made.file("desk.png", _png(4, 3))
    made.file("desk big.png", _png(8, 6))
    made.page("here/index.html", body)
    assert made.findings() == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<img src="/no.png" alt="" width=4 height=3>', 'There is no image "no.png" on the site.'),
        (
            '<img src="/desk.png" srcset="/no.png 2x" alt="" width=4 height=3>',
            'There is no image "no.png" on the site.',
        ),
        ('<video poster="/no.png"></video>', 'There is no image "no.png" on the site.'),
        ('<img src="" alt="" width=4 height=3>', "One image has an empty address."),
        (
            '<img src="{static}/no.png" alt="" width=4 height=3>',
            '"{static}/no.png" was not replaced: nothing here has that name.',
        ),
    ],
)
def test_an_image_that_is_not_there_is_an_error(made: MadeSite, body: str, message: str) -> None:
    made.file("desk.png", _png(4, 3))
    made.page("here/index.html", body)
    [said] = made.said("image-missing")
    assert said.startswith(f"error: here/index.html: {message}")


def test_an_image_needs_an_alternative_text(made: MadeSite) -> None:
    made.file("desk.png", _png(4, 3))
    made.page("here/index.html", '<img src="/desk.png" width="4" height="3">')
    [said] = made.said("image-alt")
    assert said.startswith('error: here/index.html: The image "desk.png" has no alternative text.')


@pytest.mark.parametrize("around", ['<a href="/">{}</a>', '<a href="/"><span> {} </span></a>'])
def test_a_link_that_is_nothing_but_a_decoration_has_no_name(made: MadeSite, around: str) -> None:
    made.file("desk.png", _png(4, 3))
    image = '<img src="/desk.png" alt="" width="4" height="3">'
    made.page("here/index.html", around.format(image))
    [said] = made.said("link-name")
    assert said.startswith('error: here/index.html: The image "desk.png" is all there is of a link')


@pytest.mark.parametrize("given", ["", 'width="4"', 'height="3"'])
def test_an_image_without_both_measures_is_a_warning(made: MadeSite, given: str) -> None:
    made.file("desk.png", _png(4, 3))
    made.page("here/index.html", f'<img src="/desk.png" alt="" {given}>')
    [said] = made.said("image-size")
    assert said.startswith(
        'warning: here/index.html: The image "desk.png" has no width and height.'
    )


@pytest.mark.parametrize(("size", "findings"), [(1_000_000, 0), (1_040_001, 1)])
def test_an_image_over_a_megabyte_is_a_warning(made: MadeSite, size: int, findings: int) -> None:
    made.file("desk.png", b"x" * size)
    made.page("here/index.html", '<img src="/desk.png" alt="" width="4" height="3">')
    assert [said[:71] for said in made.said("image-heavy")] == [
        'warning: here/index.html: The image "desk.png" weighs 1.0 MB. Save it s'
    ] * findings


class TestTheImageOfALinkPreview:
    @staticmethod
    def _show(made: MadeSite, url: str) -> list[str]:
        made.page("here/index.html", head=f'<meta property="og:image" content="{url}">')
        return made.said("preview-image")

    def test_passes_when_it_is_wide_and_light_enough(self, made: MadeSite) -> None:
        made.file("card.png", _png(401, 1))
        assert self._show(made, "https://tiny.example/card.png") == []

    def test_may_stand_elsewhere(self, made: MadeSite) -> None:
        assert self._show(made, "https://cdn.example/card.png") == []

    def test_must_exist(self, made: MadeSite) -> None:
        [said] = self._show(made, "https://tiny.example/no.png")
        assert said.startswith('error: here/index.html: There is no image "no.png", which link')

    def test_must_have_an_absolute_address_in_the_world(self, made: MadeSite) -> None:
        made.file("card.png", _png(1200, 1))
        [said] = self._show(made, "../card.png")
        assert said.startswith("error: here/index.html: The address of the image for link previews")
        made.production = False
        assert made.findings() == []

    def test_is_shown_small_under_401_pixels(self, made: MadeSite) -> None:
        made.file("card.png", _png(400, 1))
        [said] = self._show(made, "https://tiny.example/card.png")
        assert said.startswith(
            'warning: here/index.html: The preview image "card.png" is only 400 pixels wide.'
        )

    def test_is_not_shown_over_5_megabytes(self, made: MadeSite) -> None:
        made.file("card.png", _png(1200, 1) + bytes(5_000_000))
        [said] = self._show(made, "https://tiny.example/card.png")
        assert said.startswith('warning: here/index.html: The preview image "card.png" weighs 5.0')

    def test_may_be_of_a_kind_whose_width_cannot_be_read(self, made: MadeSite) -> None:
        made.file("card.png", b"no picture")
        assert self._show(made, "https://tiny.example/card.png") == []
