"""Frames on a socket: four bytes of length, then one message. One frame is under way at a time."""

import socket
import struct
import time

from nngrade.errors import FrameTooLongError, WireError

_HEADER = struct.Struct("<I")
# About what a socket holds: room for more would be made and given back at every read.
_CHUNK = 2**17
_FIRST_CHUNK = 2**13  # nearly every frame is smaller
MAX_QUESTION = 512 * 2**20
MAX_REPLY = 64 * 2**20


class ClosedError(Exception):
    """The other end is gone."""


def send_frame(connection: socket.socket, payload: bytes, deadline: float | None = None) -> None:
    """Send one frame whole.

    Raises ClosedError when the other end is gone, TimeoutError when it has not
    taken the frame by `deadline` (of `time.monotonic`).
    """
    header = _HEADER.pack(len(payload))
    _hurry(connection, deadline)
    try:
        if len(payload) < 65536:
            connection.sendall(header + payload)
        else:
            connection.sendall(header)
            connection.sendall(payload)
    except ConnectionError:
        raise ClosedError from None


def receive_frame(connection: socket.socket, limit: int, deadline: float | None = None) -> bytes:
    """Receive one frame whole.

    Raises ClosedError at the end of the stream, TimeoutError past `deadline`,
    FrameTooLongError for a frame that says it is longer than `limit` bytes, and
    WireError when more comes than one frame.
    """
    start = b""
    while len(start) < _HEADER.size:
        start += _receive_some(connection, _FIRST_CHUNK, deadline)
    (length,) = _HEADER.unpack_from(start)
    if length > limit:
        message = f"{length / 2**20:.0f} MiB, where {limit // 2**20} are allowed"
        raise FrameTooLongError(message)
    missing = _HEADER.size + length - len(start)
    if missing < 0:
        raise WireError("more than one message at once")
    return receive(connection, missing, deadline, start[_HEADER.size :])


def receive(connection: socket.socket, size: int, deadline: float | None = None, start: bytes = b"") -> bytes:
    """Receive exactly `size` bytes after `start`; room is made for what arrives, never for what was announced."""
    parts = [start]
    while size:
        part = _receive_some(connection, min(size, _CHUNK), deadline)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _receive_some(connection: socket.socket, most: int, deadline: float | None) -> bytes:
    _hurry(connection, deadline)
    try:
        part = connection.recv(most)
    except ConnectionError:
        raise ClosedError from None
    if not part:
        raise ClosedError
    return part


def _hurry(connection: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(left)
