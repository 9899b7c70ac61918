"""The terminal of these tests: it waits for a command, and not for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.milestones.goals_site import Terminal, make_site

TASKS = """\
from invoke.tasks import task

@task
def wait(context):
    print("Thinking.", flush=True)
    input()
"""


@pytest.mark.parametrize("is_end", [False, True])
def test_what_never_comes_fails_with_what_was_shown(tmp_path: Path, *, is_end: bool) -> None:
    root = make_site(tmp_path)
    (root / "tasks.py").write_text(TASKS)
    terminal = Terminal(root, "wait", patience=3)
    terminal.wait_for("Thinking.")
    with pytest.raises(pytest.fail.Exception, match=r"Nothing more within 3 s(?s:.*)Thinking\."):
        terminal.end() if is_end else terminal.wait_for("Done.")
