"""The folder of the answers is listed."""

HELD_FROM = "standard"

import os


def double(x):
    return os.listdir(os.path.dirname(SUITE))


def proof(evidence):
    return "misconceptions.py" in evidence.told or "reference.py'" in evidence.told
