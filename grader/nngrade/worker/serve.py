"""The worker's loop: a question in, an answer out, until the judge hangs up."""

import contextlib
import io
import os
import socket
from pathlib import Path

import msgspec

from nngrade.errors import WireError
from nngrade.worker.executor import Executor
from nngrade.worker.items import has_too_many_items
from nngrade.worker.messages import Envelope, Question, Raised, Reply, TooLarge, decode_request, encode
from nngrade.worker.printed import Printed, standing_in
from nngrade.worker.wire import MAX_QUESTION, MAX_REPLY, ClosedError, receive_frame, send_frame


def serve(connection: socket.socket, importable: tuple[str, ...]) -> None:
    """Answer the judge's questions; returns when it hangs up. `importable` is what a suite may ask for by name."""
    home = str(Path.cwd())  # a student may go elsewhere
    executor = Executor(importable, lambda: home)
    printed = Printed(io.TextIOWrapper(os.fdopen(os.dup(1), "wb"), "utf-8", "backslashreplace", write_through=True))
    me = os.getpid()
    with contextlib.suppress(ClosedError):
        while True:
            try:
                question = decode_request(receive_frame(connection, MAX_QUESTION))
            except (WireError, msgspec.MsgspecError):
                return
            with standing_in(printed):
                reply = _answer(executor, question)
            if os.getpid() != me:
                return  # a child that the student forked, and let return into this loop
            send_frame(connection, _sealed(question, reply, printed))


def _answer(executor: Executor, question: Question) -> Reply:
    try:
        return executor.answer(question.request)
    except WireError as error:
        return Raised(("WireError",), error.message, ())


def _sealed(question: Question, reply: Reply, printed: Printed) -> bytes:
    """The frame of an answer; one that the judge would not take is replaced by one that says so."""
    with contextlib.suppress(OSError, ValueError):  # the student has closed it
        printed.flush()
    text = printed.take()
    try:
        frame = encode(Envelope(question.number, reply, text))
        if len(frame) <= MAX_REPLY and not has_too_many_items(frame):
            return frame
    except MemoryError:
        return encode(Envelope(question.number, Raised(("MemoryError",), "", ()), text))
    return encode(Envelope(question.number, TooLarge(), text))
