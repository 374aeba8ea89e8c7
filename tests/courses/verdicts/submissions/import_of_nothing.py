# judged: total
import numpyy as np


def total(numbers):
    return np.sum(numbers)
