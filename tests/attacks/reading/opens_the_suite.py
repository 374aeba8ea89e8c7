"""The suite is opened by its name."""

HELD_FROM = "standard"

def double(x):
    return open(SUITE).read()


def proof(evidence):
    return evidence.knows("suite")
