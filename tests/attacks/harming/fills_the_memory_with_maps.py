"""Memory that is shared is asked for from the system directly."""

HELD_FROM = "basic"

import mmap

kept = []


def double(x):
    for _ in range(16):
        kept.append(mmap.mmap(-1, 2**26))
        kept[-1].write(bytes(2**26))
    tell("a gigabyte")
    return x


def proof(evidence):
    return evidence.achieved("a gigabyte")
