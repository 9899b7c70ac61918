"""Pictures: their places in the text, their files, and what LinkedIn takes of them."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from syndication.kit import uploads
from syndication.kit.sources import Shelf
from syndication.kit.uploads import upload_of
from tests.syndication.kit.made import SVG, a_picture, an_article, pasted

# In the text


def test_a_picture_is_a_marker_in_a_paragraph_of_its_own() -> None:
    assert pasted('<p><img src="/images/My%20desk%20(2).PNG" alt="My  desk"></p>') == (
        "<p>[image 1: 01-My-desk-2.png, My desk]</p>"
    )


def test_pictures_are_numbered_in_the_order_of_the_text() -> None:
    made = an_article(
        '<img src="/b.png"><p>x</p><ul><li>y<img src="/a.png"></ul><img src="/b.png">'
    )

    assert [image.name for image in made.images] == ["01-b.png", "02-a.png", "03-b.png"]


def test_a_caption_follows_its_picture() -> None:
    html = '<figure><figcaption>Mine, <b>too</b></figcaption><img src="/a.png"></figure>'

    assert pasted(html) == (
        "<p>[image 1: 01-a.png]</p><p><em>Mine, </em><strong><em>too</em></strong></p>"
    )


def test_within_a_line_the_alternative_text_stands_for_a_picture() -> None:
    assert pasted('<p>Press <img src="/save.png" alt="Save"> now.</p><p>x</p>') == (
        "<p>Press Save now.</p><p>[image 1: 01-save.png, Save]</p><p>x</p>"
    )


def test_what_a_picture_links_to_is_remembered() -> None:
    html = '<a href="/about/"><img src="/a.png"></a><a href="/b.png"><img src="/b.png"></a>'

    assert [image.link for image in an_article(html).images] == ["https://tiny.example/about/", ""]


def test_of_several_sources_the_plain_one_is_taken() -> None:
    html = (
        '<picture><source srcset="/a.avif"><img src="/a.png" srcset="/a-800w.png 800w"></picture>'
    )

    assert [image.source for image in an_article(html).images] == ["https://tiny.example/a.png"]


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p>a <img class="emoji" alt="🪢" src="/1.png"></p>', "<p>a 🪢</p>"),
        ('<p>a<img src="https://count.example/x" width="1" height="1"></p>', "<p>a</p>"),
        ('<p>a<img alt="b"></p>', "<p>ab</p>"),
        ('<p>a</p><svg aria-hidden="true"><path d="M0 0"/></svg>', "<p>a</p>"),
    ],
)
def test_some_pictures_are_none(html: str, kept: str) -> None:
    assert pasted(html) == kept
    assert an_article(html).images == ()


def test_a_drawing_in_the_text_is_a_picture() -> None:
    html = (
        '<svg viewBox="0 0 4 2"><title>A sail</title><defs>'
        '<linearGradient id="g"><stop offset="0"/></linearGradient></defs>'
        '<rect width="4" height="2" fill="url(#g)"/></svg>'
    )
    [image] = an_article(html).images
    raw = Shelf("https://tiny.example", {}).read(image.source)

    assert (image.name, image.alt) == ("01-picture.png", "A sail")
    assert raw is not None
    assert b"viewBox" in raw
    assert b"linearGradient" in raw
    assert upload_of(raw).suffix == ".png"


def test_a_picture_that_is_not_here_is_named_by_its_address() -> None:
    [image] = an_article('<img src="https://x.example/a.png">', suffix="").images

    assert (image.name, image.is_here) == ("https://x.example/a.png", False)


# On disk


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    for name in ("content/desk é.png", "theme/t.png", "output/made.png", "secret.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    files = {"images/desk é.png": tmp_path / "content/desk é.png"}
    folders = (("theme/", tmp_path / "theme"), ("", tmp_path / "output"))
    return Shelf("https://tiny.example/blog", files, folders)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        (f"https://tiny.example/blog/images/{quote('desk é.png')}?v=1", "content/desk é.png"),
        ("http://tiny.example/blog/theme/t.png", "theme/t.png"),
        ("https://tiny.example/blog/made.png#x", "output/made.png"),
    ],
)
def test_a_picture_of_the_site_is_found(shelf: Shelf, address: str, file: str) -> None:
    assert shelf.read(address) == file.encode()


@pytest.mark.parametrize(
    "address",
    [
        "https://tiny.example/blog/gone.png",
        "https://tiny.example/images/desk.png",
        "https://tiny.example.evil.example/blog/made.png",
        "https://tiny.example/blog/theme/../../secret.png",
        "https://tiny.example/blog/%2e%2e/secret.png",
        "https://tiny.example/blog/",
        "https://x.example/blog/made.png",
        "data:image/png",
        "data:image/png;base64,a",
    ],
)
def test_nothing_else_is_read(shelf: Shelf, address: str) -> None:
    assert shelf.read(address) is None


def test_a_picture_may_stand_in_its_address(shelf: Shelf) -> None:
    raw = a_picture()

    assert shelf.read(f"data:image/png;base64,{base64.b64encode(raw).decode()}") == raw
    assert shelf.read(f"data:image/svg+xml,{quote(SVG)}") == SVG


# For LinkedIn


@pytest.mark.parametrize(("form", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("GIF", ".gif")])
def test_what_linkedin_takes_is_left_as_it_is(form: str, suffix: str) -> None:
    raw = a_picture(form)
    made = upload_of(raw)

    assert (made.raw, made.suffix, made.width, made.height, made.remark) == (
        raw,
        suffix,
        60,
        40,
        "",
    )


@pytest.mark.parametrize("form", ["WEBP", "AVIF", "BMP", "TIFF"])
def test_what_it_does_not_take_becomes_png(form: str) -> None:
    made = upload_of(a_picture(form))

    assert (made.suffix, made.width, made.height, made.remark) == (".png", 60, 40, "")
    assert Image.open(io.BytesIO(made.raw)).format == "PNG"


def test_a_drawing_is_drawn_large_and_on_white() -> None:
    made = upload_of(SVG.replace(b'width="40" height', b'width="20" height'))
    drawn = Image.open(io.BytesIO(made.raw)).convert("RGB")

    assert (made.suffix, drawn.size, made.remark) == (".png", (1600, 800), "")
    assert (drawn.getpixel((10, 10)), drawn.getpixel((1590, 10))) == ((0, 0, 0), (255, 255, 255))


def test_a_drawing_is_the_same_each_time() -> None:
    assert upload_of(SVG) == upload_of(SVG)


@pytest.mark.parametrize("part", [b"<text>a</text>", b"<foreignObject/>", b'<image href="a.png"/>'])
def test_the_author_is_told_to_look_at_a_drawing_that_may_differ(part: bytes) -> None:
    assert "compare it with your site" in upload_of(SVG.replace(b"</svg>", part + b"</svg>")).remark


def test_too_many_pixels_are_scaled_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PIXELS", 600)

    for form, suffix in (("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".png")):
        made = upload_of(a_picture(form))
        assert (made.suffix, made.width, made.height) == (suffix, 30, 20)
        assert Image.open(io.BytesIO(made.raw)).size == (30, 20)
        assert made.remark == "It is scaled down to 30 x 20."


def test_a_picture_of_the_most_pixels_linkedin_takes_stays(tmp_path: Path) -> None:
    least_too_large = Image.new("1", (6064, 5962))  # 36,153,568 pixels
    largest = Image.new("1", (6064, 5961))
    for picture, is_scaled in ((least_too_large, True), (largest, False)):
        picture.save(tmp_path / "large.png")
        made = upload_of((tmp_path / "large.png").read_bytes())
        assert bool(made.remark) == is_scaled
        assert made.width * made.height < 36_152_320


def test_a_picture_on_its_side_is_set_upright_when_it_is_made_anew() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    assert (upload_of(a_picture("WEBP", exif=exif)).width) == 40


def test_of_what_moves_only_the_first_frame_can_be_converted() -> None:
    frames = [Image.new("RGB", (6, 4), colour) for colour in ("red", "green")]
    moving = io.BytesIO()
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])

    assert upload_of(moving.getvalue()).remark == "Only its first frame is here."


@pytest.mark.parametrize("raw", [b"", b"text", b"<svg", b"<svg><p", a_picture()[:60]])
def test_what_is_no_picture_is_not_used(raw: bytes) -> None:
    made = upload_of(raw)

    assert (made.suffix, made.raw) == ("", b"")
    assert made.remark.startswith("It ")
