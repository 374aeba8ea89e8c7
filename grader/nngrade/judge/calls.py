"""Calls as a student would write them: for the report, and as a line to paste into a shell."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from nngrade.judge.code import code
from nngrade.judge.failures import Call
from nngrade.judge.views import view
from nngrade.model import NamedValue

_MAX_SHORT = 16
_MAX_LINE = 400

# What a shell or Python itself would read as something else, and what is no Python.
_NOT_LITERAL = re.compile(r'[…<"$`\\!]')

NamesOf = Callable[[Call], tuple[str, ...]]


def call_text(call: Call, names_of: NamesOf) -> str:
    """The call with the names of its parameters: `softmax(x, axis=0)`, `EarlyStopping(2).step(0.5)`."""
    maker = call.history[0] if call.history else None
    holder = call_text(maker, names_of) if maker is not None else "…" if call.history else ""
    words = [_argument(name, value) for name, value in zip(_names(call, names_of), call.args, strict=False)]
    words += [_argument(name, value, keyword=True) for name, value in call.kwargs.items()]
    return f"{holder}{call.function}({', '.join(words)})"


def named_inputs(call: Call, names_of: NamesOf) -> tuple[NamedValue, ...]:
    """The arguments that `call_text` gives by name alone."""
    pairs = [*zip(_names(call, names_of), call.args, strict=False), *call.kwargs.items()]
    return tuple(NamedValue(name, view(value)) for name, value in pairs if not _is_short(value))


def _names(call: Call, names_of: NamesOf) -> list[str]:
    known = names_of(call)[: len(call.args)]
    return [*known, *(f"argument {place + 1}" for place in range(len(known), len(call.args)))]


def _argument(name: str, value: Any, *, keyword: bool = False) -> str:
    """Numbers stand in the call itself; arrays by their name."""
    if _is_short(value):
        return f"{name}={code(value)}" if keyword or isinstance(value, bool) else code(value)
    return f"{name}={name}" if keyword else name


def _is_short(value: Any) -> bool:
    return (value is None or isinstance(value, int | float | str | np.generic)) and len(code(value)) < _MAX_SHORT


def reproduction(call: Call, module: str | None) -> str:
    """One line that makes the same call; empty when it cannot be written down, or is too long to paste.

    It is for a shell, or without a `module` to import from for a cell of the notebook that defines the function.
    """
    if call.history and (None in call.history or not call.is_alone):
        return ""
    maker, *steps = [past for past in call.history if past is not None] or [call]
    lines = [f"it = {_written(maker)}", *(f"it{_written(step)}" for step in steps), f"print(it{_written(call)})"]
    steps_in_full = lines if call.history else [f"print({_written(call)})"]
    body = "; ".join([*([f"from {module} import {maker.function}"] if module else []), *steps_in_full])
    for name, alias in (("torch.", "import torch"), ("np.", "import numpy as np")):
        if name in body:
            body = f"{alias}; {body}"
    if len(body) > _MAX_LINE or _NOT_LITERAL.search(body):
        return ""
    return f'python -c "{body}"' if module else body


def _written(call: Call) -> str:
    arguments = [*map(code, call.args), *(f"{name}={code(value)}" for name, value in call.kwargs.items())]
    return f"{call.function}({', '.join(arguments)})"
