"""Words after a task's name that may be left out, such as the title in `invoke new post`.

Invoke demands every positional argument and names the missing ones as the code does (its issue
159). A task of this class gets "" for words the command line leaves out, and says itself what it
needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from invoke.parser.argument import Argument
from invoke.parser.parser import ParseMachine
from invoke.tasks import Task


class OptionalWordsTask(Task[Callable[..., None]]):
    """A task whose positional arguments are "" where the command line ends before them."""

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:
        """The arguments of the task; those that are positional need not come."""
        return [
            _optional(argument) if argument.positional else argument
            for argument in super().get_arguments(ignore_unknown_help)
        ]


class _OptionalWord(Argument):
    pass


def _optional(argument: Argument) -> _OptionalWord:
    return _OptionalWord(names=argument.names, help=argument.help, positional=True)


_complete_context: Callable[[ParseMachine], None] = ParseMachine.complete_context


def _complete_context_without_words(machine: Any) -> None:
    """Give the words that did not come their "", just before invoke would complain of them."""
    for argument in machine.context.missing_positional_args if machine.context else ():
        if isinstance(argument, _OptionalWord):
            argument.set_value("", cast=False)
    _complete_context(machine)


ParseMachine.complete_context = _complete_context_without_words  # type: ignore[method-assign]
