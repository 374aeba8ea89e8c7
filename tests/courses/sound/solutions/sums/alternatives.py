"""Unusual but right answers to the topic sums."""

from nngrade.suite import alternative


@alternative("total", note="lets Python do it")
def by_builtin(numbers):
    return sum(numbers)


@alternative("mean", note="adds up shares")
def by_shares(numbers):
    return sum(number / len(numbers) for number in numbers)
