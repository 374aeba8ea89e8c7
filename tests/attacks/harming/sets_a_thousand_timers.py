"""Timers interrupt everything, all the time."""

HELD_FROM = "basic"
SECONDS = 0.5

import signal


def double(x):
    signal.signal(signal.SIGALRM, lambda *_: 1 / 0)
    signal.setitimer(signal.ITIMER_REAL, 1e-5, 1e-5)
    return x


def proof(evidence):
    return evidence.seconds > 60 or not evidence.is_judged
