"""Run one of Fanfare's tasks on a fresh machine, such as `python3 bootstrap.py build`.

The first run installs what the task needs into .venv; later runs start the task at once.

Any Python that finds this file reads it, however old, so it keeps to what Python 2 can read.
What it does under a Python that is new enough is plugins/workbench/bootstrap/.
"""

import os
import sys


def main():  # type: () -> int
    """Run the task that the command line names; its exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- this is what says so
        complaint = (
            "error: Fanfare needs Python 3.11 or newer; this is %s. "
            "Install it from python.org, then run: %s bootstrap.py %s\n"
        )
        version = ".".join(str(number) for number in sys.version_info[:3])
        python = "py" if sys.platform == "win32" else "python3"
        sys.stderr.write(complaint % (version, python, " ".join(sys.argv[1:]) or "build"))
        return 1
    # What the caller keeps in PYTHONPATH must not stand in for Python's own modules.
    foreign = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    kept = [path for path in sys.path if path not in map(os.path.abspath, foreign)]
    sys.path[:] = kept
    from pathlib import Path

    root = Path(__file__).resolve().parent
    sys.path.insert(0, str(root / "plugins"))
    from workbench.bootstrap.command import run

    return run(root, sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
