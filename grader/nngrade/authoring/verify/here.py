"""Sessions for answers that the course itself holds: in this process, or in a worker with a clock beside it."""

import contextlib
import io
import time

import msgspec
import numpy as np

from nngrade.sandbox.description import Needs
from nngrade.sandbox.limits import limits_cpu
from nngrade.sandbox.session import Session, WorkerLostError
from nngrade.worker.executor import Executor
from nngrade.worker.messages import Begin, Load, Reply, Request, TooLarge


class Here(Session):
    """Plays the worker's part in this process: no walls, and no start-up.

    For code that the course's author wrote, and that naming a mistake runs in the judge's
    process anyway. It has no limits: whoever uses it watches the time.
    """

    def __init__(self, needs: Needs) -> None:
        # Nothing of a real session's: there is no process to start.
        self._executor = Executor(needs.preload)
        self.printed = ""

    def begin(self, seed: int, condemned: tuple[str, ...], wall_seconds: float, cpu_seconds: float) -> None:
        """A check begins."""
        del wall_seconds, cpu_seconds
        self._executor.answer(Begin(seed, condemned))

    def ask(self, request: Request) -> Reply:
        """Do what a worker would do."""
        if isinstance(request, Load):
            # A topic may well be called `random`, and this process needs the real one.
            request = msgspec.structs.replace(request, module=f"nngrade:here:{request.module}")
        nowhere = io.StringIO()
        with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere), np.errstate(all="ignore"):
            reply = self._executor.answer(request)
        if isinstance(reply, TooLarge):
            raise WorkerLostError("output", "it returned too much at once")
        return reply

    def close(self) -> None:
        """Give up what it holds."""
        self._executor = Executor()


class Clocked(Session):
    """A worker that is timed: `wall` and `cpu` are the seconds it has been at work in the check that runs."""

    def __init__(self, needs: Needs) -> None:
        super().__init__(needs)
        self.wall = 0.0
        self._before = 0.0

    def begin(self, seed: int, condemned: tuple[str, ...], wall_seconds: float, cpu_seconds: float) -> None:
        """A check begins: the clocks start anew."""
        super().begin(seed, condemned, wall_seconds, cpu_seconds)
        self.wall = 0.0
        self._before = self._clock()

    def ask(self, request: Request) -> Reply:
        """Ask, and take the time."""
        begun = time.monotonic()
        try:
            return super().ask(request)
        finally:
            self.wall += time.monotonic() - begun

    @property
    def cpu(self) -> float:
        """CPU seconds in this check; 0 where another process's cannot be read."""
        return self._clock() - self._before

    def _clock(self) -> float:
        if not limits_cpu():
            return 0.0
        # Linux: clock_getcpuclockid(3).
        return time.clock_gettime((~self._process.pid << 3) | 2)
