"""What a worker writes to its standard output and error beside the wire."""

import contextlib
import os
import threading
from collections.abc import Callable
from typing import IO

_KEPT = 4000


class Drain:
    """Reads all that a worker and its children write, in a thread of its own, and calls `on_flood` when it is too much.

    A pipe that nobody reads would stop the worker in the middle of a `print`.
    """

    def __init__(self, limit: int, on_flood: Callable[[], None]) -> None:
        self._limit = limit
        self._on_flood = on_flood
        self._count = 0
        self._kept = b""
        self._thread: threading.Thread | None = None
        self.is_flooded = False

    def start(self, stream: IO[bytes]) -> None:
        """Read from this stream until its end, and close it."""
        self._thread = threading.Thread(target=self._run, args=(stream,), daemon=True)
        self._thread.start()

    def renew(self) -> None:
        """Count from nothing again: the limit holds for one check."""
        self._count = 0
        self._kept = b""

    def text(self) -> str:
        """The first part of what was written since then."""
        return self._kept.decode("utf-8", "replace")

    def wait(self, seconds: float) -> bool:
        """Wait until no process holds the other end any more; false if one still does."""
        if self._thread is None or self._thread.ident is None:  # interrupted before it started
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self, stream: IO[bytes]) -> None:
        # The thread closes what it reads from: closed by another, its number could be someone else's by the next read.
        with stream, contextlib.suppress(OSError):
            while part := os.read(stream.fileno(), 65536):
                self._count += len(part)
                self._kept += part[: max(_KEPT - len(self._kept), 0)]
                if self._count > self._limit and not self.is_flooded:
                    self.is_flooded = True
                    self._on_flood()
