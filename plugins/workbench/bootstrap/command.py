"""The command line of `bootstrap.py`: which task, what it needs, start it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from fanfare import console
from fanfare.errors import FanfareError
from fanfare.findings import Finding
from workbench.bootstrap.environment import Environment
from workbench.bootstrap.records import Lock

DEVELOPER_TASKS = frozenset({"test", "lint", "audit", "bench"})
"""Tasks that need more than an author's site does."""

HELP = """\
Run one of Fanfare's tasks. The first run installs what it needs into .venv.

  {call} build      build the site for writing, into output/
  {call} serve      build, show it in the browser, and again on every change
  {call} publish    build the site for the world, and check it
  {call} test       run every test
  {call} --list     every task there is
  {call} build --help

Needs Python 3.11 or newer and a package registry, nothing else. docs/start.md goes on from here.
"""

CALL = f"{'py' if sys.platform == 'win32' else 'python3'} bootstrap.py"

_FROM_WHERE = re.compile(
    "PIP_(INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|NO_INDEX|CONFIG_FILE|TRUSTED_HOST|CERT|CLIENT_CERT"
    "|PROXY|KEYRING_PROVIDER|(DEFAULT_)?TIMEOUT|RETRIES|(NO_)?CACHE_DIR|USE_(FEATURE|DEPRECATED))"
)
"""Options of pip's that say where packages come from. Others say which and where to; so do we."""


def run(root: Path, arguments: Sequence[str]) -> int:
    """Run the task that `arguments` name in the site at `root`, once all it needs is installed.

    Returns its exit status; 1, after one line that says what to do, where it could not start.
    Where the system allows it, the task takes this process's place and nothing is returned.
    """
    if not arguments or arguments[0] in ("-h", "--help"):
        console.say(HELP.format(call=CALL).rstrip())
        return 0
    again = shlex.join([*CALL.split(), *arguments])
    variables = own_variables(os.environ)
    environment = Environment(root, variables)
    try:
        os.chdir(root)
        environment.provide(lock_for(arguments))
    except FanfareError as error:
        console.show(error.findings)
        return 1
    except OSError as error:
        what = f"{error.strerror or error}."
        where = str(error.filename or "")
        console.show([Finding("bootstrap", what, f"Mend that, then run: {again}", source=where)])
        return 1
    except KeyboardInterrupt:
        console.complain(f"Interrupted. To go on, run: {again}")
        return 130
    return _start([str(environment.python), "-m", "invoke", *arguments], variables)


def lock_for(arguments: Sequence[str]) -> Lock:
    """The lock that names all that the task in `arguments` needs."""
    task = next((argument for argument in arguments if not argument.startswith("-")), "")
    return Lock.DEVELOPER if task in DEVELOPER_TASKS else Lock.SITE


def own_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment variables without those that would lead Python or pip elsewhere."""
    elsewhere = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}
    return {
        name: value
        for name, value in variables.items()
        if name not in elsewhere and (not name.startswith("PIP_") or _FROM_WHERE.fullmatch(name))
    }


def _start(command: list[str], variables: Mapping[str, str]) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    if sys.platform != "win32":
        os.execve(command[0], command, variables)  # noqa: S606 -- our own interpreter, no shell
    task = subprocess.Popen(command, env=variables)  # noqa: S603 -- our own interpreter
    while True:
        try:
            return task.wait()
        except KeyboardInterrupt:
            continue  # the task got it too, and ends in its own way
