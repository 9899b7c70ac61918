from __future__ import annotations

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bare_machine import OURS, Machine, Registry, answer, copy_of, fresh_machine

NO_REGISTRY = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
UNREACHABLE = {"PIP_NO_INDEX": "0", "PIP_FIND_LINKS": ""}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine on which nothing was run yet."""
    return fresh_machine(tmp_path)


@pytest.fixture(scope="module")
def installed_once(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    machine = fresh_machine(tmp_path_factory.mktemp("machine"))
    assert machine.run("build").status == 0
    return machine


@pytest.fixture
def installed(installed_once: Machine, tmp_path: Path) -> Machine:
    """A machine on which `bootstrap.py build` was run once."""
    return copy_of(installed_once, tmp_path)


@pytest.fixture
def registry(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Registry]:
    """A registry that holds the wheels of the test's machine, and waits before it answers."""
    registry = Registry(tmp_path / "wheels")
    yield registry
    registry.close()


def change_lock(machine: Machine) -> None:
    """Have the site need one more package."""
    invoke = next(machine.wheels.glob("invoke-*"))
    machine.lock("requirements.lock", [invoke, machine.wheel("extra", "1.0")])


def has(machine: Machine, package: str) -> bool:
    return any(machine.venv.glob(f"lib/python*/site-packages/{package}/__init__.py"))


def wait_until(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.01)


# A machine that has only Python.


def test_the_first_run_installs_and_runs_the_task_from_anywhere(machine: Machine) -> None:
    ran = machine.run("new", "post", "--title", "test", "--tags=a b")
    assert ran.said == ["Installing 1 package into .venv (first run only) ..."]
    assert ran.task["arguments"] == ["new", "post", "--title", "test", "--tags=a b"]
    assert ran.task["folder"] == str(machine.root)
    assert ran.task["prefix"] == str(machine.venv)


def test_what_the_caller_has_set_for_python_and_pip_does_not_spoil_it(
    machine: Machine, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    for module in ("json", "pathlib", "subprocess", "venv", "pip", "invoke"):
        (elsewhere / module).mkdir(parents=True)
        (elsewhere / module / "__init__.py").write_text("raise RuntimeError('the wrong one')")
    ran = machine.run(
        "build",
        PYTHONPATH=str(elsewhere),
        PYTHONHOME=f"{sys.base_prefix}:{sys.base_exec_prefix}",
        VIRTUAL_ENV=str(elsewhere),
        PIP_TARGET=str(elsewhere),
        PIP_PREFIX=str(elsewhere),
        PIP_USER="1",
        PIP_DRY_RUN="1",
        PIP_CONSTRAINT=str(elsewhere / "none.txt"),
    )
    assert ran.status == 0
    assert ran.task["prefix"] == str(machine.venv)
    assert not {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"} & ran.task["variables"].keys()


def test_a_mirror_in_pips_configuration_file_is_used(installed: Machine, tmp_path: Path) -> None:
    change_lock(installed)
    configuration = tmp_path / "pip.conf"
    configuration.write_text(
        f"[global]\nno-index = true\nfind-links = {installed.wheels.as_uri()}\n"
        "[install]\nuser = true\n"
    )
    unset = {"PIP_NO_INDEX": "", "PIP_FIND_LINKS": ""}
    installed.run("build", PIP_CONFIG_FILE=str(configuration), **unset)
    assert has(installed, "extra")


def test_the_second_run_installs_nothing_and_needs_no_registry(installed: Machine) -> None:
    ran = installed.run("build", **NO_REGISTRY)
    assert (ran.status, ran.said) == (0, [])


def test_the_exit_status_is_the_tasks(installed: Machine) -> None:
    assert installed.run("check", TASK_STATUS="7").status == 7


def test_a_signal_reaches_the_task_itself(installed: Machine) -> None:
    module = next(installed.venv.glob("lib/python*/site-packages/invoke/__main__.py"))
    module.write_text("import signal\nprint('ready', flush=True)\nsignal.pause()\n")
    running = installed.start("serve")
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    running.send_signal(signal.SIGTERM)
    assert answer(running).status == -signal.SIGTERM


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_needs_nothing_installed(machine: Machine, arguments: list[str]) -> None:
    ran = machine.run(*arguments)
    assert (ran.status, ran.said) == (0, [])
    assert "python3 bootstrap.py build" in ran.printed
    assert not machine.venv.exists()


# What is installed.


def test_tests_and_linters_get_the_larger_lock(installed: Machine) -> None:
    ran = installed.run("test")
    assert ran.said == ["Installing 2 packages into .venv (first run of such a task only) ..."]
    assert has(installed, "tester")


def test_what_developers_need_serves_authors_too(installed: Machine) -> None:
    installed.run("lint")
    ran = installed.run("build", **NO_REGISTRY)
    assert (ran.status, ran.said) == (0, [])


def test_a_changed_lock_is_installed_into_the_same_folder(installed: Machine) -> None:
    keepsake = installed.venv / "keepsake"
    keepsake.touch()
    change_lock(installed)
    ran = installed.run("build")
    why = "requirements.lock or Python has changed"
    assert ran.said == [f"Installing 2 packages into .venv ({why}) ..."]
    assert has(installed, "extra")
    assert keepsake.exists()


def test_a_lock_that_is_not_there_is_named(machine: Machine) -> None:
    (machine.root / "requirements.lock").unlink()
    ran = machine.run("build")
    complaint = "error: requirements.lock: There is no such file. Restore it from git."
    assert (ran.status, ran.said) == (1, [complaint])


def test_the_developers_lock_names_all_that_the_sites_lock_names() -> None:
    def pins(name: str) -> set[str]:
        rows = re.split(r"(?<!\\)\n", (OURS / name).read_text("utf-8"))
        # A developer may need on every system what an author needs on one.
        return {re.sub(r" ; [^\\]*", " ", row, count=1) for row in rows if "==" in row}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


# What can go wrong: one line that says what to do, and the next run as if nothing had been.


@pytest.mark.parametrize(
    ("index", "complaint"),
    [
        ("http://127.0.0.1:9/simple", "The package registry cannot be reached"),
        ("https://registry.invalid/simple", "There is no network"),
    ],
)
def test_without_a_registry_one_line_says_so(
    installed: Machine, index: str, complaint: str
) -> None:
    change_lock(installed)
    ran = installed.run("build", PIP_INDEX_URL=index, **UNREACHABLE)
    assert ran.status == 1
    assert len(ran.said) == 2
    assert ran.said[1].startswith(f"error: Installing failed. {complaint}")
    assert ran.said[1].endswith("(All that pip said: .fanfare/bootstrap.log)")


def test_a_first_run_without_a_registry_does_not_hinder_the_next(machine: Machine) -> None:
    assert machine.run("build", **NO_REGISTRY).status == 1
    assert machine.run("build").task["prefix"] == str(machine.venv)


def test_what_was_installed_before_still_works_when_a_changed_lock_could_not_be(
    installed: Machine,
) -> None:
    lock = installed.root / "requirements.lock"
    before = lock.read_bytes()
    change_lock(installed)
    assert installed.run("build", **NO_REGISTRY).status == 1
    lock.write_bytes(before)
    ran = installed.run("build", **NO_REGISTRY)
    assert (ran.status, ran.said) == (0, [])


def test_a_package_that_is_not_the_locked_one_is_named_and_not_installed(
    installed: Machine,
) -> None:
    installed.lock("requirements.lock", [installed.wheel("extra", "1.0")], hashed="0" * 64)
    ran = installed.run("build")
    assert ran.status == 1
    assert "The registry's extra==1.0 is not the file that the lock names" in ran.said[1]
    assert not has(installed, "extra")


def test_a_python_without_ensurepip_is_told_from_where_to_get_it(
    machine: Machine, tmp_path: Path
) -> None:
    lacking = tmp_path / "lacking"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", lacking], check=True)
    packages = next(lacking.glob("lib/python*/site-packages"))
    (packages / "sitecustomize.py").write_text("import sys; sys.modules['ensurepip'] = None")
    ran = machine.run("build", python=str(lacking / "bin/python"))
    assert ran.status == 1
    assert len(ran.said) == 1
    assert re.search(r"without its module ensurepip\. (Run: sudo apt|Install Python)", ran.said[0])
    assert not machine.venv.exists()


def test_a_folder_that_may_not_be_written_is_named(machine: Machine) -> None:
    (machine.root / ".fanfare").write_text("a file in its place")
    ran = machine.run("build")
    assert ran.status == 1
    assert len(ran.said) == 1
    assert ".fanfare" in ran.said[0]


# Interruptions.


def test_killed_while_it_makes_the_folder_it_begins_again(machine: Machine) -> None:
    running = machine.start("build")
    wait_until((machine.venv / "pyvenv.cfg").exists)
    os.killpg(running.pid, signal.SIGKILL)
    answer(running)
    ran = machine.run("build")
    assert ran.said == ["Installing 1 package into .venv (the last time was cut short) ..."]
    assert ran.task["prefix"] == str(machine.venv)


def test_killed_while_it_installs_it_begins_again(installed: Machine, registry: Registry) -> None:
    change_lock(installed)
    running = installed.start("build", **registry.variables)
    registry.wait_for_question()
    os.killpg(running.pid, signal.SIGKILL)
    answer(running)
    ran = installed.run("build")
    assert ran.said == ["Installing 2 packages into .venv (the last time was cut short) ..."]
    assert has(installed, "extra")


def test_a_pip_that_outlives_its_killed_bootstrap_is_waited_for(
    installed: Machine, registry: Registry
) -> None:
    change_lock(installed)
    killed = installed.start("build", **registry.variables)
    registry.wait_for_question()
    killed.kill()
    killed.wait()
    second = installed.start("build")
    assert second.stderr is not None
    assert "waiting for it to finish" in second.stderr.readline()
    registry.answers.set()
    assert answer(second).task["prefix"] == str(installed.venv)
    killed.communicate()


def test_the_second_of_two_at_once_waits_and_installs_nothing(
    installed: Machine, registry: Registry
) -> None:
    change_lock(installed)
    first = installed.start("build", **registry.variables)
    registry.wait_for_question()
    second = installed.start("build", **registry.variables)
    assert second.stderr is not None
    waiting = second.stderr.readline()
    registry.answers.set()
    assert waiting.startswith("Another bootstrap.py is installing here")
    assert (answer(first).status, answer(second).said) == (0, [])


def test_interrupted_with_ctrl_c_it_says_so_in_one_line(
    installed: Machine, registry: Registry
) -> None:
    change_lock(installed)
    running = installed.start("build", **registry.variables)
    registry.wait_for_question()
    os.killpg(running.pid, signal.SIGINT)
    ended = answer(running)
    assert ended.status == 130
    assert ended.said[1:] == ["Interrupted. To go on, run: python3 bootstrap.py build"]


# A .venv that is there already.


def test_after_a_move_it_is_made_anew(installed: Machine, tmp_path: Path) -> None:
    moved = Machine(
        installed.root.rename(tmp_path / "moved"), installed.wheels, installed.variables
    )
    ran = moved.run("build")
    assert ran.said == ["Installing 1 package into .venv (the folder has moved) ..."]
    assert ran.task["prefix"] == str(moved.venv)


def test_when_its_python_is_gone_it_is_made_anew(installed: Machine) -> None:
    interpreter = installed.venv / "bin/python"
    interpreter.unlink()
    interpreter.symlink_to("/nowhere/python3")
    ran = installed.run("build")
    assert ran.said == ["Installing 1 package into .venv (its Python is gone) ..."]
    assert ran.task["prefix"] == str(installed.venv)


def test_it_may_be_made_anew_by_the_python_in_it(installed: Machine) -> None:
    stamp = installed.venv / "fanfare-stamp.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "locks": {}}))
    ran = installed.run("build", python=str(installed.venv / "bin/python"))
    assert ran.task["prefix"] == str(installed.venv)


def test_a_lost_package_is_installed_again(installed: Machine) -> None:
    for path in installed.venv.glob("lib/python*/site-packages/invoke*"):
        shutil.rmtree(path)
    assert installed.run("build").status == 0


@pytest.fixture
def own(installed: Machine) -> Machine:
    """A machine whose author has made .venv by hand."""
    (installed.venv / "fanfare-stamp.json").unlink()
    (installed.venv / "keepsake").touch()
    return installed


def test_the_authors_own_is_installed_into(own: Machine) -> None:
    change_lock(own)
    ran = own.run("build")
    assert ran.said == ["Installing 2 packages into .venv (first run only) ..."]
    assert has(own, "extra")
    assert (own.venv / "keepsake").exists()


def test_the_authors_own_is_left_alone_when_installing_into_it_fails(own: Machine) -> None:
    change_lock(own)
    ran = own.run("build", **NO_REGISTRY)
    assert ran.status == 1
    assert "delete .venv, which is your own" in ran.said[-1]
    assert own.run("build").status == 0
    assert (own.venv / "keepsake").exists()


def test_the_authors_own_is_left_alone_when_its_python_does_not_run(own: Machine) -> None:
    (own.venv / "bin/python").unlink()
    ran = own.run("build")
    assert ran.status == 1
    assert len(ran.said) == 1
    assert ran.said[0].endswith("Rename or delete it, then run this again.")
    assert (own.venv / "keepsake").exists()


# An old Python.


def old_pythons() -> dict[str, str]:
    """Version to program of each Python on this machine that is too old for Fanfare."""
    names = ["python2.7", *(f"python3.{minor}" for minor in range(6, 11))]
    programs = [shutil.which(name) for name in names]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    programs += [str(path) for path in sorted(pyenv.glob("versions/*/bin/python"))]
    found = {}
    for program in filter(None, programs):
        script = "import sys; print('%d.%d.%d' % sys.version_info[:3])"
        asked = subprocess.run([program, "-c", script], capture_output=True, text=True, check=False)
        version = asked.stdout.strip()
        if version and tuple(map(int, version.split("."))) < (3, 11):
            found[version] = program
    return found


OLD_PYTHONS = old_pythons()

if OLD_PYTHONS:

    @pytest.mark.parametrize("version", OLD_PYTHONS)
    def test_an_old_python_says_in_one_line_what_to_install(machine: Machine, version: str) -> None:
        ran = machine.run("build", python=OLD_PYTHONS[version])
        complaint = (
            f"error: Fanfare needs Python 3.11 or newer; this is {version}. "
            "Install it from python.org, then run: python3 bootstrap.py build"
        )
        assert (ran.status, ran.said) == (1, [complaint])


def test_what_every_python_reads_is_written_for_every_python() -> None:
    source = (OURS / "bootstrap.py").read_text("ascii")
    tree = ast.parse(source, feature_version=(3, 6))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.Nonlocal)
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not node.args.kwonlyargs
            assert all(argument.annotation is None for argument in node.args.args)
