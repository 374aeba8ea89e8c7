"""Doing what the judge asks: load a source, call it, look at what it made.

The same executor serves a student's file inside a worker process and the
reference and the misconceptions inside the judge, so that all of them are
called, copied and compared in one and the same way.
"""

import functools
import importlib
import itertools
import os
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from nngrade.errors import WireError
from nngrade.worker.messages import (
    MAX_NAME,
    MAX_NAMES,
    ArrayValue,
    Begin,
    Do,
    GeneratorValue,
    HandleValue,
    Load,
    Loaded,
    NotLoaded,
    Reply,
    Request,
    Returned,
    Stopped,
    TensorValue,
    TooLarge,
    TorchGeneratorValue,
    Value,
    encode,
)
from nngrade.worker.randomness import seed_all
from nngrade.worker.source import Parsed, read_source
from nngrade.worker.telling import describe, has_methods, name_of, tell
from nngrade.worker.tensors import is_tensor, reset_switches
from nngrade.worker.values import NotDataError, TooMuchError, pack, unpack

# Numbers and text cannot, and drawing from a generator is what it is given for.
_NEVER_CHANGED = (bool, int, float, str, HandleValue, GeneratorValue, TorchGeneratorValue)


# The judge executes a topic's misconceptions again for every failed submission: most of that time went into compiling them.
@functools.lru_cache(maxsize=256)
def _compiled(request: Load) -> tuple[Parsed, types.CodeType] | NotLoaded:
    """What a source says about itself and its code, or why it cannot be executed."""
    parsed = read_source(request)
    return parsed if isinstance(parsed, NotLoaded) else (parsed, compile(parsed.tree, request.filename, "exec"))


class StillLooping(BaseException):
    """Raised in place of a function that has already run past its limit twice."""


class Executor:
    """Holds a student's module and every object of it that the judge has a handle on.

    `importable` is what a suite may ask for by name, `home` the folder for its files.
    `from_outside` are exceptions that are not the code's own, whenever they come:
    Ctrl-C in the judge's process interrupts the judge, not the reference.
    `base` is a source that every module begins with: what many misconceptions share is compiled once.
    """

    def __init__(
        self,
        importable: tuple[str, ...] = (),
        home: Callable[[], str] = os.getcwd,
        from_outside: tuple[type[BaseException], ...] = (),
        base: Load | None = None,
    ) -> None:
        self._objects: dict[int, Any] = {}
        self._handles: dict[int, int] = {}  # by id(): an object that comes back a second time is known again
        self._numbers = itertools.count(1)
        self._modules: list[types.ModuleType] = []
        self._files: set[str] = set()
        self._importable = importable
        self._home = home
        self._base = base
        self._from_outside: tuple[type[BaseException], ...] = (WireError, *from_outside)
        self._folder = ""
        self._checks = 0

    def answer(self, request: Request) -> Reply:
        """Do one thing; whatever the code behind it raises comes back as `Raised`.

        Raises WireError for a request that makes no sense, and what comes from outside.
        """
        try:
            match request:
                case Do():
                    self._stand_in_place()
                    return self._do(request)
                case Load():
                    return self._load(request)
                case Begin():
                    return self._begin(request)
        except self._from_outside:
            raise
        except TooMuchError:
            return TooLarge()
        except BaseException as error:  # noqa: BLE001 - student code may raise anything, SystemExit too
            return tell(error, self._files)

    def forget(self) -> None:
        """Give up every object but the loaded modules: a hundred drawn models would otherwise stay until the end."""
        kept = {self._handles[id(module)]: module for module in self._modules}
        self._objects = dict(kept)
        self._handles = {id(module): number for number, module in kept.items()}

    # -- loading ---------------------------------------------------------------

    def _load(self, request: Load) -> Reply:
        parts = []
        for part in filter(None, (self._base, request)):
            compiled = _compiled(part)
            if isinstance(compiled, NotLoaded):
                return compiled
            parts.append(compiled)
        module = types.ModuleType(request.module)
        module.__file__ = request.filename
        if not request.helper:
            self._files.add(request.filename)
        # Registered, because dataclasses and typing look a class's module up by name.
        sys.modules[request.module] = module
        for _, code in parts:
            exec(code, module.__dict__)  # noqa: S102 - running it is this process's purpose
        self._modules.append(module)
        definitions = tuple(definition for parsed, _ in parts for definition in parsed.definitions)
        return Loaded(self._keep(module), definitions, _names_in(module), parts[-1][0].passed_over)

    def _stand_in_place(self) -> None:
        """Be the modules of these names: in the judge's process there may be others, and pickle looks a class up by them."""
        for module in self._modules:
            sys.modules[module.__name__] = module

    def _begin(self, request: Begin) -> Reply:
        seed_all(request.seed)
        reset_switches()
        self.forget()
        self._folder = ""
        self._checks += 1
        for module in self._modules:
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
        before = {**{str(place): value for place, value in enumerate(request.args)}, **request.kwargs}
        after = {**{str(place): value for place, value in enumerate(args)}, **kwargs}
        changed = {name: self._pack(value) for name, value in after.items() if self._is_changed(before[name], value)}
        return Returned(self._handle(result) if _is_an_object_of(target, result) else self._pack(result), changed)

    def _do_get(self, request: Do) -> Reply:
        return Returned(self._pack(self._target(request)))

    def _do_set(self, request: Do) -> Reply:
        setattr(self._object(request.target), request.name, self._unpack(request.args[0]))
        return Returned(None)

    def _do_item(self, request: Do) -> Reply:
        return Returned(self._pack(self._object(request.target)[self._unpack(request.args[0])]))

    def _do_set_item(self, request: Do) -> Reply:
        self._object(request.target)[self._unpack(request.args[0])] = self._unpack(request.args[1])
        return Returned(None)

    def _do_iterate(self, request: Do) -> Reply:
        return Returned(self._handle(iter(self._object(request.target))))

    def _do_next(self, request: Do) -> Reply:
        try:
            return Returned(self._pack(next(self._object(request.target))))
        except StopIteration:
            return Stopped()

    def _do_length(self, request: Do) -> Reply:
        return Returned(len(self._object(request.target)))

    def _do_import(self, request: Do) -> Reply:
        if request.name.partition(".")[0] not in self._importable:
            message = f"the suite may not import {request.name} here"
            raise WireError(message)
        return Returned(self._handle(importlib.import_module(request.name)))

    def _do_seed(self, request: Do) -> Reply:
        seed = request.args[0] if request.args else None
        if not isinstance(seed, int):
            raise WireError("a seed that is no number")
        seed_all(seed)
        return Returned(None)

    def _do_folder(self, _request: Do) -> Reply:
        """Give the folder of this check's files: new with each check, so that none finds what another left."""
        if not self._folder:
            folder = Path(self._home()) / f"check-{self._checks}"
            folder.mkdir(exist_ok=True)
            self._folder = str(folder)
        return Returned(self._folder)

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
        number = self._handles.get(id(thing))
        if number is None:
            number = next(self._numbers)
            self._handles[id(thing)] = number
            self._objects[number] = thing
        return number

    def _handle(self, thing: Any) -> HandleValue:
        return HandleValue(self._keep(thing), name_of(type(thing)), describe(thing))

    def _pack(self, value: Any) -> Value:
        try:
            return pack(value, self._handle)
        except NotDataError:
            return self._handle(value)

    def _unpack(self, value: Value) -> Any:
        return unpack(value, lambda handle: self._object(handle.number))

    def _is_changed(self, before: Value, value: Any) -> bool:
        """Whether an argument is another after the call than it was sent."""
        if before is None or isinstance(before, _NEVER_CHANGED):
            return False
        after = self._pack(value)
        if isinstance(after, ArrayValue | TensorValue):
            return after != before  # buffers compare ten times as fast as they encode
        return encode(after) != encode(before)


def _is_an_object_of(kind: Any, thing: Any) -> bool:
    """Whether a class has made an object with methods, if it be a kind of list or number: as data it would lose them."""
    return (
        isinstance(kind, type) and type(thing) is kind and has_methods(kind) and not isinstance(thing, np.ndarray) and not is_tensor(thing)
    )


def _names_in(module: types.ModuleType) -> tuple[str, ...]:
    """What a suite may ask a module for; a student can put anything into its dictionary."""
    names = [name for name in vars(module) if type(name) is str and name.isidentifier() and len(name) <= MAX_NAME]
    return tuple(name for name in names if not name.startswith("__"))[:MAX_NAMES]


def _cut_off(module: types.ModuleType, qualified_name: str) -> None:
    """Let a function that never ends raise at once instead."""
    *holders, name = qualified_name.split(".")
    try:
        holder = functools.reduce(getattr, holders, module)
        original = getattr(holder, name)
    except AttributeError:
        return
    if isinstance(original, types.FunctionType):
        setattr(holder, name, _raise_still_looping)


def _raise_still_looping(*_args: object, **_kwargs: object) -> None:
    raise StillLooping
