"""The drain reads on whatever comes, keeps a little, and gives the alarm once."""

import os
from typing import IO

import pytest

from nngrade.sandbox.output import Drain


@pytest.fixture
def pipe() -> tuple[IO[bytes], int]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb", 0), writing


def test_what_is_written_is_kept_in_part(pipe: tuple[IO[bytes], int]) -> None:
    stream, writing = pipe
    drain = Drain(10**9, lambda: None)
    drain.start(stream)
    for _ in range(100):
        os.write(writing, b"x" * 100)
    os.write(writing, b"\xff")
    os.close(writing)
    assert drain.wait(30)
    assert drain.text() == "x" * 4000
    assert stream.closed
    assert not drain.is_flooded


def test_too_much_gives_one_alarm_and_is_read_to_its_end(pipe: tuple[IO[bytes], int]) -> None:
    stream, writing = pipe
    alarms = []
    drain = Drain(1000, lambda: alarms.append(1))
    drain.start(stream)
    for _ in range(100):
        os.write(writing, bytes(10_000))
    os.close(writing)
    assert drain.wait(30)
    assert drain.is_flooded
    assert alarms == [1]


def test_one_who_still_holds_the_pipe_is_not_waited_for(pipe: tuple[IO[bytes], int]) -> None:
    stream, writing = pipe
    drain = Drain(1000, lambda: None)
    assert drain.wait(0)
    drain.start(stream)
    assert not drain.wait(0.02)
    os.close(writing)
    assert drain.wait(30)
