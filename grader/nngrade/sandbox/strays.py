"""Finding the processes that a worker's code has started, the hidden ones too (Linux: /proc).

A process that forked, left its group and lost its parent still has the
environment that it was born with, and in it the worker's own scratch folder. One
that also gave itself another environment is not found: that takes a PID namespace.
"""

import contextlib
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

_PROC = Path("/proc")
_MOST = 2**16
_SECONDS = 0.5  # how long to chase processes that multiply


def descendants(process: int) -> list[int]:
    """The children of a living process, theirs, and so on; empty where the system does not tell."""
    found: list[int] = []
    waiting = [process]
    while waiting:
        children = _children(waiting.pop())
        found += children
        waiting += children
    return found


def _children(process: int) -> list[int]:
    children: list[int] = []
    with contextlib.suppress(OSError):
        for task in (_PROC / str(process) / "task").iterdir():
            children += map(int, (task / "children").read_text("ascii").split())
    return children


def marked(mark: bytes) -> list[int]:
    """The processes whose environment holds this entry."""
    entry = b"\0" + mark + b"\0"
    return [process for process in _processes() if entry in _environment(process)]


def _processes() -> list[int]:
    try:
        return [int(entry.name) for entry in os.scandir(_PROC) if entry.name.isdecimal()]
    except OSError:
        return []


def _environment(process: int) -> bytes:
    """The environment that a process was born with; asked of every process at every end, so by the shortest way."""
    try:
        descriptor = os.open(f"{_PROC}/{process}/environ", os.O_RDONLY)
    except OSError:  # it is gone, or someone else's
        return b""
    try:
        return b"\0" + os.read(descriptor, _MOST)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def end(processes: Iterable[int]) -> None:
    """Kill these processes, found a moment ago: numbers go round, so none is another's yet."""
    for process in processes:
        with contextlib.suppress(OSError):
            os.kill(process, signal.SIGKILL)


def end_marked(mark: bytes) -> None:
    """Kill every process that bears the mark, until none is left that does."""
    deadline = time.monotonic() + _SECONDS
    while (found := marked(mark)) and time.monotonic() < deadline:
        end(found)
