"""Children take what one process may not."""

HELD_FROM = "standard"

import os
import time

import numpy as np


def double(x):
    reading, writing = os.pipe()
    for _ in range(7):
        if os.fork() == 0:
            kept = np.ones(150 * 2**20 // 8)
            os.write(writing, b"x")
            time.sleep(100)
    count = 0
    while count < 7:
        count += len(os.read(reading, 100))
    tell("a gigabyte")
    return x


def proof(evidence):
    return evidence.achieved("a gigabyte")
