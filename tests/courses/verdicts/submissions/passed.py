"""Lists of numbers."""

import numpy as np


def total(numbers):
    """The sum of a list; a ValueError names what is no number."""
    result = 0
    for number in numbers:
        if isinstance(number, str):
            raise ValueError(f"{number} is no number")
        result += number
    return result


def running(numbers):
    """The sum so far, at every place."""
    return [total(numbers[: place + 1]) for place in range(len(numbers))]


def scaled(numbers, factor=2.0):
    """Every number times a factor, as an array."""
    return np.asarray(numbers) * factor


def pairs(numbers):
    """Each number with the one after it, one pair at a time."""
    yield from zip(numbers, numbers[1:])


class Counter:
    """Counts in steps."""

    def __init__(self, start=0):
        """Begin at `start`."""
        self.count = start

    def step(self, by=1):
        """Go on by so much, and return the count."""
        self.count += by
        return self.count


def applied(function, numbers):
    """What a function gives for every number."""
    return [function(number) for number in numbers]
