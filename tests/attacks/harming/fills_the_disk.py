"""Many files take more room together than any of them may."""

HELD_FROM = "strict"

import os


def double(x):
    for number in range(10):
        with open(str(number), "wb") as file:
            os.posix_fallocate(file.fileno(), 0, 30 * 2**20)
    tell("300 MB")
    return x


def proof(evidence):
    return evidence.achieved("300 MB")
