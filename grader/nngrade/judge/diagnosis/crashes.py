"""Exceptions with a known cause, told in a sentence.

A table of patterns: the exception's name, what its message looks like, and what
to say. tests/judge/diagnosis/test_crashes.py raises each of them for real.
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


_SHAPE = r"\([\d, ]*\)"

_NUMPY = (
    _cause(
        "AttributeError",
        r"`np\.(?P<name>\w+)` was removed in the NumPy 2\.0 release\. Use (?P<instead>`[^`]+`)",
        "`np.{name}` was removed in NumPy 2. Use {instead}.",
    ),
    _cause(
        "AttributeError",
        r"module 'numpy' has no attribute '(?P<name>int|float|bool|object|complex|str)'",
        "`np.{name}` was removed from NumPy. Use Python's own `{name}`.",
    ),
    _cause(
        "AttributeError",
        r"module 'numpy' has no attribute '(?P<name>product|cumproduct|in1d|trapz|msort|bool8|asscalar|row_stack)'",
        "`np.{name}` was removed in NumPy 2. Use {known}.",
    ),
    _cause(
        "AttributeError",
        r"module 'numpy' has no attribute '(?P<name>\w+)'",
        "NumPy has no `np.{name}`. Is it spelt otherwise?",
    ),
    _cause(
        "AttributeError",
        r"Generator' object has no attribute '(?P<name>rand|randn|randint|random_sample|seed)'",
        "A generator has no `.{name}`: its methods are `random`, `standard_normal` and `integers`.",
    ),
    _cause(
        "AttributeError",
        r"'(?P<kind>list|tuple)' object has no attribute '(?P<name>shape|ndim|size|dtype|T|max|min|sum|mean|dot|reshape|astype|argmax)'",
        "A {kind} has no `.{name}`; an array has. `np.asarray(...)` makes one.",
    ),
    _cause(
        "ValueError|RuntimeError",
        r"truth value of an array|Boolean value of Tensor with more than one value",
        "An `if` asks for one yes or no, and a whole array answered. Compare element by element, as with `np.where`.",
    ),
    _cause(
        "ValueError",
        rf"operands could not be broadcast together with shapes (?P<left>{_SHAPE}) (?P<right>{_SHAPE})",
        "Shapes {left} and {right} do not fit element by element. Print both: which axis was lost or turned?",
    ),
    _cause(
        "ValueError",
        rf"non-broadcastable output operand with shape (?P<left>{_SHAPE}) doesn't match the broadcast shape (?P<right>{_SHAPE})",
        "The result has shape {right}, and is written into an array of shape {left}. Make a new array of it instead.",
    ),
    _cause(
        "ValueError",
        rf"shapes (?P<left>{_SHAPE}) and (?P<right>{_SHAPE}) not aligned",
        "Shapes {left} and {right} cannot be multiplied: the last axis of the first must match the second. Is one turned?",
    ),
    _cause(
        "ValueError",
        r"matmul: .*?\(size (?P<right>\d+) is different from (?P<left>\d+)\)",
        "The inner sizes of the product are {left} and {right}; they must be equal. Is one of the two turned?",
    ),
    _cause(
        "ValueError",
        r"matmul: Input operand \d does not have enough dimensions",
        "`@` multiplies arrays; one side is a single number. Is `*` meant?",
    ),
    _cause(
        "ValueError",
        rf"could not broadcast input array from shape (?P<left>{_SHAPE}) into shape (?P<right>{_SHAPE})",
        "A value of shape {left} does not fit into a place of shape {right}.",
    ),
    _cause(
        "ValueError",
        rf"cannot reshape array of size (?P<size>\d+) into shape (?P<shape>{_SHAPE})",
        "{size} numbers cannot fill the shape {shape}. Take the sizes from the argument's own shape.",
    ),
    _cause(
        "ValueError",
        r"setting an array element with a sequence",
        "A whole sequence was put where one number belongs, or the rows have different lengths.",
    ),
    _cause(
        "ValueError",
        r"all the input array dimensions except for the concatenation axis must match.*has size (?P<left>\d+).*has size (?P<right>\d+)",
        "The arrays that are joined have sizes {left} and {right} on an axis where they must agree.",
    ),
    _cause(
        "ValueError",
        r"zero-size array to reduction|of an empty sequence|is an empty sequence|iterable argument is empty",
        "Something is empty whose largest or smallest is asked for. Which input leads there?",
    ),
    _cause(
        "IndexError",
        r"index (?P<index>-?\d+) is out of bounds for (axis|dimension) (?P<axis>\d+) with size (?P<size>\d+)",
        "Index {index} does not exist on axis {axis}, which has {size} entries (0 to one less than that).",
    ),
    _cause(
        "IndexError",
        r"arrays used as indices must be of integer|only integers, slices",
        "An index must be a whole number: this one is of another type. `.astype(int)` turns labels into indices.",
    ),
    _cause(
        "IndexError",
        r"too many indices for array: array is (?P<have>\d+)-dimensional, but (?P<want>\d+) were indexed",
        "{want} indices were used on an array of {have} dimension(s). Which shapes can the argument have?",
    ),
    _cause(
        "IndexError",
        r"boolean index did not match.*size of axis is (?P<have>\d+) but size of corresponding boolean axis is (?P<want>\d+)",
        "A mask of {want} entries was used on an axis that has {have}.",
    ),
    _cause(
        "AxisError",
        r"axis (?P<axis>-?\d+) is out of bounds for array of dimension (?P<have>\d+)",
        "Axis {axis} does not exist: the array has {have} dimension(s), counted from 0.",
    ),
    _cause(
        "UFuncTypeError",
        r"from dtype\('float64'\) to dtype\('u?int",
        "An integer array cannot hold fractions in place. Make it float first.",
    ),
    _cause(
        "TypeError",
        r"only (0-dimensional|length-1|size-1) arrays can be converted",
        "One number is wanted there, and an array came: `math` and `float` know single numbers, `np.exp` and the like know arrays.",
    ),
    _cause(
        "TypeError",
        r"[Cc]annot interpret '(?P<size>\d+)' as a data type",
        "A shape goes in one pair of brackets: `np.zeros((rows, columns))`.",
    ),
    _cause(
        "TypeError",
        r"loop of ufunc does not support argument \d of type NoneType",
        "Something is None here: a missing `return`, or a blank left in?",
    ),
)

_TORCH = (
    _cause(
        "IndexError",
        r"invalid index of a 0-dim tensor",
        "`.data[0]` is from an old PyTorch. A tensor with one number gives it with `.item()`.",
    ),
    _cause(
        "UnpicklingError",
        r"[Ww]eights.only",
        "The file holds whole objects. Save plain data: a `state_dict` and sizes.",
    ),
    _cause(
        "RuntimeError",
        r"mat1 and mat2 shapes cannot be multiplied \((?P<left>\d+x\d+) and (?P<right>\d+x\d+)\)",
        "Shapes {left} and {right} cannot be multiplied: the inner sizes must be equal. Does the layer before give what this one takes?",
    ),
    _cause(
        "RuntimeError",
        r"size of tensor a \((?P<left>\d+)\) must match the size of tensor b \((?P<right>\d+)\) at non-singleton dimension (?P<axis>\d+)",
        "The sizes on axis {axis} are {left} and {right}, and do not fit element by element. Which axis was lost or turned?",
    ),
    _cause(
        "RuntimeError",
        r"does not require grad and does not have a grad_fn",
        "The loss does not depend on any parameter that learns. Was it detached, or made under `no_grad`?",
    ),
    _cause(
        "RuntimeError",
        r"backward through the graph a second time",
        "One loss is sent backward twice. Is a loss, or a state, kept from one step to the next without `.detach()`?",
    ),
    _cause(
        "RuntimeError",
        r"must have the same dtype, but got (?P<left>\w+) and (?P<right>\w+)",
        "{left} meets {right}: NumPy makes double, PyTorch's layers are float. `.float()` turns one into the other.",
    ),
    _cause(
        "IndexError",
        r"Target (?P<label>-?\d+) is out of bounds",
        "Label {label} has no class: there are fewer scores in a row than that.",
    ),
    _cause(
        "AssertionError|RuntimeError",
        r"not compiled with CUDA|No CUDA GPUs|Found no NVIDIA driver",
        "There is no GPU here. Leave `.cuda()` out, or ask `torch.cuda.is_available()` first.",
    ),
)

_PYTHON = (
    _cause(
        "AttributeError",
        r"'NoneType' object has no attribute '(?P<name>\w+)'",
        "Something is None where `.{name}` is asked for: a function without a `return`, or a blank left in?",
    ),
    _cause(
        "ValueError",
        r"(too many|not enough) values to unpack \(expected (?P<count>\d+)",
        "The line unpacks {count} values, and there is another number of them. Which shapes can the argument have?",
    ),
    _cause("IndexError", r"(?P<kind>list|tuple|string) index out of range", "The {kind} is shorter than the code thinks."),
    _cause(
        "TypeError",
        r"unsupported operand type\(s\) for (?P<sign>\S+): .*?NoneType|'(?P<order>[<>]=?)' not supported between instances of .*?NoneType",
        "One side of the `{sign}{order}` is None: a function without a `return`, or a blank left in?",
    ),
    _cause(
        "TypeError",
        r"'NoneType' object is not (subscriptable|iterable|callable)|cannot unpack non-iterable NoneType",
        "Something is None here: a missing `return`, or a blank left in?",
    ),
    _cause(
        "TypeError",
        r"can't multiply sequence by non-int|can only concatenate list|unsupported operand type\(s\) for \S+: '?(list|tuple)",
        "Lists do no arithmetic. `np.asarray(...)` makes an array that does.",
    ),
    _cause(
        "TypeError",
        r"list indices must be integers or slices, not tuple",
        "A list of lists knows no [row, column]. `np.asarray(...)` makes an array that does.",
    ),
    _cause(
        "TypeError",
        r"'(builtin_function_or_method|function|method)' object is not subscriptable",
        "A function was used with [ ]. Call it with ( ).",
    ),
    _cause(
        "TypeError",
        r"unsupported operand type\(s\) for \S+: .*?'(function|builtin_function_or_method|method|type)'",
        "A function stands where its value is meant: call it.",
    ),
    _cause(
        "TypeError",
        r"'(?P<kind>[\w.]+)' object is not callable",
        "Something of type {kind} was called with ( ). Is one name used for two things, or a sign missing?",
    ),
    _cause(
        "TypeError",
        r"'(numpy\.)?float\d*' object cannot be interpreted as an integer",
        "A whole number is wanted there, and a float came: `/` always gives a float, `//` does not.",
    ),
    _cause(
        "TypeError",
        r"(?P<name>[\w.]+)\(\) takes (?P<want>\d+) positional arguments? but (?P<have>\d+) (was|were) given",
        "`{name}` takes {want} and was given {have}: compare its `def` line with the call. A method's first one is `self`.",
    ),
    _cause(
        "UnboundLocalError",
        r"variable '(?P<name>\w+)'",
        "`{name}` is read before it gets a value on this path through the function.",
    ),
    _cause("NameError", r"name 'np' is not defined", "`np` is not known: `import numpy as np` is missing at the top."),
    _cause(
        "NameError",
        r"name '(?P<name>\w+)' is not defined",
        "`{name}` is not known here. A misspelt name, or one from another cell or function?",
    ),
    _cause("RecursionError", r"", "The function calls itself without end."),
    _cause("SystemExit", r"", "`exit` ends the whole program. A function gives its answer back with `return`."),
    _cause("ZeroDivisionError", r"", "Something is divided by zero. Which input makes the divisor 0?"),
    _cause("OverflowError", r"math range error", "`math.exp` overflows a little above 709. Which exponents can come in?"),
    _cause(
        "ValueError",
        r"math domain error|expected a (positive|nonnegative) input",
        "`math` was asked for the log or the root of a number that has none. Which input leads there?",
    ),
    _cause(
        "PermissionError|FileNotFoundError",
        r"\[Errno (1|2|13)\] [^:']*\Z",  # a file would be named
        "A submission runs by itself: no other process, program or connection can be started. A loader's `num_workers` has to be 0.",
    ),
    _cause(
        "PermissionError",
        r"\[Errno 13\] Permission denied: '(?P<name>[^']+)'",
        "`{name}` cannot be opened here: only what lies in the current folder, and what an exercise is given.",
    ),
    _cause("ModuleNotFoundError", r"No module named '(?P<name>[\w.]+)'", "The module `{name}` is not installed here."),
)

_CAUSES = (*_NUMPY, *_TORCH, *_PYTHON)

# What NumPy's own message does not say.
_KNOWN = {
    "product": "`np.prod`",
    "cumproduct": "`np.cumprod`",
    "in1d": "`np.isin`",
    "trapz": "`np.trapezoid`",
    "msort": "`np.sort(a, axis=0)`",
    "bool8": "`np.bool_`",
    "asscalar": "`.item()`",
    "row_stack": "`np.vstack`",
}

_SIGNATURE = re.compile(r"[\w.<>]+\(\) (missing \d+ required|takes |got an unexpected keyword|got multiple values|got some positional)")
_NO_FUNCTION = re.compile(r"'(?P<kind>[\w.]+)' object is not callable")


def known_cause(raised: RaisedFailure, wanted: str) -> str:
    """Why this exception was raised, in a sentence; empty when the cause is not a known one.

    `wanted` is the call as the exercise asks for it: `softmax(x, axis=-1)`.
    """
    # Without a frame of the student's the call itself did not fit: the signature is another.
    if "TypeError" in raised.kinds and not raised.frames and wanted and _SIGNATURE.match(raised.message):
        return f"It has to be callable as `{wanted}`."
    if not raised.frames and wanted and (match := _NO_FUNCTION.match(raised.message)):
        return f"It has to be a function or class, and is of type {match['kind']}: is its name used for something else?"
    for cause in _CAUSES:
        found = cause.pattern.search(raised.message)
        if found and any(kind in raised.kinds for kind in cause.kind.split("|")):
            names = {name: text or "" for name, text in found.groupdict().items()}
            return cause.says.format(**names, known=_KNOWN.get(names.get("name", ""), ""))
    return ""
