"""Asking Linux directly for what Python has no function for, through the C library. Everything else has an `ImportError` here.

Imported by the worker's side alone, and by a judge that hides its memory: `ctypes` takes milliseconds to load.
"""

import contextlib
import ctypes
import os
import platform
import sys
from typing import Final, cast

from nngrade.sandbox.syscalls import ARCHITECTURES, Machine, number_of

if sys.platform != "linux":
    message = "these are calls to Linux"
    raise ImportError(message)
try:
    _LIBC: Final = ctypes.CDLL(None, use_errno=True)
except OSError as error:
    raise ImportError(str(error)) from error
_LIBC.syscall.restype = ctypes.c_long

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_SECCOMP_MODE_FILTER = 2
_INSTRUCTION_BYTES = 8
_CAPABILITY_VERSION = 0x20080522
_MOST_CAPABILITIES = 64


def machine() -> Machine | None:
    """The architecture that this process runs on, if its system calls are known here (a 32-bit interpreter's are not)."""
    name = platform.machine()
    is_known = name in ARCHITECTURES and ctypes.sizeof(ctypes.c_void_p) == 8
    return cast("Machine", name) if is_known else None


def syscall(number: int, *arguments: "int | ctypes.Array[ctypes.c_char]") -> int:
    """Make a system call with numbers and buffers; raises OSError when it fails."""
    passed = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result = _LIBC.syscall(ctypes.c_long(number), *passed)
    if result < 0:
        raise _last_error()
    return int(result)


def prctl(option: int, *arguments: int) -> None:
    """Change something about the calling process or thread; raises OSError when it cannot be."""
    padded = [*arguments, 0, 0, 0, 0][:4]
    if _LIBC.prctl(ctypes.c_int(option), *map(ctypes.c_ulong, padded)) < 0:
        raise _last_error()


def _last_error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))


def buffer(data: bytes) -> "ctypes.Array[ctypes.c_char]":
    """Memory with this in it, to be passed to a system call."""
    return ctypes.create_string_buffer(data, len(data))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def filter_system_calls(program: bytes) -> None:
    """Run this program before every system call of the calling thread, for good; needs `no_new_privs`."""
    memory = buffer(program)
    whole = _Program(len(program) // _INSTRUCTION_BYTES, ctypes.addressof(memory))
    prctl(PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(whole))


def die_with_parent(signal_number: int) -> None:
    """Ask for a signal when the thread that started this process ends."""
    prctl(PR_SET_PDEATHSIG, signal_number)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def hide_memory() -> None:
    """Keep this process's memory, environment and descriptors from every other process of the same user.

    proc(5): a process that is not dumpable belongs to root there, and none but root may trace it.
    """
    prctl(PR_SET_DUMPABLE, 0)


def drop_privileges() -> None:
    """Give up every capability for good: root without them is an ordinary user who happens to own root's files."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    for capability in range(_MOST_CAPABILITIES):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # no such capability, or not ours to drop: then it is not ours to gain either
            break
    with contextlib.suppress(OSError):  # a kernel without them
        prctl(PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    header = _CAPABILITY_VERSION.to_bytes(4, sys.byteorder) + bytes(4)
    syscall(number_of("capset", _known()), buffer(header), buffer(bytes(24)))


def _known() -> Machine:
    name = machine()
    if name is None:
        message = f"the system calls of {platform.machine()} are not known here"
        raise OSError(message)
    return name
