"""Where a worker is when its time is up: it writes its stack into a pipe when a signal asks for it.

`faulthandler` does that below Python, so that it also works in the middle of a
long call into C. Where the system has no such signals, there is no stack.
"""

import contextlib
import faulthandler
import os
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

_PATIENCE = 0.25  # seconds for a stack to arrive
_MAX_BYTES = 65536
_MAX_LINES = 100
# All of it was written by the worker: numbers are kept short, lest `int` refuse them.
_LINE = re.compile(r'^  File "([^"\n]{1,500})", line (\d{1,9}) in (\S{1,200})$', re.MULTILINE)
# The outermost frame is the first line of `python -c`; a very deep stack is cut off with dots.
_LAST_LINES = ('File "<string>", line 1 in <module>\n', "  ...\n")


@dataclass(frozen=True, slots=True)
class StackLine:
    """One frame: where the worker was, or whence it had been called."""

    filename: str
    line: int
    function: str


Stack = tuple[StackLine, ...]


class StackPipe:
    """The judge's end of the pipe; `theirs` is the worker's."""

    def __init__(self) -> None:
        self._ours, self.theirs = os.pipe()
        # Neither a full pipe may hold up a worker, nor an empty one the judge.
        os.set_blocking(self._ours, False)
        os.set_blocking(self.theirs, False)
        self._has_theirs = True

    def started(self) -> None:
        """Close the worker's end here."""
        if self._has_theirs:
            os.close(self.theirs)
            self._has_theirs = False

    def ask(self, send_signal: Callable[[int], None]) -> Stack:
        """The stack of a running worker that this sends a signal to, innermost frame first; empty when it does not answer."""
        self.read()  # what a student may have written there before
        with contextlib.suppress(OSError):
            send_signal(signal.SIGUSR1)
        text = ""
        deadline = time.monotonic() + _PATIENCE
        while not text.endswith(_LAST_LINES) and time.monotonic() < deadline:
            time.sleep(0.002)
            text += self._read()
        return _parse(text)

    def read(self) -> Stack:
        """The stack that was written already."""
        return _parse(self._read())

    def _read(self) -> str:
        with contextlib.suppress(BlockingIOError):
            return os.read(self._ours, _MAX_BYTES).decode("utf-8", "replace")
        return ""

    def close(self) -> None:
        """Close the pipe."""
        self.started()
        os.close(self._ours)


def _parse(text: str) -> Stack:
    return tuple(StackLine(filename, int(line), function) for filename, line, function in _LINE.findall(text)[:_MAX_LINES])


def open_stack_pipe() -> StackPipe | None:
    """A pipe for the stacks of one worker, where the system can do that."""
    is_able = os.name == "posix" and hasattr(faulthandler, "register") and hasattr(signal, "SIGUSR1") and hasattr(os, "set_blocking")
    return StackPipe() if is_able else None


def write_stacks_to(descriptor: int) -> None:
    """Let the calling process write its stack there when asked, and when it has used up its CPU time."""
    faulthandler.register(signal.SIGUSR1, file=descriptor, all_threads=False)
    # Chained: the signal then ends the process, as it would have without us.
    faulthandler.register(signal.SIGXCPU, file=descriptor, all_threads=False, chain=True)
