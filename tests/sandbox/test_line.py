"""A worker reaches its judge, and nobody else does."""

import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from nngrade.sandbox import line
from nngrade.sandbox.line import CalledLine, Calls, InheritedLine, Inherits, call_in, can_inherit_sockets, open_line
from nngrade.worker.wire import ClosedError


@pytest.fixture
def called() -> Iterator[CalledLine]:
    called = CalledLine()
    yield called
    called.close()


def soon() -> float:
    return time.monotonic() + 30


def test_an_inherited_end_reaches_the_other() -> None:
    inherited = InheritedLine()
    assert isinstance(inherited.way, Inherits)
    theirs = socket.socket(fileno=os.dup(inherited.way.descriptor))
    inherited.started()
    with theirs:
        theirs.sendall(b"here")
        assert inherited.connect(lambda: True, soon()).recv(4) == b"here"
    assert inherited.connect(lambda: True, soon()).recv(4) == b""
    inherited.close()


def test_a_caller_with_the_token_is_taken(called: CalledLine) -> None:
    caller = threading.Thread(target=lambda: call_in(called.way).close())
    caller.start()
    connection = called.connect(lambda: True, soon())
    assert connection.recv(1) == b""
    assert called.connect(lambda: True, soon()) is connection
    caller.join()


def test_a_stranger_is_turned_away_and_the_worker_still_gets_through(called: CalledLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "_PATIENCE", 0.05)
    assert isinstance(called.way, Calls)
    address = ("127.0.0.1", called.way.port)
    with socket.create_connection(address) as liar, socket.create_connection(address), socket.create_connection(address) as hasty:
        liar.sendall(bytes(16))
        hasty.close()
        caller = threading.Thread(target=lambda: call_in(called.way).close())
        caller.start()
        assert called.connect(lambda: True, soon()).recv(1) == b""
        caller.join()
        assert liar.recv(1) == b""


def test_once_the_worker_has_called_nobody_else_can(called: CalledLine) -> None:
    assert isinstance(called.way, Calls)
    with call_in(called.way):
        called.connect(lambda: True, soon())
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", called.way.port))


def test_a_worker_that_ends_before_it_calls_is_not_waited_for(called: CalledLine) -> None:
    with pytest.raises(ClosedError):
        called.connect(lambda: False, soon())


def test_a_worker_that_never_calls_is_given_up(called: CalledLine) -> None:
    with pytest.raises(TimeoutError):
        called.connect(lambda: True, time.monotonic() + 0.2)


def test_two_tokens_are_never_the_same(called: CalledLine) -> None:
    other = CalledLine()
    assert isinstance(called.way, Calls)
    assert isinstance(other.way, Calls)
    assert len(called.way.token) == 16
    assert called.way.token != other.way.token
    other.close()


def test_where_no_sockets_are_inherited_the_worker_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    assert can_inherit_sockets() == hasattr(socket, "AF_UNIX")
    monkeypatch.delattr(socket, "AF_UNIX", raising=False)
    opened = open_line()
    assert isinstance(opened, CalledLine)
    opened.close()
