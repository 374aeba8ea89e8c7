"""Values made ready to be shown, and calls as a student would type them."""

from typing import Any

import numpy as np

from nngrade.judge.comparison import Tolerance, as_numeric_array, as_plain, describe, where_different
from nngrade.judge.failures import Call
from nngrade.judge.objects import RemoteObject
from nngrade.judge.portable import Portable
from nngrade.model import NamedValue, ValueView

_WINDOW = 8
_DIGITS = (4, 6, 9, 12, 17)
_MAX_TEXT = 200
_MAX_REPRODUCTION = 300


def view_pair(got: Any, expected: Any, at: tuple[int, ...] | None = None) -> tuple[ValueView, ValueView]:
    """Both values, over the same window, with the places where they differ marked."""
    left, right = as_numeric_array(got), as_numeric_array(expected)
    if left is None or right is None or left.shape != right.shape or not left.ndim:
        return view(got), view(expected)
    window = _Window(left.shape, at)
    differs = where_different(left, right, Tolerance())
    marks = window.cut(differs)
    for digits in _DIGITS:
        cells = _cells(window.cut(left), digits), _cells(window.cut(right), digits)
        if _all_visible(*cells, marks):
            break
    flags = tuple(tuple(bool(mark) for mark in row) for row in marks)
    return tuple(
        ValueView(_description(array, window), _text(value), cell, flags, cut=window.is_cut)
        for array, value, cell in ((left, got, cells[0]), (right, expected, cells[1]))
    )  # type: ignore[return-value]


def view(value: Any) -> ValueView:
    """One value on its own."""
    if isinstance(value, Portable):
        return ValueView("a function", value.definition)
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

    def cut(self, array: np.ndarray) -> np.ndarray:
        """The window, always of two dimensions."""
        part = array[self.leading][self._slices] if array.ndim > 1 else array[self._slices]
        return np.atleast_2d(part)


def _description(array: np.ndarray, window: _Window) -> str:
    kind = {"b": "truth values", "i": "integers", "u": "integers", "c": "complex numbers"}.get(array.dtype.kind, "")
    words = f"shape {array.shape}" + (f", {kind}" if kind else "")
    place = ", ".join(str(index) for index in window.leading)
    return f"{words}, at [{place}]" if place else words


def _cells(array: np.ndarray, digits: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_number(value, digits) for value in row) for row in array.tolist())


def _number(value: Any, digits: int) -> str:
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    text = f"{value:.{digits}g}"
    return text if "." in text or "e" in text or "n" in text else f"{text}.0"


def _all_visible(left: Any, right: Any, marks: np.ndarray) -> bool:
    """Whether every pair that differs also looks different."""
    return all(
        left[row][column] != right[row][column] for row, column in np.argwhere(marks).tolist()
    )


def _text(value: Any) -> str:
    """A value in one line of Python, cut when it is long."""
    text = f"{value:.10g}" if isinstance(value, float) else _code(value)
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"


def _code(value: Any) -> str:
    value = as_plain(value)
    if isinstance(value, np.ndarray):
        if value.size > 1000:
            return f"<{describe(value)}>"
        return f"np.array({_listed(value)})"
    if isinstance(value, np.generic):
        return _code(value.item())
    if isinstance(value, np.random.Generator):
        return "np.random.default_rng(…)"
    if isinstance(value, Portable):
        return f"<{value.definition}>"
    if isinstance(value, RemoteObject):
        return f"<{value.text}>"
    if isinstance(value, float):
        return _plain_float(value)
    if isinstance(value, tuple):
        return f"({', '.join(map(_code, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, list):
        return f"[{', '.join(map(_code, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_code(key)}: {_code(item)}" for key, item in value.items()) + "}"
    return repr(value)


def _listed(array: np.ndarray) -> str:
    def text(part: Any) -> str:
        return f"[{', '.join(map(text, part))}]" if isinstance(part, list) else _code(part)

    return text(array.tolist())


def _plain_float(value: float) -> str:
    if value != value:  # noqa: PLR0124 - nan is the one number that differs from itself
        return "np.nan"
    if value in (float("inf"), float("-inf")):
        return "np.inf" if value > 0 else "-np.inf"
    return repr(value)


def call_text(call: Call, parameters: tuple[str, ...]) -> str:
    """The call with the names of its parameters: `softmax(x, axis=0)`."""
    names = [*parameters[: len(call.args)], *(f"argument {place + 1}" for place in range(len(parameters), len(call.args)))]
    words = [_short_argument(name, value) for name, value in zip(names, call.args, strict=False)]
    words += [_short_argument(name, value, keyword=True) for name, value in call.kwargs.items()]
    return f"{call.function}({', '.join(words)})"


def _short_argument(name: str, value: Any, *, keyword: bool = False) -> str:
    """Numbers stand in the call itself; arrays by their name."""
    if isinstance(value, int | float | str) and len(repr(value)) < 16:
        return f"{name}={value!r}" if keyword or isinstance(value, bool) else repr(value)
    return f"{name}={name}" if keyword else name


def named_inputs(call: Call, parameters: tuple[str, ...]) -> tuple[NamedValue, ...]:
    """The arguments that `call_text` gives by name alone."""
    padded = [*parameters, *(f"argument {place + 1}" for place in range(len(parameters), len(call.args)))]
    pairs = [*zip(padded, call.args, strict=False), *call.kwargs.items()]
    return tuple(
        NamedValue(name, view(value))
        for name, value in pairs
        if not (isinstance(value, int | float | str) and len(repr(value)) < 16)
    )


def reproduction(call: Call, module: str) -> str:
    """One line for a shell that makes the same call; empty when the input is too long to paste."""
    arguments = [*map(_code, call.args), *(f"{name}={_code(value)}" for name, value in call.kwargs.items())]
    line = f"from {module} import {call.function}; print({call.function}({', '.join(arguments)}))"
    if "np." in line:
        line = f"import numpy as np; {line}"
    is_literal = not any(mark in line for mark in ("…", "<", '"', "$", "`", "\\", "!"))
    command = f'python -c "{line}"'
    return command if is_literal and len(command) <= _MAX_REPRODUCTION else ""
