"""Giving up on code of ours that does not end: a known mistake may loop on an input that its author never thought of."""

import ctypes
import threading
import time
from types import TracebackType
from typing import Self

WAITING = 10.0  # times as long in wall-clock time, for code that waits more than it computes


class TooSlowError(BaseException):
    """The time was up; no ordinary exception, so that what it interrupts does not take it for its own."""


class within:  # noqa: N801 - read as a sentence: `with within(0.5):`
    """Raises TooSlowError in the block once it has computed for so many seconds, or at once if there is no time left.

    Counted is this thread's CPU time: how busy the machine is otherwise must not decide. (Where a system tells it of the
    running thread alone, it is wall-clock time.) Code that waits has ten times as long. The alarm works between two steps
    of Python code, on every system; a long call into C is waited for.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._is_over = False
        self._has_rung = False
        self._begun = self._until = 0.0
        self._clock: int | None = None

    def __enter__(self) -> Self:
        if self._seconds <= 0:
            raise TooSlowError
        self._thread = threading.get_ident()
        if hasattr(time, "pthread_getcpuclockid"):
            self._clock = time.pthread_getcpuclockid(self._thread)
            self._begun = time.clock_gettime(self._clock)
        self._until = time.monotonic() + WAITING * self._seconds
        self._set(self._seconds)
        return self

    def _set(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            with self._lock:
                self._is_over = True
            self._timer.cancel()
            # An alarm that has rung, and whose exception is still on its way, shall meet it here and not whoever comes
            # next. (Taking the exception back is no way out: CPython 3.11 is then left with a signal that never ends.)
            for _ in range(1000 if self._has_rung else 0):
                pass
        except TooSlowError:
            pass
        if self._has_rung:
            raise TooSlowError from None

    @property
    def _left(self) -> float:
        """The seconds that the block may go on computing."""
        if self._clock is None:
            return 0.0
        return min(self._seconds - (time.clock_gettime(self._clock) - self._begun), self._until - time.monotonic())

    def _ring(self) -> None:
        with self._lock:
            if self._is_over:
                return
            left = self._left
            if left > 0:
                self._set(left)
                return
            self._has_rung = True
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), ctypes.py_object(TooSlowError))
