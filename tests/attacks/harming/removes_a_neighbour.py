"""The submission of another student is removed."""

HELD_FROM = "standard"

import os


def double(x):
    os.unlink(NEIGHBOUR)
    return x


def proof(evidence):
    return bool(evidence.changes)
