"""Values made ready to be shown."""

from typing import Any

import numpy as np

from nngrade.judge.code import code
from nngrade.judge.comparison import USUAL, Array, Tolerance, as_numeric_array, describe, number_text, number_texts, where_different
from nngrade.judge.portable import Portable
from nngrade.model import ValueView

_WINDOW = 8
_DIGITS = (4, 6, 9, 12, 17)
_MAX_TEXT = 200

Cells = tuple[tuple[str, ...], ...]


def view_pair(got: Any, expected: Any, at: tuple[int, ...] | None = None, tolerance: Tolerance = USUAL) -> tuple[ValueView, ValueView]:
    """Both values, over the same window, with the places where they differ marked."""
    tolerance = tolerance.fitted(expected)
    left, right = as_numeric_array(got), as_numeric_array(expected)
    if left is None or right is None or left.shape != right.shape:
        return view(got), view(expected)
    if not left.ndim:
        texts = number_texts(left[()], right[()])
        return ValueView(describe(got), texts[0]), ValueView(describe(expected), texts[1])
    window = _Window(left.shape, at)
    marks = window.cut(where_different(left, right, tolerance))
    cells = _cells_of_pair(window.cut(left), window.cut(right), marks)
    flags = tuple(tuple(bool(mark) for mark in row) for row in marks)
    return (
        ValueView(_description(left, window), _text(got), cells[0], flags, cut=window.is_cut),
        ValueView(_description(right, window), _text(expected), cells[1], flags, cut=window.is_cut),
    )


def view(value: Any) -> ValueView:
    """One value on its own."""
    if isinstance(value, Portable):
        return ValueView("a function", value.expression or value.definition)
    array = as_numeric_array(value) if not np.isscalar(value) else None
    if array is None or not array.ndim or not array.size:
        return ValueView(describe(value), _text(value))
    window = _Window(array.shape, None)
    return ValueView(_description(array, window), _text(value), _cells(window.cut(array), 6), cut=window.is_cut)


class _Window:
    """The part of an array that is shown: at most 8 by 8 of its last two axes, round the first difference."""

    def __init__(self, shape: tuple[int, ...], at: tuple[int, ...] | None) -> None:
        at = at if at is not None and len(at) == len(shape) else (0,) * len(shape)
        self.leading = at[:-2]
        self._slices = tuple(
            slice(start := max(0, min(place - _WINDOW // 2, size - _WINDOW)), start + _WINDOW)
            for place, size in zip(at[-2:], shape[-2:], strict=True)
        )
        self.is_cut = any(size > _WINDOW for size in shape[-2:]) or any(size > 1 for size in shape[:-2])

    def cut(self, array: Array) -> Array:
        """The window, always of two dimensions."""
        return np.atleast_2d(array[self.leading][self._slices])


def _description(array: Array, window: _Window) -> str:
    kind = {"b": "truth values", "i": "integers", "u": "integers", "c": "complex numbers"}.get(array.dtype.kind, "")
    words = f"shape {array.shape}" + (f", {kind}" if kind else "")
    place = ", ".join(str(index) for index in window.leading)
    return f"{words}, at [{place}]" if place else words


def _cells_of_pair(left: Array, right: Array, marks: Array) -> tuple[Cells, Cells]:
    """The cells of two arrays, with as many digits as it takes to see every difference."""
    for digits in _DIGITS:
        cells = _cells(left, digits), _cells(right, digits)
        if all(cells[0][row][column] != cells[1][row][column] for row, column in np.argwhere(marks).tolist()):
            break
    return cells


def _cells(array: Array, digits: int) -> Cells:
    return tuple(tuple(_number(value, digits) for value in row) for row in array.tolist())


def _number(value: Any, digits: int) -> str:
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    text = f"{value:.{digits}g}"
    return text if "." in text or "e" in text or "n" in text else f"{text}.0"


def _text(value: Any) -> str:
    """A value in one line of Python, cut when it is long."""
    text = number_text(value, 10) if isinstance(value, float) else code(value)
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"
