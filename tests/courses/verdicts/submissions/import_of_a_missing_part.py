# judged: total
from numpy import totals


def total(numbers):
    return totals(numbers)
