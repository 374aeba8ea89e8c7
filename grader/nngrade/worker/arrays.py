"""NumPy arrays, scalars and generators to their wire form and back.

A buffer is viewed only after its size, dtype and shape have been checked
against each other; what does not fit together is a WireError.
"""

import math
import re

import numpy as np

from nngrade.errors import WireError
from nngrade.worker.messages import ArrayValue, GeneratorValue, ScalarValue, TextArray
from nngrade.worker.telling import sendable
from nngrade.worker.wire import MAX_REPLY

_DTYPE = re.compile(r"[<|](b1|[iu][1248]|f[248]|c(8|16))\Z")
_MAX_CHARACTERS = MAX_REPLY // 4  # NumPy gives every string of an array the room of the longest, 4 bytes a character
_MAX_SIZE = 2**48
_UINT128 = range(2**128)


class NotDataError(Exception):
    """The value cannot be sent as data: it is nested too deeply, contains itself, or has a state of another kind."""


def pack_array(array: np.ndarray) -> ArrayValue | TextArray | None:
    """The wire form of an array; None for a dtype that is not sent (objects, records, dates)."""
    array = np.asarray(array)
    if array.dtype.kind == "U":
        return TextArray(array.shape, [sendable(item) for item in array.ravel().tolist()])
    plain = _plain(array)
    return None if plain is None else ArrayValue(plain.dtype.str, plain.shape, plain.tobytes())


def pack_scalar(scalar: np.generic) -> ScalarValue | None:
    """The wire form of a NumPy scalar; None for a dtype that is not sent."""
    plain = _plain(np.asarray(scalar))
    return None if plain is None else ScalarValue(plain.dtype.str, plain.tobytes())


def size_of(shape: tuple[int, ...]) -> int:
    """How many items a shape has; raises WireError for one that nothing real can have, even if a 0 makes it empty."""
    if math.prod(size or 1 for size in shape) > _MAX_SIZE:
        message = f"an impossible shape {shape}"
        raise WireError(message)
    return math.prod(shape)


def _plain(array: np.ndarray) -> np.ndarray | None:
    """The array in a dtype of the wire: little-endian, and a long double rounded to a double; or None."""
    kind = array.dtype.kind
    if kind not in "biufc":
        return None
    if array.dtype.itemsize > (16 if kind == "c" else 8):
        with np.errstate(over="ignore"):
            array = array.astype(np.complex128 if kind == "c" else np.float64)
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


def unpack_array(dtype: str, shape: tuple[int, ...], data: bytes) -> np.ndarray:
    """A fresh, writable array of the machine's own byte order."""
    if not _DTYPE.match(dtype):
        message = f"a dtype that is not sent: {dtype[:20]!r}"
        raise WireError(message)
    kind = np.dtype(dtype)
    if size_of(shape) * kind.itemsize != len(data):
        message = f"an array of shape {shape} and {len(data)} bytes"
        raise WireError(message)
    if kind.kind == "b":  # any byte but 0 and 1 would be a truth value that NumPy does not know
        return np.frombuffer(data, np.uint8).reshape(shape).astype(np.bool_)
    return np.frombuffer(data, kind).reshape(shape).astype(kind.newbyteorder("="))


def unpack_text(value: TextArray) -> np.ndarray:
    """An array of strings."""
    if size_of(value.shape) != len(value.items):
        message = f"an array of shape {value.shape} and {len(value.items)} strings"
        raise WireError(message)
    if len(value.items) * max(map(len, value.items), default=0) > _MAX_CHARACTERS:
        message = "an array of strings that takes too much room"
        raise WireError(message)
    return np.array(value.items, dtype=np.str_).reshape(value.shape)


def pack_generator(generator: np.random.Generator) -> GeneratorValue:
    """The state of a PCG64 generator, as numbers; raises NotDataError for another bit generator."""
    state = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise NotDataError
    inner = state["state"]
    return GeneratorValue(f"{inner['state']:x}", f"{inner['inc']:x}", state["has_uint32"], state["uinteger"])


def unpack_generator(value: GeneratorValue) -> np.random.Generator:
    """A generator that goes on from that state."""
    state, increment = int(value.state, 16), int(value.increment, 16)
    if state not in _UINT128 or increment not in _UINT128:
        raise WireError("a generator whose state is no 128-bit number")
    bits = np.random.PCG64(state)  # the seed decides what `spawn` gives: equal states have equal children, others have others
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": increment},
        "has_uint32": value.has_uint32,
        "uinteger": value.uinteger,
    }
    return np.random.Generator(bits)
