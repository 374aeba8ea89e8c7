"""What the judge has open is taken from it, by its links or with pidfd_getfd."""

HELD_FROM = "basic"

import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        os.close(os.open(f"/proc/{JUDGE}/fd/0", os.O_RDONLY))
        tell("taken")
    except OSError:
        pass
    process = libc.syscall(434, JUDGE, 0)
    for number in range(20):
        if process >= 0 and libc.syscall(438, process, number, 0) >= 0:
            tell("taken")
    return x


def proof(evidence):
    return evidence.achieved("taken")
