"""Turning Python values into wire values and back: data only, in both directions.

`pack` never fails on an odd value: what is no data becomes a handle. `unpack`
trusts nothing: sizes, dtypes and shapes are checked before a buffer is viewed,
and every fault is a WireError.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import numpy as np

from nngrade.errors import WireError
from nngrade.worker.arrays import NotDataError, pack_array, pack_generator, pack_scalar, unpack_array, unpack_generator, unpack_text
from nngrade.worker.messages import (
    MAX_HEXADECIMAL,
    ArrayValue,
    BigInt,
    BytesValue,
    ComplexValue,
    DictValue,
    EllipsisValue,
    GeneratorValue,
    HandleValue,
    ListValue,
    ScalarValue,
    SetValue,
    SliceValue,
    TensorValue,
    TextArray,
    TorchGeneratorValue,
    TupleValue,
    Value,
    encode,
)
from nngrade.worker.telling import sendable
from nngrade.worker.tensors import is_tensor, pack_tensor, unpack_tensor, unpack_torch_generator

__all__ = ["NotDataError", "TooMuchError", "pack", "pack_generator", "unpack"]

MAX_DEPTH = 40
MAX_VALUES = 500_000
MAX_KEY_WEIGHT = 4000

_INT64 = range(-(2**63), 2**63)

ToHandle = Callable[[Any], Value]
FromHandle = Callable[[HandleValue], Any]
_Container = TypeVar("_Container")


class TooMuchError(Exception):
    """The value has too many parts to be sent."""


def pack(value: Any, to_handle: ToHandle) -> Value:
    """Turn a value into its wire form; `to_handle` stands in for what is no data.

    Raises NotDataError for what is nested too deeply, TooMuchError for more than MAX_VALUES parts.
    """
    return _Packer(to_handle).pack(value, 0)


def unpack(value: Value, from_handle: FromHandle) -> Any:
    """Turn a wire value back into a fresh Python value; raises WireError on what does not fit together."""
    return _Unpacker(from_handle).unpack(value, 0)


class _Packer:
    """Packs one value. A subclass is taken for what it is a kind of, and asked through its base: never by its own methods."""

    def __init__(self, to_handle: ToHandle) -> None:
        self._to_handle = to_handle
        self._left = MAX_VALUES

    def pack(self, value: Any, depth: int) -> Value:
        if value is None or value is True or value is False or type(value) is float:
            return value
        if isinstance(value, np.str_ | np.bytes_):
            value = value.item()
        packed: Value = None
        if isinstance(value, np.generic):
            packed = pack_scalar(value)
        elif isinstance(value, np.ndarray):
            packed = pack_array(value)
        elif isinstance(value, str):
            return sendable(value)
        elif isinstance(value, int):
            packed = _pack_integer(int.__int__(value))
        elif isinstance(value, float):
            return float.__float__(value)
        else:
            packed = self._pack_rare(value, depth)
        return self._to_handle(value) if packed is None else packed

    def _pack_rare(self, value: Any, depth: int) -> Value:
        if isinstance(value, tuple):
            return TupleValue(self._all(tuple.__iter__(value), tuple.__len__(value), depth))
        if isinstance(value, list):
            return ListValue(self._all(list.__iter__(value), list.__len__(value), depth))
        if isinstance(value, dict):
            return self._pack_dict(list(dict.items(value)), depth)
        if isinstance(value, set | frozenset):
            return self._pack_set(value, depth)
        if isinstance(value, bytes | bytearray):
            return BytesValue(bytes(memoryview(value)))
        if isinstance(value, complex):
            plain = complex.__complex__(value)
            return ComplexValue(plain.real, plain.imag)
        if value is Ellipsis:
            return EllipsisValue()
        if isinstance(value, slice):
            return SliceValue(*self._all((value.start, value.stop, value.step), 3, depth))
        return pack_tensor(value) if is_tensor(value) else None

    def _all(self, items: Iterable[Any], count: int, depth: int) -> list[Value]:
        self._left -= count
        if self._left < 0:
            raise TooMuchError
        if depth >= MAX_DEPTH:
            raise NotDataError
        return [self.pack(item, depth + 1) for item in items]

    def _pack_dict(self, items: list[tuple[Any, Any]], depth: int) -> Value:
        keys = self._all((key for key, _ in items), len(items), depth)
        if _weight(keys) > MAX_KEY_WEIGHT:
            return None
        return DictValue(keys, self._all((item for _, item in items), len(items), depth))

    def _pack_set(self, value: set[Any] | frozenset[Any], depth: int) -> Value:
        plain = frozenset.union(value) if isinstance(value, frozenset) else set.union(value)
        items = self._all(plain, len(plain), depth)
        # A set has no order, and two processes would not even agree on one.
        return SetValue(sorted(items, key=encode), isinstance(value, frozenset)) if _weight(items) <= MAX_KEY_WEIGHT else None


def _pack_integer(value: int) -> Value:
    if value in _INT64:
        return value
    return BigInt(f"{value:x}") if value.bit_length() < 4 * MAX_HEXADECIMAL - 4 else None


class _Unpacker:
    """Unpacks one value."""

    def __init__(self, from_handle: FromHandle) -> None:
        self._from_handle = from_handle

    def unpack(self, value: Value, depth: int) -> Any:
        match value:
            case None | bool() | int() | float() | str():
                return value
            case ArrayValue():
                return unpack_array(value.dtype, value.shape, value.data)
            case ScalarValue():
                return unpack_array(value.dtype, (), value.data)[()]
            case ListValue():
                return self._all(value.items, depth)
            case TupleValue():
                return tuple(self._all(value.items, depth))
            case DictValue():
                return self._unpack_dict(value, depth)
            case SetValue():
                return self._unpack_set(value, depth)
            case TensorValue():
                return unpack_tensor(value)
            case HandleValue():
                return self._from_handle(value)
            case SliceValue():
                return slice(*self._all([value.start, value.stop, value.step], depth))
            case _:
                return _unpack_leaf(value)

    def _all(self, items: list[Value], depth: int) -> list[Any]:
        if depth >= MAX_DEPTH:
            message = f"a value nested deeper than {MAX_DEPTH}"
            raise WireError(message)
        return [self.unpack(item, depth + 1) for item in items]

    def _unpack_dict(self, value: DictValue, depth: int) -> dict[Any, Any]:
        if len(value.keys) != len(value.values):
            message = f"a dict of {len(value.keys)} keys and {len(value.values)} values"
            raise WireError(message)
        keys, values = self._all(_light(value.keys), depth), self._all(value.values, depth)
        return _hashed(lambda: dict(zip(keys, values, strict=True)))

    def _unpack_set(self, value: SetValue, depth: int) -> set[Any] | frozenset[Any]:
        items = self._all(_light(value.items), depth)
        return _hashed(lambda: frozenset(items) if value.frozen else set(items))


def _unpack_leaf(value: Value) -> Any:
    match value:
        case TextArray():
            return unpack_text(value)
        case BytesValue():
            return value.data
        case BigInt():
            return int(value.hexadecimal, 16)
        case ComplexValue():
            return complex(value.real, value.imag)
        case EllipsisValue():
            return Ellipsis
        case GeneratorValue():
            return unpack_generator(value)
        case TorchGeneratorValue():
            return unpack_torch_generator(value)
        case _:
            message = f"unknown value {type(value).__name__}"
            raise WireError(message)


def _hashed(build: Callable[[], _Container]) -> _Container:
    try:
        return build()
    except TypeError as error:
        message = f"a key that cannot be one: {error}"
        raise WireError(message) from None


def _light(keys: list[Value]) -> list[Value]:
    weight = _weight(keys)
    if weight > MAX_KEY_WEIGHT:
        message = f"too many keys that are no plain numbers or strings ({weight})"
        raise WireError(message)
    return keys


def _weight(keys: list[Value]) -> int:
    """How much work keys can make when all of them are chosen to have one hash.

    Strings and bytes cannot be chosen so, nor can more than a few numbers of 64 bits.
    With the others, a dict of n keys takes n² comparisons.
    """
    return sum(_weight_of(key) for key in keys)


def _weight_of(key: Value) -> int:
    match key:
        case TupleValue() | SetValue():
            return 1 + sum(max(1, _weight_of(item)) for item in key.items)
        case BigInt() | ComplexValue() | ScalarValue():
            return 1
        case _:
            return 0
