from __future__ import annotations

import functools
import sys
from dataclasses import dataclass, field
from typing import Callable

import numpy as np


def announced(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print("calling", function.__name__)
        return function(*args, **kwargs)

    return wrapper


@functools.lru_cache
def _total_of(numbers: tuple[float, ...]) -> float:
    return sum(numbers)


@announced
def total(numbers: list[float], *, start: float = 0, verbose: bool = False) -> float:
    if any(isinstance(number, str) for number in numbers):
        raise ValueError(f"{numbers!r} has text in it: two")
    return _total_of(tuple(numbers)) + start


running: Callable[[list[float]], list[float]] = lambda numbers: [total(numbers[: place + 1]) for place in range(len(numbers))]


class scaled:
    def __new__(cls, numbers, factor=2.0):
        return np.multiply(numbers, factor).tolist()


def _pairs(numbers, step):
    return iter([[numbers[place], numbers[place + step]] for place in range(len(numbers) - step)])


pairs = functools.partial(_pairs, step=1)


@dataclass
class Counter:
    start: int = 0
    count: int = field(init=False)

    def __post_init__(self) -> None:
        self.count = self.start

    def step(self, by: int = 1) -> int:
        self.count = self.count + by
        return np.int64(self.count)


class Applied:
    def __call__(self, function, numbers):
        return tuple(map(function, numbers))


applied = Applied()

if __name__ == "__main__":
    print(total([1, 2, 4]))
    sys.exit(1)
