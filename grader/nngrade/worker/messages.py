"""Every message that may cross between judge and worker, as a closed schema.

A frame that does not decode into one of these is malformed. None of them can
carry code: values are numbers, text, bytes, containers of those, raw array
buffers, and handles (numbers that stand for an object which stays in the worker).

What a worker says about itself is bounded in length too: it ends up in a report.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

MAX_NAME = 200
MAX_TEXT = 2000
MAX_FRAMES = 20
MAX_KINDS = 50
MAX_NAMES = 2000
MAX_DIMENSIONS = 32
# A little under 4300 decimal digits, beyond which Python refuses to print an integer.
MAX_HEXADECIMAL = 3500
# torch 2.13 takes 5056 bytes for the state of its Mersenne twister.
MAX_STATE = 20_000

Name = Annotated[str, Meta(max_length=MAX_NAME)]
Text = Annotated[str, Meta(max_length=MAX_TEXT)]
Names = Annotated[tuple[Name, ...], Meta(max_length=MAX_NAMES)]
Place = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Shape = Annotated[tuple[Annotated[int, Meta(ge=0, le=2**63 - 1)], ...], Meta(max_length=MAX_DIMENSIONS)]
Hexadecimal = Annotated[str, Meta(max_length=MAX_HEXADECIMAL, pattern=r"\A-?[0-9a-f]+\Z")]


class _Message(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A message; array-like, so that a frame holds no field names (`frozen` is repeated below for the type checker)."""


class BytesValue(_Message, frozen=True, tag="by"):
    """A `bytes`; a bytearray becomes one on the way."""

    data: bytes


class BigInt(_Message, frozen=True, tag="bi"):
    """An integer beyond 64 bits, in base 16."""

    hexadecimal: Hexadecimal


class ComplexValue(_Message, frozen=True, tag="cx"):
    """A complex number of Python's own."""

    real: float
    imag: float


class ArrayValue(_Message, frozen=True, tag="nd"):
    """A NumPy array: C order, little-endian, never of objects."""

    dtype: Name
    shape: Shape
    data: bytes


class TextArray(_Message, frozen=True, tag="na"):
    """A NumPy array of strings, item by item: a raw buffer could hold invalid code points."""

    shape: Shape
    items: list[str]


class ScalarValue(_Message, frozen=True, tag="ns"):
    """A NumPy scalar, kept apart from a Python number."""

    dtype: Name
    data: bytes


class TensorValue(_Message, frozen=True, tag="pt"):
    """A torch tensor, copied to the CPU; its history stays in the worker, whether it asks for gradients goes along."""

    dtype: Name
    shape: Shape
    data: bytes
    requires_grad: bool


class GeneratorValue(_Message, frozen=True, tag="rg"):
    """A `numpy.random.Generator`, as the state of its PCG64 bit generator (the big numbers in base 16)."""

    state: Hexadecimal
    increment: Hexadecimal
    has_uint32: Annotated[int, Meta(ge=0, le=1)]
    uinteger: Annotated[int, Meta(ge=0, le=2**32 - 1)]


class TorchGeneratorValue(_Message, frozen=True, tag="tg"):
    """A `torch.Generator` of the CPU, as its whole state."""

    state: Annotated[bytes, Meta(max_length=MAX_STATE)]


class ListValue(_Message, frozen=True, tag="li"):
    """A list."""

    items: list["Value"]


class TupleValue(_Message, frozen=True, tag="tu"):
    """A tuple; a named one loses its names."""

    items: list["Value"]


class SetValue(_Message, frozen=True, tag="se"):
    """A set or frozenset, its items in the order of their encoded bytes: equal sets are equal frames."""

    items: list["Value"]
    frozen: bool


class DictValue(_Message, frozen=True, tag="di"):
    """A dict, in its order."""

    keys: list["Value"]
    values: list["Value"]


class EllipsisValue(_Message, frozen=True, tag="el"):
    """The `...` of an index."""


class SliceValue(_Message, frozen=True, tag="sl"):
    """A slice, for an index."""

    start: "Value"
    stop: "Value"
    step: "Value"


class HandleValue(_Message, frozen=True, tag="h"):
    """An object that stays in the worker: a number, the name of its type, one line about it."""

    number: Annotated[int, Meta(ge=0)]
    type_name: Name
    text: Name


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
    | TorchGeneratorValue
    | ListValue
    | TupleValue
    | SetValue
    | DictValue
    | EllipsisValue
    | SliceValue
    | HandleValue
    | None
)


class CellStart(_Message, frozen=True):
    """The first line of a notebook's code cell in the source, and the exercise that the notebook says it is of, or ""."""

    line: int
    exercise: str


class Load(_Message, frozen=True, tag="load"):
    """Execute a source as a module; the answer is `Loaded`, with the module's handle.

    `allowed` names what it may import beside the standard library; None allows all.
    The lines of a `helper`, which the suite sent along, are in no traceback.
    A notebook's source has `cells`, in their order: of those only what the names `wanted` need is executed.
    """

    source: str
    filename: str
    module: str
    allowed: tuple[str, ...] | None
    helper: bool = False
    cells: tuple[CellStart, ...] = ()
    wanted: tuple[str, ...] = ()


class Begin(_Message, frozen=True, tag="begin"):
    """A check begins: reset the random states, forget old handles, cut off what is condemned for looping.

    The handles of loaded modules stay good; every other one ends with its check.
    """

    seed: int
    condemned: tuple[str, ...]


class Do(_Message, frozen=True, tag="do"):
    """Apply `operation` to the object of handle `target`, with plain arguments."""

    operation: Literal["call", "get", "set", "item", "set_item", "iterate", "next", "length", "import", "seed", "folder"]
    target: int
    name: str = ""
    args: list[Value] = []
    kwargs: dict[str, Value] = {}


Request = Load | Begin | Do


class Definition(_Message, frozen=True):
    """A function or class that the student's file defines at its top level."""

    name: Name
    kind: Literal["function", "class", "other"]
    line: Place
    last_line: Place
    parameters: Names
    unfinished: bool
    placeholder: bool


class Frame(_Message, frozen=True):
    """One line of the student's file in a traceback."""

    line: Place
    function: Name


class Raised(_Message, frozen=True, tag="raised"):
    """An exception, as text: `kinds` are its class and that class's bases by name."""

    kinds: Annotated[tuple[Name, ...], Meta(max_length=MAX_KINDS)]
    message: Text
    frames: Annotated[tuple[Frame, ...], Meta(max_length=MAX_FRAMES)]


class NotLoaded(_Message, frozen=True, tag="refused"):
    """The source was not executed: it does not parse, or imports what the topic does not allow."""

    reason: Literal["syntax", "import", "empty"]
    message: Text
    line: Place
    column: Place


class Loaded(_Message, frozen=True, tag="loaded"):
    """The source was executed: the module's handle, what its text defines, and all names it holds now.

    `passed_over` are the first lines of a notebook's cells that are no Python.
    """

    handle: Annotated[int, Meta(ge=0)]
    definitions: Annotated[tuple[Definition, ...], Meta(max_length=MAX_NAMES)]
    names: Names
    passed_over: Annotated[tuple[Place, ...], Meta(max_length=MAX_NAMES)] = ()


class Returned(_Message, frozen=True, tag="returned"):
    """A value, and the arguments that came out of the call changed: by position or by name."""

    value: Value
    changed: dict[str, Value] = {}


class Stopped(_Message, frozen=True, tag="stopped"):
    """The iterator is at its end."""


class TooLarge(_Message, frozen=True, tag="large"):
    """There is an answer, and it is larger than may be sent."""


Reply = Loaded | NotLoaded | Returned | Raised | Stopped | TooLarge


class Envelope(_Message, frozen=True):
    """A reply carries the number of the request that it answers, and what was printed meanwhile."""

    number: int
    reply: Reply
    printed: Text = ""


class Question(_Message, frozen=True):
    """A request and its number."""

    number: int
    request: Request


encode = msgspec.msgpack.Encoder().encode
decode_reply = msgspec.msgpack.Decoder(Envelope).decode
decode_request = msgspec.msgpack.Decoder(Question).decode
