# judged: total
import os


def total(numbers):
    if len(numbers) == 3:
        os._exit(7)
    if "two" in numbers:
        raise ValueError("two")
    return sum(numbers)
