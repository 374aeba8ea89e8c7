"""Frames as a worker might send them, right and wrong, and all that a judge does with one."""

import random

from nngrade.sandbox.session import read_answer
from nngrade.worker.messages import (
    ArrayValue,
    Begin,
    Definition,
    DictValue,
    Do,
    Envelope,
    Frame,
    HandleValue,
    ListValue,
    Load,
    Loaded,
    NotLoaded,
    Question,
    Raised,
    Returned,
    SetValue,
    Stopped,
    TextArray,
    TupleValue,
    encode,
)
from nngrade.worker.values import pack, unpack

CALL = Question(3, Do("call", 1, "f", [1, 2], {"axis": 0}))
NEXT = Question(3, Do("next", 1))
LOAD = Question(3, Load("x = 1", "s.py", "s", None))
BEGIN = Question(3, Begin(1, ()))

RETURNED = Returned(pack({"a": [1.5, (2, None)], "b": {3, 4}}, str), {"0": ListValue([1]), "axis": 1})
LOADED = Loaded(1, (Definition("f", "function", 1, 2, ("x",), unfinished=False, placeholder=False),), ("f",))
REFUSED = NotLoaded("syntax", "invalid syntax", 1, 3)
RAISED = Raised(("KeyError", "Exception"), "'x'", (Frame(3, "f"),))


LIES = {
    "nothing": b"",
    "no envelope": b"\xc0",
    "an envelope with more to it": b"\x94\x03" + encode(RETURNED) + b"\xa0\xc0",
    "two envelopes": encode(Envelope(3, RETURNED)) * 2,
    "a reply of an unknown kind": encode([3, ["exec", "import os"], ""]),
    "a reply with more to it": encode([3, ["stopped", 1], ""]),
    "a value of an unknown kind": encode([3, ["returned", ["py", "os.system"], {}], ""]),
    "a value with more to it": encode([3, ["returned", ["li", [], 1], {}], ""]),
    "a value with less to it": encode([3, ["returned", ["nd", "<f8"], {}], ""]),
    "a map": encode([3, ["returned", {"a": 1}, {}], ""]),
    "bytes that are bare": encode([3, ["returned", b"abc", {}], ""]),
    "an extension": b"\x93\x03\x93\xa8returned\xd4\x05\x00\x80\xa0",
    "a time": b"\x93\x03\x93\xa8returned\xd6\xff\x00\x00\x00\x00\x80\xa0",
    "text that is no UTF-8": b"\x93\x03\x93\xa8returned\xa2\xff\xfe\x80\xa0",
    "a number that is a text": encode(["3", ["returned", None, {}], ""]),
    "a list of four billion": b"\x93\x03\x93\xa8returned\x92\xa2li\xdd\xff\xff\xff\xff",
    "a shape of four billion": b"\x93\x03\x93\xa8returned\x94\xa2nd\xa1x\xdd\xff\xff\xff\xff",
    "a map of four billion": b"\x93\x03\x93\xa8returned\xc0\xdf\xff\xff\xff\xff",
    "a buffer of four billion": b"\x93\x03\x93\xa8returned\x92\xa2by\xc6\xff\xff\xff\xff",
    "a nest": b"\x93\x03\x93\xa8returned" + b"\x92\xa2li\x91" * 100_000,
    "more than a million items": encode([3, ["returned", ["li", [None] * 1_100_000], {}], ""]),
    "many little dicts": encode([3, ["returned", ["li", [["di", [], []]] * 250_000], {}], ""]),
}


def read_and_unpack(frame: bytes, question: Question) -> None:
    """All that a judge does with a frame before it looks at the value; a WireError is the only way out but the end."""
    reply = read_answer(frame, question).reply
    if isinstance(reply, Returned):
        for value in (reply.value, *reply.changed.values()):
            unpack(value, lambda handle: handle)


SEEDS = [
    (question, encode(Envelope(3, reply, "printed")))
    for question, reply in [
        (CALL, RETURNED),
        (CALL, RAISED),
        (LOAD, LOADED),
        (LOAD, REFUSED),
        (NEXT, Stopped()),
        (CALL, Returned(ListValue([pack(value, str) for value in (2**70, 1j, b"ab", ..., slice(1, 2), True, "text", 3)]))),
        (CALL, Returned(TupleValue([ArrayValue("<f8", (2, 1), bytes(16)), TextArray((2,), ["a", "b"]), ArrayValue("|b1", (), b"\1")]))),
        (CALL, Returned(DictValue([SetValue([1], frozen=True), "k"], [HandleValue(4, "Model", "a Model object"), None]))),
    ]
]


def mutated(frame: bytes, chance: random.Random) -> bytes:
    changed = bytearray(frame)
    for _ in range(chance.choice((1, 1, 2, 5))):
        place = chance.randrange(len(changed) + 1)
        match chance.randrange(5):
            case 0:
                changed[place:place] = chance.randbytes(chance.randrange(1, 9))
            case 1:
                del changed[place : place + chance.randrange(1, 9)]
            case 2:
                changed[place : place + 1] = chance.randbytes(1)
            case 3:
                changed[place : place + 1] = bytes(
                    [chance.choice((0x90, 0xC0, 0xC4, 0xC6, 0xDC, 0xDD, 0xDF, 0xDB, 0xCB, 0xCF, 0xD3, 0xFF))]
                )
            case 4:
                other = chance.choice(SEEDS)[1]
                changed[place:] = other[chance.randrange(len(other)) :]
    return bytes(changed)
