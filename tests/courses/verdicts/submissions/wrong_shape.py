# judged: scaled
import numpy as np


def scaled(numbers, factor=2.0):
    return np.asarray(numbers).T * factor
