"""Files of the site that are no pages: feeds, cards, JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

OUTPUTS = "OUTPUTS"
"""Where the context has the `Outputs` of the plugin that writes only what has changed."""


class Outputs(Protocol):
    """Writes files, or knows that it need not."""

    def add(self, name: str, make: Callable[..., bytes], given: tuple[object, ...]) -> None:
        """Have the file `name`, relative to the output, made of `given`.

        Whatever `make` is, it is the same as in an earlier build: only `given` is compared.
        """


def write_output(
    context: Mapping[str, Any], name: str, make: Callable[..., bytes], *given: object
) -> None:
    """Write the file `name`, relative to the output, with the bytes `make(*given)`.

    Where the site is built incrementally, that is called later, in any process, or not at all: if
    it was called in an earlier build with what was equal then. So `make` is a function of `given`,
    of the settings, and of what notes that it is read (`fanfare.watching`): texts, what is `Given`,
    files it asks for. It may warn, and raise `FanfareError`.
    """
    outputs: Outputs | None = context.get(OUTPUTS)
    if outputs is not None:
        outputs.add(name, make, given)
        return
    from pelican.utils import sanitised_join

    path = Path(sanitised_join(context["OUTPUT_PATH"], name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(make(*given))
