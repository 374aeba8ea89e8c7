"""What is told about a student's objects and exceptions: short text, whatever they do to hide or to pretend.

The slots of `type` and `BaseException` are asked directly, because a class of the
student's may answer for itself: with another name, another traceback, or an error.
"""

import collections
import types
from typing import Any

import numpy as np

from nngrade.worker.messages import MAX_FRAMES, MAX_KINDS, MAX_NAME, MAX_TEXT, Frame, Raised

_name_of = type.__dict__["__name__"].__get__
_bases_of = type.__dict__["__mro__"].__get__
_trace_of = BaseException.__dict__["__traceback__"].__get__
_names_of = type.__dict__["__dict__"].__get__


def sendable(text: str) -> str:
    """The text as a plain string that can be encoded: a lone surrogate becomes its escape."""
    text = str.__str__(text)
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def clean(text: str, most: int) -> str:
    """The first `most` characters as a plain string that can be encoded."""
    return sendable(str.__getitem__(text, slice(most)))[:most]


def name_of(kind: type) -> str:
    """The name that a class was made with."""
    return clean(_name_of(kind), MAX_NAME)


def has_methods(kind: type) -> bool:
    """Whether a class can do something by name that was written in Python: a list that can also `step`, a float with `backward`."""
    members = ((name, member) for base in _bases_of(kind) for name, member in _names_of(base).items())
    return any(type(member) is types.FunctionType and not name.startswith("_") for name, member in members)


def describe(thing: Any) -> str:
    """One line about an object for the report; never runs a `__repr__` of the student's."""
    if isinstance(thing, np.ndarray):
        return f"array of {thing.dtype} with shape {thing.shape}"[:MAX_NAME]
    if isinstance(thing, type):
        return f"class {name_of(thing)}"[:MAX_NAME]
    kind = type(thing)
    if kind in (types.FunctionType, types.BuiltinFunctionType, types.GeneratorType):
        word = "generator" if kind is types.GeneratorType else "function"
        return f"{word} {clean(thing.__name__, MAX_NAME)}"[:MAX_NAME]
    name = name_of(kind)
    return f"{'an' if name[:1] in 'AEIOUaeiou' else 'a'} {name} object"[:MAX_NAME]


def tell(error: BaseException, files: set[str]) -> Raised:
    """An exception as text, with the lines of its traceback that lie in `files`."""
    kinds = [name_of(kind) for kind in _bases_of(type(error)) if kind not in (object, BaseException)]
    return Raised(tuple(kinds[:MAX_KINDS]), _message_of(error), _frames_of(error, files))


def _message_of(error: BaseException) -> str:
    """Its own `__str__` is student code: it may raise in turn, or give what is no string."""
    try:
        return clean(str(error), MAX_TEXT)
    except BaseException:  # noqa: BLE001 - see above
        return "(its message could not be read)"


def _frames_of(error: BaseException, files: set[str]) -> tuple[Frame, ...]:
    frames: collections.deque[Frame] = collections.deque(maxlen=MAX_FRAMES)
    trace = _trace_of(error)
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in files:
            frames.append(Frame(trace.tb_lineno or 0, clean(code.co_name, MAX_NAME)))
        trace = trace.tb_next
    return tuple(frames)
