"""The two sides of a comparison: the reference, in this process, and the student, in a worker.

Both are asked through the same messages; a `Side` turns calls into requests,
replies into values, and exceptions into failures.
"""

import ast
import copy
import functools
import os
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np

from nngrade.errors import CourseError, WireError
from nngrade.judge.comparison import describe
from nngrade.judge.diagnosis.hurry import TooSlowError
from nngrade.judge.failures import Call, Failure, MissingFailure, RaisedFailure
from nngrade.judge.objects import Origin, RemoteFunction, RemoteObject, handle_of, number_of, origin_of, side_of
from nngrade.judge.portable import Portable
from nngrade.model import Category
from nngrade.sandbox.scratch import Scratch
from nngrade.worker.arrays import pack_generator
from nngrade.worker.executor import Executor
from nngrade.worker.messages import (
    Begin,
    Definition,
    Do,
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
)
from nngrade.worker.randomness import RandomStates
from nngrade.worker.tensors import is_tensor, pack_torch_generator, use_one_thread
from nngrade.worker.values import NotDataError, TooMuchError, pack, unpack

_KEPT_CALLS = 60  # of one function: the first exercises of a topic must not use up the room of the last
_KEPT_SIZE = 10_000  # numbers or characters; what is larger is not remembered
_KEPT_HISTORY = 30

# Ctrl-C and the end of our patience: no exception of the code that is running when they come.
FROM_OUTSIDE = (KeyboardInterrupt, TooSlowError)


class Side(ABC):
    """Someone's module, wherever it lives."""

    def __init__(self, name: str, importable: tuple[str, ...]) -> None:
        self.name = name
        self.module = 0
        self.definitions: dict[str, Definition] = {}
        self.names: tuple[str, ...] = ()
        self.last: Call | None = None
        # What was answered, up to so many calls of each name; of the calls on one object the last, which knows those before.
        self.log: list[Call] = []
        self.original: Side | None = None  # of a fresh process of it: what is called there is told as well
        self._kept: Counter[str] = Counter()
        self._draws_weights = "torch" in importable
        self._places: dict[int, int] = {}  # where in the log stands the last call on an object, by the identity of its first
        self._portables: dict[str, int] = {}
        self._files_in = ""
        self._made = 0

    def __str__(self) -> str:
        return self.name

    @abstractmethod
    def ask(self, request: Request, call: Call | None = None) -> Reply:
        """Send one request; `call` is what it is about, for the report."""

    def malformed(self, message: str) -> NoReturn:
        """End a side whose answer cannot be one."""
        raise WireError(f"{self.name}: {message}")

    def parameters_of(self, call: Call) -> tuple[str, ...]:
        """The names of the parameters of what was called; empty where they are not known."""
        definition = None if call.history else self.definitions.get(call.function)
        return () if definition is None else definition.parameters

    def learn(self, loaded: Loaded) -> None:
        """Remember what a loaded module defines."""
        self.module = loaded.handle
        self.definitions = {definition.name: definition for definition in loaded.definitions}
        self.names = loaded.names

    def renew(self, seed: int) -> None:  # noqa: B027 - a side that only repeats what was said has nothing to renew
        """A check begins: the random states are set, and what earlier checks made is given up."""

    @abstractmethod
    def fresh(self) -> "Side":
        """The same code in another process, or in this one with nothing of what it has seen."""

    def folder(self) -> str:
        """The folder of this check's files, as this side knows it."""
        folder = self.do("folder", 0)
        if not isinstance(folder, str) or not folder:
            self.malformed("a folder that is none")
        self._files_in = folder
        return folder

    def _without_folder(self, text: str) -> str:
        """A text in which files of this check go by their names alone: the folder's differs from run to run, and side to side."""
        return text.replace(f"{self._files_in}/", "") if self._files_in else text

    def _names_files(self, values: Iterable[Any]) -> bool:
        return bool(self._files_in) and any(isinstance(value, str) and self._files_in in value for value in values)

    def seed(self, seed: int) -> None:
        """Set the random states of this side."""
        self.do("seed", 0, "", seed)

    def start_anew(self) -> None:
        """The same check begins once more, on another input."""
        self._made = 0

    def call_function(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the module."""
        if name not in self.names:
            raise self.missing(name)
        return self._call(self.module, name, args, kwargs, Origin([], name)).result

    def missing(self, name: str) -> MissingFailure:
        """The failure of a name that the module does not define."""
        return MissingFailure(Category.MISSING, f"{self.name} defines no `{name}`", call=None)

    def call(self, target: RemoteObject, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a remote object."""
        return self._call(number_of(target), "", args, kwargs, origin_of(target)).result

    def call_method(self, target: RemoteObject, name: str, args: tuple[Any, ...]) -> Any:
        """Call a method of a remote object."""
        origin = origin_of(target)
        way = None if origin is None else Origin(origin.calls, f"{origin.path}.{name}")
        return self._call(number_of(target), name, args, {}, way).result

    def call_portable(self, function: Portable, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a suite's function on this side."""
        return self._call(self._travelled(function).number, "", args, kwargs, None).result

    def _call(self, target: int, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], origin: Origin | None) -> Call:
        packed = [self.pack(value) for value in args]
        packed_names = {key: self.pack(value) for key, value in kwargs.items()}
        # The arguments as they were: a suite may go on to change its own.
        arguments = tuple(map(self._copy, packed, args)), {key: self._copy(packed_names[key], value) for key, value in kwargs.items()}
        way, history = (origin.path, tuple(origin.calls)) if origin is not None else (name, ())
        before = Call(way, *arguments, history=history, is_alone=self._made <= 1)
        if origin is not None:
            self._tell(before)
        # What was asked of the suite's own objects is no call of the student's.
        about = before if origin is not None else None
        returned = self._returned(self.ask(Do("call", target, name, packed, packed_names), about), about)
        result = self.unpack(returned.value)
        changed = {key: self.unpack(value) for key, value in returned.changed.items()}
        call = replace(before, result=result, changed=changed)
        if origin is not None:
            self._tell(call)
            self._made += isinstance(result, RemoteObject)
            _trace(origin, call)
            if not self._names_files((*args, *kwargs.values())):
                self._remember(call)
        return call

    def _remember(self, call: Call) -> None:
        if None in call.history or "[" in call.function or not _is_small((call.result, call.args, call.kwargs)):
            return
        if call.history and self._draws_weights:  # they were drawn when the object was made, and would be others
            return
        if call.history and (place := self._places.get(id(call.history[0]))) is not None:
            self.log[place] = call
            return
        name = first_of(call).function
        if self._kept[name] < _KEPT_CALLS:
            self._kept[name] += 1
            if call.history:
                self._places[id(call.history[0])] = len(self.log)
            self.log.append(call)

    def _tell(self, call: Call) -> None:
        self.last = call
        if self.original is not None:
            self.original.last = call

    def do(self, operation: str, target: int, name: str = "", *args: Any) -> Any:
        """Apply another operation to the object of a handle."""
        request = Do(operation, target, name, [self.pack(value) for value in args])  # type: ignore[arg-type]
        return self.unpack(self._returned(self.ask(request, self.last), self.last).value)

    def length_of(self, target: RemoteObject) -> Any:
        """The length of a remote object; None if it has none."""
        try:
            return self.do("length", number_of(target))
        except RaisedFailure as raised:
            if "TypeError" in raised.kinds:
                return None
            raise

    def rest_of(self, iterator: Any) -> Iterator[Any]:
        """All that an iterator still gives."""
        if not isinstance(iterator, RemoteObject):
            self.malformed("an iterator that is none")
        while True:
            reply = self.ask(Do("next", number_of(iterator)), self.last)
            if isinstance(reply, Stopped):
                return
            yield self.unpack(self._returned(reply, self.last).value)

    def _returned(self, reply: Reply, call: Call | None) -> Returned:
        match reply:
            case Returned():
                return reply
            case Raised():
                raise RaisedFailure(reply.kinds, self._without_folder(reply.message), reply.frames, call)
        return self.malformed("an answer to another question")
        return None

    def pack(self, value: Any) -> Value:
        """Pack a suite's argument; remote objects and functions of this side travel as their handles."""
        try:
            return pack(value, self._handle_of)
        except (NotDataError, TooMuchError):
            raise CourseError(f"a suite cannot send a {type(value).__name__} as large, or nested as deeply, as this one") from None

    def _handle_of(self, value: Any) -> Value:
        if isinstance(value, RemoteObject | RemoteFunction) and side_of(value) is not self:
            raise CourseError(f"{value!r} lives with {side_of(value)}, and cannot be given to {self.name}")
        if isinstance(value, RemoteObject):
            return handle_of(value)
        if isinstance(value, RemoteFunction):
            return self._handle_of_function(value.name)
        if isinstance(value, Portable):
            return self._travelled(value)
        if isinstance(value, np.random.Generator) and (packed := pack_generator(value)) is not None:
            return packed
        if (state := pack_torch_generator(value)) is not None:
            return state
        message = f"a suite cannot send a {type(value).__name__} to {self.name}"
        raise CourseError(message, tip="Make it there: `worker.…` gives objects of the student's world.")

    def _handle_of_function(self, name: str) -> HandleValue:
        if name not in self.names:
            raise self.missing(name)
        function = self.do("get", self.module, name)
        if not isinstance(function, RemoteObject):
            raise Failure(Category.WRONG_TYPE, f"`{name}` should be a function, and is {describe(function)}", call=None, got=function)
        return handle_of(function)

    def _travelled(self, function: Portable) -> HandleValue:
        """The handle of a suite's function on this side; its source is sent once for each worker."""
        if function.source not in self._portables:
            loaded = self.ask(Load(function.source, f"<suite: {function.name}>", f"nngrade_suite_{function.name}", None, helper=True))
            if not isinstance(loaded, Loaded):
                message = f"the portable function `{function.name}` could not be executed"
                raise CourseError(message)
            self._portables[function.source] = loaded.handle
        handle = handle_of(self.do("get", self._portables[function.source], function.name))
        return HandleValue(handle.number, handle.type_name, function.name)

    def unpack(self, value: Value) -> Any:
        """Unpack a value of this side; raises WireError on a malformed one."""
        return unpack(value, lambda handle: RemoteObject(self, handle))

    def _copy(self, packed: Value, original: Any) -> Any:
        if isinstance(original, np.random.Generator):  # what is packed no longer knows the seed, by which a report tells it
            return copy.deepcopy(original)
        if isinstance(packed, str):
            return self._without_folder(packed)
        return original if isinstance(packed, HandleValue) else self.unpack(packed)


def _trace(origin: Origin, call: Call) -> None:
    """Let what a call made, or was made on, remember the call."""
    if isinstance(call.result, RemoteObject):
        # A result of a method is another object, that no call from the module repeats.
        vars(call.result)["_nngrade_origin"] = Origin([None if call.history else call])
    if call.history:
        keeps = len(origin.calls) < _KEPT_HISTORY and _is_small(call.args)
        origin.calls.append(call if keeps else None)


def first_of(call: Call) -> Call:
    """The call of the module that a call goes back to: itself, or the making of its object."""
    return (call.history and call.history[0]) or call


def _is_small(value: Any) -> bool:
    """Whether a value is worth keeping: no more than a few thousand numbers, and nothing that lives on one side alone."""
    if isinstance(value, RemoteObject | RemoteFunction):
        return False
    if isinstance(value, np.ndarray):
        return value.size <= _KEPT_SIZE
    if is_tensor(value):
        return bool(value.numel() <= _KEPT_SIZE)
    if isinstance(value, str | bytes):
        return len(value) <= _KEPT_SIZE
    if isinstance(value, list | tuple | set | dict):
        parts = value.values() if isinstance(value, dict) else value
        return len(parts) <= _KEPT_SIZE // 10 and all(map(_is_small, parts))
    return True


class LocalSide(Side):
    """The reference, or a misconception: our own code, executed in this process, after a `base` that it may share with others."""

    def __init__(self, name: str, source: str, filename: str, importable: tuple[str, ...], base: str = "") -> None:
        super().__init__(name, importable)
        self._source = source
        self._base = base
        self._filename = filename
        self._importable = importable
        self._scratch: Scratch | None = None
        self.random_states: RandomStates | None = None
        self._seed = 0
        if "torch" in importable:  # as in a worker: no GPU of this machine's
            os.environ["CUDA_VISIBLE_DEVICES"] = ""
        self._executor = Executor(importable, self._home, FROM_OUTSIDE, Load(base, "the base", "nngrade:base", None) if base else None)
        self._load(filename)
        use_one_thread()

    def twin(self) -> "LocalSide":
        """The same code in a world of its own."""
        return LocalSide(self.name, self._source, self._filename, self._importable, self._base)

    def fresh(self) -> "LocalSide":
        """The same code, loaded once more."""
        other = self.twin()
        other.original = self
        other.random_states = RandomStates()
        other.renew(self._seed ^ 1)
        return other

    def renew(self, seed: int) -> None:
        """A check begins."""
        self._seed = seed
        self.ask(Begin(seed, ()))

    def _home(self) -> str:
        if self._scratch is None:
            self._scratch = Scratch()
        return str(self._scratch.folder)

    def _load(self, filename: str) -> None:
        # Without a dot, in which pickle would look for a package.
        module = f"nngrade:{filename.removesuffix('.py').replace('.', '_')}"
        match self._executor.answer(Load(self._source, filename, module, None)):
            case Loaded() as loaded:
                self.learn(loaded)
            case NotLoaded() as refused:
                message = f"{filename}:{refused.line}: {refused.message}"
                raise CourseError(message)
            case Raised() as raised:
                where = f":{raised.frames[-1].line}" if raised.frames else ""
                message = f"{filename}{where}: {raised.kinds[0]}: {raised.message}"
                raise CourseError(message)

    def ask(self, request: Request, call: Call | None = None) -> Reply:
        """Let the executor of this process do it."""
        del call
        states = nullcontext() if self.random_states is None else self.random_states.in_force()
        with np.errstate(all="ignore"), states:
            return self._executor.answer(request)

    def parameters_of(self, call: Call) -> tuple[str, ...]:
        """The names of the parameters of what was called, methods and classes included."""
        maker = call.history[0] if call.history else call
        name = "" if maker is None else f"{maker.function}{call.function}" if call.history else f"{call.function}.__init__"
        return super().parameters_of(call) or self._methods.get(name, ())

    @functools.cached_property
    def _methods(self) -> dict[str, tuple[str, ...]]:
        """The parameters of every method, by "Class.method"."""
        classes = [node for node in ast.parse(f"{self._base}\n{self._source}").body if isinstance(node, ast.ClassDef)]
        return {
            f"{kind.name}.{method.name}": tuple(argument.arg for argument in method.args.args[1:])
            for kind in classes
            for method in kind.body
            if isinstance(method, ast.FunctionDef)
        }
