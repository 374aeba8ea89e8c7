# judged: scaled
import numpy as np


def scaled(numbers, factor=2.0):
    numbers = np.asarray(numbers)
    return numbers * np.full(numbers.shape[::-1], factor)
