"""Giving up on code of ours that does not end: a known mistake may loop on an input that its author never thought of."""

import ctypes
import threading
from types import TracebackType
from typing import Self


class TooSlowError(BaseException):
    """The time was up; no ordinary exception, so that what it interrupts does not take it for its own."""


class within:  # noqa: N801 - read as a sentence: `with within(0.5):`
    """Raises TooSlowError in the block once it has run for so many seconds, or at once if there is no time left.

    It works between two steps of Python code, on every system; a long call into C is waited for.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._is_over = False
        self._has_rung = False

    def __enter__(self) -> Self:
        if self._seconds <= 0:
            raise TooSlowError
        self._timer = threading.Timer(self._seconds, self._ring, [threading.get_ident()])
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._timer.cancel()
            with self._lock:
                self._is_over = True
            # An alarm that has rung, and whose exception is still on its way, shall meet it here and not whoever comes
            # next. (Taking the exception back is no way out: CPython 3.11 is then left with a signal that never ends.)
            for _ in range(1000 if self._has_rung else 0):
                pass
        except TooSlowError:
            pass
        if self._has_rung:
            raise TooSlowError from None

    def _ring(self, thread: int) -> None:
        with self._lock:
            if not self._is_over:
                self._has_rung = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TooSlowError))
