"""Frames come whole, in time, and one at a time; or not at all."""

import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest

from nngrade.errors import FrameTooLongError, WireError
from nngrade.worker.wire import ClosedError, receive_frame, send_frame


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    near, far = socket.socketpair()
    with near, far:
        yield near, far


@pytest.mark.parametrize("size", [0, 1, 8191, 8192, 65535, 65536, 3_000_000])
def test_a_frame_of_any_size_arrives_whole(pair: tuple[socket.socket, socket.socket], size: int) -> None:
    near, far = pair
    payload = bytes(range(256)) * (size // 256) + bytes(size % 256)
    sender = threading.Thread(target=send_frame, args=(far, payload, time.monotonic() + 30))
    sender.start()
    assert receive_frame(near, 2**24, time.monotonic() + 30) == payload
    sender.join()


def test_a_frame_that_comes_byte_by_byte_arrives_whole(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair

    def drip() -> None:
        for byte in struct.pack("<I", 3) + b"abc":
            far.send(bytes([byte]))
            time.sleep(0.001)

    sender = threading.Thread(target=drip)
    sender.start()
    assert receive_frame(near, 10, time.monotonic() + 30) == b"abc"
    sender.join()


def test_a_frame_that_says_it_is_too_long_is_refused_at_its_first_bytes(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    far.send(struct.pack("<I", 11))
    with pytest.raises(FrameTooLongError):
        receive_frame(near, 10, time.monotonic() + 30)


@pytest.mark.parametrize("start", [b"", b"\5", b"\5\0\0\0", b"\5\0\0\0abcd"], ids=["nothing", "half a length", "a length", "nearly all"])
def test_a_truncated_frame_ends_in_time(pair: tuple[socket.socket, socket.socket], start: bytes) -> None:
    near, far = pair
    far.send(start)
    with pytest.raises(TimeoutError):
        receive_frame(near, 10, time.monotonic() + 0.05)
    far.close()
    with pytest.raises(ClosedError):
        receive_frame(near, 10, time.monotonic() + 30)


def test_a_frame_that_drips_does_not_outlast_its_deadline(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    stop = threading.Event()

    def drip() -> None:
        far.send(struct.pack("<I", 10_000))
        while not stop.wait(0.005):
            far.send(b"x")

    sender = threading.Thread(target=drip)
    sender.start()
    try:
        with pytest.raises(TimeoutError):
            receive_frame(near, 10_000, time.monotonic() + 0.1)
    finally:
        stop.set()
        sender.join()


def test_two_frames_at_once_are_one_too_many(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    far.send(struct.pack("<I", 1) + b"a" + struct.pack("<I", 1) + b"b")
    with pytest.raises(WireError, match="more than one message"):
        receive_frame(near, 10, time.monotonic() + 30)


def test_a_frame_that_nobody_takes_is_given_up_in_time(pair: tuple[socket.socket, socket.socket]) -> None:
    near, _ = pair
    with pytest.raises(TimeoutError):
        send_frame(near, bytes(10_000_000), time.monotonic() + 0.05)


def test_sending_to_one_who_is_gone_says_so(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    far.close()
    with pytest.raises(ClosedError):
        send_frame(near, bytes(10_000_000), time.monotonic() + 30)
