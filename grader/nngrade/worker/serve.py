"""The worker's loop: a question in, an answer out, until the judge hangs up."""

import faulthandler
import io
import os
import socket
import sys

import msgspec

from nngrade.errors import WireError
from nngrade.worker.executor import Executor
from nngrade.worker.messages import Begin, Envelope, Question, Reply, decode_request, encode
from nngrade.worker.printed import Printed, standing_in
from nngrade.worker.wire import MAX_QUESTION, ClosedError, receive_frame, send_frame


def serve(connection: socket.socket, importable: tuple[str, ...], stack_file: int | None) -> None:
    """Answer the judge's questions; returns when it hangs up.

    `stack_file` is a descriptor to which the stack is written shortly before a
    check's time is up, so that the report can say which line was looping.
    """
    executor = Executor(importable)
    printed = Printed(io.TextIOWrapper(os.fdopen(os.dup(1), "wb"), write_through=True))
    while True:
        try:
            question = decode_request(receive_frame(connection, MAX_QUESTION))
        except (ClosedError, WireError, msgspec.MsgspecError):
            return
        if isinstance(question.request, Begin) and stack_file is not None:
            faulthandler.dump_traceback_later(question.request.stack_after, file=stack_file)
        with standing_in(printed):
            reply = executor.answer(question.request)
        _send(connection, question, reply, printed)


def _send(connection: socket.socket, question: Question, reply: Reply, printed: Printed) -> None:
    printed.flush()
    try:
        send_frame(connection, encode(Envelope(question.number, reply, printed.take())))
    except (ConnectionError, BrokenPipeError):
        sys.exit(0)
