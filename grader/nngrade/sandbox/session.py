"""A conversation with one worker: questions and answers under limits, and how it ended."""

import contextlib
import itertools
import signal
import time
from collections.abc import Iterable
from typing import Literal

import msgspec

from nngrade.errors import CourseError, SandboxError, WireError
from nngrade.sandbox import limits
from nngrade.sandbox.description import Needs
from nngrade.sandbox.hiding import hide_this_process
from nngrade.sandbox.levels import Isolation
from nngrade.sandbox.stacks import Stack
from nngrade.sandbox.zygote import Zygote
from nngrade.worker.items import has_too_many_items
from nngrade.worker.messages import (
    Begin,
    Do,
    Envelope,
    Load,
    Loaded,
    NotLoaded,
    Question,
    Raised,
    Reply,
    Request,
    Returned,
    Stopped,
    TooLarge,
    decode_reply,
    encode,
)
from nngrade.worker.wire import MAX_QUESTION, MAX_REPLY, ClosedError, receive_frame, send_frame

_START_SECONDS = 180.0  # a busy machine may need a minute to import torch

End = Literal["time", "cpu", "memory", "output", "reply", "died"]


class WorkerLostError(Exception):
    """The worker is gone. `end` says how, `detail` in words, `stack` where it was (innermost first)."""

    def __init__(self, end: End, detail: str, *, stack: Stack = (), printed: str = "") -> None:
        super().__init__(detail)
        self.end = end
        self.detail = detail
        self.stack = stack
        self.printed = printed


class Session:
    """One worker, started at once; questions wait until it is ready.

    It is forked from `zygote`, which lives on after it; without one it has a zygote of its own. Raises SandboxError
    when it cannot be started.
    """

    has_folder = True  # of its own, in which files can be put for it

    def __init__(self, needs: Needs, zygote: Zygote | None = None) -> None:
        self.zygote = zygote
        self._needs = needs
        self._ends = contextlib.ExitStack()
        self._parent = zygote or self._ends.enter_context(contextlib.closing(Zygote(needs)))
        try:
            self._process = self._parent.worker()
        except BaseException:
            self._ends.close()
            raise
        self._numbers = itertools.count(1)
        self._is_ready = False
        self._left = _START_SECONDS
        self.printed = ""

    def begin(self, seed: int, condemned: tuple[str, ...], wall_seconds: float, cpu_seconds: float) -> None:
        """A check begins: its limits count from here, the wall clock only while the worker is at work.

        Raises SandboxError when the worker does not start, WorkerLostError when it ends later on.
        """
        if self._is_ready:
            self._process.begin()
        else:
            hide_this_process()
        # The worker may still be importing NumPy; that time is not the student's.
        self._left = wall_seconds if self._is_ready else _START_SECONDS
        try:
            self.ask(Begin(seed, condemned))
        except WorkerLostError as lost:
            if self._is_ready:
                raise
            raise _never_started(lost) from None
        except SandboxError:
            self.close()
            raise
        self._is_ready = True
        limits.allow_cpu(self._process.pid, cpu_seconds)
        self._left = wall_seconds

    def ask(self, request: Request) -> Reply:
        """Send one request and wait for its answer; raises WorkerLostError when none comes."""
        question = Question(next(self._numbers), request)
        begun = time.monotonic()
        try:
            envelope = self._exchange(question, begun + self._left)
        except TimeoutError:
            raise self._timed_out() from None
        except (ClosedError, OSError):
            raise self._died() from None
        except WireError as error:
            raise self._lost("reply", f"its answer could not be read: {error}") from None
        finally:
            self._left -= time.monotonic() - begun
        if isinstance(envelope.reply, TooLarge):
            raise self._lost("output", f"it returned too much at once: more than {MAX_REPLY // 2**20} MiB, or far too many parts")
        self.printed = envelope.printed
        return envelope.reply

    def _exchange(self, question: Question, deadline: float) -> Envelope:
        frame = encode(question)
        if len(frame) > MAX_QUESTION:
            message = f"the suite sends {len(frame) // 2**20} MiB at once, where {MAX_QUESTION // 2**20} are allowed"
            raise CourseError(message)
        connection = self._process.connection(deadline)
        send_frame(connection, frame, deadline)
        return read_answer(receive_frame(connection, MAX_REPLY, deadline), question)

    @property
    def isolation(self) -> Isolation | None:
        """The walls round the worker; None before the first check begins."""
        return self._parent.isolation

    def another(self) -> "Session":
        """A second worker of the same kind, forked from the same zygote where it is shared."""
        return Session(self._needs, self.zygote)

    def close(self) -> None:
        """End the worker."""
        self._ends.close()
        self._process.close()

    def _timed_out(self) -> WorkerLostError:
        return self._lost("time", "it was still running when its time was up", stack=self._process.stack(running=True))

    def _died(self) -> WorkerLostError:
        status = self._process.wait()
        printed = self._process.printed
        if self._process.has_printed_too_much:
            return self._lost("output", "it printed more than is allowed", printed=printed)
        if status == -getattr(signal, "SIGXCPU", 0):
            return self._lost("cpu", "it used up its CPU time", stack=self._process.stack(running=False))
        return self._lost("died", _epitaph(status), printed=printed)

    def _lost(self, end: End, detail: str, *, stack: Stack = (), printed: str = "") -> WorkerLostError:
        self.close()
        return WorkerLostError(end, detail, stack=stack, printed=printed)


def read_answer(frame: bytes, question: Question) -> Envelope:
    """Decode what a worker sent as its answer to a question; raises WireError for whatever else it may be."""
    if has_too_many_items(frame):
        raise WireError("far too many parts")
    try:
        envelope = decode_reply(frame)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, MemoryError) as error:
        raise WireError(str(error) or type(error).__name__) from None
    if envelope.number != question.number:
        message = f"an answer to question {envelope.number}, where {question.number} was asked"
        raise WireError(message)
    if not _answers(envelope.reply, question.request):
        raise WireError("an answer to another kind of question")
    return envelope


def _answers(reply: Reply, request: Request) -> bool:
    """Whether this is a kind of answer that the request can have."""
    match reply:
        case Returned():
            return isinstance(request, Do | Begin) and (not reply.changed or _are_arguments(reply.changed, request))
        case Raised() | TooLarge():
            return True
        case Loaded() | NotLoaded():
            return isinstance(request, Load)
        case Stopped():
            return isinstance(request, Do) and request.operation == "next"


def _are_arguments(names: Iterable[str], request: Do | Begin) -> bool:
    """Whether a call had arguments of these names, or at these positions."""
    return isinstance(request, Do) and {*map(str, range(len(request.args))), *request.kwargs}.issuperset(names)


def _never_started(lost: WorkerLostError) -> SandboxError:
    last_lines = lost.printed.strip().splitlines()[-1:]
    reason = (
        f"no worker was ready within {_START_SECONDS:.0f} seconds" if lost.end == "time" else f"the worker did not start: {lost.detail}"
    )
    return SandboxError(f"{reason} {''.join(last_lines)}".rstrip(), tip="`nngrade doctor` shows what this machine has.")


def _epitaph(status: int | None) -> str:
    """How a process ended, in words."""
    if status is None:
        return "the process hung up on the grader"
    if status >= 0:
        return f"the process left with exit code {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    words = {"SIGSEGV": "a segmentation fault", "SIGABRT": "an abort", "SIGKILL": "being killed (often: out of memory)"}
    return f"the process was ended by {words.get(name, name)}"
