"""The answer is larger than may be sent."""

HELD_FROM = "basic"

import numpy as np


def double(x):
    return np.zeros(10**7)


def proof(evidence):
    return len(evidence.told) > 10**6 or not evidence.is_judged
