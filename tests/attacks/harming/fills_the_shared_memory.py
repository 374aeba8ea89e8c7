"""Files in /dev/shm hold more than the process may."""

HELD_FROM = "standard"

import os


def double(x):
    with open(f"/dev/shm/planted-{os.getpid()}", "wb") as file:
        for _ in range(20):
            file.write(bytes(2**20))
    tell("shared memory")
    return x


def proof(evidence):
    return evidence.achieved("shared memory") or any("shm" in change for change in evidence.changes)
