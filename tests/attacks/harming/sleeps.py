"""It sleeps, which takes no time of the processor."""

HELD_FROM = "basic"
SECONDS = 0.5

import time


def double(x):
    time.sleep(10**6)


def proof(evidence):
    return evidence.seconds > 60 or not evidence.is_judged
