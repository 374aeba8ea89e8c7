"""The judge is stopped."""

HELD_FROM = "standard"

import os
import signal


def double(x):
    os.kill(JUDGE, signal.SIGSTOP)
    return x


def proof(evidence):
    return evidence.is_stopped
