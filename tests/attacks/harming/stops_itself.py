"""It stops itself, so that nothing of it goes on."""

HELD_FROM = "basic"
SECONDS = 0.5

import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)


def proof(evidence):
    return evidence.seconds > 60 or not evidence.is_judged
