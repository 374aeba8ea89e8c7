"""Every message that may cross between judge and worker, as a closed schema.

A frame that does not decode into one of these is malformed. None of them can
carry code: values are numbers, text, bytes, containers of those, raw array
buffers, and handles (numbers that stand for an object which stays in the worker).
"""

from typing import Literal

import msgspec
from msgspec import Struct


class _Data(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A tagged value; array-like, so that a frame holds no field names."""


class BytesValue(_Data, tag="by"):
    data: bytes


class BigInt(_Data, tag="bi"):
    """An integer beyond 64 bits, in base 16."""

    hexadecimal: str


class ComplexValue(_Data, tag="cx"):
    real: float
    imag: float


class ArrayValue(_Data, tag="nd"):
    """A NumPy array: C order, native little-endian, never of objects."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes


class TextArray(_Data, tag="na"):
    """A NumPy array of strings, item by item: a raw buffer could hold invalid code points."""

    shape: tuple[int, ...]
    items: list[str]


class ScalarValue(_Data, tag="ns"):
    """A NumPy scalar, kept apart from a Python number."""

    dtype: str
    data: bytes


class TensorValue(_Data, tag="pt"):
    dtype: str
    shape: tuple[int, ...]
    data: bytes
    requires_grad: bool


class GeneratorValue(_Data, tag="rg"):
    """A `numpy.random.Generator`, as the state of its PCG64 bit generator (the big numbers in base 16)."""

    state: str
    increment: str
    has_uint32: int
    uinteger: int


class ListValue(_Data, tag="li"):
    items: list["Value"]


class TupleValue(_Data, tag="tu"):
    items: list["Value"]


class SetValue(_Data, tag="se"):
    items: list["Value"]


class DictValue(_Data, tag="di"):
    keys: list["Value"]
    values: list["Value"]


class EllipsisValue(_Data, tag="el"):
    pass


class SliceValue(_Data, tag="sl"):
    start: "Value"
    stop: "Value"
    step: "Value"


class HandleValue(_Data, tag="h"):
    """An object that stays in the worker: a number, the name of its type, one line about it."""

    number: int
    type_name: str
    text: str


Value = (
    bool
    | int
    | float
    | str
    | BytesValue
    | BigInt
    | ComplexValue
    | ArrayValue
    | TextArray
    | ScalarValue
    | TensorValue
    | GeneratorValue
    | ListValue
    | TupleValue
    | SetValue
    | DictValue
    | EllipsisValue
    | SliceValue
    | HandleValue
    | None
)


class Load(Struct, frozen=True, tag="load", array_like=True):
    """Execute a source as a module; the answer is `Loaded`, with the module's handle.

    `allowed` names what it may import beside the standard library; None allows all.
    """

    source: str
    filename: str
    module: str
    allowed: tuple[str, ...] | None


class Begin(Struct, frozen=True, tag="begin", array_like=True):
    """A check begins: reset the global random states, and cut off what is condemned for looping."""

    seed: int
    condemned: tuple[str, ...]
    stack_after: float


class Do(Struct, frozen=True, tag="do", array_like=True):
    """Apply `operation` to the object of handle `target`, with plain arguments."""

    operation: Literal["call", "get", "set", "item", "set_item", "iterate", "next", "length", "import", "free"]
    target: int
    name: str = ""
    args: list[Value] = []
    kwargs: dict[str, Value] = {}


Request = Load | Begin | Do


class Definition(Struct, frozen=True, array_like=True):
    """A function or class that the student's file defines at its top level."""

    name: str
    kind: Literal["function", "class", "other"]
    line: int
    last_line: int
    parameters: tuple[str, ...]
    unfinished: bool
    placeholder: bool


class Frame(Struct, frozen=True, array_like=True):
    """One line of the student's file in a traceback."""

    line: int
    function: str


class Raised(Struct, frozen=True, tag="raised", array_like=True):
    """An exception, as text: `kinds` are its class and that class's bases by name."""

    kinds: tuple[str, ...]
    message: str
    frames: tuple[Frame, ...]


class NotLoaded(Struct, frozen=True, tag="refused", array_like=True):
    """The source was not executed: it does not parse, or imports what the topic does not allow."""

    reason: Literal["syntax", "import", "empty"]
    message: str
    line: int
    column: int


class Loaded(Struct, frozen=True, tag="loaded", array_like=True):
    handle: int
    definitions: tuple[Definition, ...]
    names: tuple[str, ...]


class Returned(Struct, frozen=True, tag="returned", array_like=True):
    """A value, and the arguments that came out of the call changed: by position or by name."""

    value: Value
    changed: dict[str, Value] = {}


class Stopped(Struct, frozen=True, tag="stopped", array_like=True):
    """The iterator is at its end."""


Reply = Loaded | NotLoaded | Returned | Raised | Stopped


class Envelope(Struct, frozen=True, array_like=True):
    """A reply carries the number of the request that it answers, and what was printed meanwhile."""

    number: int
    reply: Reply
    printed: str = ""


class Question(Struct, frozen=True, array_like=True):
    number: int
    request: Request


encode = msgspec.msgpack.Encoder().encode
decode_reply = msgspec.msgpack.Decoder(Envelope).decode
decode_request = msgspec.msgpack.Decoder(Question).decode
