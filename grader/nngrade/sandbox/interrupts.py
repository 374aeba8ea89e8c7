"""Ctrl-C, which a terminal sends to every process that was started from it: one of them decides what it means."""

import contextlib
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def starting_deaf() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C until they say what it means to them; this one hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def ignore_ctrl_c() -> None:
    """Leave it to the process at the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


@contextlib.contextmanager
def holding_ctrl_c() -> Iterator[None]:
    """Hear of Ctrl-C afterwards: a process that is half started would be nobody's to end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt
