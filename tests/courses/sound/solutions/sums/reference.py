"""Sums."""


def total(numbers):
    """Return what the numbers add up to; the sum of none is 0."""
    # BEGIN SOLUTION
    result = 0
    for number in numbers:
        result = result + number
    return result
    # END SOLUTION


def mean(numbers):
    """Return the mean of the numbers, of which there is at least one."""
    # BEGIN SOLUTION
    return total(numbers) / len(numbers)
    # END SOLUTION
