"""Every descriptor is written to without an end."""

HELD_FROM = "basic"
SECONDS = 0.5

import os


def double(x):
    while True:
        for number in range(1, 16):
            try:
                os.set_blocking(number, False)
                os.write(number, bytes(4096))
            except OSError:
                pass


def proof(evidence):
    return len(evidence.told) > 10**6 or not evidence.is_judged
