"""Comparing what a student returned with what is right: kind, shape, values.

The student's value is untrusted data, but plain data: it has come through the
wire, so no `__eq__` of the student's can take part in the comparison.
"""

import numbers
import sys
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nngrade.judge.objects import RemoteObject, text_of
from nngrade.model import Category
from nngrade.worker.tensors import is_tensor

Array = NDArray[Any]

RTOL = 1e-5
ATOL = 1e-7
# For values that were worked out in float32, or in less: its steps are 1e-7 of a value, and a few operations add some up.
_SINGLE_RTOL = 1e-4
_SINGLE_ATOL = 1e-6
_SINGLES = {"torch.float32", "torch.float16", "torch.bfloat16", "float32", "float16"}

_NUMBER_KINDS = "biufc"
_BARE = frozenset({bool, int, float, complex})


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Values agree when |got - expected| <= atol + rtol * |expected|; whole numbers are right to atol alone.

    `equal_nan` lets nan agree with nan: right where the reference gives it, and
    wrong where the expected value was worked out from the student's own.
    """

    rtol: float = RTOL
    atol: float = ATOL
    equal_nan: bool = True

    def fitted(self, expected: Any) -> "Tolerance":
        """The tolerance for one value: the usual one is too narrow for an array or tensor of less than double precision."""
        if not (isinstance(expected, np.ndarray | np.generic) or is_tensor(expected)):
            return self
        if (self.rtol, self.atol) != (RTOL, ATOL) or str(expected.dtype) not in _SINGLES:
            return self
        return replace(self, rtol=_SINGLE_RTOL, atol=_SINGLE_ATOL)


USUAL = Tolerance()
EXACT = Tolerance(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs first, in words.

    `got` and `expected` are the parts that differ, of the tuple, list or dict that
    `where` leads into; `at` is the place in them, if they are arrays.
    """

    category: Category
    sentence: str
    got: Any
    expected: Any
    at: tuple[int, ...] | None = None
    where: str = ""

    def inside(self, where: str) -> "Difference":
        """The same difference, seen from the container that holds it."""
        return replace(self, where=f"{where}, {self.where}" if self.where else where)

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}" if self.where else self.sentence


def compare(got: Any, expected: Any, tolerance: Tolerance = USUAL) -> Difference | None:
    """The first difference between two values, or None where they agree.

    Booleans, integers and floats of equal value agree; a list agrees with an
    array or a tuple of the same parts. Of two objects that stayed in their
    worlds nothing is compared: what they do has to be.
    """
    tolerance = tolerance.fitted(expected)
    expected = as_plain(expected)
    got = as_plain(got)
    if isinstance(expected, np.ndarray) or is_number(expected):
        return _compare_arrays(got, expected, tolerance)
    if isinstance(expected, list | tuple):
        return _compare_sequences(got, expected, tolerance)
    if isinstance(expected, dict):
        return _compare_dicts(got, expected, tolerance)
    if isinstance(expected, RemoteObject):
        return None if isinstance(got, RemoteObject) else _other(got, expected)
    # What is left knows no tolerance: None, text, bytes, sets.
    alike = isinstance(got, set | frozenset) if isinstance(expected, set | frozenset) else type(got) is type(expected)
    return None if alike and bool(got == expected) else _other(got, expected)


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


def as_numeric_array(value: Any) -> Array | None:
    """A number, an array, or regular nested lists of numbers, as an array; None for anything else."""
    value = as_plain(value)
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in _NUMBER_KINDS else None
    try:
        array = np.array(_plain_numbers(value))
    except (ValueError, OverflowError):  # no numbers, ragged, or one too large for any dtype
        return None
    return array if array.dtype.kind in _NUMBER_KINDS else None


def _plain_numbers(value: Any) -> Any:
    """Nested lists with their tensors as arrays; a ValueError for all but numbers.

    NumPy would take a remote object for a sequence, and call the student's code to read it.
    """
    if isinstance(value, list | tuple):
        return value if set(map(type, value)) <= _BARE else [_plain_numbers(part) for part in value]
    value = as_plain(value)
    if not (is_number(value) or isinstance(value, np.ndarray)):
        raise ValueError
    return value


def _compare_arrays(got: Any, expected: Any, tolerance: Tolerance) -> Difference | None:
    right = np.asarray(expected)
    if right.dtype.kind not in _NUMBER_KINDS:
        return _compare_rare(got, expected)
    left = as_numeric_array(got)
    if left is None or (left.dtype.kind == "c" and right.dtype.kind != "c"):
        words = f"expected {describe(expected)}, got {describe(got)}" if left is None else "expected real numbers, got complex ones"
        return Difference(Category.WRONG_TYPE, words, got, expected)
    if left.shape != right.shape:
        return Difference(Category.WRONG_SHAPE, f"expected {_shape(right)}, got {_shape(left)}", got, expected)
    differs = where_different(left, right, tolerance)
    if not differs.any():
        return None
    at = tuple(int(place) for place in np.argwhere(differs)[0])
    sentence = _sentence(left[at], right[at], at, int(differs.sum()), differs.size)
    return Difference(Category.WRONG_VALUE, sentence, got, expected, at)


def _compare_rare(got: Any, expected: Any) -> Difference | None:
    """An integer too long for an array, or an array of strings."""
    if isinstance(expected, np.ndarray):
        got_list = got.tolist() if isinstance(got, np.ndarray) else got
        difference = compare(got_list, expected.tolist(), EXACT)
        return None if difference is None else replace(difference, got=got, expected=expected)
    return None if is_number(got) and bool(got == expected) else _other(got, expected)


def where_different(got: Array, expected: Array, tolerance: Tolerance = USUAL) -> NDArray[np.bool_]:
    """Marks, element by element, where two arrays of one shape part."""
    if expected.dtype.kind in "biu":
        if got.dtype.kind in "biu" and not tolerance.atol >= 1:
            return np.not_equal(got, expected)
        tolerance = replace(tolerance, rtol=0.0)
    with np.errstate(all="ignore"):
        return ~np.isclose(got, expected, rtol=tolerance.rtol, atol=tolerance.atol, equal_nan=tolerance.equal_nan)


def _sentence(got: Any, expected: Any, at: tuple[int, ...], count: int, size: int) -> str:
    where = f" at index {at if len(at) > 1 else at[0]}" if at else ""
    more = f" ({count} of {size} values differ)" if size > 1 else ""
    left, right = number_texts(got, expected)
    if left == right == "nan":
        return f"got nan{where}, which is no number{more}"
    return f"expected {right}{where}, got {left}{more}"


def _shape(array: Array) -> str:
    return f"an array of shape {array.shape}" if array.ndim else "a single number"


def number_text(value: Any, digits: int = 6) -> str:
    """A number with at most six digits that matter."""
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, int) and value.bit_length() > 200:  # Python refuses to write out the longest ones
        return f"a whole number of about {int(value.bit_length() * 0.30103) + 1} digits"
    return f"{value:.{digits}g}" if isinstance(value, float) else str(value)


def number_texts(one: Any, other: Any) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to tell them apart."""
    for digits in (6, 10, 17):
        texts = number_text(one, digits), number_text(other, digits)
        if texts[0] != texts[1]:
            break
    return texts


def _compare_sequences(got: Any, expected: list[Any] | tuple[Any, ...], tolerance: Tolerance) -> Difference | None:
    if isinstance(got, np.ndarray) and got.ndim:
        got = list(got)
    if not isinstance(got, list | tuple):
        return _other(got, expected)
    if len(got) != len(expected):
        return Difference(Category.WRONG_SHAPE, f"expected {describe(expected)}, got {len(got)}", got, expected)
    for place in _places_to_compare(got, expected, tolerance):
        difference = compare(got[place], expected[place], tolerance)
        if difference is not None:
            return difference.inside(f"value {place + 1} of {len(expected)}")
    return None


def _places_to_compare(got: Any, expected: Any, tolerance: Tolerance) -> range:
    """All places, one by one; of long lists of numbers only the first that differs, found at once."""
    if len(expected) > 100:
        left, right = as_numeric_array(got), as_numeric_array(expected)
        if left is not None and right is not None and left.shape == right.shape and left.dtype.kind != "c":
            differs = np.flatnonzero(where_different(left, right, tolerance).reshape(len(left), -1).any(axis=1))
            return range(differs[0], differs[0] + 1) if differs.size else range(0)
    return range(len(expected))


def _compare_dicts(got: Any, expected: dict[Any, Any], tolerance: Tolerance) -> Difference | None:
    if not isinstance(got, dict):
        return _other(got, expected)
    missing = [key for key in expected if key not in got]
    extra = [key for key in got if key not in expected]
    if missing or extra:
        words = f"without {_key(missing[0])}" if missing else f"with {_key(extra[0])} besides"
        return Difference(Category.WRONG_SHAPE, f"a dict {words}", got, expected)
    for key, right in expected.items():
        difference = compare(got[key], right, tolerance)
        if difference is not None:
            return difference.inside(f"under {_key(key)}")
    return None


def _key(key: Any) -> str:
    return _short(key) if isinstance(key, str) else describe(key)


def _other(got: Any, expected: Any) -> Difference:
    left, right = describe(got), describe(expected)
    if isinstance(expected, str) and isinstance(got, str):
        texts = _short_pair(got, expected)
        return Difference(Category.WRONG_VALUE, f"expected {texts[1]}, got {texts[0]}", got, expected)
    if type(got) is type(expected):
        sentence = "the values differ" if left == right else f"expected {right}, got {left}"
        return Difference(Category.WRONG_VALUE, sentence, got, expected)
    return Difference(Category.WRONG_TYPE, f"expected {right}, got {left}", got, expected)


_SHORT = 60


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHORT else text[: _SHORT - 3] + "...")


def _short_pair(one: str, other: str) -> tuple[str, str]:
    """Two strings that differ, cut so that the difference stays in sight."""
    same = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
    skipped = max(0, same - _SHORT // 2) if max(len(one), len(other)) > _SHORT else 0
    texts = [_short(("..." if skipped else "") + text[skipped:]) for text in (one, other)]
    return texts[0], texts[1]


def describe(value: Any) -> str:
    """What kind of thing a value is, for a person: "an array of shape (2, 3)"."""
    value = as_plain(value)
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        kind = "" if value.dtype.kind in _NUMBER_KINDS else " of strings"
        return f"an array{kind} of shape {value.shape}" if value.ndim else "a single number"
    if isinstance(value, bool | np.bool_):
        return f"the truth value {bool(value)}"
    if is_number(value):
        text = number_text(value)
        return text if text.startswith("a ") else f"the number {text}"
    if isinstance(value, RemoteObject):
        text = text_of(value)
        return text if text.startswith(("a ", "an ")) else f"the {text}"
    if isinstance(value, str):
        return f"the string {_short(value)}"
    if isinstance(value, list | tuple | dict | set | frozenset):
        return f"a {type(value).__name__} of {len(value)} value{'' if len(value) == 1 else 's'}"
    if isinstance(value, bytes):
        return f"{len(value)} byte{'' if len(value) == 1 else 's'}"
    return f"{'an' if type(value).__name__[0] in 'aeiou' else 'a'} {type(value).__name__}"
