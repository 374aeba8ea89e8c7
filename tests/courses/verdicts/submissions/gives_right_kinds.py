# judged: total running scaled pairs applied
from decimal import Decimal

import numpy as np


class Sum(float):
    pass


def total(numbers):
    if "two" in numbers:
        raise ValueError("two")
    return np.float32(sum(numbers))


def running(numbers):
    sums = np.cumsum(np.array(numbers, dtype=np.int8), dtype=np.int16)
    return tuple(Sum(number) for number in sums)


def scaled(numbers, factor=2.0):
    return [[np.float64(number) * factor for number in row] if np.ndim(row) else -(-row) * factor for row in numbers]


def pairs(numbers):
    return zip(numbers, numbers[1:], strict=False)


def applied(function, numbers):
    return np.array(list(map(function, numbers)))
