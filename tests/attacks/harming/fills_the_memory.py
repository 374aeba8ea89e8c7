"""One array takes all the memory there is."""

HELD_FROM = "basic"

import numpy as np


def double(x):
    kept = np.ones(2**27)
    tell("a gigabyte")
    return kept.sum()


def proof(evidence):
    return evidence.achieved("a gigabyte")
