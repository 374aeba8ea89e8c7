# Topic sums. Write what is missing: each `raise NotImplementedError` is a place for your code.
#
# Sums: Add numbers up, and find the middle.
# The lesson:        nngrade show sums
# Check your work:   nngrade check sums

"""Sums."""


def total(numbers):
    """Return what the numbers add up to; the sum of none is 0."""
    raise NotImplementedError("total is not written yet")


def mean(numbers):
    """Return the mean of the numbers, of which there is at least one."""
    raise NotImplementedError("mean is not written yet")
