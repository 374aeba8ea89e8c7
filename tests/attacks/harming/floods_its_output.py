"""It prints without an end."""

HELD_FROM = "basic"

def double(x):
    while True:
        print("x" * 10_000)


def proof(evidence):
    return len(evidence.told) > 10**6 or not evidence.is_judged
