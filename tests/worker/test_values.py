"""Values survive the wire as what they were, and what is malformed is refused before it costs anything."""

import math
import tracemalloc
from collections import Counter, OrderedDict, deque, namedtuple
from collections.abc import Callable
from enum import IntEnum
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nngrade.errors import WireError
from nngrade.worker import values
from nngrade.worker.arrays import pack_generator
from nngrade.worker.messages import (
    MAX_HEXADECIMAL,
    ArrayValue,
    BigInt,
    ComplexValue,
    DictValue,
    EllipsisValue,
    GeneratorValue,
    HandleValue,
    ListValue,
    ScalarValue,
    SetValue,
    TextArray,
    TupleValue,
    decode_request,
    encode,
)
from nngrade.worker.values import MAX_DEPTH, NotDataError, TooMuchError, pack, unpack

Sent = Callable[[Any], Any]

_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**900), 2**900)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
    | st.just(...)
)
_keys = st.recursive(_leaves, lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3), max_leaves=6)
_values = st.recursive(
    _leaves,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.lists(inner, max_size=5).map(tuple)
        | st.dictionaries(_keys, inner, max_size=4)
        | st.sets(_keys, max_size=4)
        | st.builds(slice, inner, inner, inner)
    ),
    max_leaves=25,
)
_numbers = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes()
    | hnp.unsigned_integer_dtypes()
    | hnp.floating_dtypes(sizes=(16, 32, 64))
    | hnp.complex_number_dtypes(sizes=(64, 128))
)
_arrays = hnp.arrays(_numbers, hnp.array_shapes(min_dims=0, min_side=0, max_side=4))


def identical(one: Any, other: Any) -> bool:
    """Equal in type and to the bit, nan included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return one.hex() == other.hex()
    if isinstance(one, complex):
        return identical(one.real, other.real) and identical(one.imag, other.imag)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, dict):
        return identical(list(one), list(other)) and identical(list(one.values()), list(other.values()))
    if isinstance(one, set | frozenset):
        return len(one) == len(other) and encode(pack(one, str)) == encode(pack(other, str))
    if isinstance(one, slice):
        return identical((one.start, one.stop, one.step), (other.start, other.stop, other.step))
    return bool(one == other)


@given(_values)
def test_python_values_come_back_as_they_were(sent: Sent, value: Any) -> None:
    assert identical(sent(value), value)


@given(_arrays)
def test_arrays_come_back_in_the_machines_byte_order(sent: Sent, array: np.ndarray) -> None:
    back = sent(array)
    assert type(back) is np.ndarray
    assert (back.dtype, back.shape) == (array.dtype.newbyteorder("="), array.shape)
    assert back.tobytes() == array.astype(array.dtype.newbyteorder("=")).tobytes()
    assert back.flags.writeable
    assert back.flags.owndata


@given(_arrays.filter(lambda array: array.size > 0))
def test_numpy_scalars_stay_numpy_scalars(sent: Sent, array: np.ndarray) -> None:
    scalar = array.ravel()[0]
    back = sent(scalar)
    assert type(back) is type(scalar)
    assert back.tobytes() == scalar.astype(scalar.dtype.newbyteorder("=")).tobytes()


@pytest.mark.parametrize(
    "array",
    [
        np.arange(24.0).reshape(2, 3, 4)[:, ::-2, 1:],
        np.asfortranarray(np.arange(6).reshape(2, 3)),
        np.broadcast_to(np.float32(3), (2, 2)),
        np.arange(4, dtype=">i8"),
        np.zeros((0, 3)),
        np.zeros((2, 0, 5), np.int8),
        np.zeros((0, 2**40)),
        np.array(3.5),
    ],
    ids=["strided", "Fortran", "broadcast", "big-endian", "empty", "empty within", "empty and absurd", "0-d"],
)
def test_an_array_of_any_layout_comes_back_whole(sent: Sent, array: np.ndarray) -> None:
    back = sent(array)
    assert back.shape == array.shape
    assert np.array_equal(back, array)


def test_what_is_wider_than_a_double_is_rounded_to_one(sent: Sent) -> None:
    wide = sent(np.array([1.5, np.finfo(np.longdouble).max], np.longdouble))
    assert wide.dtype == np.float64
    assert wide.tolist() == [1.5, math.inf]
    assert sent(np.clongdouble(1 + 2j)) == np.complex128(1 + 2j)


def test_arrays_of_strings_cross_item_by_item(sent: Sent) -> None:
    words = np.array([["ab", "c\0d"], ["", "ü€𝄞"]])
    assert np.array_equal(sent(words), words)
    assert sent(np.array("word")).shape == ()
    assert sent(np.array([], dtype=str)).shape == (0,)
    assert sent(np.array(["\ud800"])).tolist() == ["\\ud800"]


@pytest.mark.parametrize(
    "thing",
    [
        object(),
        np.array([object()]),
        np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
        np.array([(1, 2.0)], dtype=[("a", int), ("b", float)])[0],
        np.array(["2024-01-01"], dtype="datetime64[D]"),
        np.timedelta64(3, "s"),
        np.array([b"bytes"]),
        np.zeros(1, dtype="V8"),
        range(3),
        deque([1]),
        memoryview(b"x"),
        print,
        int,
        iter([]),
        2 ** (4 * MAX_HEXADECIMAL),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_what_is_no_data_becomes_a_handle(sent: Sent, thing: Any) -> None:
    assert sent(thing) == HandleValue(7, type(thing).__name__, "a stand-in")


def test_kinds_of_the_plain_types_are_taken_for_them(sent: Sent) -> None:
    class Colour(IntEnum):
        RED = 3

    pair = namedtuple("pair", "left right")  # noqa: PYI024 - it is what a student would write
    given_and_sent = [
        (Colour.RED, 3),
        (pair(1, 2), (1, 2)),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (Counter("aab"), {"a": 2, "b": 1}),
        (bytearray(b"ab"), b"ab"),
        (np.str_("word"), "word"),
        (np.bytes_(b"word"), b"word"),
        ("\ud800", "\\ud800"),
    ]
    for value, expected in given_and_sent:
        assert identical(sent(value), expected)
    assert type(sent(np.ma.masked_array([1, 2]))) is np.ndarray


def test_a_subclass_is_never_asked_by_its_own_methods(sent: Sent) -> None:
    def lie(*_: object) -> Any:
        raise AssertionError

    lies = dict.fromkeys(("__iter__", "__len__", "__getitem__", "items", "__int__", "__float__", "__str__", "__bytes__", "encode"), lie)
    for base, value in [
        (list, [1]),
        (tuple, (1,)),
        (dict, {1: 2}),
        (set, {1}),
        (frozenset, {1}),
        (int, 3),
        (float, 1.5),
        (str, "s"),
        (bytes, b"b"),
    ]:
        liar = type("Liar", (base,), lies)(value)
        assert identical(sent(liar), base(value))
    assert sent(type("Liar", (complex,), {"real": 5, "__complex__": lie})(1 + 2j)) == 1 + 2j


def test_equal_sets_are_equal_frames_in_whatever_order_they_were_made() -> None:
    forwards, backwards = set(range(0, 64, 8)), set(range(56, -8, -8))
    assert list(forwards) != list(backwards)
    assert encode(pack(forwards, str)) == encode(pack(backwards, str))


def test_a_value_that_contains_itself_is_no_data() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(NotDataError):
        pack(loop, stand_in_none)
    nest: Any = 1
    for _ in range(MAX_DEPTH + 1):
        nest = [nest]
    with pytest.raises(NotDataError):
        pack(nest, stand_in_none)
    assert pack(nest[0], stand_in_none)


def test_a_value_that_multiplies_on_the_way_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "MAX_VALUES", 1000)
    value: Any = [0, 0]
    for _ in range(30):
        value = [value, value]
    with pytest.raises(TooMuchError):
        pack(value, stand_in_none)
    with pytest.raises(TooMuchError):
        pack([None] * 1001, stand_in_none)
    assert pack([None] * 1000, stand_in_none)


def test_a_generator_goes_on_where_it_was() -> None:
    generator = np.random.default_rng(3)
    generator.integers(0, 2**32, dtype=np.uint32)  # half a word is now kept back
    twin = unpack(pack_generator(generator), str)
    assert twin.random(5).tolist() == generator.random(5).tolist()
    with pytest.raises(NotDataError):
        pack_generator(np.random.Generator(np.random.MT19937(1)))


def test_children_of_generators_differ_as_the_generators_do() -> None:
    def child(seed: int) -> list[float]:
        twin = unpack(pack_generator(np.random.default_rng(seed)), str)
        return twin.spawn(1)[0].random(3).tolist()

    assert child(3) == child(3)
    assert child(3) != child(4)


def stand_in_none(_: Any) -> None:
    return None


MALFORMED = {
    "too few bytes": ArrayValue("<f8", (2,), bytes(15)),
    "too many bytes": ArrayValue("<f8", (2,), bytes(17)),
    "bytes for no shape": ArrayValue("<f8", (0,), bytes(8)),
    "no bytes for a scalar": ArrayValue("<f8", (), b""),
    "negative size": ArrayValue("<f8", (-1, -1), bytes(8)),
    "size beyond 64 bits": ArrayValue("<f8", (2**63,), b""),
    "sizes that overflow": ArrayValue("<f8", (2**32, 2**32), b""),
    "sizes that overflow to the right number": ArrayValue("<f8", (2**62, 4, 2**61), bytes(8)),
    "absurd sizes beside a zero": ArrayValue("<f8", (0, 2**62, 2**62), b""),
    "absurd sizes of strings": TextArray((0, 2**62, 2**62), []),
    "33 dimensions": ArrayValue("<f8", (1,) * 33, bytes(8)),
    "objects": ArrayValue("|O", (1,), bytes(8)),
    "records": ArrayValue("i4,i4", (1,), bytes(8)),
    "void": ArrayValue("|V8", (1,), bytes(8)),
    "big-endian": ArrayValue(">f8", (1,), bytes(8)),
    "long double": ArrayValue("<f16", (1,), bytes(16)),
    "dates": ArrayValue("<M8[D]", (1,), bytes(8)),
    "no dtype": ArrayValue("", (1,), bytes(8)),
    "a dtype with more to it": ArrayValue("<f8\n", (1,), bytes(8)),
    "a dtype that is a sentence": ArrayValue("f" * 5000, (1,), bytes(8)),
    "half a scalar": ScalarValue("<f8", bytes(4)),
    "a scalar that is an object": ScalarValue("|O", bytes(8)),
    "too few strings": TextArray((3,), ["a"]),
    "strings that take terabytes": TextArray((2**20,), ["x" * 2**20] + [""] * (2**20 - 1)),
    "an integer in words": BigInt("seven"),
    "an integer with an underscore": BigInt("1_0"),
    "an integer in base 10 with a sign": BigInt("+5"),
    "no integer": BigInt(""),
    "an integer that cannot be printed": BigInt("f" * (MAX_HEXADECIMAL + 1)),
    "more keys than values": DictValue([1, 2], [1]),
    "more values than keys": DictValue([1], [1, 2]),
    "a list as a key": DictValue([ListValue([])], [1]),
    "an array as a key": DictValue([ArrayValue("<f8", (), bytes(8))], [1]),
    "a list in a set": SetValue([ListValue([])], frozen=False),
    "a set in a set": SetValue([SetValue([], frozen=False)], frozen=True),
    "a list in a tuple in a set": SetValue([TupleValue([ListValue([])])], frozen=False),
    "keys that all hash alike": DictValue([BigInt(f"{n * (2**61 - 1):x}") for n in range(8, 5000)], [None] * 4992),
    "numbers that all hash alike": SetValue([ComplexValue(-1000003.0 * n, float(n)) for n in range(5000)], frozen=True),
    "pairs by the thousand": SetValue([TupleValue([n, n]) for n in range(5000)], frozen=True),
    "a negative handle": HandleValue(-1, "x", "x"),
    "a handle that tells a novel": HandleValue(1, "x", "x" * 5000),
    "a generator of 129 bits": GeneratorValue("1" + "0" * 32, "1", 0, 0),
    "a generator below zero": GeneratorValue("-1", "1", 0, 0),
    "a generator with a half too much": GeneratorValue("1", "1", 2, 0),
    "a generator with 33 bits kept back": GeneratorValue("1", "1", 1, 2**32),
}


@pytest.mark.parametrize("value", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_value_is_refused_and_costs_little(received: Callable[[Any], Any], value: Any) -> None:
    tracemalloc.start()
    try:
        with pytest.raises((WireError, msgspec.MsgspecError)):
            received(value)
        assert tracemalloc.get_traced_memory()[1] < 200 * 2**20
    finally:
        tracemalloc.stop()


def test_deep_nesting_is_refused_at_every_depth(received: Callable[[Any], Any]) -> None:
    for depth in (MAX_DEPTH + 1, 200, 400):
        nest: Any = ListValue([])
        for _ in range(depth):
            nest = ListValue([nest])
        with pytest.raises((WireError, msgspec.MsgspecError, RecursionError)):
            received(nest)


def test_any_byte_of_a_truth_value_is_a_truth_value(received: Callable[[Any], Any]) -> None:
    array = received(ArrayValue("|b1", (4,), b"\0\1\7\xff"))
    assert array.view(np.uint8).tolist() == [0, 1, 1, 1]


def test_of_equal_keys_the_last_one_counts(received: Callable[[Any], Any]) -> None:
    assert received(DictValue([1, True, 1.0], ["a", "b", "c"])) == {1: "c"}


@given(st.data())
@settings(max_examples=300)
def test_whatever_an_array_says_of_itself_it_is_an_array_or_refused(received: Callable[[Any], Any], data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(["<f8", "<f4", "|b1", "<i2", "<c16", "|u1", ">f8", "|O", "<U4", "x"]))
    shape = tuple(data.draw(st.lists(st.integers(-2, 4) | st.integers(-(2**63), 2**63 - 1), max_size=5)))
    try:
        array = received(ArrayValue(dtype, shape, data.draw(st.binary(max_size=64))))
    except (WireError, msgspec.MsgspecError):
        return
    assert array.shape == shape
    assert array.dtype == np.dtype(dtype)


def test_an_index_crosses_towards_the_worker() -> None:
    question = decode_request(encode([1, ["do", "item", 3, "", [pack((slice(1, None), ..., 2), str)]]]))
    assert question.request.args == [TupleValue([pack(slice(1, None), str), EllipsisValue(), 2])]
