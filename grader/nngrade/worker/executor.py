"""Doing what the judge asks: load a source, call it, look at what it made.

The same executor serves a student's file inside a worker process and the
reference and the misconceptions inside the judge, so that all of them are
called, copied and compared in one and the same way.
"""

import functools
import importlib
import itertools
import random
import sys
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from nngrade.errors import WireError
from nngrade.worker.messages import (
    Begin,
    Do,
    Frame,
    GeneratorValue,
    HandleValue,
    Load,
    Loaded,
    NotLoaded,
    Raised,
    Reply,
    Request,
    Returned,
    Stopped,
    Value,
    encode,
)
from nngrade.worker.source import read_source
from nngrade.worker.values import NotDataError, pack, unpack

_MAX_MESSAGE = 2000
_MAX_FRAMES = 20


class StillLooping(BaseException):  # noqa: N818 - the name is what the judge looks for
    """Raised in place of a function that has already run past its limit twice."""


class Executor:
    """Holds a student's module and every object of it that the judge has a handle on."""

    def __init__(self, importable: tuple[str, ...] = ()) -> None:
        self._objects: dict[int, Any] = {}
        self._numbers = itertools.count(1)
        self._files: set[str] = set()
        self._importable = importable

    def answer(self, request: Request) -> Reply:
        """Do one thing; whatever the code behind it raises comes back as `Raised`."""
        try:
            match request:
                case Do():
                    return self._do(request)
                case Load():
                    return self._load(request)
                case Begin():
                    return self._begin(request)
        except WireError:
            raise
        except BaseException as error:  # noqa: BLE001 - student code may raise anything, SystemExit too
            return self._raised(error)

    # -- loading ---------------------------------------------------------------

    def _load(self, request: Load) -> Reply:
        parsed = read_source(request.source, request.filename, request.allowed)
        if isinstance(parsed, NotLoaded):
            return parsed
        definitions, tree = parsed
        module = types.ModuleType(request.module)
        module.__file__ = request.filename
        self._files.add(request.filename)
        # Registered, because dataclasses, pickle and typing look a class's module up by name.
        sys.modules[request.module] = module
        exec(compile(tree, request.filename, "exec"), module.__dict__)  # noqa: S102 - running it is this process's purpose
        names = tuple(name for name in vars(module) if not name.startswith("__"))
        return Loaded(self._keep(module), definitions, names)

    def _begin(self, request: Begin) -> Reply:
        random.seed(request.seed)
        np.random.seed(request.seed)  # noqa: NPY002 - a student may use the global generator; a verdict must not vary
        if "torch" in sys.modules:
            sys.modules["torch"].manual_seed(request.seed)
        for module in [thing for thing in self._objects.values() if isinstance(thing, types.ModuleType)]:
            for name in request.condemned:
                _cut_off(module, name)
        return Returned(None)

    # -- operations ------------------------------------------------------------

    def _do(self, request: Do) -> Reply:
        operation = getattr(self, f"_do_{request.operation}")
        reply: Reply = operation(request)
        return reply

    def _do_call(self, request: Do) -> Reply:
        target = self._target(request)
        args = [self._unpack(value) for value in request.args]
        kwargs = {name: self._unpack(value) for name, value in request.kwargs.items()}
        result = target(*args, **kwargs)
        changed = {
            name: after
            for name, before, value in (
                *((str(place), request.args[place], value) for place, value in enumerate(args)),
                *((name, request.kwargs[name], value) for name, value in kwargs.items()),
            )
            if (after := self._changed(before, value)) is not None
        }
        return Returned(self._pack(result), changed)

    def _do_get(self, request: Do) -> Reply:
        return Returned(self._pack(self._target(request)))

    def _do_set(self, request: Do) -> Reply:
        setattr(self._objects[request.target], request.name, self._unpack(request.args[0]))
        return Returned(None)

    def _do_item(self, request: Do) -> Reply:
        return Returned(self._pack(self._objects[request.target][self._unpack(request.args[0])]))

    def _do_set_item(self, request: Do) -> Reply:
        self._objects[request.target][self._unpack(request.args[0])] = self._unpack(request.args[1])
        return Returned(None)

    def _do_iterate(self, request: Do) -> Reply:
        return Returned(self._handle(iter(self._objects[request.target])))

    def _do_next(self, request: Do) -> Reply:
        try:
            return Returned(self._pack(next(self._objects[request.target])))
        except StopIteration:
            return Stopped()

    def _do_length(self, request: Do) -> Reply:
        return Returned(len(self._objects[request.target]))

    def _do_import(self, request: Do) -> Reply:
        if request.name.partition(".")[0] not in self._importable:
            message = f"the suite may not import {request.name} here"
            raise WireError(message)
        return Returned(self._handle(importlib.import_module(request.name)))

    def _do_free(self, request: Do) -> Reply:
        self._objects.pop(request.target, None)
        return Returned(None)

    # -- values and handles ----------------------------------------------------

    def _target(self, request: Do) -> Any:
        thing = self._object(request.target)
        return getattr(thing, request.name) if request.name else thing

    def _object(self, number: int) -> Any:
        try:
            return self._objects[number]
        except KeyError:
            message = f"no object has the handle {number}"
            raise WireError(message) from None

    def _keep(self, thing: Any) -> int:
        number = next(self._numbers)
        self._objects[number] = thing
        return number

    def _handle(self, thing: Any) -> HandleValue:
        return HandleValue(self._keep(thing), type(thing).__name__[:80], _describe(thing))

    def _pack(self, value: Any) -> Value:
        try:
            return pack(value, self._handle)
        except NotDataError:
            return self._handle(value)

    def _unpack(self, value: Value) -> Any:
        return unpack(value, lambda handle: self._object(handle.number))

    def _changed(self, before: Value, value: Any) -> Value | None:
        """The argument's value after the call, if it is another than before."""
        if before is None or isinstance(before, bool | int | float | str | HandleValue | GeneratorValue):
            return None
        after = self._pack(value)
        return after if encode(after) != encode(before) else None

    def _raised(self, error: BaseException) -> Raised:
        """An exception as text. Its own `__str__` is student code, and may raise in turn."""
        kinds = tuple(kind.__name__[:80] for kind in type(error).__mro__ if kind not in (object, BaseException))
        try:
            message = str(error)[:_MAX_MESSAGE].encode("utf-8", "backslashreplace").decode()
        except BaseException:  # noqa: BLE001
            message = "(its message could not be read)"
        frames = []
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in self._files:
                frames.append(Frame(trace.tb_lineno or 0, trace.tb_frame.f_code.co_name))
            trace = trace.tb_next
        return Raised(kinds, message, tuple(frames[-_MAX_FRAMES:]))


def _describe(thing: Any) -> str:
    """One line about an object for the report; never runs a `__repr__` of the student's."""
    if isinstance(thing, np.ndarray):
        return f"array of {thing.dtype} with shape {thing.shape}"
    kind = type(thing)
    if kind in (types.FunctionType, types.BuiltinFunctionType, type) or isinstance(thing, type):
        return f"{'class' if isinstance(thing, type) else 'function'} {thing.__name__}"[:200]
    if isinstance(thing, types.GeneratorType):
        return f"generator {thing.__name__}"[:200]
    article = "an" if kind.__name__[:1] in "AEIOUaeiou" else "a"
    return f"{article} {kind.__name__} object"[:200]


def _cut_off(module: types.ModuleType, qualified_name: str) -> None:
    """Let a function that never ends raise at once instead."""
    *holders, name = qualified_name.split(".")
    try:
        holder = functools.reduce(getattr, holders, module)
        original: Callable[..., Any] = getattr(holder, name)
    except AttributeError:
        return
    if isinstance(original, types.FunctionType):
        setattr(holder, name, _raise_still_looping)


def _raise_still_looping(*_args: object, **_kwargs: object) -> None:
    raise StillLooping


