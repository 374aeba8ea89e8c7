"""What a suite holds in its hands: things of the student's world, used as if they were here.

A call, an attribute, an index or an iteration on one of these is sent to the
side it belongs to; plain data comes back as data, anything else as another
remote object.
"""

from collections.abc import Iterator
from typing import Any, Protocol

from nngrade.worker.messages import HandleValue


class Side(Protocol):
    """What a remote object needs of the side that it lives on."""

    def call(self, target: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call the object of a handle."""

    def call_function(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the side's module."""

    def do(self, operation: str, target: int, name: str = "", *args: Any) -> Any:
        """Apply another operation to the object of a handle."""

    def rest_of(self, iterator: int) -> Iterator[Any]:
        """All that an iterator still gives."""


class RemoteObject:
    """An object that stays on its side: a model, a generator, a function, an instance of the student's class."""

    def __init__(self, side: Side, handle: HandleValue) -> None:
        # Set past __setattr__, which belongs to the remote object.
        vars(self).update(_side=side, number=handle.number, type_name=handle.type_name, text=handle.text)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._side.call(self.number, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if _is_asked_by_tools(name):
            raise AttributeError(name)
        return self._side.do("get", self.number, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._side.do("set", self.number, name, value)

    def __getitem__(self, key: Any) -> Any:
        return self._side.do("item", self.number, "", key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._side.do("set_item", self.number, "", key, value)

    def __len__(self) -> int:
        return int(self._side.do("length", self.number))

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Any]:
        iterator = self._side.do("iterate", self.number)
        yield from self._side.rest_of(iterator.number)

    def __repr__(self) -> str:
        return f"<{self.text}>"


class RemoteModule:
    """A module on a side: `student.softmax(x)` calls its function."""

    def __init__(self, side: Side) -> None:
        vars(self).update(_side=side)

    def __getattr__(self, name: str) -> Any:
        if _is_asked_by_tools(name):
            raise AttributeError(name)
        return RemoteFunction(self._side, name)

    def __repr__(self) -> str:
        return f"<the module of {self._side}>"


class RemoteFunction:
    """A function or class of a side's module, by name: nothing is sent before it is called."""

    def __init__(self, side: Side, name: str) -> None:
        self._side = side
        self.name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._side.call_function(self.name, args, kwargs)

    def __repr__(self) -> str:
        return f"<{self.name} of {self._side}>"


class World:
    """The modules on a side: `worker.numpy.random.default_rng(3)` makes an object that lives there."""

    def __init__(self, side: Side) -> None:
        self._side = side

    def __getattr__(self, name: str) -> Any:
        if _is_asked_by_tools(name):
            raise AttributeError(name)
        return self._side.do("import", 0, name)


def _is_asked_by_tools(name: str) -> bool:
    """Whether an attribute is one that copying and printing tools look for, and no student defines."""
    return name.startswith(("__", "_repr_", "_ipython_"))
