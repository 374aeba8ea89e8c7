"""What the judge reads is an answer to its question, or it is refused; nothing a worker sends gets any further."""

import random
import socket
from collections.abc import Callable
from typing import Any

import pytest
from frames import BEGIN, CALL, LIES, LOAD, LOADED, NEXT, RAISED, REFUSED, RETURNED, SEEDS, mutated, read_and_unpack
from hypothesis import given, settings
from hypothesis import strategies as st

from nngrade.errors import WireError
from nngrade.sandbox.forked import Forked
from nngrade.sandbox.process import Process
from nngrade.sandbox.session import Session, WorkerLostError, read_answer
from nngrade.worker.items import SMALL
from nngrade.worker.messages import (
    ArrayValue,
    Envelope,
    Frame,
    Loaded,
    NotLoaded,
    Question,
    Raised,
    Reply,
    Request,
    Returned,
    Stopped,
    TooLarge,
    encode,
)
from nngrade.worker.wire import receive_frame, send_frame


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        (CALL, RETURNED),
        (CALL, RAISED),
        (CALL, TooLarge()),
        (NEXT, Stopped()),
        (NEXT, Returned(1)),
        (LOAD, LOADED),
        (LOAD, REFUSED),
        (LOAD, RAISED),
        (BEGIN, Returned(None)),
        (BEGIN, RAISED),
    ],
)
def test_every_kind_of_answer_is_read(question: Question, reply: Reply) -> None:
    assert read_answer(encode(Envelope(3, reply, "printed")), question) == Envelope(3, reply, "printed")


@pytest.mark.parametrize(
    ("question", "envelope"),
    [
        (CALL, Envelope(2, RETURNED)),
        (CALL, Envelope(4, RETURNED)),
        (CALL, Envelope(-3, RETURNED)),
        (CALL, Envelope(3, LOADED)),
        (CALL, Envelope(3, REFUSED)),
        (CALL, Envelope(3, Stopped())),
        (CALL, Envelope(3, Returned(None, {"2": 1}))),
        (CALL, Envelope(3, Returned(None, {"-1": 1}))),
        (CALL, Envelope(3, Returned(None, {"x": 1}))),
        (CALL, Envelope(3, Returned(None, {"²": 1}))),
        (NEXT, Envelope(3, Returned(None, {"0": 1}))),
        (LOAD, Envelope(3, Returned(None))),
        (LOAD, Envelope(3, Stopped())),
        (BEGIN, Envelope(3, LOADED)),
        (BEGIN, Envelope(3, Returned(None, {"0": 1}))),
        (CALL, Envelope(3, RETURNED, "x" * 2001)),
        (CALL, Envelope(3, Raised(("E",) * 51, "", ()))),
        (CALL, Envelope(3, Raised(("E" * 201,), "", ()))),
        (CALL, Envelope(3, Raised((), "x" * 2001, ()))),
        (CALL, Envelope(3, Raised((), "", (Frame(1, "f"),) * 21))),
        (CALL, Envelope(3, Raised((), "", (Frame(-1, "f"),)))),
        (CALL, Envelope(3, Raised((), "", (Frame(2**31, "f"),)))),
        (LOAD, Envelope(3, Loaded(-1, (), ()))),
        (LOAD, Envelope(3, Loaded(1, (), ("f",) * 2001))),
        (LOAD, Envelope(3, NotLoaded("syntax", "", -1, 0))),
    ],
)
def test_a_forged_answer_is_refused(question: Question, envelope: Envelope) -> None:
    with pytest.raises(WireError):
        read_answer(encode(envelope), question)


@pytest.mark.parametrize("frame", LIES.values(), ids=LIES.keys())
def test_a_frame_that_lies_is_refused(frame: bytes) -> None:
    with pytest.raises(WireError):
        read_answer(frame, CALL)


def test_large_buffers_are_read_whatever_their_size() -> None:
    value = ArrayValue("|u1", (3 * SMALL,), bytes(3 * SMALL))
    assert read_answer(encode(Envelope(3, Returned(value))), CALL).reply == Returned(value)


def test_twenty_thousand_mutated_frames_are_read_or_refused() -> None:
    chance = random.Random(2)
    refused = 0
    for _ in range(20_000):
        question, frame = chance.choice(SEEDS)
        try:
            read_and_unpack(mutated(frame, chance), question)
        except WireError:
            refused += 1
    assert 10_000 < refused < 20_000


@given(st.binary(max_size=200))
@settings(max_examples=500)
def test_random_bytes_are_read_or_refused(frame: bytes) -> None:
    with pytest.raises(WireError):
        read_and_unpack(frame, CALL)


class Impostor:
    """Stands for a worker process: answers every question with the bytes it was given."""

    def __init__(self, answer: bytes) -> None:
        self.near, self.far = socket.socketpair()
        self.answer = answer
        self.pid = 0
        self.printed = ""
        self.has_printed_too_much = False

    def worker(self) -> "Impostor":
        return self

    def connection(self, deadline: float) -> socket.socket:
        self.far.sendall(self.answer)
        self.far.shutdown(socket.SHUT_WR)
        return self.near

    def wait(self) -> int:
        return 0

    def close(self) -> None:
        self.near.close()
        self.far.close()


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes, Request], Any]:
    """Put a question to a worker that answers with these bytes."""

    def ask(answer: bytes, request: Request) -> Any:
        monkeypatch.setattr("nngrade.sandbox.session.Zygote", lambda needs: Impostor(answer))
        session = Session(None)  # type: ignore[arg-type]
        try:
            return session.ask(request)
        finally:
            session.close()

    return ask


def framed(payload: bytes) -> bytes:
    near, far = socket.socketpair()
    with near, far:
        far.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**22)
        send_frame(far, payload)
        return len(payload).to_bytes(4, "little") + receive_frame(near, 2**30)


def test_a_session_takes_a_right_answer(ask: Callable[..., Any]) -> None:
    assert ask(framed(encode(Envelope(1, RETURNED))), CALL.request) == RETURNED


def test_a_thousand_mutated_answers_end_a_session_in_one_of_the_known_ways(ask: Callable[..., Any]) -> None:
    chance = random.Random(3)
    ends = set()
    for _ in range(1000):
        question, frame = chance.choice(SEEDS)
        answer = framed(frame.replace(b"\x93\x03", b"\x93\x01", 1))
        try:
            ask(mutated(answer, chance), question.request)
        except WorkerLostError as lost:
            ends.add(lost.end)
    assert ends == {"reply", "died"}


def test_a_frame_of_a_gigabyte_is_garbage(ask: Callable[..., Any]) -> None:
    with pytest.raises(WorkerLostError) as caught:
        ask(b"\0\0\0\x40" + bytes(100), CALL.request)
    assert caught.value.end == "reply"


def test_half_an_answer_is_the_end_of_the_worker(ask: Callable[..., Any]) -> None:
    with pytest.raises(WorkerLostError) as caught:
        ask(framed(encode(Envelope(1, RETURNED)))[:-3], CALL.request)
    assert caught.value.end == "died"


@pytest.mark.parametrize("real", [Process, Forked])
def test_the_real_workers_offer_all_that_the_impostor_does(real: type) -> None:
    assert all(
        isinstance(getattr(real, name), property) or callable(getattr(real, name))
        for name in ("printed", "has_printed_too_much", "connection", "wait", "close")
    )
