"""An event loop beside the browser's: what a test asks of services runs there.

Playwright's synchronous API keeps the test's own thread inside a loop, in which no other may run.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Any, TypeVar

T = TypeVar("T")

# Longer than anything in it waits by itself: engines and services start in less.
PATIENCE_S = 240.0


class Background:
    """Runs coroutines to their end in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="background")
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T], seconds: float = PATIENCE_S) -> T:
        """What the work returns or raises. Raises TimeoutError, and gives the work up."""
        running = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return running.result(seconds)
        finally:
            running.cancel()

    def call(self, work: Callable[[], None]) -> None:
        """Call a plain function in the loop's own thread."""

        async def called() -> None:
            work()

        self.run(called())

    @contextmanager
    def entered(self, context: AbstractAsyncContextManager[T]) -> Iterator[T]:
        """What an asynchronous context gives, while this one lasts."""
        entered = self.run(context.__aenter__())
        try:
            yield entered
        finally:
            self.run(context.__aexit__(None, None, None))

    def close(self) -> None:
        self.run(self._loop.shutdown_asyncgens())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@contextmanager
def background() -> Iterator[Background]:
    running = Background()
    try:
        yield running
    finally:
        running.close()
