"""The submission of another student is opened."""

HELD_FROM = "standard"

def double(x):
    return open(NEIGHBOUR).read()


def proof(evidence):
    return evidence.knows("neighbour")
