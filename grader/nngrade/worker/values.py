"""Turning Python values into wire values and back: data only, in both directions.

`pack` never fails on an odd value: what is no data becomes a handle. `unpack`
trusts nothing: sizes, dtypes and shapes are checked before a buffer is viewed.
"""

import math
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from nngrade.errors import WireError
from nngrade.worker.messages import (
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
    TupleValue,
    Value,
)

if TYPE_CHECKING:
    import torch

MAX_DEPTH = 40
_MAX_BIG_INT = 4096  # hexadecimal digits
_DTYPE = re.compile(r"[<|](b1|[iu][1248]|f[248]|c(8|16))\Z")
_INT64 = range(-(2**63), 2**63)
_TENSOR_DTYPES = (
    "bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 complex128".split()  # noqa: SIM905
)

ToHandle = Callable[[Any], HandleValue]
FromHandle = Callable[[HandleValue], Any]
_Container = TypeVar("_Container")


class NotDataError(Exception):
    """The value cannot be sent as data: it is nested too deeply, or contains itself."""


def pack(value: Any, to_handle: ToHandle, depth: int = 0) -> Value:  # noqa: PLR0911, C901 - one line a kind of value
    """Turn a value into its wire form; `to_handle` stands in for what is no data."""
    if value is None or value is True or value is False:
        return value  # type: ignore[no-any-return]
    if depth > MAX_DEPTH:
        raise NotDataError
    kind = type(value)
    if kind is float:
        return value  # type: ignore[no-any-return]
    if isinstance(value, np.generic):
        return _pack_scalar(value, to_handle)
    if isinstance(value, np.ndarray):
        return _pack_array(value, to_handle)
    if isinstance(value, str):
        return _sendable_text(value)
    if isinstance(value, int):
        return _pack_integer(int(value), to_handle)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, complex):
        return ComplexValue(value.real, value.imag)
    if isinstance(value, bytes | bytearray):
        return BytesValue(bytes(value))
    return _pack_container(value, to_handle, depth)


def _pack_integer(value: int, to_handle: ToHandle) -> Value:
    if value in _INT64:
        return value
    return BigInt(f"{value:x}") if value.bit_length() < 4 * _MAX_BIG_INT else to_handle(value)


def _pack_container(value: Any, to_handle: ToHandle, depth: int) -> Value:
    deeper = depth + 1
    if isinstance(value, tuple):
        return TupleValue([pack(item, to_handle, deeper) for item in tuple.__iter__(value)])
    if isinstance(value, list):
        return ListValue([pack(item, to_handle, deeper) for item in list.__iter__(value)])
    if isinstance(value, dict):
        items = list(dict.items(value))
        return DictValue(
            [pack(key, to_handle, deeper) for key, _ in items], [pack(item, to_handle, deeper) for _, item in items]
        )
    if isinstance(value, set | frozenset):
        return SetValue([pack(item, to_handle, deeper) for item in value])
    if value is Ellipsis:
        return EllipsisValue()
    if isinstance(value, slice):
        return SliceValue(*(pack(part, to_handle, deeper) for part in (value.start, value.stop, value.step)))
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        return _pack_tensor(value, to_handle)
    return to_handle(value)


def pack_generator(value: np.random.Generator) -> GeneratorValue:
    """The state of a PCG64 generator, as numbers; raises NotDataError for another bit generator."""
    state = value.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise NotDataError
    inner = state["state"]
    return GeneratorValue(f"{inner['state']:x}", f"{inner['inc']:x}", state["has_uint32"], state["uinteger"])


def _sendable_text(text: str) -> str:
    text = str.__str__(text)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def _pack_scalar(value: np.generic, to_handle: ToHandle) -> Value:
    if isinstance(value, np.str_ | np.bytes_):
        return pack(value.item(), to_handle)
    array = _plain(np.asarray(value))
    if array is None:
        return to_handle(value)
    return ScalarValue(array.dtype.str, array.tobytes())


def _pack_array(value: np.ndarray, to_handle: ToHandle) -> Value:
    value = np.asarray(value)
    if value.dtype.kind == "U":
        return TextArray(value.shape, [_sendable_text(item) for item in value.ravel().tolist()])
    array = _plain(value)
    if array is None:
        return to_handle(value)
    return ArrayValue(array.dtype.str, array.shape, array.tobytes())


def _plain(array: np.ndarray) -> np.ndarray | None:
    """The array in little-endian bytes of a dtype that the wire knows, or None."""
    if array.dtype.kind not in "biufc":
        return None
    if array.dtype.itemsize > (16 if array.dtype.kind == "c" else 8):
        array = array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


def _pack_tensor(value: "torch.Tensor", to_handle: ToHandle) -> Value:
    import torch

    name = str(value.dtype).removeprefix("torch.")
    if name not in _TENSOR_DTYPES or value.layout is not torch.strided or value.is_quantized or value.is_meta:
        return to_handle(value)
    plain = value.detach().cpu().resolve_conj().resolve_neg().contiguous()
    data = plain.reshape(-1).view(torch.uint8).numpy().tobytes()
    return TensorValue(name, tuple(plain.shape), data, value.requires_grad)


def unpack(value: Value, from_handle: FromHandle) -> Any:  # noqa: PLR0911, C901 - one line a kind of value
    """Turn a wire value back into a fresh Python value; raises WireError on what does not fit together."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case ArrayValue():
            return _array(value.dtype, value.shape, value.data)
        case ScalarValue():
            return _array(value.dtype, (), value.data)[()]
        case ListValue():
            return [unpack(item, from_handle) for item in value.items]
        case TupleValue():
            return tuple(unpack(item, from_handle) for item in value.items)
        case DictValue():
            return _unpack_dict(value, from_handle)
        case SetValue():
            return _hashable(lambda: {unpack(item, from_handle) for item in value.items})
        case TensorValue():
            return _tensor(value)
        case TextArray():
            return _text_array(value)
        case HandleValue():
            return from_handle(value)
        case _:
            return _unpack_rare(value, from_handle)


def _unpack_rare(value: Value, from_handle: FromHandle) -> Any:
    match value:
        case BytesValue():
            return value.data
        case BigInt():
            return _integer(value.hexadecimal)
        case ComplexValue():
            return complex(value.real, value.imag)
        case EllipsisValue():
            return Ellipsis
        case SliceValue():
            return slice(*(unpack(part, from_handle) for part in (value.start, value.stop, value.step)))
        case GeneratorValue():
            return _generator(value)
        case _:
            message = f"unknown value {type(value).__name__}"
            raise WireError(message)


def _unpack_dict(value: DictValue, from_handle: FromHandle) -> dict[Any, Any]:
    if len(value.keys) != len(value.values):
        message = "a dict with more keys than values"
        raise WireError(message)
    pairs = zip(value.keys, value.values, strict=True)
    return _hashable(lambda: {unpack(key, from_handle): unpack(item, from_handle) for key, item in pairs})


def _hashable(build: Callable[[], _Container]) -> _Container:
    try:
        return build()
    except TypeError as error:
        message = f"a key that cannot be one: {error}"
        raise WireError(message) from None


def _count(shape: tuple[int, ...]) -> int:
    if len(shape) > 32 or any(size < 0 for size in shape):
        message = f"an impossible shape {shape[:40]}"
        raise WireError(message)
    return math.prod(shape)


def _array(dtype: str, shape: tuple[int, ...], data: bytes) -> np.ndarray:
    if not _DTYPE.match(dtype):
        message = f"a dtype that is not sent: {dtype[:20]!r}"
        raise WireError(message)
    kind = np.dtype(dtype)
    if _count(shape) * kind.itemsize != len(data):
        message = f"an array of shape {shape} and {len(data)} bytes"
        raise WireError(message)
    if kind.kind == "b":  # any byte but 0 and 1 would be a truth value that NumPy does not know
        return (np.frombuffer(data, np.uint8) != 0).reshape(shape)
    return np.frombuffer(data, kind).reshape(shape).copy()


def _text_array(value: TextArray) -> np.ndarray:
    if _count(value.shape) != len(value.items):
        message = f"an array of shape {value.shape} and {len(value.items)} strings"
        raise WireError(message)
    return np.array(value.items, dtype=np.str_).reshape(value.shape)


def _tensor(value: TensorValue) -> "torch.Tensor":
    if "torch" not in sys.modules:
        # The judge of a NumPy topic never pays for torch, not even when a submission sends a tensor.
        message = "a tensor, where the topic knows none"
        raise WireError(message)
    import torch

    if value.dtype not in _TENSOR_DTYPES:
        message = f"a tensor of {value.dtype[:20]!r}"
        raise WireError(message)
    dtype = getattr(torch, value.dtype)
    if _count(value.shape) * dtype.itemsize != len(value.data):
        message = f"a tensor of shape {value.shape} and {len(value.data)} bytes"
        raise WireError(message)
    raw = torch.from_numpy(np.frombuffer(value.data, np.uint8).copy())
    flat = raw != 0 if dtype is torch.bool else raw.view(dtype)
    tensor = flat.reshape(value.shape)
    return tensor.requires_grad_(requires_grad=value.requires_grad and (dtype.is_floating_point or dtype.is_complex))


def _integer(hexadecimal: str) -> int:
    if len(hexadecimal) > _MAX_BIG_INT:
        message = f"an integer of {len(hexadecimal)} hexadecimal digits"
        raise WireError(message)
    try:
        return int(hexadecimal, 16)
    except ValueError:
        message = f"not an integer: {hexadecimal[:20]!r}"
        raise WireError(message) from None


def _generator(value: GeneratorValue) -> np.random.Generator:
    bits = np.random.PCG64()
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": _integer(value.state), "inc": _integer(value.increment)},
        "has_uint32": value.has_uint32,
        "uinteger": value.uinteger,
    }
    return np.random.Generator(bits)
