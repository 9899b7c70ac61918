"""What a command says while it works."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest

from fanfare import console
from fanfare.findings import Finding, Severity

_WORK = """
from fanfare import console
with console.progress() as progress:
    progress.step("Reading", 3)
    for _ in range(3):
        progress.advance()
    progress.step("Indexing")
console.say("Done")
"""


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm"}


def test_elsewhere_than_in_a_terminal_each_step_is_a_plain_line() -> None:
    command = [sys.executable, "-c", _WORK]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=True)
    assert done.stdout == "Reading: 3 ...\nIndexing ...\nDone\n"


def test_in_a_terminal_there_is_a_bar_and_it_is_gone_afterwards() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", _WORK], env=_environment(), stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # how a terminal says that its other end is gone
                break
            if not piece:
                break
            shown += piece
        assert process.wait() == 0
    os.close(ours)
    assert b"Reading" in shown
    assert "━".encode() in shown
    assert shown.rstrip().endswith(b"Done")


def test_findings_are_shown_once_errors_first(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = Finding("b", "Wrong.", "Mend it.", source="content/a.md", line=3)
    odd = Finding("a", "Odd.", severity=Severity.WARNING, page="index.html")
    console.show([odd, wrong, wrong])
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "error: content/a.md:3: Wrong. Mend it.\nwarning: index.html: Odd.\n"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 pages"), (1, "1 page"), (1234, "1,234 pages")]
)
def test_things_are_counted_in_words(number: int, words: str) -> None:
    assert console.counted(number, "page") == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        (
            "bell \x07, back \x08, return \r, delete \x7f",
            r"bell \x07, back \x08, return \x0d, delete \x7f",
        ),
        ("C1 \x9b2J", r"C1 \x9b2J"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("Zoë 🎉", "Zoë 🎉"),
        ("bytes \udcff", r"bytes \udcff"),
        ("\u202eevil\u202c \u2067x\u2069", r"\u202eevil\u202c \u2067x\u2069"),
        ("\u200fאהבה\u200e", "\u200fאהבה\u200e"),
    ],
)
def test_what_a_terminal_would_obey_is_printed_escaped(
    capsys: pytest.CaptureFixture[str], text: str, shown: str
) -> None:
    console.say(text)
    console.show([Finding("a", text)])
    assert capsys.readouterr() == (f"{shown}\n", f"error: {shown}\n")


_SAY = """
from fanfare import console
console.say("Caf\u00e9 \U0001f389"); console.complain("Caf\u00e9")
console.show_json({"label": "Caf\u00e9 \x9b \x7f \x1b"})
"""


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("ascii", r"Caf\xe9 \U0001f389"),
        ("latin-1", r"Café \U0001f389"),
        ("utf-8", "Café 🎉"),
        ("utf-8:surrogateescape", "Café 🎉"),
    ],
)
def test_what_the_output_has_no_bytes_for_is_printed_escaped(encoding: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SAY],
        env={**_environment(), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=True,
    )
    codec = encoding.partition(":")[0]
    line, _, value = done.stdout.decode(codec).partition("\n")
    assert line == said
    assert json.loads(value) == {"label": "Café \x9b \x7f \x1b"}
    assert done.stderr.decode(codec) == f"{said.partition(' ')[0]}\n"


def test_json_says_the_same_where_some_of_it_would_be_obeyed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    console.show_json({"label": "\u202eevil\u202c"})
    shown = capsys.readouterr().out
    assert shown.isascii()
    assert json.loads(shown) == {"label": "\u202eevil\u202c"}


def test_json_is_readable_where_it_can_be(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_json({"label": "Café"})
    assert capsys.readouterr().out == '{\n  "label": "Café"\n}\n'
