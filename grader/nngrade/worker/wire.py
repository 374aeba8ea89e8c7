"""Frames on a socket: four bytes of length, then one message."""

import socket
import struct
import time

from nngrade.errors import FrameTooLongError

_HEADER = struct.Struct("<I")
MAX_QUESTION = 512 * 2**20
MAX_REPLY = 64 * 2**20


class ClosedError(Exception):
    """The other end is gone."""


def send_frame(connection: socket.socket, payload: bytes) -> None:
    """Send one frame whole."""
    if len(payload) < 65536:
        connection.sendall(_HEADER.pack(len(payload)) + payload)
    else:
        connection.sendall(_HEADER.pack(len(payload)))
        connection.sendall(payload)


def receive_frame(connection: socket.socket, limit: int, deadline: float | None = None) -> bytes:
    """Receive one frame whole.

    Raises ClosedError at the end of the stream, TimeoutError past `deadline` (of
    `time.monotonic`), FrameTooLongError for a frame longer than `limit` bytes.
    """
    (length,) = _HEADER.unpack(_receive(connection, _HEADER.size, deadline))
    if length > limit:
        message = f"{length / 2**20:.0f} MiB, where {limit // 2**20} are allowed"
        raise FrameTooLongError(message)
    return _receive(connection, length, deadline)


def _receive(connection: socket.socket, size: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    while size:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            connection.settimeout(left)
        try:
            part = connection.recv(min(size, 2**20))
        except (ConnectionError, BrokenPipeError):
            raise ClosedError from None
        if not part:
            raise ClosedError
        parts.append(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
