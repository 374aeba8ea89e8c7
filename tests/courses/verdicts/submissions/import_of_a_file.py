# judged: total
from .helpers import add


def total(numbers):
    return add(numbers)
