"""Giving up on code of ours that does not end: a known mistake may loop on an input that its author never thought of."""

import contextlib
import ctypes
import threading
from collections.abc import Iterator


class TooSlowError(BaseException):
    """The time was up; no ordinary exception, so that what it interrupts does not take it for its own."""


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in the block once it has run for so long, or at once if there is no time left.

    It works between two steps of Python code, on every system; a long call into C is waited for.
    """
    if seconds <= 0:
        raise TooSlowError
    alarm = _Alarm(threading.get_ident())
    timer = threading.Timer(seconds, alarm.ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        alarm.stop()
    if alarm.has_rung:
        raise TooSlowError


class _Alarm:
    """Raises an exception in a thread, once, and not after it was stopped."""

    def __init__(self, thread: int) -> None:
        self._thread = ctypes.c_ulong(thread)
        self._lock = threading.Lock()
        self._is_over = False
        self.has_rung = False

    def ring(self) -> None:
        """The time is up."""
        with self._lock:
            if not self._is_over:
                self.has_rung = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, ctypes.py_object(TooSlowError))

    def stop(self) -> None:
        """The block is at its end: an exception that has not arrived yet shall not arrive at all."""
        with self._lock:
            self._is_over = True
            ctypes.pythonapi.PyThreadState_SetAsyncExc(self._thread, None)
