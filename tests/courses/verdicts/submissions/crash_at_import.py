# judged: total
import numpy as np

ZERO = np.float_(0)


def total(numbers):
    return sum(numbers, ZERO)
