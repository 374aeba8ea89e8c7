"""The judge is stopped and looked into with ptrace."""

HELD_FROM = "basic"

import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(16, JUDGE, None, None) == 0:  # PTRACE_ATTACH
        tell("attached")
        os.waitpid(JUDGE, 0x40000000)
        libc.ptrace(17, JUDGE, None, None)
    return x


def proof(evidence):
    return evidence.achieved("attached")
