"""Files that lie in memory and have no name hold more than the process may."""

HELD_FROM = "standard"

import os

kept = []


def double(x):
    for number in range(3):
        kept.append(os.memfd_create(str(number)))
        for _ in range(60):
            os.write(kept[-1], bytes(2**20))
    tell("more than its memory")
    return x


def proof(evidence):
    return evidence.achieved("more than its memory")
