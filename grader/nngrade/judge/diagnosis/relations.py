"""Simple relations between a wrong answer and the right one: a sign, a factor, a turned axis.

Each relation is a question put to both arrays. The first that holds is told,
and only when it says something: a relation that any zero array would satisfy
is none.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from nngrade.judge.comparison import as_numeric_array, number_text, where_different
from nngrade.judge.failures import Call

_ENOUGH = 1e-6


def relation(got: Any, expected: Any, call: Call | None) -> str:
    """How the wrong answer relates to the right one, in a sentence; empty when no simple relation holds."""
    left, right = as_numeric_array(got), as_numeric_array(expected)
    if left is None or right is None or not right.size or "c" in (left.dtype.kind, right.dtype.kind):
        return ""
    wrong, true = left.astype(np.float64), right.astype(np.float64)
    with np.errstate(all="ignore"):
        if wrong.shape != true.shape:
            return _of_shapes(wrong, true)
        if not np.isfinite(wrong).all() and np.isfinite(true).all():
            kind = "nan" if np.isnan(wrong).any() else "inf"
            return f"Your answer holds {kind} where a finite number is right."
        if not np.abs(true).max() > _ENOUGH or not np.isfinite(true).all():
            return _of_zero(wrong, true)
        return next((sentence for sentence in _of_values(wrong, true, call)), "")


def _of_shapes(wrong: np.ndarray, true: np.ndarray) -> str:
    if wrong.T.shape == true.shape and _same(wrong.T, true):
        return "Your answer is the right one transposed: rows and columns are exchanged."
    if wrong.size == true.size and _same(wrong.reshape(true.shape), true):
        return f"The numbers are right; the shape should be {true.shape}, and yours is {wrong.shape}."
    if wrong.T.shape == true.shape and wrong.ndim > 1:
        return "Your answer has the right shape turned round: are rows and columns exchanged?"
    for axis in range(true.ndim):
        if wrong.shape in (true.sum(axis).shape, true.sum(axis, keepdims=True).shape):
            for name, reduced in (("summed", true.sum(axis)), ("averaged", true.mean(axis))):
                if _same(wrong.reshape(reduced.shape), reduced):
                    return f"Your answer is the right one {name} over axis {axis}: that axis should stay."
    return ""


def _of_zero(wrong: np.ndarray, true: np.ndarray) -> str:
    difference = wrong - true
    if np.isfinite(difference).all() and np.ptp(difference) < _ENOUGH and abs(difference.flat[0]) > _ENOUGH:
        return f"Your answer is {number_text(abs(difference.flat[0]))} too {'large' if difference.flat[0] > 0 else 'small'}."
    return ""


def _of_values(wrong: np.ndarray, true: np.ndarray, call: Call | None) -> Iterator[str]:
    if _same(wrong, -true):
        yield "Your answer has the wrong sign: it is exactly the right one times -1."
    if _same(wrong, 1 - true):
        yield "Your answer is one minus the right one: have the two cases changed places?"
    for words, turned in _rearrangements(true):
        if _same(wrong, turned):
            yield words
    for factor, words in _factors(true, call):
        if _same(wrong, true * factor):
            yield f"Your answer is {words} as large as it should be."
        if _same(wrong, true / factor):
            yield f"Your answer should be {words} as large."
    offset = wrong - true
    if np.ptp(offset) < _ENOUGH * max(1.0, np.abs(true).max()) and true.size > 1:
        direction = "large" if offset.flat[0] > 0 else "small"
        yield f"Every number is too {direction} by the same amount, {number_text(abs(offset.flat[0]))}."
    ratio = _constant_ratio(wrong, true)
    if ratio is not None and true.size > 1:
        yield f"Your answer is the right one times {number_text(ratio)}, everywhere."


def _rearrangements(true: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """The right answer turned or shifted, where that gives another array of the same shape."""
    if true.ndim == 2 and true.shape[0] == true.shape[1]:
        yield "Your answer is the right one transposed: rows and columns are exchanged.", true.T
    for axis in range(true.ndim):
        if true.shape[axis] > 1:
            where = f" along axis {axis}" if true.ndim > 1 else ""
            yield f"Your answer is the right one, one place too late{where}: off by one?", np.roll(true, 1, axis)
            yield f"Your answer is the right one, one place too early{where}: off by one?", np.roll(true, -1, axis)
            yield f"Your answer is the right one in reverse order{where}.", np.flip(true, axis)


def _factors(true: np.ndarray, call: Call | None) -> Iterator[tuple[float, str]]:
    yield 2.0, "twice"
    sizes: dict[int, str] = {}
    arrays: list[np.ndarray] = []
    if call is not None:
        arrays = [array for value in (*call.args, *call.kwargs.values()) if (array := as_numeric_array(value)) is not None]
    for array in arrays:
        for axis, name in ((0, "the number of samples"), (1, "the number of columns")):
            if array.ndim > axis and array.shape[axis] > 2:
                sizes.setdefault(array.shape[axis], name)
    for size, name in sizes.items():
        yield float(size), f"{size} times ({name})"
    yield float(np.log(10)), "2.303 times (the natural log of 10: is it another base of the logarithm?)"
    yield float(np.log(2)), "0.693 times (the natural log of 2: is it another base of the logarithm?)"


def _constant_ratio(wrong: np.ndarray, true: np.ndarray) -> float | None:
    solid = np.abs(true) > _ENOUGH
    if solid.sum() < 2 or (np.abs(wrong[~solid]) > _ENOUGH).any():
        return None
    ratios = wrong[solid] / true[solid]
    if not np.isfinite(ratios).all() or np.ptp(ratios) > _ENOUGH * np.abs(ratios).max() or abs(ratios[0]) < _ENOUGH:
        return None
    # A relation among equal numbers says no more than the numbers themselves.
    return float(ratios[0]) if np.ptp(true[solid]) > _ENOUGH else None


def _same(wrong: np.ndarray, other: np.ndarray) -> bool:
    return wrong.shape == other.shape and not where_different(wrong, other).any()
