"""Ctrl-C that cannot be lost.

The exception may arise anywhere: inside Hypothesis, where an assertion about its own state then
takes its place, in a callback that nobody listens to, in a reference with an `except` of its own.
"""

import signal
import threading
from types import FrameType, TracebackType
from typing import Self


class Interruption:
    """Remembers that Ctrl-C came while the block ran; `look` raises it once more."""

    def __init__(self) -> None:
        self._has_come = False
        self._is_listening = False

    def __enter__(self) -> Self:
        # Elsewhere Ctrl-C is somebody else's to answer: only a main thread hears it, and a pool's process is deaf to it.
        is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if is_ours and threading.current_thread() is threading.main_thread():
            self._is_listening = True
            signal.signal(signal.SIGINT, self._come)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._is_listening:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if not isinstance(error, KeyboardInterrupt):
            self.look()

    def look(self) -> None:
        """Raise KeyboardInterrupt if Ctrl-C has come."""
        if self._has_come:
            raise KeyboardInterrupt

    def _come(self, number: int, frame: FrameType | None) -> None:
        self._has_come = True
        signal.default_int_handler(number, frame)
