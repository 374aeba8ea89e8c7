"""The line between judge and worker: a socket that the worker inherits, or a port that it calls.

Inheriting is simpler and closed to everyone else; a loopback port with a token
is for systems whose processes inherit no sockets.
"""

import os
import socket
import time
from collections.abc import Callable

from msgspec import Struct

from nngrade.worker.wire import ClosedError, receive

_TOKEN_BYTES = 16
_PATIENCE = 2.0  # seconds that a caller has to say its token
_GLANCE = 0.1  # seconds between two looks at whether the worker still lives


class Inherits(Struct, frozen=True, tag=True):
    """The worker's end is a descriptor that it was started with."""

    descriptor: int


class Calls(Struct, frozen=True, tag=True):
    """The worker calls this port of the loopback interface, and says the token."""

    port: int
    token: bytes


Way = Inherits | Calls


class InheritedLine:
    """A socket pair, one end of which goes to the worker."""

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.way: Way = Inherits(self._theirs.fileno())
        self.inherited: tuple[int, ...] = (self._theirs.fileno(),)

    def started(self) -> None:
        """Close the worker's end here, so that its death closes the line."""
        self._theirs.close()

    def connect(self, is_alive: Callable[[], bool], deadline: float) -> socket.socket:
        """The judge's end."""
        del is_alive, deadline
        return self._ours

    def close(self) -> None:
        """Close both ends."""
        self._ours.close()
        self._theirs.close()


class CalledLine:
    """A listening port, until the worker that knows the token has called."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=4)
        self._token = os.urandom(_TOKEN_BYTES)
        self._connection: socket.socket | None = None
        self.way: Way = Calls(self._listener.getsockname()[1], self._token)
        self.inherited: tuple[int, ...] = ()

    def started(self) -> None:
        """Nothing of the listener belongs to the worker."""

    def connect(self, is_alive: Callable[[], bool], deadline: float) -> socket.socket:
        """The connection to the caller that knows the token; raises ClosedError when the worker ends, or TimeoutError."""
        while self._connection is None:
            if time.monotonic() > deadline:
                raise TimeoutError
            if not is_alive():
                raise ClosedError
            self._connection = self._next_caller()
        return self._connection

    def _next_caller(self) -> socket.socket | None:
        import hmac  # noqa: PLC0415 - takes OpenSSL along, which an inherited line never needs

        self._listener.settimeout(_GLANCE)
        try:
            caller, _ = self._listener.accept()
        except TimeoutError:
            return None
        try:
            if hmac.compare_digest(receive(caller, _TOKEN_BYTES, time.monotonic() + _PATIENCE), self._token):
                caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._listener.close()
                return caller
        except (ClosedError, TimeoutError):
            pass  # a stranger who knows nothing to say
        caller.close()
        return None

    def close(self) -> None:
        """Close the port and the connection."""
        self._listener.close()
        if self._connection is not None:
            self._connection.close()


def can_inherit_sockets() -> bool:
    """Whether a process started here inherits sockets (on Windows it does not)."""
    return os.name == "posix" and hasattr(socket, "AF_UNIX")


def open_line() -> InheritedLine | CalledLine:
    """A line for one worker, of the kind that works here."""
    return InheritedLine() if can_inherit_sockets() else CalledLine()


def call_in(way: Way) -> socket.socket:
    """The worker's end of the line."""
    if isinstance(way, Inherits):
        return socket.socket(fileno=way.descriptor)
    connection = socket.create_connection(("127.0.0.1", way.port))
    connection.sendall(way.token)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection
