"""Simple relations between a wrong answer and the right one: a sign, a factor, a turned axis.

Each relation is a question put to both arrays. The first that holds is told,
and only when it says something: a relation that zeros, equal numbers or a few
round ones satisfy by chance is none, and a wrong cause is worse than none.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nngrade.judge.comparison import as_numeric_array, number_text, where_different
from nngrade.judge.failures import Call

Numbers = NDArray[np.float64]

_ENOUGH = 1e-6
_SINGLE = float(np.finfo(np.float32).eps)
_BY_CHANCE = 20  # arrangements: what happens in one case of fewer than these says nothing


def relation(got: Any, expected: Any, call: Call | None) -> str:
    """How the wrong answer relates to the right one, in a sentence; empty when no simple relation holds."""
    left, right = as_numeric_array(got), as_numeric_array(expected)
    if left is None or right is None or not right.size or "c" in (left.dtype.kind, right.dtype.kind):
        return ""
    wrong, true = left.astype(np.float64), right.astype(np.float64)
    with np.errstate(all="ignore"):
        if not np.isfinite(true).all():
            return ""
        if wrong.shape != true.shape:
            return _of_shapes(wrong, true)
        if not np.isfinite(wrong).all():
            kind = "nan" if np.isnan(wrong).any() else "inf"
            return f"Your answer holds {kind} where a finite number is right."
        # Where numbers hardly differ, whatever is turned or shifted hardly differs either.
        return "" if _same(wrong, true) else next(_of_values(wrong, true, call), "")


def _of_shapes(wrong: Numbers, true: Numbers) -> str:
    is_varied = _distinct(true) > 1
    if wrong.T.shape == true.shape and wrong.ndim > 1:
        if is_varied and _same(wrong.T, true):
            return "Your answer is the right one transposed: rows and columns are exchanged."
        return "Your answer has the right shape turned round: are rows and columns exchanged?"
    if wrong.size == 1 and not true.ndim and _same(wrong.reshape(()), true):
        return f"The number is right; it should come alone, not in an array of shape {wrong.shape}."
    if wrong.size == true.size and _same(wrong.reshape(true.shape), true):
        return f"The numbers are right; the shape should be {true.shape}, and yours is {wrong.shape}."
    for axis in range(true.ndim if is_varied else 0):
        for name, reduced in (("summed", true.sum(axis)), ("averaged", true.mean(axis))):
            kept = np.expand_dims(reduced, axis)
            if _tells(reduced) and (_same(wrong, reduced) or _same(wrong, kept)):
                return f"Your answer is the right one {name} over axis {axis}: that axis should stay."
    return ""


def _of_values(wrong: Numbers, true: Numbers, call: Call | None) -> Iterator[str]:
    if _same(wrong, -true) and (true.size > 1 or abs(true.flat[0]) != 1):
        yield "Your answer has the wrong sign: it is exactly the right one times -1."
    if _same(wrong, 1 - true) and (_tells(true) or (_distinct(true) > 1 and true.size > 2)):
        yield "Your answer is one minus the right one: have the two cases changed places?"
    if _distinct(true) > 1 and (not _is_round(true) or _arrangements(true) >= _BY_CHANCE):
        yield from (words for words, turned in _rearrangements(true) if _same(wrong, turned))
    if _tells(true):
        yield from (words for factor, words in _factors(call) if _same(wrong, true * factor))
    offset = _constant_offset(wrong, true)
    if offset:
        yield f"Every number is too {'large' if offset > 0 else 'small'} by the same amount, {number_text(abs(offset))}."
    ratio = _constant_ratio(wrong, true)
    if ratio:
        yield f"Your answer is the right one times {number_text(ratio)}, everywhere."


def _rearrangements(true: Numbers) -> Iterator[tuple[str, Numbers]]:
    """The right answer turned or shifted, where that gives another array of the same shape."""
    if true.ndim == 2 and true.shape[0] == true.shape[1]:
        yield "Your answer is the right one transposed: rows and columns are exchanged.", true.T
    for axis in range(true.ndim):
        where = f" along axis {axis}" if true.ndim > 1 else ""
        if true.shape[axis] > 1:
            yield f"Your answer is the right one in reverse order{where}.", np.flip(true, axis)
        if true.shape[axis] > 2:
            yield f"Your answer is the right one, one place too late{where}: off by one?", np.roll(true, 1, axis)
            yield f"Your answer is the right one, one place too early{where}: off by one?", np.roll(true, -1, axis)


def _factors(call: Call | None) -> Iterator[tuple[float, str]]:
    """By what a wrong answer may be too large or too small, and what a tutor would say to that."""
    yield 2.0, "Your answer is twice as large as it should be."
    yield 0.5, "Your answer is half as large as it should be."
    for size, names in _sizes(call).items():
        origin = f"{size} is {' and '.join(names)} that came in"
        yield float(size), f"Your answer is {size} times as large as it should be, and {origin}: a sum where a mean was meant?"
        yield 1 / size, f"Your answer is {size} times too small, and {origin}: a mean where a sum was meant?"
    for base in (2, 10):
        log = math.log(base)
        for factor in (log, 1 / log):
            yield factor, f"Your answer is {factor:.3f} times the right one: has the logarithm another base, {base} for e or e for {base}?"


def _sizes(call: Call | None) -> dict[int, list[str]]:
    """The lengths of the arrays that came in, and what each of them counts."""
    sizes: dict[int, list[str]] = {}
    values = () if call is None else (*call.args, *call.kwargs.values())
    # A number that came in is as likely to be the factor.
    taken = {float(value) for value in values if isinstance(value, int | float | np.number)}
    for value in values:
        array = None if isinstance(value, str) else as_numeric_array(value)
        if array is None or not array.ndim:
            continue
        names = ("the number of values",) if array.ndim == 1 else ("the number of rows", "the number of columns")
        for size, name in zip(array.shape, names, strict=False):
            if size > 2 and size not in taken and name not in sizes.setdefault(size, []):
                sizes[size].append(name)
    return sizes


def _constant_offset(wrong: Numbers, true: Numbers) -> float:
    """The one amount by which all numbers are off; 0 if there is none, or if that would be true of any equal numbers."""
    offset = wrong - true
    mean = float(offset.mean())
    # Numbers of single precision are right to so much, and an offset has to stand out from it.
    noise = 4 * _SINGLE * max(1.0, float(np.abs(true).max()), float(np.abs(wrong).max()))
    is_constant = float(np.ptp(offset)) <= noise < 0.01 * abs(mean)
    return mean if is_constant and _distinct(true) > 1 else 0.0


def _constant_ratio(wrong: Numbers, true: Numbers) -> float:
    """The one factor between all numbers, zeros apart; 0 if there is none, or if that would be true of any equal numbers."""
    solid = np.abs(true) > _ENOUGH
    if not _tells(true) or _distinct(true[solid]) < 2 or (np.abs(wrong[~solid]) > _ENOUGH).any():
        return 0.0
    ratios = wrong[solid] / true[solid]
    is_constant = float(np.ptp(ratios)) <= _ENOUGH * float(np.abs(ratios).max()) and abs(ratios[0]) > _ENOUGH
    return float(ratios[0]) if is_constant else 0.0


def _tells(true: Numbers) -> bool:
    """Whether a factor found between these numbers and others can hardly be chance: they are odd, or of several sizes."""
    sizes = np.abs(true[np.abs(true) > _ENOUGH])
    return _distinct(sizes) >= (3 if _is_round(true) else 1)


def _is_round(numbers: Numbers) -> bool:
    """Whether all are small multiples of 1/4, as drawn inputs and labels are."""
    return bool((numbers * 4 == np.round(numbers * 4)).all() and (np.abs(numbers) <= 16).all())


def _distinct(numbers: Numbers) -> int:
    return int(np.unique(np.round(numbers, 6)).size)


def _arrangements(numbers: Numbers) -> float:
    """In how many orders these numbers could stand."""
    counts = np.unique(numbers, return_counts=True)[1]
    return math.exp(math.lgamma(numbers.size + 1) - sum(math.lgamma(count + 1) for count in counts)) if numbers.size < 200 else math.inf


def _same(wrong: Numbers, other: Numbers) -> bool:
    return wrong.shape == other.shape and not where_different(wrong, other).any()
