"""`invoke new`, run as an author runs it."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fanfare import front_matter
from tests.workbench.scaffolding import invoke, make_site, typed
from workbench.scaffold.kinds import KINDS
from workbench.terminal import editor_command

RECORDS_ITS_ARGUMENTS = """\
import pathlib, sys
pathlib.Path(sys.argv[1]).write_text("\\n".join(sys.argv[2:]), encoding="utf-8")
sys.exit(int(pathlib.Path(sys.argv[1]).name.removeprefix("exit-")))
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "my site – ä")


def _head(path: Path) -> dict[str, str]:
    return {k: v[0] for k, v in front_matter.parse(path.read_text("utf-8")).values.items()}


# --- making -----------------------------------------------------------------------------------


def test_a_post_is_made_and_its_path_and_the_next_step_are_said(site: Path) -> None:
    made = invoke(site, "new", "post", "The ramp: “up”")
    assert made.returncode == 0
    assert made.stdout.splitlines()[0] == "Made content/posts/the-ramp-up.md"
    assert "invoke serve" in made.stdout
    assert made.stderr == ""


def test_the_date_is_the_time_in_the_time_zone_of_the_site(site: Path) -> None:
    zone = ZoneInfo("Pacific/Kiritimati")
    before = datetime.now(zone).replace(second=0, microsecond=0)
    invoke(site, "new", "post", "Now")
    written = datetime.fromisoformat(_head(site / "content/posts/now.md")["date"])
    assert before <= written.replace(tzinfo=zone) <= datetime.now(zone)


def test_everything_that_can_be_made_builds_without_a_word(site: Path) -> None:
    address = "https://quay.example/tides/"
    for arguments in (
        ("post", "Ramps"),
        ("page", "Reading list"),
        ("guest-post", "Knots", "--author", "Ines Ravn"),
        ("elsewhere", "Tides", "--host", "quay", "--url", address),
        ("person", "Odd Berg"),
        ("partner", "Harbour Review", "--url", "https://harbour.example"),
    ):
        made = invoke(site, "new", *arguments)
        assert (made.returncode, made.stderr) == (0, ""), arguments
    built = invoke(site, "build")
    assert (built.returncode, built.stderr) == (0, "")
    assert (site / "output/drafts/ramps/index.html").exists()
    assert (site / "output/drafts/knots/index.html").exists()
    assert (site / "output/drafts/pages/reading-list/index.html").exists()


def test_the_file_of_a_new_guest_is_made_as_well_and_said(site: Path) -> None:
    made = invoke(site, "new", "guest-post", "Knots", "--author", "Ines Ravn")
    assert made.stdout.splitlines()[:3] == [
        "Made content/people/ines-ravn.md",
        "Made content/posts/knots.md",
        "Ines Ravn is new here: the bio goes into content/people/ines-ravn.md.",
    ]


def test_a_file_that_is_there_stays_as_it_is(site: Path) -> None:
    before = (site / "content/posts/2025/two.md").read_bytes()
    made = invoke(site, "new", "post", "Two")
    assert made.returncode == 1
    assert made.stderr.startswith('error: content/posts/2025/two.md has the address "two" already.')
    assert (site / "content/posts/2025/two.md").read_bytes() == before
    assert not (site / "content/posts/two.md").exists()


def test_a_title_may_be_the_name_of_a_task(site: Path) -> None:
    assert invoke(site, "new", "post", "build").stdout.startswith("Made content/posts/build.md")


def test_further_tasks_may_follow(site: Path) -> None:
    done = invoke(site, "new", "post", "Ramps", "build")
    assert "Made content/posts/ramps.md" in done.stdout
    assert "Built 4 posts and pages" in done.stdout


# --- mistakes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            (),
            "error: New what? Say one of post, page, guest-post, elsewhere, person, partner, site: "
            'invoke new post "The ramp".',
        ),
        (("pots", "Ramps"), 'error: "pots" is nothing that can be made. Did you mean "post"?'),
        (("post",), 'error: A post needs a title. For example: invoke new post "The ramp"'),
        (
            ("page", "Archives"),
            "error: The site makes a page archives/ of its own. Say another with --slug.",
        ),
        (
            ("elsewhere", "Tides", "--host", "kuay", "--url", "https://quay.example"),
            'error: There is no partner "kuay". Did you mean "quay"? '
            'If not: invoke new partner "kuay" --url https://...',
        ),
        (("site",), "error: A site needs --name and --url. For example: invoke new site --name"),
        (("site", "X", "--tags", "y"), "error: A site has no --tags. It takes --name, --url"),
    ],
)
def test_a_mistake_is_one_line_and_status_1(
    site: Path, arguments: tuple[str, ...], line: str
) -> None:
    done = invoke(site, "new", *arguments)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(line)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "named"), [("--hlep", "--hlep"), ("-k", "-k"), ("--tag=a", "--tag")]
)
def test_an_option_that_is_not_known_is_no_title(site: Path, option: str, named: str) -> None:
    done = invoke(site, "new", "post", option)
    assert done.returncode == 1
    assert done.stderr == f"No idea what '{named}' is! For help: invoke --help new\n"


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("post", "--help")])
def test_help_is_given_wherever_it_is_asked_for(site: Path, words: tuple[str, ...]) -> None:
    done = invoke(site, "new", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == invoke(site, "--help", "new").stdout


def test_a_title_may_begin_with_a_hyphen(site: Path) -> None:
    made = invoke(site, "new", "post", "--title", "-1 degrees")
    assert made.stdout.startswith("Made content/posts/1-degrees.md")


def test_bytes_that_are_no_text_are_a_mistake_and_no_traceback(site: Path) -> None:
    done = invoke(site, "new", "post", os.fsdecode(b"caf\xe9"), LC_ALL="C.UTF-8")
    assert done.returncode == 1
    assert done.stderr == "error: The title is not UTF-8 text. Type it in a UTF-8 terminal.\n"


def test_help_shows_every_kind_with_its_example(site: Path) -> None:
    told = invoke(site, "--help", "new").stdout
    for kind in KINDS:
        assert kind.example in told
    assert "invoke new site --name" in told


# --- the editor -------------------------------------------------------------------------------


def _editor(folder: Path, *, status: int = 0) -> tuple[str, Path]:
    """The command of an editor that only records its arguments, and where it does."""
    script = folder / "my editor.py"
    script.write_text(RECORDS_ITS_ARGUMENTS, encoding="utf-8")
    seen = folder / f"exit-{status}"
    return f'"{sys.executable}" "{script}" "{seen}" --wait', seen


@pytest.mark.parametrize("variable", ["EDITOR", "VISUAL"])
def test_the_editor_gets_its_own_arguments_and_the_new_file(
    site: Path, tmp_path: Path, variable: str
) -> None:
    editor, seen = _editor(tmp_path)
    invoke(site, "new", "post", "Ramps", "--edit", **{variable: editor})
    assert seen.read_text("utf-8").splitlines() == [
        "--wait",
        str(site / "content/posts/ramps.md"),
    ]


def test_visual_goes_before_editor(site: Path, tmp_path: Path) -> None:
    editor, seen = _editor(tmp_path)
    invoke(site, "new", "post", "Ramps", "--edit", VISUAL=editor, EDITOR="not-asked")
    assert seen.exists()


def test_without_edit_no_editor_is_opened(site: Path, tmp_path: Path) -> None:
    editor, seen = _editor(tmp_path)
    invoke(site, "new", "post", "Ramps", EDITOR=editor)
    assert not seen.exists()


@pytest.mark.parametrize(
    ("editor", "complaint"),
    [
        ("", "warning: Neither VISUAL nor EDITOR names an editor. Set one, such as EDITOR="),
        (
            "no-such-editor -w",
            "warning: The editor `no-such-editor -w` did not start: No such file",
        ),
        ('code "--wait', 'warning: The editor `code "--wait` did not start: No closing quotation.'),
    ],
)
def test_a_file_is_made_also_where_no_editor_opens_it(
    site: Path, editor: str, complaint: str
) -> None:
    done = invoke(site, "new", "post", "Ramps", "--edit", EDITOR=editor)
    assert done.returncode == 0
    assert done.stderr.startswith(complaint)
    assert (site / "content/posts/ramps.md").exists()


def test_an_editor_that_fails_is_mentioned(site: Path, tmp_path: Path) -> None:
    editor, _ = _editor(tmp_path, status=3)
    done = invoke(site, "new", "post", "Ramps", "--edit", EDITOR=editor)
    assert "ended with status 3." in done.stderr


def test_backslashes_of_windows_paths_are_no_escapes() -> None:
    assert editor_command(r'"C:\Program Files\E\e.exe" -n', posix=False) == [
        r"C:\Program Files\E\e.exe",
        "-n",
    ]


# --- somebody at the keyboard -------------------------------------------------------------------


def test_in_a_terminal_what_is_missing_is_asked_for(site: Path) -> None:
    status, screen = typed(site, "Tides\nquay\nhttps://quay.example/t\n", "new", "elsewhere")
    assert status == 0
    for question in ("What is it called?", "On which partner's site?", "At which address"):
        assert question in screen
    assert _head(site / "content/elsewhere/tides.md")["host"] == "quay"


def test_an_empty_answer_makes_nothing(site: Path) -> None:
    status, screen = typed(site, "\n", "new", "post")
    assert status == 1
    assert "A post needs a title." in screen


def test_the_end_of_input_is_no_answer(site: Path) -> None:
    status, screen = typed(site, "\x04", "new", "post")
    assert status == 1
    assert "error: No answer, so nothing was done." in screen
