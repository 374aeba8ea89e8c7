"""Files that lie in memory and have no name hold more than the process may."""

HELD_FROM = "standard"

import os

kept = []


def double(x):
    for number in range(18):
        kept.append(os.memfd_create(str(number)))
        for _ in range(60):
            os.write(kept[-1], bytes(2**20))
    tell("a gigabyte")
    return x


def proof(evidence):
    return evidence.achieved("a gigabyte")
