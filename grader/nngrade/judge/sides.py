"""The two sides of a comparison: the reference, in this process, and the student, in a worker.

Both are asked through the same messages; a `Side` turns calls into requests,
replies into values, and exceptions into failures.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

import numpy as np

from nngrade.errors import CourseError
from nngrade.judge.failures import Call, MissingFailure, RaisedFailure
from nngrade.judge.portable import Portable
from nngrade.judge.objects import RemoteFunction, RemoteObject
from nngrade.model import Category
from nngrade.worker.executor import Executor
from nngrade.worker.messages import (
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
from nngrade.worker.values import pack, pack_generator, unpack

_KEPT_CALLS = 60


class Side(ABC):
    """Someone's module, wherever it lives."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.module = 0
        self.definitions: dict[str, Definition] = {}
        self.names: tuple[str, ...] = ()
        self.last: Call | None = None
        self.log: list[Call] = []
        self._portables: dict[str, int] = {}

    def __str__(self) -> str:
        return self.name

    @abstractmethod
    def ask(self, request: Request, call: Call | None = None) -> Reply:
        """Send one request; `call` is what it is about, for the report."""

    def learn(self, loaded: Loaded) -> None:
        """Remember what a loaded module defines."""
        self.module = loaded.handle
        self.definitions = {definition.name: definition for definition in loaded.definitions}
        self.names = loaded.names

    def call_function(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the module, and remember the call."""
        if name not in self.names:
            raise MissingFailure(Category.MISSING, f"{self.name} defines no `{name}`", call=None)
        call = self._call(self.module, name, args, kwargs)
        if len(self.log) < _KEPT_CALLS:
            self.log.append(call)
        return call.result

    def call(self, target: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call the object of a handle."""
        return self._call(target, "", args, kwargs).result

    def _call(self, target: int, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call:
        packed = [self.pack(value) for value in args]
        packed_names = {key: self.pack(value) for key, value in kwargs.items()}
        # The arguments as they were: a suite may go on to change its own.
        before = Call(
            name,
            tuple(map(self._copy, packed, args)),
            {key: self._copy(packed_names[key], value) for key, value in kwargs.items()},
        )
        if name:
            self.last = before
        reply = self.ask(Do("call", target, name, packed, packed_names), before)
        returned = self._returned(reply, before)
        changed = {key: self.unpack(value) for key, value in returned.changed.items()}
        call = Call(name, before.args, before.kwargs, self.unpack(returned.value), changed)
        if name:
            self.last = call
        return call

    def do(self, operation: str, target: int, name: str = "", *args: Any) -> Any:
        """Apply another operation to the object of a handle."""
        request = Do(operation, target, name, [self.pack(value) for value in args])  # type: ignore[arg-type]
        return self.unpack(self._returned(self.ask(request, self.last), self.last).value)

    def rest_of(self, iterator: int) -> Iterator[Any]:
        """All that an iterator still gives."""
        while True:
            reply = self.ask(Do("next", iterator), self.last)
            if isinstance(reply, Stopped):
                return
            yield self.unpack(self._returned(reply, self.last).value)

    def _returned(self, reply: Reply, call: Call | None) -> Returned:
        match reply:
            case Returned():
                return reply
            case Raised():
                raise RaisedFailure(reply.kinds, reply.message, reply.frames, call)
            case _:
                # The other side answered a call with something that answers no call.
                raise RaisedFailure(("WireError",), "an answer to another question", (), call)

    def pack(self, value: Any) -> Value:
        """Pack a suite's argument; remote objects and functions of this side travel as their handles."""
        return pack(value, self._handle_of)

    def _handle_of(self, value: Any) -> Value:
        if isinstance(value, RemoteObject):
            return HandleValue(value.number, value.type_name, value.text)
        if isinstance(value, RemoteFunction):
            thing = self.do("get", self.module, value.name)
            return HandleValue(thing.number, thing.type_name, thing.text)
        if isinstance(value, np.random.Generator):
            return pack_generator(value)
        if isinstance(value, Portable):
            return self._travelled(value)
        message = f"a suite cannot send a {type(value).__name__} to {self.name}"
        raise CourseError(message, tip="Make it there: `worker.…` gives objects of the student's world.")

    def _travelled(self, function: Portable) -> HandleValue:
        """The handle of a suite's function on this side; its source is sent once for each worker."""
        if function.name not in self._portables:
            loaded = self.ask(Load(function.source, f"<suite: {function.name}>", f"nngrade_suite_{function.name}", None, helper=True))
            if not isinstance(loaded, Loaded):
                message = f"the portable function `{function.name}` could not be executed"
                raise CourseError(message)
            self._portables[function.name] = loaded.handle
        thing = self.do("get", self._portables[function.name], function.name)
        return HandleValue(thing.number, thing.type_name, function.name)

    def unpack(self, value: Value) -> Any:
        """Unpack a value of this side; raises WireError on a malformed one."""
        return unpack(value, lambda handle: RemoteObject(self, handle))

    def _copy(self, packed: Value, original: Any) -> Any:
        return original if isinstance(packed, HandleValue) else self.unpack(packed)


class LocalSide(Side):
    """The reference, or a misconception: our own code, executed in this process."""

    def __init__(self, name: str, source: str, filename: str, importable: tuple[str, ...]) -> None:
        super().__init__(name)
        self._executor = Executor(importable)
        self.load(source, filename)

    def load(self, source: str, filename: str) -> None:
        """Execute a source; raises CourseError if that fails."""
        match self._executor.answer(Load(source, filename, f"nngrade:{filename}", None)):
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
        with np.errstate(all="ignore"):
            return self._executor.answer(request)
