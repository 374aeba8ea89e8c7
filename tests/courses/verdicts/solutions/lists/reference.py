"""Lists of numbers."""

import numpy as np


def total(numbers):
    """The sum of a list; a ValueError names what is no number."""
    # BEGIN SOLUTION
    result = 0
    for number in numbers:
        if isinstance(number, str):
            raise ValueError(f"{number} is no number")
        result += number
    return result
    # END SOLUTION


def running(numbers):
    """The sum so far, at every place."""
    # BEGIN SOLUTION
    return [total(numbers[: place + 1]) for place in range(len(numbers))]
    # END SOLUTION


def scaled(numbers, factor=2.0):
    """Every number times a factor, as an array."""
    # BEGIN SOLUTION
    return np.asarray(numbers) * factor
    # END SOLUTION


def pairs(numbers):
    """Each number with the one after it, one pair at a time."""
    # BEGIN SOLUTION
    yield from zip(numbers, numbers[1:])
    # END SOLUTION


class Counter:
    """Counts in steps."""

    def __init__(self, start=0):
        """Begin at `start`."""
        # BEGIN SOLUTION
        self.count = start
        # END SOLUTION

    def step(self, by=1):
        """Go on by so much, and return the count."""
        # BEGIN SOLUTION
        self.count += by
        return self.count
        # END SOLUTION


def applied(function, numbers):
    """What a function gives for every number."""
    # BEGIN SOLUTION
    return [function(number) for number in numbers]
    # END SOLUTION
