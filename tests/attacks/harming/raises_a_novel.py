"""The message of the exception is as long as a library."""

HELD_FROM = "basic"

def double(x):
    raise ValueError("x" * 10**8)


def proof(evidence):
    return len(evidence.told) > 10**6 or not evidence.is_judged
