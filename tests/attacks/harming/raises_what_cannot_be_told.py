"""The exception loops when it is asked what it is."""

HELD_FROM = "basic"
SECONDS = 0.5

class Endless(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def double(x):
    raise Endless


def proof(evidence):
    return evidence.seconds > 60 or not evidence.is_judged
