"""Every answer is an object that the judge has to remember."""

HELD_FROM = "basic"

class Thing:
    pass


def double(x):
    return [Thing() for _ in range(200_000)]


def proof(evidence):
    return evidence.seconds > 30 or not evidence.is_judged
