"""Hear that something is said, such as a warning: what says something is made again, to say it.

Who hears is asked before Pelican leaves out what it has said already.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: list[Callable[[], None]] = []


@contextmanager
def hearing(listener: Callable[[], None]) -> Iterator[None]:
    """Call `listener` meanwhile whenever something is logged that is at least a warning."""
    begin_hearing(listener)
    try:
        yield
    finally:
        end_hearing(listener)


def begin_hearing(listener: Callable[[], None]) -> None:
    """Call `listener` from now on."""
    if not _listeners:
        logging.setLogRecordFactory(_heard)
    _listeners.append(listener)


def end_hearing(listener: Callable[[], None]) -> None:
    """Call `listener` no more."""
    if listener in _listeners:
        _listeners.remove(listener)
    if not _listeners:
        logging.setLogRecordFactory(logging.LogRecord)


def _heard(name: str, level: int, *said: object, **more: object) -> logging.LogRecord:
    if level >= logging.WARNING:
        for listener in tuple(_listeners):
            listener()
    return logging.LogRecord(name, level, *said, **more)  # type: ignore[arg-type]
