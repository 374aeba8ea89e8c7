"""Timers interrupt everything, all the time."""

HELD_FROM = "basic"

import signal


def double(x):
    signal.signal(signal.SIGALRM, lambda *_: 1 / 0)
    signal.setitimer(signal.ITIMER_REAL, 1e-5, 1e-5)
    return x


def proof(evidence):
    return evidence.seconds > 30 or not evidence.is_judged
