"""Every answer is an object that the judge has to remember."""

HELD_FROM = "basic"
SECONDS = 0.5

class Thing:
    pass


def double(x):
    return [Thing() for _ in range(200_000)]


def proof(evidence):
    return evidence.seconds > 60 or not evidence.is_judged
