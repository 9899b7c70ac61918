"""Images with their size and their smaller copies."""

import struct
import zlib
from pathlib import Path

import pytest

from folio.images import Picture, picture, with_sizes


def write_png(path: Path, width: int, height: int) -> Path:
    """A real PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    path.parent.mkdir(parents=True, exist_ok=True)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Picture:
    for width in (40, 20):
        write_png(tmp_path / f"desk-{width}w.png", width, width // 2)
    write_png(tmp_path / "desk-top.png", 5, 5)
    found = picture(write_png(tmp_path / "desk.png", 80, 40), "images/desk.png", "a desk")
    assert found
    return found


def test_a_picture_knows_its_size_and_its_smaller_copies(desk: Picture) -> None:
    assert (desk.width, desk.height, desk.alt) == (80, 40, "a desk")
    assert desk.copies == (("images/desk-20w.png", 20), ("images/desk-40w.png", 40))


def test_the_source_set_ends_with_the_picture_itself(desk: Picture) -> None:
    assert desk.srcset("..") == (
        "../images/desk-20w.png 20w, ../images/desk-40w.png 40w, ../images/desk.png 80w"
    )


def test_a_picture_without_copies_has_no_source_set(tmp_path: Path) -> None:
    alone = picture(write_png(tmp_path / "a.png", 3, 2), "a.png")
    assert alone
    assert alone.srcset("") == ""


def test_a_missing_file_and_a_file_that_is_no_image_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("not an image")
    assert picture(tmp_path / "a.png", "a.png") is None
    assert picture(tmp_path / "b.png", "b.png") is None


def test_a_changed_file_is_measured_anew(tmp_path: Path) -> None:
    path = write_png(tmp_path / "a.png", 3, 2)
    assert picture(path, "a.png") == Picture("a.png", 3, 2)
    write_png(path, 5, 4)
    assert picture(path, "a.png") == Picture("a.png", 5, 4)


def _completed(content: str, found: Picture | None = None, *, eager: bool = False) -> str:
    return with_sizes(content, lambda _source: found, "..", "50vw", eager=eager)


def test_an_image_gets_its_size_and_waits() -> None:
    assert _completed('<img src="x" />', Picture("x", 8, 4)) == (
        '<img src="x" width="8" height="4" loading="lazy">'
    )


def test_the_first_image_of_a_page_is_fetched_at_once() -> None:
    html = _completed("<img src='x'><img src='y'>", eager=True)
    assert html == "<img src='x' fetchpriority=\"high\"><img src='y' loading=\"lazy\">"


def test_copies_become_a_source_set(desk: Picture) -> None:
    html = _completed('<img src="x">', desk)
    assert 'srcset="../images/desk-20w.png 20w, ' in html
    assert 'sizes="50vw"' in html


def test_what_the_author_wrote_stays() -> None:
    tag = '<img src="x" width="3" loading="eager" srcset="z">'
    assert _completed(tag, Picture("x", 8, 4)) == tag


def test_a_sign_in_an_attribute_does_not_end_the_tag() -> None:
    assert _completed('<img src="x" alt="2 > 1">', Picture("x", 8, 4)) == (
        '<img src="x" alt="2 > 1" width="8" height="4" loading="lazy">'
    )


def test_values_without_quotes_are_read_too() -> None:
    tag = "<img src=x width=3>"
    assert _completed(tag, Picture("x", 8, 4)) == '<img src=x width=3 loading="lazy">'


def test_code_that_shows_an_image_is_not_touched() -> None:
    shown = "<code>&lt;img src=&quot;x&quot;&gt;</code>"
    assert _completed(shown, Picture("x", 8, 4)) == shown


@pytest.mark.parametrize(
    "untouched",
    [
        '<a title="<img src=x><b>">a</a>',
        "<a title='<img src=x>'>a</a>",
        '<a title = "it\'s <img src=x>" href=\'"<img src=x>"\'>a</a>',
        "<!-- <img src=x> > -->",
        "<script>write('<img src=x>')</script>",
        "<style>/* <img src=x> */</style><textarea><img src=x></textarea>",
        "1 < 2 <3 <> </ <img",
        '<a title="never closed, <img',
    ],
)
def test_what_only_looks_like_an_image_is_not_touched(untouched: str) -> None:
    found = Picture("x", 8, 4)
    assert _completed(untouched, found) == untouched
    image, completed = "<img alt=y>", '<img alt=y width="8" height="4" loading="lazy">'
    assert _completed(f"{image}{untouched}", found) == f"{completed}{untouched}"


@pytest.mark.parametrize("before", ["it's ", "<b it's>", '<b it=is"o>', "<p>1 < 2 ", "<img x<"])
def test_a_stray_quote_or_sign_hides_no_image(before: str) -> None:
    assert _completed(f"{before}<img src=x>").endswith('<img src=x loading="lazy">')
