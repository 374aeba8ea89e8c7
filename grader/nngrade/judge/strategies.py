"""Inputs for checks: small, readable when shrunk, and quick to draw.

Scores and samples are multiples of a quarter, so that a smallest failing input
is one that a person can work through by hand, and sums of them are exact.
"""

import numpy as np
from hypothesis import assume, example, given  # noqa: F401 - `suite` has them from here
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

Range = int | tuple[int, int]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def logits(rows: Range = (1, 4), classes: Range = (2, 5), bound: float = 10) -> SearchStrategy[Floats]:
    """Scores of shape (N, K), multiples of 1/4 within +-bound."""
    return _matrix(rows, classes, bound)


def score_vectors(classes: Range = (2, 5), bound: float = 10) -> SearchStrategy[Floats]:
    """Scores of shape (K,), multiples of 1/4 within +-bound."""
    return sizes(classes).flatmap(lambda count: arrays((count,), bound))


def batches(rows: Range = (1, 5), features: Range = (1, 4), bound: float = 5) -> SearchStrategy[Floats]:
    """Samples of shape (N, D), multiples of 1/4 within +-bound."""
    return _matrix(rows, features, bound)


def arrays(shape: tuple[int, ...], bound: float = 5) -> SearchStrategy[Floats]:
    """Floats of one fixed shape, multiples of 1/4 within +-bound."""
    quarters = int(4 * bound)
    size = int(np.prod(shape))
    numbers = st.lists(st.integers(-quarters, quarters), min_size=size, max_size=size)
    return numbers.map(lambda drawn: np.array(drawn, dtype=np.float64).reshape(shape) / 4)


def labels(rows: Range = (1, 4), classes: int = 4) -> SearchStrategy[Integers]:
    """Integer labels of shape (N,), from 0 to classes - 1."""
    low, high = _both(rows)
    drawn = st.lists(st.integers(0, classes - 1), min_size=low, max_size=high)
    return drawn.map(lambda numbers: np.array(numbers, dtype=np.int64))


def binary_labels(rows: Range = (1, 6)) -> SearchStrategy[Integers]:
    """Labels 0 and 1 of shape (N,)."""
    return labels(rows, 2)


def probabilities(rows: Range = (1, 4), classes: Range = (2, 5)) -> SearchStrategy[Floats]:
    """Rows that sum to one, of shape (N, K), none of them 0."""

    def normalised(weights: Floats) -> Floats:
        positive = np.abs(weights) + 0.25
        return np.asarray(positive / positive.sum(axis=1, keepdims=True))

    return _matrix(rows, classes, 5).map(normalised)


def labelled_batches(
    rows: Range = (1, 6), features: Range = (1, 4), classes: int = 2, bound: float = 5
) -> SearchStrategy[tuple[Floats, Integers]]:
    """A pair (X, y): samples of shape (N, D) and their labels of shape (N,)."""
    return batches(rows, features, bound).flatmap(lambda samples: st.tuples(st.just(samples), labels(len(samples), classes)))


def sizes(limits: Range) -> SearchStrategy[int]:
    """A whole number within a range."""
    return st.integers(*_both(limits))


def seeds() -> SearchStrategy[int]:
    """A seed for `numpy.random.default_rng`."""
    return st.integers(0, 2**16 - 1)


def _both(limits: Range) -> tuple[int, int]:
    return (limits, limits) if isinstance(limits, int) else limits


def _matrix(rows: Range, columns: Range, bound: float) -> SearchStrategy[Floats]:
    shapes = st.tuples(sizes(rows), sizes(columns))
    return shapes.flatmap(lambda shape: arrays(shape, bound))
