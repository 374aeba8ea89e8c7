"""Whether a wrong answer is the right one for another axis: the reference is asked once more."""

from typing import Any

import numpy as np

from nngrade.errors import CourseError
from nngrade.judge.comparison import compare
from nngrade.judge.failures import Call, Failure, NotFrozenError
from nngrade.judge.sides import Side


def other_axis(got: Any, call: Call | None, reference: Side) -> str:
    """A sentence if `got` is what the reference gives along another axis; empty if not."""
    if call is None or call.function not in reference.definitions:
        return ""
    parameters = reference.definitions[call.function].parameters
    arrays = [value for value in call.args if isinstance(value, np.ndarray) and value.ndim > 1]
    if "axis" in parameters and arrays:
        for axis in range(arrays[0].ndim):
            if _agrees(got, _with_axis(call, parameters, axis, reference)):
                return f"Your answer is the right one for axis {axis}, which is not the axis that was asked for."
    if len(call.args) == 1 and arrays and arrays[0].ndim == 2:
        turned = _ask(reference, call.function, (arrays[0].T.copy(),), call.kwargs)
        if isinstance(turned, np.ndarray) and _agrees(got, turned.T):
            return "Your answer is the right one for the other axis: are rows taken for columns?"
    return ""


def _agrees(got: Any, other: Any) -> bool:
    return other is not None and compare(got, other) is None


def _with_axis(call: Call, parameters: tuple[str, ...], axis: int, reference: Side) -> Any:
    place = parameters.index("axis")
    if place < len(call.args):
        args = (*call.args[:place], axis, *call.args[place + 1 :])
        return _ask(reference, call.function, args, call.kwargs)
    return _ask(reference, call.function, call.args, {**call.kwargs, "axis": axis})


def _ask(reference: Side, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    try:
        return reference.call_function(name, args, kwargs)
    except (Failure, NotFrozenError, CourseError):
        return None
