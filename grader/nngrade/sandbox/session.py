"""A conversation with one worker: questions and answers under limits, and how it ended."""

import itertools
import re
import signal
import time
from dataclasses import dataclass
from typing import Literal

import msgspec

from nngrade.errors import FrameTooLongError, WireError
from nngrade.sandbox import limits
from nngrade.sandbox.launch import Needs, Process
from nngrade.worker.messages import Begin, Question, Reply, Request, decode_reply, encode
from nngrade.worker.wire import MAX_REPLY, ClosedError, receive_frame, send_frame

_STACK_LINE = re.compile(r'  File "([^"]*)", line (\d+) in (\S+)')
_START_SECONDS = 60.0

End = Literal["time", "cpu", "memory", "output", "reply", "died"]


@dataclass(frozen=True, slots=True)
class StackLine:
    """Where the worker was when its time ran out."""

    filename: str
    line: int
    function: str


class WorkerLostError(Exception):
    """The worker is gone. `end` says how, `detail` in words, `stack` where it was (innermost first)."""

    def __init__(self, end: End, detail: str, *, stack: tuple[StackLine, ...] = (), printed: str = "") -> None:
        super().__init__(detail)
        self.end = end
        self.detail = detail
        self.stack = stack
        self.printed = printed


class Session:
    """One worker process, started at once; questions wait until it is ready."""

    def __init__(self, needs: Needs) -> None:
        self._process = Process(needs)
        self._numbers = itertools.count(1)
        self._deadline: float | None = None
        self.printed = ""

    def begin(self, seed: int, condemned: tuple[str, ...], wall_seconds: float, cpu_seconds: float) -> None:
        """A check begins: its limits count from here."""
        # The worker may still be importing NumPy; that time is not the student's.
        self._deadline = time.monotonic() + _START_SECONDS
        self.ask(Begin(seed, condemned, 0.8 * min(wall_seconds, cpu_seconds)))
        limits.allow_cpu(self._process.pid, cpu_seconds)
        self._deadline = time.monotonic() + wall_seconds

    def ask(self, request: Request) -> Reply:
        """Send one request and wait for its answer; raises WorkerLostError when none comes."""
        number = next(self._numbers)
        try:
            send_frame(self._process.connection, encode(Question(number, request)))
            frame = receive_frame(self._process.connection, MAX_REPLY, self._deadline)
            envelope = decode_reply(frame)
        except TimeoutError:
            raise self._timed_out() from None
        except (ClosedError, OSError):
            raise self._died() from None
        except FrameTooLongError as error:
            self._process.close()
            raise WorkerLostError("output", f"it returned too much at once: {error}") from None
        except (WireError, msgspec.MsgspecError, RecursionError) as error:
            raise self._garbled(error) from None
        if envelope.number != number:
            raise self._garbled(WireError(f"an answer to question {envelope.number}, where {number} was asked"))
        self.printed = envelope.printed
        return envelope.reply

    def close(self) -> None:
        """End the worker."""
        self._process.close()

    def _timed_out(self) -> WorkerLostError:
        stack = tuple(
            StackLine(filename, int(line), function)
            for filename, line, function in _STACK_LINE.findall(self._process.stack())
        )
        self._process.close()
        return WorkerLostError("time", "it was still running when its time was up", stack=stack)

    def _garbled(self, error: Exception) -> WorkerLostError:
        self._process.close()
        return WorkerLostError("reply", f"its answer could not be read: {error}")

    def _died(self) -> WorkerLostError:
        status = self._process.wait()
        printed_too_much = self._process.printed_too_much
        printed = self._process.last_output()
        self._process.close()
        if printed_too_much:
            return WorkerLostError("output", "it printed more than is allowed", printed=printed)
        if status == -getattr(signal, "SIGXCPU", 0):
            return WorkerLostError("cpu", "it used up its CPU time")
        return WorkerLostError("died", _epitaph(status), printed=printed)


def _epitaph(status: int) -> str:
    """How a process ended, in words."""
    if status >= 0:
        return f"the process left with exit code {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    words = {"SIGSEGV": "a segmentation fault", "SIGABRT": "an abort", "SIGKILL": "being killed (often: out of memory)"}
    return f"the process was ended by {words.get(name, name)}"
