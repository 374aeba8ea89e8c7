"""The items of a frame are counted as the decoder would find them."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nngrade.worker import items
from nngrade.worker.items import SMALL, has_too_many_items

_plain = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=300) | st.binary(max_size=300)
_messages = st.recursive(
    _plain | st.builds(msgspec.msgpack.Ext, st.integers(-128, 127), st.binary(max_size=300)),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(), inner, max_size=20),
)


def count(message: Any) -> int:
    if isinstance(message, list):
        return 1 + sum(map(count, message))
    if isinstance(message, dict):
        return 1 + sum(1 + count(value) for value in message.values())
    return 1


@pytest.fixture(scope="module", autouse=True)
def _every_frame_is_counted() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(items, "SMALL", -1)
        yield


@given(_messages)
@settings(max_examples=60)
def test_every_kind_of_item_counts_as_one(message: Any) -> None:
    frame = msgspec.msgpack.encode(message)
    assert not has_too_many_items(frame, count(message))
    assert has_too_many_items(frame, count(message) - 1)


@given(st.binary())
def test_any_bytes_can_be_counted(frame: bytes) -> None:
    assert not has_too_many_items(frame, len(frame))


@pytest.mark.parametrize("length", [2**8, 2**16, 2**17])
def test_long_texts_and_buffers_are_one_item_each(length: int) -> None:
    for message in ("x" * length, bytes(length), msgspec.msgpack.Ext(1, bytes(length)), [0] * length):
        frame = msgspec.msgpack.encode([message, 1])
        assert not has_too_many_items(frame, 2 + count(message))
        assert has_too_many_items(frame, 1 + count(message))


def test_a_small_frame_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "SMALL", SMALL)
    assert not has_too_many_items(bytes(SMALL), 10)
    assert has_too_many_items(bytes(SMALL + 1), 10)
