from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.served_files import Redirect, is_page, locate, media_type, with_base, with_reload

SCRIPT = b'<script src="/.fanfare/reload.js" data-build="7"></script>\n'


@pytest.fixture
def output(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("not for the world", encoding="utf-8")
    output = tmp_path / "output"
    for name in ("index.html", "posts/one/index.html", "a b/ä.txt", "images/a.png", "?.txt"):
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return output


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/posts/one/", "posts/one/index.html"),
        ("/posts/one/?page=2", "posts/one/index.html"),
        ("/posts/./one//", "posts/one/index.html"),
        ("/a%20b/%C3%A4.txt", "a b/ä.txt"),
        ("/a%20b/\xc3\xa4.txt", "a b/ä.txt"),
        ("/%3F.txt", "?.txt"),
    ],
)
def test_an_address_is_answered_by_its_file(output: Path, target: str, name: str) -> None:
    assert locate(output, target) == output / name


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("/posts/one", "/posts/one/"),
        ("/posts/one?page=2", "/posts/one/?page=2"),
        ("//posts//one", "/posts/one/"),
    ],
)
def test_a_folder_without_its_slash_is_redirected(output: Path, target: str, address: str) -> None:
    assert locate(output, target) == Redirect(address)


@pytest.mark.parametrize("target", ["/images/", "/images", "/posts", "/gone", "/images/a.png/"])
def test_a_folder_is_never_listed_and_a_file_is_no_folder(output: Path, target: str) -> None:
    assert locate(output, target) is None


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/posts/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/..%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "secret.txt",
        "../secret.txt",
        "http://127.0.0.1/secret.txt",
        "//etc/passwd",
        "/%2Fetc/passwd",
        "/index.html%00",
        "/\0",
        "/%ff",
        "*",
        "",
        "/" + "a" * 5000,
    ],
)
def test_nothing_outside_the_output_is_an_answer(output: Path, target: str) -> None:
    assert locate(output, target) is None


def test_the_file_of_an_absolute_path_is_no_answer(output: Path) -> None:
    assert locate(output, f"/{output.parent / 'secret.txt'}") is None


@given(st.lists(st.sampled_from(["..", ".", "%2e", "%2f", "/", "\\", "posts", "secret.txt"])))
def test_no_mixture_of_dots_and_slashes_leads_outside(parts: list[str]) -> None:
    output = Path(__file__).parent
    found = locate(output, "/" + "".join(parts))
    assert found is None or (isinstance(found, Path) and found.resolve().is_relative_to(output))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("search.mjs", "text/javascript; charset=utf-8"),
        ("search.JS", "text/javascript; charset=utf-8"),
        ("feeds/all.atom.xml", "application/xml"),
        ("site.webmanifest", "application/manifest+json"),
        ("serif.woff2", "font/woff2"),
        ("mark.svg", "image/svg+xml"),
        ("desk.webp", "image/webp"),
        ("kit.pdf", "application/pdf"),
        ("pagefind/wasm.en.pagefind", "application/octet-stream"),
        ("CNAME", "application/octet-stream"),
        ("archive.tar.gz", "application/octet-stream"),
    ],
)
def test_a_name_tells_its_media_type(name: str, expected: str) -> None:
    assert media_type(name) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/", True),
        ("/posts/one", True),
        ("/posts/v1.2/", True),
        ("/a.html?x=y.css", True),
        ("/style.css?v=1", False),
        ("/images/a.png", False),
    ],
)
def test_pages_are_told_from_what_they_load(target: str, expected: bool) -> None:
    assert is_page(target) is expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<body>a</body></html>", b"<body>a" + SCRIPT + b"</body></html>"),
        (b"<BODY>a</BODY>", b"<BODY>a" + SCRIPT + b"</BODY>"),
        (b"<p>&lt;/body></body> a</body>", b"<p>&lt;/body></body> a" + SCRIPT + b"</body>"),
        (b"<p>a", b"<p>a" + SCRIPT),
    ],
)
def test_the_reload_script_ends_the_body(page: bytes, expected: bytes) -> None:
    assert with_reload(page, 7) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            b"<!doctype html><html><head lang=en><title>",
            b'<!doctype html><html><head lang=en><base href="/"><title>',
        ),
        (
            b'<!DOCTYPE html>\n<html lang="en">\n<title>No</title><header>',
            b'<!DOCTYPE html>\n<html lang="en"><base href="/">\n<title>No</title><header>',
        ),
        (b"<p>No", b'<base href="/"><p>No'),
        (b'<head><base href="/blog/">', b'<head><base href="/blog/">'),
    ],
)
def test_relative_links_start_at_the_root_unless_the_page_says_otherwise(
    page: bytes, expected: bytes
) -> None:
    assert with_base(page) == expected
