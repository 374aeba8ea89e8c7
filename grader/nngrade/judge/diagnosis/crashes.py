"""Exceptions with a known cause, told in a sentence.

A table of patterns: the exception's name, what its message looks like, and what to say.
"""

import re
from dataclasses import dataclass

from nngrade.judge.failures import RaisedFailure


@dataclass(frozen=True, slots=True)
class _Cause:
    kind: str
    pattern: re.Pattern[str]
    says: str


def _cause(kind: str, pattern: str, says: str) -> _Cause:
    return _Cause(kind, re.compile(pattern, re.DOTALL), says)


_CAUSES = (
    _cause(
        "AttributeError",
        r"`?np\.(?P<name>float_|complex_|unicode_|string_|Inf|Infinity|NaN|infty|product|cumproduct|sometrue|alltrue|"
        r"in1d|trapz|row_stack|asfarray|cast|mat)`? was removed",
        "`np.{name}` was removed in NumPy 2. Use {instead}.",
    ),
    _cause(
        "AttributeError",
        r"module 'numpy' has no attribute '(?P<name>int|float|bool|object|complex|str)'",
        "`np.{name}` was removed from NumPy. Use Python's own `{name}`.",
    ),
    _cause(
        "AttributeError",
        r"module 'numpy' has no attribute '(?P<name>\w+)'",
        "NumPy has no `np.{name}`. Has it another name, or was it removed in NumPy 2?",
    ),
    _cause(
        "AttributeError",
        r"'NoneType' object has no attribute '(?P<name>\w+)'",
        "Something is None where `.{name}` is asked for: a function without a `return`, or a blank left in?",
    ),
    _cause(
        "AttributeError",
        r"'(?P<kind>list|tuple)' object has no attribute '(?P<name>shape|max|min|sum|mean|T|dot|reshape|astype|copy|ndim)'",
        "A {kind} has no `.{name}`; an array has. `np.asarray(...)` makes one.",
    ),
    _cause(
        "ValueError",
        r"truth value of an array",
        "An `if` asks for one yes or no, and a whole array answered. Compare element by element, as with `np.where`.",
    ),
    _cause(
        "ValueError",
        r"operands could not be broadcast together with shapes (?P<left>\([\d, ]*\)) (?P<right>\([\d, ]*\))",
        "Shapes {left} and {right} do not fit element by element. Print both: which axis was lost or turned?",
    ),
    _cause(
        "ValueError",
        r"shapes (?P<left>\([\d, ]*\)) and (?P<right>\([\d, ]*\)) not aligned",
        "Shapes {left} and {right} cannot be multiplied: the last axis of the first must match the second. Is one turned?",
    ),
    _cause(
        "ValueError",
        r"matmul: .*?\(size (?P<right>\d+) is different from (?P<left>\d+)\)",
        "The inner sizes of the product are {left} and {right}; they must be equal. Is one of the two turned?",
    ),
    _cause(
        "ValueError",
        r"could not broadcast input array from shape (?P<left>\([\d, ]*\)) into shape (?P<right>\([\d, ]*\))",
        "A value of shape {left} does not fit into a place of shape {right}.",
    ),
    _cause(
        "ValueError",
        r"cannot reshape array of size (?P<size>\d+) into shape (?P<shape>\([\d, -]*\))",
        "{size} numbers cannot fill the shape {shape}. Take the sizes from the argument's own shape.",
    ),
    _cause(
        "ValueError",
        r"setting an array element with a sequence",
        "A whole sequence was put where one number belongs, or the rows have different lengths.",
    ),
    _cause(
        "ValueError",
        r"(too many|not enough) values to unpack \(expected (?P<count>\d+)",
        "The line unpacks {count} values, and there is another number of them. Which shapes can the argument have?",
    ),
    _cause(
        "IndexError",
        r"index (?P<index>-?\d+) is out of bounds for axis (?P<axis>\d+) with size (?P<size>\d+)",
        "Index {index} does not exist on axis {axis}, which has {size} entries (0 to one less than that).",
    ),
    _cause(
        "IndexError",
        r"arrays used as indices must be of integer|only integers, slices",
        "An index must be a whole number: this one is a float. `.astype(int)` turns labels into indices.",
    ),
    _cause(
        "IndexError",
        r"too many indices for array: array is (?P<have>\d+)-dimensional, but (?P<want>\d+) were indexed",
        "{want} indices were used on an array of {have} dimension(s). Which shapes can the argument have?",
    ),
    _cause(
        "IndexError",
        r"invalid index of a 0-dim tensor",
        "`.data[0]` is from an old PyTorch. A tensor with one number gives it with `.item()`.",
    ),
    _cause("IndexError", r"list index out of range", "The list is shorter than the loop thinks."),
    _cause(
        "AxisError",
        r"axis (?P<axis>-?\d+) is out of bounds for array of dimension (?P<have>\d+)",
        "Axis {axis} does not exist: the array has {have} dimension(s), counted from 0.",
    ),
    _cause("UnpicklingError", r"[Ww]eights.only", "The file holds whole objects. Save plain data: a `state_dict` and sizes."),
    _cause(
        "TypeError",
        r"unsupported operand type\(s\) for (?P<sign>\S+): .*?NoneType",
        "One side of the `{sign}` is None: a function without a `return`, or a blank left in?",
    ),
    _cause(
        "TypeError",
        r"can't multiply sequence by non-int|unsupported operand type\(s\) for (?P<sign>\S+): '?(list|tuple)",
        "Lists do no arithmetic. `np.asarray(...)` makes an array that does.",
    ),
    _cause(
        "TypeError",
        r"'(?P<kind>builtin_function_or_method|function|method)' object is not subscriptable",
        "A function was used with [ ]. Call it with ( ).",
    ),
    _cause("TypeError", r"'NoneType' object is not (subscriptable|iterable|callable)", "Something is None here: a missing `return`, or a blank left in?"),
    _cause("TypeError", r"unsupported operand type\(s\) for \S+: .*?'(function|method|type)'", "A function stands where its value is meant: call it."),
    _cause("UnboundLocalError", r"variable '(?P<name>\w+)'", "`{name}` is read before it gets a value on this path through the function."),
    _cause("NameError", r"name 'np' is not defined", "`np` is not known: `import numpy as np` is missing at the top."),
    _cause("NameError", r"name '(?P<name>\w+)' is not defined", "`{name}` is not known here. A misspelt name, or one from another cell or function?"),
    _cause("RecursionError", r"", "The function calls itself without end."),
    _cause("ZeroDivisionError", r"", "Something is divided by zero. Which input makes the divisor 0?"),
    _cause("ModuleNotFoundError", r"No module named '(?P<name>[\w.]+)'", "The module `{name}` is not installed here."),
    _cause("UFuncTypeError|_UFuncOutputCastingError", r"from dtype\('float64'\) to dtype\('int", "An integer array cannot hold fractions in place. Make it float first."),
)  # fmt: skip

_INSTEAD = {
    "float_": "`np.float64`",
    "complex_": "`np.complex128`",
    "unicode_": "`np.str_`",
    "string_": "`np.bytes_`",
    "Inf": "`np.inf`",
    "Infinity": "`np.inf`",
    "infty": "`np.inf`",
    "NaN": "`np.nan`",
    "product": "`np.prod`",
    "cumproduct": "`np.cumprod`",
    "in1d": "`np.isin`",
    "row_stack": "`np.vstack`",
    "mat": "`np.array` and `@`",
}

_SIGNATURE = re.compile(
    r"(?P<name>[\w.]+)\(\) (missing \d+ required|takes .* positional argument|got an unexpected keyword|got multiple values)"
)


def known_cause(raised: RaisedFailure, wanted: str) -> str:
    """Why this exception was raised, in a sentence; empty when the cause is not a known one.

    `wanted` is the call as the exercise asks for it: `softmax(x, axis=-1)`.
    """
    called = raised.call.function if raised.call else ""
    match = _SIGNATURE.match(raised.message)
    # Without a frame of the student's the call itself did not fit: the signature is another.
    if match and "TypeError" in raised.kinds and not raised.frames and match["name"].split(".")[-1] in (called, "__init__"):
        return f"The function has to be callable as `{wanted}`."
    for cause in _CAUSES:
        found = cause.pattern.search(raised.message)
        if found and any(kind in raised.kinds for kind in cause.kind.split("|")):
            names = found.groupdict()
            return cause.says.format(**names, instead=_INSTEAD.get(names.get("name") or "", "what its message names"))
    return ""
