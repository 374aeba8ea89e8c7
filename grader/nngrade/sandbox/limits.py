"""Resource limits: what the system has, no more, and never a failure where it has none."""

import contextlib
import math
import os
import time
from pathlib import Path
from typing import Any

from nngrade.sandbox.levels import MEMORY

try:
    import resource
except ImportError:  # Windows
    resource: Any = None  # type: ignore[no-redef]

_MIB = 2**20
_MAX_FILE = 64 * _MIB
_MAX_DESCRIPTORS = 128
_STATM = Path("/proc/self/statm")


def limits_cpu() -> bool:
    """Whether the CPU time of another process can be limited here (Linux)."""
    return hasattr(resource, "prlimit") and hasattr(time, "clock_gettime")


def limits_memory() -> bool:
    """Whether a process can limit its own memory here: it must know what it holds already (Linux)."""
    return hasattr(resource, "RLIMIT_AS") and _STATM.exists()


def confine_myself(memory_mb: int) -> tuple[str, ...]:
    """Limit the calling process: memory beyond what it holds now, core dumps, file sizes, descriptors; gives the wall that stands.

    Called in a worker after the preload: an address-space limit set before it
    would have to be guessed, and torch alone maps most of a gigabyte.
    """
    _lower("RLIMIT_CORE", 0)
    _lower("RLIMIT_FSIZE", _MAX_FILE)
    _lower("RLIMIT_NOFILE", _MAX_DESCRIPTORS)
    if not limits_memory():
        return ()
    _lower("RLIMIT_AS", _mapped_bytes() + memory_mb * _MIB)
    return (MEMORY,)


def allow_cpu(process: int, seconds: float) -> None:
    """Let another process use `seconds` more of CPU time (rounded up); SIGXCPU ends it after that.

    Where a process cannot be limited from outside (macOS, Windows) the
    wall-clock limit of the judge stands alone. The hard limit stays as it is:
    once lowered, none but root could raise it again for the next check.
    """
    if not limits_cpu():
        return
    with contextlib.suppress(OSError, ValueError):  # the process has just ended
        soft = math.ceil(_cpu_used(process) + seconds)
        _, hard = resource.prlimit(process, resource.RLIMIT_CPU)
        resource.prlimit(process, resource.RLIMIT_CPU, (_at_most(soft, hard), hard))


def _cpu_used(process: int) -> float:
    """CPU seconds of another process, read from its clock (Linux: clock_getcpuclockid(3))."""
    return time.clock_gettime((~process << 3) | 2)


def _lower(name: str, value: int) -> None:
    limit = getattr(resource, name, None)
    if limit is None:
        return
    with contextlib.suppress(OSError, ValueError):
        value = _at_most(value, resource.getrlimit(limit)[1])
        resource.setrlimit(limit, (value, value))


def _at_most(value: int, hard: int) -> int:
    return value if hard == resource.RLIM_INFINITY else min(value, hard)


def _mapped_bytes() -> int:
    """The size of this process's address space."""
    return int(_STATM.read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
