"""It never comes to an end, and hears no signal."""

HELD_FROM = "basic"
SECONDS = 0.5

import signal


def double(x):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def proof(evidence):
    return evidence.seconds > 60 or not evidence.is_judged
