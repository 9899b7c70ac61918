"""Words after a task's name that may be left out, such as the title in `invoke new post`.

Invoke demands every positional argument and names the missing ones as the code does (its issue
159). A task of this class gets "" for words the command line leaves out, and says itself what it
needs. And where invoke would take a mistyped option for such a word, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from invoke.exceptions import ParseError
from invoke.parser.argument import Argument
from invoke.parser.parser import ParseMachine
from invoke.tasks import Task

_OPTION = re.compile(r"--?[A-Za-z]\S*")


class OptionalWordsTask(Task[Callable[..., None]]):
    """A task whose positional arguments are "" where the command line ends before them."""

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:
        """The arguments of the task; those that are positional need not come."""
        return [
            _OptionalWord(argument, self.name) if argument.positional else argument
            for argument in super().get_arguments(ignore_unknown_help)
        ]


class _OptionalWord(Argument):
    def __init__(self, argument: Argument, task: str) -> None:
        super().__init__(names=argument.names, help=argument.help, positional=True)
        self._task = task

    def set_value(self, value: str, cast: bool = True) -> None:
        if _OPTION.fullmatch(value):
            raise ParseError(f"No idea what {value!r} is! For help: invoke --help {self._task}")
        super().set_value(value, cast)


_complete_context: Callable[[ParseMachine], None] = ParseMachine.complete_context


def _complete_context_without_words(machine: ParseMachine) -> None:
    """Give the words that did not come their "", just before invoke would complain of them."""
    for argument in machine.context.missing_positional_args if machine.context else ():
        if isinstance(argument, _OptionalWord):
            argument.set_value("", cast=False)
    _complete_context(machine)


ParseMachine.complete_context = _complete_context_without_words  # type: ignore[method-assign, assignment]
