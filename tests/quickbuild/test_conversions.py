"""What Markdown made of a file is found again exactly as long as it would make the same."""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from pelican.log import LimitFilter

from fanfare import processes
from fanfare.file_digests import FileDigests
from fanfare.memory import Memory
from quickbuild.conversion import Converted
from quickbuild.conversions import FEWEST_FILES, Conversions, functions_named

OPTIONS: Mapping[str, object] = {"extensions": ["meta", "extra"]}


LISTING: dict[str, Callable[[Path], Iterable[str]]] = {
    "os.listdir": lambda folder: os.listdir(folder),  # noqa: PTH208 -- as extensions may
    "os.scandir": lambda folder: (entry.name for entry in os.scandir(folder)),
    "iterdir": lambda folder: (path.name for path in folder.iterdir()),
    "glob": lambda folder: (path.name for path in folder.glob("*.txt")),
}


class Including(Extension):
    """Puts the file that a line `@name` names in its place, and complains of `!`.

    In the place of `?way` are the names of the files in the folder, listed in that way.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Markdown's name
        """Add it to `md`."""
        md.preprocessors.register(_Include(self._folder), "include", 20)


class _Include(Preprocessor):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def run(self, lines: list[str]) -> list[str]:
        return [self._line(line) for line in lines]

    def _line(self, line: str) -> str:
        if line.startswith("!"):
            logging.getLogger("including").warning("mind your language: %s", line)
        if line.startswith("?"):
            return ", ".join(sorted(LISTING[line[1:]](self._folder)))
        if not line.startswith("@"):
            return line
        path = self._folder / line[1:]
        try:
            return path.read_text()
        except OSError:
            return "nothing"

    def __repr__(self) -> str:
        return "include"


class Site:
    """A folder of texts, and what is remembered of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = str(root / "a.md")
        self.memory_file = root / "memory.db"
        self.write("Title: A\n\n*Once*.\n")

    def write(self, text: str) -> None:
        """Make the file `a.md` anew."""
        Path(self.path).write_text(text)

    def conversions(self, options: Mapping[str, object] = OPTIONS, **more: object) -> Conversions:
        """Those of one build that begins now."""
        memory = Memory(self.memory_file)
        of_html = more.get("of_html", {})
        assert isinstance(of_html, dict)
        code = str(more.get("code", "code"))
        self._memory = memory
        return Conversions(options, code, memory, FileDigests(memory), of_html)

    def convert(self, options: Mapping[str, object] = OPTIONS, **more: object) -> Converted:
        """What one whole build makes of `a.md`."""
        made = self.conversions(options, **more).convert(self.path)
        self._memory.save()
        self._memory.close()
        return made

    def is_remembered(self, options: Mapping[str, object] = OPTIONS, **more: object) -> bool:
        """True where a build that begins now need not convert `a.md`."""
        conversions = self.conversions(options, **more)
        found = conversions.html(self.path) is not None
        assert conversions.unknown([self.path]) == ([] if found else [self.path])
        self._memory.close()
        return found


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def including(site: Site) -> Mapping[str, object]:
    return {"extensions": ["meta", _named(Including(site.root))]}


def _named(extension: Extension) -> Extension:
    # which is shown by its address otherwise, and so never the same
    type(extension).__repr__ = lambda _self: "including"  # type: ignore[method-assign]
    return extension


def test_a_file_is_found_again_as_it_was_converted(site: Site) -> None:
    made = site.convert()
    assert made.html == "<p><em>Once</em>.</p>"
    assert made.meta == {"title": ["A"]}
    assert site.is_remembered()
    again = site.convert()
    assert (again, again.source, again.included) == (made, made.source, ())


def test_to_remember_takes_no_markdown(site: Site) -> None:
    site.convert()
    conversions = site.conversions()
    conversions.convert(site.path)
    assert conversions._converter is None


@pytest.mark.parametrize("text", ["Title: A\n\n*Twice*.\n", "Title: B\n\n*Once*.\n", ""])
def test_other_bytes_are_converted(site: Site, text: str) -> None:
    site.convert()
    site.write(text)
    assert not site.is_remembered()
    assert site.convert() == site.conversions().converter.convert(site.path)


def test_bytes_that_are_there_again_are_found_only_where_they_were_the_last(site: Site) -> None:
    site.convert()
    site.write("Title: A\n\nOther.\n")
    assert site.convert().html == "<p>Other.</p>"
    site.write("Title: A\n\n*Once*.\n")
    assert site.convert().html == "<p><em>Once</em>.</p>"


def test_another_name_is_another_file(site: Site) -> None:
    site.convert()
    other = site.root / "b.md"
    Path(site.path).rename(other)
    assert site.conversions().html(str(other)) is None
    assert site.conversions().html(site.path) is None


def test_what_was_converted_otherwise_is_converted_again(site: Site) -> None:
    site.convert()
    assert not site.is_remembered({**OPTIONS, "tab_length": 2})
    assert not site.is_remembered({"extensions": ["meta"]})
    assert not site.is_remembered(code="another version of an extension")
    assert site.is_remembered()


def test_options_in_another_order_are_other_options_where_the_order_counts(site: Site) -> None:
    site.convert()
    assert not site.is_remembered({"extensions": ["extra", "meta"]})
    configs = {"extensions": ["meta"], "extension_configs": {"toc": {}, "extra": {}}}
    turned = {"extension_configs": {"extra": {}, "toc": {}}, "extensions": ["meta"]}
    site.convert(configs)
    assert site.convert(turned).html == Markdown(**turned).convert(Path(site.path).read_text())  # type: ignore[arg-type]


def test_a_file_that_includes_another_depends_on_both(site: Site) -> None:
    other = site.root / "other.txt"
    other.write_text("first")
    site.write("Title: A\n\n@other.txt\n")
    made = site.convert(including(site))
    assert made.html == "<p>first</p>"
    assert made.included == (str(other),)
    assert site.is_remembered(including(site))
    other.write_text("second")
    assert not site.is_remembered(including(site))
    assert site.convert(including(site)).html == "<p>second</p>"
    other.unlink()
    assert site.convert(including(site)).html == "<p>nothing</p>"


def test_a_file_that_looked_for_another_in_vain_finds_it_later(site: Site) -> None:
    site.write("Title: A\n\n@other.txt\n")
    assert site.convert(including(site)).html == "<p>nothing</p>"
    assert site.is_remembered(including(site))
    (site.root / "other.txt").write_text("here")
    assert site.convert(including(site)).html == "<p>here</p>"


@pytest.mark.parametrize("way", LISTING)
def test_a_file_that_lists_a_folder_is_converted_in_every_build(site: Site, way: str) -> None:
    """Which files there are, no file's bytes tell."""
    site.write(f"?{way}\n")
    assert "new.txt" not in site.convert(including(site)).html
    (site.root / "new.txt").write_text("")
    made = site.convert(including(site))
    assert "new.txt" in made.html
    assert made.included is None


def test_late_imports_list_folders_that_count_for_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = site.root / "packages/late"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from late import later")
    (package / "later.py").write_text("")
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.setitem(LISTING, "import", lambda _folder: [import_module("late").__name__])
    site.write("?import\n")
    made = site.convert(including(site))
    assert "late" in made.html
    assert made.included == ()


def test_html_of_several_files_is_not_told_by_the_bytes_of_one(site: Site) -> None:
    (site.root / "other.txt").write_text("first")
    for _build in range(2):  # of which the second one remembers
        conversions = site.conversions()
        conversions.convert(site.path)
        assert conversions.made_alone(site.path) == "<p><em>Once</em>.</p>"
        site.convert()
    site.write("Title: A\n\n@other.txt\n")
    for _build in range(2):
        conversions = site.conversions(including(site))
        assert conversions.convert(site.path).html == "<p>first</p>"
        assert conversions.made_alone(site.path) is None
        site.convert(including(site))


def test_html_of_bytes_that_came_meanwhile_is_not_told_by_those_of_before(site: Site) -> None:
    conversions = site.conversions()
    assert conversions.source_of(site.path)
    site.write("Title: A\n\n*Twice*.\n")
    assert conversions.convert(site.path).html == "<p><em>Twice</em>.</p>"
    assert conversions.made_alone(site.path) is None


def test_html_that_no_conversion_has_made_is_not_told_by_bytes(site: Site) -> None:
    """Another reader has made it, though of the same file."""
    site.convert()
    assert site.conversions().made_alone(site.path) is None


def test_a_conversion_that_says_something_says_it_in_every_build(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.write("Title: A\n\n!\n")
    for _build in range(2):
        caplog.clear()
        LimitFilter._raised_messages.clear()  # as each build begins
        assert site.convert(including(site)).included is None
        assert caplog.messages == ["mind your language: !"]
    assert not site.is_remembered(including(site))


def test_a_damaged_row_is_made_again(site: Site) -> None:
    site.convert()
    database = sqlite3.connect(site.memory_file)
    with database:
        database.execute("UPDATE made SET value = replace(value, 'Once', 'Never')")
    database.close()
    assert site.convert().html == "<p><em>Once</em>.</p>"


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_file_is_made_again(site: Site, damage: bytes) -> None:
    site.convert()
    site.memory_file.write_bytes(damage)
    assert site.convert().html == "<p><em>Once</em>.</p>"
    assert site.is_remembered()


def test_what_cannot_be_read_is_raised(site: Site) -> None:
    with pytest.raises(FileNotFoundError):
        site.conversions().convert(str(site.root / "none.md"))
    Path(site.path).write_bytes(b"Title: \xff")
    with pytest.raises(UnicodeDecodeError):
        site.convert()
    assert site.conversions().pop(site.path) is None
    assert site.conversions().pop(str(site.root / "none.md")) is None


def test_files_that_are_gone_are_forgotten(site: Site) -> None:
    site.convert()
    conversions = site.conversions()
    conversions.forget_others([])
    site._memory.save()
    assert not site.is_remembered()


TEXTS = (
    "Title: One\n\n## Same\n\nNote.[^1]\n\n[^1]: Of one.\n",
    "Title: Two\n\n## Same\n\nNote.[^1]\n\n[^1]: Of two.\n",
    "*[CSS]: Style\n\nCSS\n",
    "Title: Code\n\n```python\nx = 1\n```\n",
)


def written(site: Site, number: int) -> list[str]:
    paths = []
    for place in range(number):
        path = site.root / f"{place}.md"
        path.write_text(TEXTS[place % len(TEXTS)])
        paths.append(str(path))
    return paths


def converted(paths: list[str], conversions: Conversions) -> list[Converted]:
    return [conversions.convert(path) for path in paths]


@pytest.fixture
def three_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 3)


@pytest.mark.usefixtures("three_cores")
def test_several_cores_convert_as_one_does(site: Site) -> None:
    paths = written(site, 2 * FEWEST_FILES)
    conversions = site.conversions()
    conversions.convert_ahead(paths)
    assert converted(paths, conversions) == converted(paths, site.conversions())


@pytest.mark.usefixtures("three_cores")
def test_a_file_can_be_asked_for_before_all_are_converted(site: Site) -> None:
    paths = written(site, 9 * FEWEST_FILES)
    conversions = site.conversions()
    conversions.convert_ahead(paths)
    backwards = paths[::-1]
    assert converted(backwards, conversions) == converted(backwards, site.conversions())


@pytest.mark.usefixtures("three_cores")
def test_all_are_converted_once_it_is_finished(site: Site) -> None:
    paths = written(site, 3 * FEWEST_FILES)
    conversions = site.conversions()
    conversions.convert_ahead(paths)
    conversions.finish()
    for path in paths:
        Path(path).write_text("Another.\n")
    assert not any("Another" in made.html for made in converted(paths, conversions))


@pytest.mark.usefixtures("three_cores")
def test_what_several_cores_converted_is_remembered(site: Site) -> None:
    paths = written(site, 2 * FEWEST_FILES)
    conversions = site.conversions()
    conversions.convert_ahead(paths)
    conversions.finish()
    assert site.conversions().unknown(paths) == []


@pytest.mark.usefixtures("three_cores")
def test_files_that_cannot_be_converted_are_left_to_their_reader(site: Site) -> None:
    paths = written(site, 2 * FEWEST_FILES)
    for path in paths[:4]:
        Path(path).write_bytes(b"Title: \xff")
    conversions = site.conversions()
    conversions.convert_ahead(paths)
    conversions.finish()
    assert conversions.unknown(paths) == paths[:4]
    with pytest.raises(UnicodeDecodeError):
        conversions.convert(paths[0])


@pytest.mark.usefixtures("three_cores")
def test_what_a_copy_would_say_is_said_here(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    LimitFilter._raised_messages.clear()
    paths = written(site, 2 * FEWEST_FILES)
    for place, path in enumerate(paths):
        Path(path).write_text(f"Title: Loud\n\n!{place}\n")
    conversions = site.conversions(including(site))
    conversions.convert_ahead(paths)
    for path in paths:
        conversions.convert(path)
    assert sorted(caplog.messages) == sorted(
        f"mind your language: !{place}" for place in range(len(paths))
    )


def length_of(html: str) -> int:
    return len(html)


@pytest.mark.usefixtures("three_cores")
def test_what_plugins_want_of_the_html_is_made_where_it_is_made(site: Site) -> None:
    paths = written(site, 2 * FEWEST_FILES)
    conversions = site.conversions(of_html={"length.1": length_of})
    conversions.convert_ahead(paths)
    conversions.finish()
    site.convert(of_html={"length.1": length_of})
    with closing(Memory(site.memory_file)) as memory:
        assert memory.load("length.1")[site.path][1] == str(len("<p><em>Once</em>.</p>"))
        assert {*paths} <= memory.load("length.1").keys()


def fails_on(html: str) -> int:
    raise ValueError(html)


def test_what_cannot_be_made_of_html_is_left_to_who_asks_for_it(site: Site) -> None:
    site.convert(of_html={"length.1": length_of, "failing.1": fails_on})
    with closing(Memory(site.memory_file)) as memory:
        assert memory.load("length.1").keys() == {site.path}
        assert not memory.load("failing.1")


def test_functions_are_named_by_their_modules() -> None:
    assert functions_named({"length": "builtins:len"}) == {"length": len}
    with pytest.raises(ModuleNotFoundError):
        functions_named({"x": "no_such_module:len"})
    assert "no_such_module" not in sys.modules
