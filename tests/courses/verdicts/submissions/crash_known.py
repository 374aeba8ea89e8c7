# judged: scaled total
import numpy as np


def scaled(numbers, factor=2.0):
    return np.float_(numbers) * factor


def total(numbers):
    return numbers.sum()
