"""Segments of shared memory stay when the process has ended."""

HELD_FROM = "standard"

import ctypes


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    libc.shmat.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
    libc.shmdt.argtypes = (ctypes.c_void_p,)
    segments = []
    for _ in range(3):
        segments.append(libc.shmget(0, ctypes.c_size_t(2**26), 0o1600))
        if segments[-1] < 0:
            return x
        address = libc.shmat(segments[-1], None, 0)
        ctypes.memset(address, 1, 2**26)
        libc.shmdt(address)
    tell("more than its memory")
    for segment in segments:
        libc.shmctl(segment, 0, None)  # a real one would leave them
    return x


def proof(evidence):
    return evidence.achieved("more than its memory")
