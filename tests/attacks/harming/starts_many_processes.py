"""More processes are started than anyone needs."""

HELD_FROM = "standard"

import os
import time


def double(x):
    for _ in range(100):
        if os.fork() == 0:
            time.sleep(100)
    tell("a hundred processes")
    return x


def proof(evidence):
    return evidence.achieved("a hundred processes")
