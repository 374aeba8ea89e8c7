"""What a suite holds in its hands: things of the student's world, used as if they were here.

A call, an attribute, an index, an iteration or an arithmetic sign on one of
these is sent to the side it belongs to; plain data comes back as data, anything
else as another remote object.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from nngrade.worker.messages import HandleValue


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a remote object comes from: the calls on the object it belongs to, and the way from there to it.

    `calls` is shared by all that was reached from one object; None in it stands
    for something that no call can repeat.
    """

    calls: list[Any]
    path: str = ""


class Side(Protocol):
    """What a remote object needs of the side that it lives on."""

    def call(self, target: "RemoteObject", args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a remote object."""

    def call_function(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the side's module."""

    def call_method(self, target: "RemoteObject", name: str, args: tuple[Any, ...]) -> Any:
        """Call a method of a remote object."""

    def do(self, operation: str, target: int, name: str = "", *args: Any) -> Any:
        """Apply another operation to the object of a handle."""

    def length_of(self, target: "RemoteObject") -> Any:
        """The length of a remote object; None if it has none."""

    def rest_of(self, iterator: Any) -> Iterator[Any]:
        """All that an iterator still gives."""


class RemoteObject:
    """An object that stays on its side: a model, a generator, a function, an instance of the student's class."""

    # NumPy leaves `array * remote` to the remote object, instead of reading it as a sequence.
    __array_ufunc__ = None

    def __init__(self, side: Side, handle: HandleValue, origin: Origin | None = None) -> None:
        # Set past __setattr__, which belongs to the remote object.
        vars(self).update(_nngrade_side=side, _nngrade_handle=handle, _nngrade_origin=origin)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, where it lives."""
        return side_of(self).call(self, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if is_asked_by_tools(name):
            raise AttributeError(name)
        return self._reached(f".{name}", side_of(self).do("get", number_of(self), name))

    def __setattr__(self, name: str, value: Any) -> None:
        self._no_longer_repeatable()
        side_of(self).do("set", number_of(self), name, value)

    def __getitem__(self, key: Any) -> Any:
        return self._reached(f"[{key!r}]", side_of(self).do("item", number_of(self), "", key))

    def __setitem__(self, key: Any, value: Any) -> None:
        self._no_longer_repeatable()
        side_of(self).do("set_item", number_of(self), "", key, value)

    def __len__(self) -> int:
        length = side_of(self).length_of(self)
        if length is None:  # as `list` expects of a generator, which it asks before it iterates
            raise TypeError(f"there is no length to {text_of(self)}")
        return int(length)

    def __bool__(self) -> bool:
        return True

    def __array__(self, *_args: object, **_kwargs: object) -> Any:
        raise TypeError(f"an array was wanted, and this is {text_of(self)}")

    def __iter__(self) -> Iterator[Any]:
        self._no_longer_repeatable()
        side = side_of(self)
        yield from side.rest_of(side.do("iterate", number_of(self)))

    def __eq__(self, other: object) -> bool:
        """Whether both stand for one object: what its own `__eq__` says is not asked."""
        return isinstance(other, RemoteObject) and side_of(self) is side_of(other) and number_of(self) == number_of(other)

    def __hash__(self) -> int:
        return hash((id(side_of(self)), number_of(self)))

    def __repr__(self) -> str:
        return f"<{text_of(self)}>"

    def _reached(self, step: str, value: Any) -> Any:
        """What an attribute or an index led to, which remembers the way."""
        origin = origin_of(self)
        if isinstance(value, RemoteObject) and origin is not None:
            vars(value)["_nngrade_origin"] = Origin(origin.calls, origin.path + step)
        return value

    def _no_longer_repeatable(self) -> None:
        origin = origin_of(self)
        if origin is not None:
            origin.calls.append(None)


def _operator(name: str) -> Callable[..., Any]:
    """Let an arithmetic sign be a call of the remote object's own method for it."""

    def operate(self: RemoteObject, *others: Any) -> Any:
        result = side_of(self).call_method(self, name, others)
        refused = isinstance(result, RemoteObject) and kind_of(result) == "NotImplementedType"
        return NotImplemented if refused else result

    return operate


for _name in ("add", "sub", "mul", "truediv", "pow", "matmul"):
    for _method in (f"__{_name}__", f"__r{_name}__"):
        setattr(RemoteObject, _method, _operator(_method))
for _method in ("__neg__", "__abs__", "__lt__", "__le__", "__gt__", "__ge__"):
    setattr(RemoteObject, _method, _operator(_method))


def side_of(remote: "RemoteObject | RemoteFunction") -> Any:
    """The side that a remote object or function lives on."""
    return vars(remote)["_nngrade_side"]


def handle_of(remote: RemoteObject) -> HandleValue:
    """What stands for a remote object on the wire."""
    handle: HandleValue = vars(remote)["_nngrade_handle"]
    return handle


def number_of(remote: RemoteObject) -> int:
    """The number of a remote object's handle."""
    return handle_of(remote).number


def origin_of(remote: RemoteObject) -> Origin | None:
    """Where a remote object comes from, where that is known."""
    origin: Origin | None = vars(remote)["_nngrade_origin"]
    return origin


def kind_of(remote: RemoteObject) -> str:
    """The name of a remote object's type, as its side tells it."""
    return handle_of(remote).type_name


def text_of(remote: RemoteObject) -> str:
    """One line about a remote object, as its side tells it."""
    return handle_of(remote).text


class RemoteModule:
    """A module on a side: `student.softmax(x)` calls its function."""

    def __init__(self, side: Side) -> None:
        vars(self).update(_side=side)

    def __getattr__(self, name: str) -> Any:
        if is_asked_by_tools(name):
            raise AttributeError(name)
        return RemoteFunction(self._side, name)

    def __repr__(self) -> str:
        return f"<the module of {self._side}>"


class RemoteFunction:
    """A function or class of a side's module, by name: nothing is sent before it is called."""

    def __init__(self, side: Side, name: str) -> None:
        self._nngrade_side = side
        self.name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, where it lives."""
        return self._nngrade_side.call_function(self.name, args, kwargs)

    def __repr__(self) -> str:
        return f"<{self.name} of {self._nngrade_side}>"


def is_asked_by_tools(name: str) -> bool:
    """Whether an attribute is one that copying and printing tools look for, and no student defines."""
    return name.startswith(("__", "_repr_", "_ipython_"))
