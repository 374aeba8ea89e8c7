"""What the tests of the wire share: a value sent there, and back again."""

from collections.abc import Callable
from typing import Any

import pytest

from nngrade.worker.messages import Envelope, HandleValue, Returned, Value, decode_reply, encode
from nngrade.worker.values import pack, unpack


def stand_in(thing: Any) -> HandleValue:
    return HandleValue(7, type(thing).__name__, "a stand-in")


def over_the_wire(value: Value) -> Value:
    reply = decode_reply(encode(Envelope(1, Returned(value)))).reply
    assert isinstance(reply, Returned)
    return reply.value


@pytest.fixture(scope="session")
def sent() -> Callable[[Any], Any]:
    """What the other side has after a value was sent; a handle stays the message that it is."""

    def send(value: Any) -> Any:
        return unpack(over_the_wire(pack(value, stand_in)), lambda handle: handle)

    return send


@pytest.fixture(scope="session")
def received() -> Callable[[Value], Any]:
    """What a side makes of a wire value, however it was put together."""

    def receive(value: Value) -> Any:
        return unpack(over_the_wire(value), lambda handle: handle)

    return receive
