"""Words after a task's name that may be left out, such as the title in `invoke new post`.

Invoke demands every positional argument and names the missing ones as the code does (its issue
159). A task of this class gets "" for words the command line leaves out, and says itself what it
needs. And where invoke would take a mistyped option for such a word, it is refused; `--help` is the
help of the task, as after any other.
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
            _OptionalWord(names=argument.names, help=argument.help, positional=True)
            if argument.positional
            else argument
            for argument in super().get_arguments(ignore_unknown_help)
        ]


class _OptionalWord(Argument):
    """A word that may be left out."""


_complete_context: Callable[[ParseMachine], None] = ParseMachine.complete_context
_see_positional_arg: Callable[[ParseMachine, str], None] = ParseMachine.see_positional_arg


def _complete_context_without_words(machine: ParseMachine) -> None:
    """Give the words that did not come their "", just before invoke would complain of them."""
    for argument in machine.context.missing_positional_args if machine.context else ():
        if isinstance(argument, _OptionalWord):
            argument.set_value("", cast=False)
    _complete_context(machine)


def _see_word(machine: ParseMachine, said: str) -> None:
    """Take what is `said` for a word, but for an option: that of help, or none that there is."""
    task, options = machine.context, machine.initial.flags
    if not isinstance(task.missing_positional_args[0], _OptionalWord):
        _see_positional_arg(machine, said)
    elif said in options and options[said].name == "help":
        options[said].value = task.name
    elif _OPTION.fullmatch(said):
        raise ParseError(f"No idea what {said!r} is! For help: invoke --help {task.name}")
    else:
        _see_positional_arg(machine, said)


ParseMachine.complete_context = _complete_context_without_words  # type: ignore[method-assign, assignment]
ParseMachine.see_positional_arg = _see_word  # type: ignore[method-assign, assignment]
