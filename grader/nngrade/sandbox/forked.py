"""A worker that a zygote forks: the line to it, what it prints, and how to end it (Linux)."""

import contextlib
import os
import signal
import socket
import struct
import threading
import time
from typing import Protocol

from nngrade.errors import WireError
from nngrade.sandbox.description import Needs, decode_ready
from nngrade.sandbox.levels import NAMESPACES, Isolation
from nngrade.sandbox.output import Drain
from nngrade.sandbox.scratch import Scratch
from nngrade.sandbox.stacks import Stack, StackPipe
from nngrade.worker.wire import ClosedError, receive

_GLANCE = 0.1  # seconds between two looks at whether a worker that is not ready yet will ever be
_LINGERING = 2.0  # seconds, on a busy machine, that a worker has to end after it has closed its line
_DRAINING = 1.0
_CREDENTIALS = struct.Struct("3i")  # struct ucred of unix(7): process, user, group
_HEADER = 4


class Parent(Protocol):
    """The zygote, as its workers see it."""

    @property
    def has_namespaces(self) -> bool:
        """Whether it runs in a file system of its own."""

    @property
    def text(self) -> str:
        """What it printed itself."""

    def send(self, worker: "Forked") -> None:
        """Ask for the fork."""

    def status(self, number: int, seconds: float) -> int | None:
        """How a worker has ended, if it does so within that time."""

    def end(self, number: int) -> None:
        """End a worker and all that it started."""

    def learn(self, isolation: Isolation) -> Isolation:
        """A worker is ready."""

    @property
    def is_over(self) -> bool:
        """Whether it has ended, and every worker of it."""


class Forked:
    """A worker, from the request for it to its end, and to the end of all that it started."""

    def __init__(self, zygote: Parent, number: int, needs: Needs) -> None:
        self.number = number
        self.pid = 0  # as the judge sees it; known once it is ready
        self._zygote = zygote
        self._ends = contextlib.ExitStack()
        self._lock = threading.Lock()
        self._pidfd: int | None = None
        try:
            self._open(needs)
            zygote.send(self)
        except BaseException:
            self.close()
            raise

    def _open(self, needs: Needs) -> None:
        self._ours, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._ends.callback(self._ours.close)
        self._ends.callback(self._theirs.close)
        # The kernel then says which process speaks, by the number that it has here and not in its own namespace.
        self._ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._scratch: Scratch | None = None
        self._stacks = StackPipe()
        self._ends.callback(self._stacks.close)
        self._output = Drain(needs.output_kb * 1024, self._kill_it_alone)
        self._ends.callback(self._output.wait, _DRAINING)
        reading, self._writing = os.pipe()
        self._output.start(os.fdopen(reading, "rb", buffering=0))
        self._ends.callback(self._close_theirs)
        self._ends.callback(self.kill)

    @property
    def descriptors(self) -> list[int]:
        """What goes to the worker: its end of the line, where it prints, where it writes its stacks."""
        return [self._theirs.fileno(), self._writing, self._stacks.theirs]

    @property
    def folder(self) -> str:
        """Its scratch folder; empty where the zygote makes one that nobody else sees."""
        if self._zygote.has_namespaces:
            return ""
        if self._scratch is None:
            self._scratch = Scratch()
            self._ends.callback(self._scratch.remove)
            self._ends.callback(self.kill)  # first the worker, then its folder
        return str(self._scratch.folder)

    def _close_theirs(self) -> None:
        """Close the worker's ends here, so that its death closes them."""
        self._theirs.close()
        self._stacks.started()
        with self._lock:
            if self._writing >= 0:
                os.close(self._writing)
                self._writing = -1

    # -- while it runs ---------------------------------------------------------

    @property
    def printed(self) -> str:
        """The first part of what went to its standard output and error in this check; or what kept it from starting."""
        return self._output.text() if self.pid else self._output.text() or self._zygote.text

    @property
    def has_printed_too_much(self) -> bool:
        """Whether it was ended because of that."""
        return self._output.is_flooded

    def connection(self, deadline: float) -> socket.socket:
        """The socket to the worker; waits until it is ready, its walls standing.

        Raises ClosedError when it ends first, TimeoutError, or SandboxError when they are fewer than were demanded.
        """
        if not self.pid:
            self._greet(deadline)
        return self._ours

    def _greet(self, deadline: float) -> None:
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._ours.settimeout(min(left, _GLANCE))
            try:
                start, ancillary, _, _ = self._ours.recvmsg(_HEADER, socket.CMSG_SPACE(_CREDENTIALS.size))
                break
            except TimeoutError:
                if self._zygote.status(self.number, 0) is not None or self._zygote.is_over:
                    raise ClosedError from None
        if len(start) < _HEADER:
            raise ClosedError
        self._ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        words = receive(self._ours, int.from_bytes(start, "little"), deadline)
        self._meet(_speaker(ancillary), words)

    def _meet(self, process: int, words: bytes) -> None:
        ready = decode_ready(words)
        with self._lock, contextlib.suppress(ProcessLookupError):  # its end will show
            self._pidfd = os.pidfd_open(process)
        self.pid = process
        self._close_theirs()
        # By effect: a process that had no number of its own in there would see the one that it has here.
        apart = self._zygote.has_namespaces and ready.process != process
        self._zygote.learn(Isolation((*((NAMESPACES,) if apart else ()), *ready.walls), ready.missing))

    def begin(self) -> None:
        """A check begins: it may print as much as any other."""
        self._output.renew()

    def stack(self, *, running: bool) -> Stack:
        """Where the worker is, if it still runs; else where it says that it was when its CPU time ended."""
        return self._stacks.ask(self._send_signal) if running else self._stacks.read()

    def _send_signal(self, number: int) -> None:
        with self._lock:
            if self._pidfd is not None:
                with contextlib.suppress(OSError):
                    signal.pidfd_send_signal(self._pidfd, number)

    # -- its end ---------------------------------------------------------------

    def wait(self) -> int | None:
        """The exit status of a worker whose line has closed (negative: the signal); None for one that lived on, and was ended here."""
        status = self._zygote.status(self.number, _LINGERING)
        self.kill()
        self._output.wait(_DRAINING)  # its last words may tell why
        return status

    def _kill_it_alone(self) -> None:
        self._send_signal(signal.SIGKILL)

    def kill(self) -> None:
        """End the worker and all that it started."""
        self._zygote.end(self.number)

    def close(self) -> None:
        """End the worker, if it still runs, and leave nothing of it behind."""
        self._ends.close()
        with self._lock:
            if self._pidfd is not None:
                os.close(self._pidfd)
                self._pidfd = None


def _speaker(ancillary: list[tuple[int, int, bytes]]) -> int:
    """The number of the process that sent something, as the kernel says; raises WireError when it does not."""
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
            return int(_CREDENTIALS.unpack(data)[0])
    raise WireError("a worker that does not say who it is")
