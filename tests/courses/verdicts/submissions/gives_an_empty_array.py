# judged: total
import numpy as np


def total(numbers):
    return np.array([])
