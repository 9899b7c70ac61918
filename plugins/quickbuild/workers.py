"""Conversion on all processor cores.

Each further core gets a process of its own and a share of the files; this process takes a share
as well. A process is started afresh and not forked: forking one with threads is not safe, and
Windows cannot. What a process cannot do is left to whoever asks next.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from typing import IO

from quickbuild.conversion import Converted, Converter, Options

FEWEST_FILES = 150
"""Fewer are converted sooner than a process has started."""

MOST_PROCESSES = 8


def convert_files(
    paths: Sequence[str], options: Options, converter: Converter, cores: int
) -> dict[str, Converted]:
    """What Markdown with `options` makes of the files at `paths`, by path, on so many `cores`.

    Files that could not be converted are missing: their reader will meet the same mistake.
    """
    processes = min(cores, MOST_PROCESSES, 1 + len(paths) // FEWEST_FILES)
    if processes < 2 or not _is_json(options):
        return {}
    shares = [paths[first::processes] for first in range(processes)]
    with ExitStack() as stack:
        workers = [_start(share, options, stack) for share in shares[1:]]
        converted = _convert(shares[0], converter)
        for worker, answer in workers:
            if worker.wait() == 0:
                answer.seek(0)
                converted |= {path: Converted(*made) for path, made in json.load(answer).items()}
    return converted


def _start(
    share: Sequence[str], options: Options, stack: ExitStack
) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    """A process that converts `share`, and the file it answers in."""
    question = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 -- the stack closes it
    answer = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
    question.write(json.dumps([list(share), dict(options)]).encode())
    question.seek(0)
    worker = subprocess.Popen(
        [sys.executable, "-m", "quickbuild.workers"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=question,
        stdout=answer,
    )
    stack.enter_context(worker)
    stack.callback(worker.kill)  # where this process is interrupted; else it has ended by itself
    return worker, answer


def _convert(paths: Sequence[str], converter: Converter) -> dict[str, Converted]:
    converted = {}
    for path in paths:
        try:
            converted[path] = converter.convert(path)
        except Exception:  # noqa: S112 -- the reader of this file meets it again, and says so
            continue
    return converted


def _is_json(options: Options) -> bool:
    """True where another process gets these options as they are."""
    try:
        return bool(json.loads(json.dumps(options)) == options)
    except (TypeError, ValueError):
        return False


def main() -> None:
    """Convert the files that standard input names, and answer on standard output."""
    answer = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what an extension prints is for the author, not part of the answer
    try:
        paths, options = json.load(sys.stdin)
        converted = _convert(paths, Converter(options))
        with answer:
            json.dump({path: (made.html, made.meta) for path, made in converted.items()}, answer)
    except BaseException:
        os._exit(1)


if __name__ == "__main__":
    main()
