"""Unusual but right answers to the topic lists."""

import numpy as np

from nngrade.suite import alternative


@alternative("running", note="an array where the reference gives a list")
def cumulates(numbers):
    return np.cumsum(numbers)


@alternative("pairs", note="all pairs at once")
def lists_pairs(numbers):
    return [[numbers[place], numbers[place + 1]] for place in range(len(numbers) - 1)]
