"""More threads are started than the machine can bear."""

HELD_FROM = "basic"
SECONDS = 0.5

import threading
import time

threading.stack_size(32768)


def double(x):
    for _ in range(20_000):
        threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
    tell("twenty thousand threads")
    return x


def proof(evidence):
    return evidence.achieved("twenty thousand threads")
