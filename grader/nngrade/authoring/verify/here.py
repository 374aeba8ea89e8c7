"""Sessions for answers that the course itself holds: in this process, or in a worker with a clock beside it."""

import contextlib
import io
import math
import time
from pathlib import Path

import msgspec
import numpy as np

from nngrade.errors import SandboxError
from nngrade.judge.sides import FROM_OUTSIDE
from nngrade.sandbox.description import Needs
from nngrade.sandbox.limits import limits_cpu
from nngrade.sandbox.scratch import Scratch
from nngrade.sandbox.session import Session, WorkerLostError
from nngrade.sandbox.zygote import Zygote
from nngrade.worker.executor import Executor
from nngrade.worker.messages import Begin, Load, Reply, Request, TooLarge
from nngrade.worker.randomness import RandomStates


class TooLongHereError(SandboxError):
    """An answer takes so long that it is better judged in a worker, which has limits."""


class Here(Session):
    """Plays the worker's part in this process: no walls, and no start-up.

    For code that the course's author wrote, and that naming a mistake runs in the judge's
    process anyway. Nothing is answered when its `seconds` are over; to interrupt an
    answer that does not end is for whoever uses it.
    """

    has_folder = False  # this process stands where its user does

    def __init__(self, needs: Needs, seconds: float = math.inf) -> None:
        # Nothing of a real session's: there is no process to start.
        self._needs = needs
        self._scratch: Scratch | None = None
        self._random_states: RandomStates | None = None
        self._executor = Executor(needs.preload, self._home, FROM_OUTSIDE)
        self._deadline = time.monotonic() + seconds
        self.printed = ""

    def begin(self, seed: int, condemned: tuple[str, ...], wall_seconds: float, cpu_seconds: float) -> None:
        """A check begins."""
        del wall_seconds, cpu_seconds
        self._answer(Begin(seed, condemned))

    def ask(self, request: Request) -> Reply:
        """Do what a worker would do."""
        self._look_at_the_clock()
        if isinstance(request, Load):
            # A topic may well be called `random`, and this process needs the real one.
            request = msgspec.structs.replace(request, module=f"nngrade:here:{request.module}")
        nowhere = io.StringIO()
        with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere), np.errstate(all="ignore"):
            reply = self._answer(request)
        self._look_at_the_clock()
        if isinstance(reply, TooLarge):
            raise WorkerLostError("output", "it returned too much at once")
        return reply

    def _answer(self, request: Request) -> Reply:
        with contextlib.nullcontext() if self._random_states is None else self._random_states.in_force():
            return self._executor.answer(request)

    def _look_at_the_clock(self) -> None:
        if time.monotonic() > self._deadline:
            raise TooLongHereError("it takes too long to be judged in this process")

    def another(self) -> "Here":
        """A second one, which has what is left of the time."""
        other = Here(self._needs, self._deadline - time.monotonic())
        other._random_states = RandomStates()
        return other

    def _home(self) -> str:
        if self._scratch is None:
            self._scratch = Scratch()
        return str(self._scratch.folder)

    def close(self) -> None:
        """Give up what it holds."""
        self._executor = Executor()
        if self._scratch is not None:
            self._scratch.remove()
            self._scratch = None


class Clocked(Session):
    """A worker that is timed: `wall` and `cpu` are the seconds it has been at work in the check that runs.

    Time in which either process was ready and others had the processor is left out
    where the system tells it (Linux): it says how busy the machine is.
    """

    def __init__(self, zygote: Zygote) -> None:
        super().__init__(zygote.needs, zygote)
        self.wall = 0.0
        self._before = 0.0

    def begin(self, seed: int, condemned: tuple[str, ...], wall_seconds: float, cpu_seconds: float) -> None:
        """A check begins: the clocks start anew."""
        super().begin(seed, condemned, wall_seconds, cpu_seconds)
        self.wall = 0.0
        self._before = self._clock()

    def ask(self, request: Request) -> Reply:
        """Ask, and take the time."""
        begun, queued = time.monotonic(), self._queued()
        try:
            return super().ask(request)
        finally:
            self.wall += max(0.0, time.monotonic() - begun - (self._queued() - queued))

    @property
    def cpu(self) -> float:
        """CPU seconds in this check; 0 where another process's cannot be read."""
        return self._clock() - self._before

    def _clock(self) -> float:
        if not limits_cpu():
            return 0.0
        # Linux: clock_getcpuclockid(3).
        return time.clock_gettime((~self._process.pid << 3) | 2)

    def _queued(self) -> float:
        """Return the seconds that both processes have waited for a processor so far."""
        return sum(_queued(process) for process in ("self", str(self._process.pid)))


def _queued(process: str) -> float:
    try:
        # Linux, Documentation/scheduler/sched-stats.rst: time run, time waited (both in ns), time slices.
        return int((Path("/proc") / process / "schedstat").read_text("ascii").split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
