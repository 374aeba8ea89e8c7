# judged: total
import numpy as np


def total(numbers):
    return np.array([sum(numbers), None, [1]], dtype=object)
