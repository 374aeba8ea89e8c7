"""Comparing what a student returned with what is right: kind, shape, values.

The student's value is untrusted data, but plain data: it has come through the
wire, so no `__eq__` of the student's can take part in the comparison.
"""

import numbers
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

from nngrade.judge.objects import RemoteObject
from nngrade.model import Category

RTOL = 1e-5
ATOL = 1e-7


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Values agree when |got - expected| <= atol + rtol * |expected|."""

    rtol: float = RTOL
    atol: float = ATOL


EXACT = Tolerance(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs first, in words; `at` is the place in an array."""

    category: Category
    sentence: str
    at: tuple[int, ...] | None = None


def compare(got: Any, expected: Any, tolerance: Tolerance = Tolerance()) -> Difference | None:  # noqa: PLR0911
    """The first difference between two values, or None where they agree.

    Booleans, integers and floats of equal value agree; a list agrees with an
    array or a tuple of the same parts.
    """
    expected = as_plain(expected)
    got = as_plain(got)
    if isinstance(expected, np.ndarray) or is_number(expected):
        return _compare_arrays(got, expected, tolerance)
    if expected is None or isinstance(expected, str | bytes):
        return None if type(got) is type(expected) and got == expected else _other(got, expected)
    if isinstance(expected, list | tuple):
        return _compare_sequences(got, expected, tolerance)
    if isinstance(expected, dict):
        return _compare_dicts(got, expected, tolerance)
    if isinstance(expected, set | frozenset):
        return None if isinstance(got, set | frozenset) and got == expected else _other(got, expected)
    if isinstance(expected, RemoteObject):
        same = isinstance(got, RemoteObject) and got.type_name == expected.type_name
        return None if same else _other(got, expected)
    return None if got == expected else _other(got, expected)


def as_plain(value: Any) -> Any:
    """A tensor as an array; everything else as it is."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        plain = value.detach()
        return (plain.float() if plain.dtype is torch.bfloat16 else plain).numpy()
    return value


def is_number(value: Any) -> bool:
    """Whether a value is a Python or NumPy number, truth values included."""
    return isinstance(value, numbers.Number | np.bool_)


def as_numeric_array(value: Any) -> np.ndarray | None:
    """A number, an array, or regular nested lists of numbers, as an array; None for anything else."""
    value = as_plain(value)
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in "biufc" else None
    if is_number(value):
        return _array_of(value)
    if isinstance(value, list | tuple):
        return _array_of(value)
    return None


def _array_of(value: Any) -> np.ndarray | None:
    try:
        array = np.array(value)
    except (ValueError, OverflowError):  # ragged, or a number too large for any dtype
        return None
    return array if array.dtype.kind in "biufc" else None


def _compare_arrays(got: Any, expected: Any, tolerance: Tolerance) -> Difference | None:
    right = np.asarray(expected)
    if right.dtype.kind not in "biufc":
        same = isinstance(got, np.ndarray | list) and np.array_equal(np.asarray(got), right)
        return None if same else _other(got, expected)
    left = as_numeric_array(got)
    if left is None:
        return Difference(Category.WRONG_TYPE, f"expected {describe(expected)}, got {describe(got)}")
    if left.dtype.kind == "c" and right.dtype.kind != "c":
        return Difference(Category.WRONG_TYPE, "expected real numbers, got complex ones")
    if left.shape != right.shape:
        return Difference(Category.WRONG_SHAPE, f"expected {_shape(right)}, got {_shape(left)}")
    differs = where_different(left, right, tolerance)
    if not differs.any():
        return None
    at = tuple(int(place) for place in np.argwhere(differs)[0])
    return Difference(Category.WRONG_VALUE, _sentence(left[at], right[at], at, int(differs.sum()), differs.size), at)


def where_different(got: np.ndarray, expected: np.ndarray, tolerance: Tolerance = Tolerance()) -> np.ndarray:
    """Marks, element by element, where two arrays of one shape part."""
    with np.errstate(all="ignore"):
        return ~np.isclose(got, expected, rtol=tolerance.rtol, atol=tolerance.atol, equal_nan=True)


def _sentence(got: Any, expected: Any, at: tuple[int, ...], count: int, size: int) -> str:
    where = f" at index {at if len(at) > 1 else at[0]}" if at else ""
    more = f" ({count} of {size} values differ)" if size > 1 else ""
    return f"expected {number_text(expected)}{where}, got {number_text(got)}{more}"


def _shape(array: np.ndarray) -> str:
    return f"an array of shape {array.shape}" if array.ndim else "a single number"


def number_text(value: Any) -> str:
    """A number with at most six digits that matter."""
    value = value.item() if isinstance(value, np.generic) else value
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _compare_sequences(got: Any, expected: list[Any] | tuple[Any, ...], tolerance: Tolerance) -> Difference | None:
    if isinstance(got, np.ndarray):
        got = list(got)
    if not isinstance(got, list | tuple):
        return _other(got, expected)
    if len(got) != len(expected):
        kind = "a tuple" if isinstance(expected, tuple) else "a list"
        return Difference(Category.WRONG_SHAPE, f"expected {kind} of {len(expected)} values, got {len(got)}")
    for place, (left, right) in enumerate(zip(got, expected, strict=True)):
        difference = compare(left, right, tolerance)
        if difference is not None:
            return Difference(difference.category, f"value {place + 1} of {len(expected)}: {difference.sentence}")
    return None


def _compare_dicts(got: Any, expected: dict[Any, Any], tolerance: Tolerance) -> Difference | None:
    if not isinstance(got, dict):
        return _other(got, expected)
    missing = [key for key in expected if key not in got]
    extra = [key for key in got if key not in expected]
    if missing or extra:
        words = f"without {missing[0]!r}" if missing else f"with {extra[0]!r} besides"
        return Difference(Category.WRONG_SHAPE, f"a dict {words}")
    for key, right in expected.items():
        difference = compare(got[key], right, tolerance)
        if difference is not None:
            return Difference(difference.category, f"under {key!r}: {difference.sentence}")
    return None


def _other(got: Any, expected: Any) -> Difference:
    if isinstance(expected, str) and isinstance(got, str):
        return Difference(Category.WRONG_VALUE, f"expected {_short(expected)}, got {_short(got)}")
    if describe(got) == describe(expected):
        return Difference(Category.WRONG_VALUE, "the values differ")
    return Difference(Category.WRONG_TYPE, f"expected {describe(expected)}, got {describe(got)}")


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def describe(value: Any) -> str:  # noqa: PLR0911 - one line a kind of value
    """What kind of thing a value is, for a person: "an array of shape (2, 3)"."""
    value = as_plain(value)
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        numbers_kind = "" if value.dtype.kind in "biufc" else " of strings"
        return f"an array{numbers_kind} of shape {value.shape}" if value.ndim else "a single number"
    if isinstance(value, bool | np.bool_):
        return f"the truth value {bool(value)}"
    if is_number(value):
        return f"the number {number_text(value)}"
    if isinstance(value, RemoteObject):
        return value.text
    if isinstance(value, str):
        return f"the string {_short(value)}"
    if isinstance(value, list | tuple):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return f"a {kind} of {len(value)} value{'' if len(value) == 1 else 's'}"
    return f"a {type(value).__name__}"
