from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bare_machine import OURS

RECORDING = """\
import os, sys
print("bootstrap", *sys.argv[1:], "FANFARE_ALL_TESTS" in os.environ, os.environ["CHROMIUM"])
sys.exit(sys.argv[1] == os.environ.get("FAILING"))
"""
"""Stands for bootstrap.py: says with what it was called."""

APT_GET = """\
#!/bin/sh
echo "apt-get $*"
for program in chromium npm; do
  echo "#!/bin/sh" > "$BIN/$program" && chmod +x "$BIN/$program"
done
"""
"""Stands for apt-get: says what it was asked for, and brings two programs that are used then."""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A clean checkout on a machine that has Python, apt-get and little else."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(OURS / ".ci/run", tmp_path / ".ci/run")
    (tmp_path / "bootstrap.py").write_text(RECORDING)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "dirname", "id", "env", "sh", "chmod"):
        (programs / name).symlink_to(shutil.which(name) or name)
    (programs / "python3").symlink_to(sys.executable)
    for name, text in (("apt-get", APT_GET), ("sudo", '#!/bin/sh\nexec "$@"\n')):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    return tmp_path


def run(machine: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    programs = str(machine / "bin")
    return subprocess.run(
        [machine / ".ci/run"],
        env={"PATH": programs, "BIN": programs, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_installs_what_is_missing_and_runs_tests_and_linters(machine: Path) -> None:
    chromium = machine / "bin/chromium"
    ran = run(machine)
    lines = ran.stdout.splitlines()
    assert lines[0] == "apt-get --quiet update"
    assert {"chromium", "git", "rsync", "npm"} <= set(lines[1].split())
    assert lines[2:] == [f"bootstrap test True {chromium}", f"bootstrap lint True {chromium}"]


def test_it_installs_nothing_that_is_there(machine: Path) -> None:
    for name in ("chromium", "git", "rsync", "ssh", "sshd", "node", "npm", "java", "newsboat"):
        (machine / "bin" / name).write_text("#!/bin/sh\n")
        (machine / "bin" / name).chmod(0o755)
    assert "apt-get" not in run(machine).stdout


@pytest.mark.parametrize("failing", ["test", "lint"])
def test_it_fails_where_one_of_them_fails(machine: Path, failing: str) -> None:
    assert run(machine, FAILING=failing).returncode == 1


SKIPPING = {
    "a test": "import pytest\ndef test_it(): pytest.skip('no chromium')\n",
    "a marked test": "import pytest\n@pytest.mark.skip('no java')\ndef test_it(): pass\n",
    "a module": "import pytest\npytest.importorskip('none_such')\n",
}


@pytest.mark.parametrize("kind", SKIPPING)
def test_where_all_tests_are_to_run_a_skip_is_a_failure(tmp_path: Path, kind: str) -> None:
    shutil.copy(OURS / "tests/conftest.py", tmp_path)
    (tmp_path / "test_skipping.py").write_text(SKIPPING[kind])
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", tmp_path],
        env={**os.environ, "FANFARE_ALL_TESTS": "1", "PYTHONPATH": str(OURS / "plugins")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode != pytest.ExitCode.OK
    assert "no test may be skipped" in ran.stdout
