"""The folders of other workers are listed."""

HELD_FROM = "standard"

import os


def double(x):
    if any(name.startswith("nngrade-") for name in os.listdir(TEMPORARY)):
        tell("listed")
    return x


def proof(evidence):
    return evidence.achieved("listed")
