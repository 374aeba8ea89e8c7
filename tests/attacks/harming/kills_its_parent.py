"""The process that it was forked from is killed."""

HELD_FROM = "basic"

import os
import signal


def double(x):
    os.kill(os.getppid(), signal.SIGKILL)
    return x


def proof(evidence):
    return not evidence.is_judged
