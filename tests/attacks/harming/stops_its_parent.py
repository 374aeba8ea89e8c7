"""The process that it was forked from is stopped."""

HELD_FROM = "basic"

import os
import signal


def double(x):
    os.kill(os.getppid(), signal.SIGSTOP)
    return x


def proof(evidence):
    return evidence.seconds > 60 or not evidence.is_judged
