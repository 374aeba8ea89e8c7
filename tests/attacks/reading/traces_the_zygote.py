"""The process that it was forked from is looked into, which will fork others."""

HELD_FROM = "basic"

import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getppid()
    if libc.ptrace(16, parent, None, None) == 0:  # PTRACE_ATTACH
        tell("attached")
        os.waitpid(parent, 0x40000000)
        libc.ptrace(17, parent, None, None)
    try:
        open(f"/proc/{parent}/mem", "r+b").close()
        tell("attached")
    except OSError:
        pass
    return x


def proof(evidence):
    return evidence.achieved("attached")
