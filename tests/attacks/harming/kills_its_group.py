"""Its whole process group is killed."""

HELD_FROM = "basic"

import os
import signal


def double(x):
    os.kill(0, signal.SIGKILL)
    return x


def proof(evidence):
    return not evidence.is_judged
