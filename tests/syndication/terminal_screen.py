"""The screen of a program that runs in a terminal, as somebody sees it who sits there."""

from __future__ import annotations

import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from fcntl import ioctl
from types import TracebackType
from typing import Self

ROWS, COLUMNS = 40, 200
PATIENCE_SECONDS = 60.0
"""Only for a test that fails: nothing that works waits for so long."""

_PIECE = re.compile(
    r"\x1b\[(?P<numbers>[\d;?]*)(?P<command>[A-Za-z])|\x1b[()].|\x1b.|(?P<char>.)", re.DOTALL
)


class Screen:
    """What a program has drawn on a terminal of the kind vt100, as far as newsboat draws."""

    def __init__(self, drawn: str) -> None:
        self._rows = [[" "] * COLUMNS for _ in range(ROWS)]
        self._row = self._column = 0
        for piece in _PIECE.finditer(drawn):
            if piece["command"]:
                self._obey(piece["command"], piece["numbers"])
            elif piece["char"]:
                self._put(piece["char"])

    @property
    def lines(self) -> list[str]:
        """What is on it, line by line."""
        return ["".join(row).rstrip() for row in self._rows]

    def _put(self, char: str) -> None:
        if char == "\r":
            self._column = 0
        elif char == "\n":
            self._row = min(self._row + 1, ROWS - 1)
        elif char == "\b":
            self._column = max(self._column - 1, 0)
        elif char.isprintable() and self._column < COLUMNS:
            self._rows[self._row][self._column] = char
            self._column += 1

    def _obey(self, command: str, numbers: str) -> None:
        said = [int(number) for number in re.findall(r"\d+", numbers)]
        first = max(said[0], 1) if said else 1
        match command:
            case "H":
                row, column = (*said, 1, 1)[:2] if len(said) != 1 else (said[0], 1)
                self._row, self._column = row - 1, column - 1
            case "A":
                self._row = max(self._row - first, 0)
            case "B":
                self._row = min(self._row + first, ROWS - 1)
            case "C":
                self._column = min(self._column + first, COLUMNS - 1)
            case "D":
                self._column = max(self._column - first, 0)
            case "K":
                self._rows[self._row][self._column :] = " " * (COLUMNS - self._column)
            case "J":
                self._rows[self._row][self._column :] = " " * (COLUMNS - self._column)
                self._rows[self._row + 1 :] = [[" "] * COLUMNS for _ in range(self._row + 1, ROWS)]


class InTerminal:
    """A program in a terminal of its own."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._said = b""
        self._screen = Screen("")
        self._terminal, there = pty.openpty()
        ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._running = subprocess.Popen(
            command,
            env={**environment, "TERM": "vt100"},
            stdin=there,
            stdout=there,
            stderr=there,
            start_new_session=True,
        )
        os.close(there)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._running.kill()
        self._running.wait()
        os.close(self._terminal)

    def press(self, keys: str) -> None:
        """Type `keys`."""
        os.write(self._terminal, keys.encode())

    def until(self, text: str) -> list[str]:
        """The lines of the screen, once `text` is on it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not any(text in line for line in self._screen.lines):
            ready, _, _ = select.select([self._terminal], [], [], deadline - time.monotonic())
            assert ready, f"{text!r} never came: {self._screen.lines}"
            self._said += os.read(self._terminal, 65536)
            # Drawn anew from the beginning: what comes may end amid a character or a command.
            self._screen = Screen(self._said.decode("utf-8", "ignore"))
        return self._screen.lines
