"""One file takes all the room there is."""

HELD_FROM = "basic"

import signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def double(x):
    with open("large", "wb") as file:
        for _ in range(100):
            file.write(bytes(2**20))
    tell("100 MB")
    return x


def proof(evidence):
    return evidence.achieved("100 MB")
