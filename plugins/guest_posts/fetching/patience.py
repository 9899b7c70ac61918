"""Work on what others have written, with an end to it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


async def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` returns. Raises `TimeoutError` where that takes longer than `seconds`.

    For parsers: a page can be made so that libxml2 needs minutes for it (it compares each
    attribute of a tag with all others), and nothing in Python can interrupt it. It is left to
    itself then, in a thread that ends with the process.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: Exception | None) -> None:
        if done.done():
            return  # nobody waits any more
        if error:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]  # there is one without an error

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except Exception as raised:
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="reading", daemon=True).start()
    async with asyncio.timeout(seconds):
        return await done
