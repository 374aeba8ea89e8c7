"""A key in the home of the judge's user is opened."""

HELD_FROM = "standard"

def double(x):
    return open(KEY).read()


def proof(evidence):
    return evidence.knows("home")
