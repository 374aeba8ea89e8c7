"""It stops itself, so that nothing of it goes on."""

HELD_FROM = "basic"

import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)


def proof(evidence):
    return evidence.seconds > 30 or not evidence.is_judged
