"""A process that has left its family waits for its hour."""

HELD_FROM = "basic"

import os
import time


def double(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 4096)
            time.sleep(1000)
        os._exit(0)
    os.wait()
    return x


def proof(evidence):
    return evidence.left
