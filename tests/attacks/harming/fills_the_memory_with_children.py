"""Children take what one process may not."""

HELD_FROM = "standard"

import os
import time

import numpy as np


def double(x):
    reading, writing = os.pipe()
    for _ in range(3):
        if os.fork() == 0:
            kept = np.ones(60 * 2**20 // 8)
            os.write(writing, b"x")
            time.sleep(100)
    count = 0
    while count < 3:
        count += len(os.read(reading, 100))
    tell("more than its memory")
    return x


def proof(evidence):
    return evidence.achieved("more than its memory")
