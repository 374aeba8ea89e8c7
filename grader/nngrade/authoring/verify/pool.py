"""Several processes that work at a plan's jobs, none of which outlives it."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO, cast

from nngrade.authoring.verify.model import Job, Message
from nngrade.authoring.verify.planning import Plan
from nngrade.sandbox.cores import compute_with_one_thread

_PATIENCE = 600.0  # seconds without a word after which a process is given up
_PARTING = 2.0  # seconds that a process has to end its workers


def work_at(plan: Plan, jobs: int) -> None:
    """Do all jobs of a plan, in this process or in so many others."""
    with TemporaryDirectory(prefix="nngrade-verify-") as folder:
        if jobs == 1:
            with _standing_in(Path(folder)):
                _work(plan)
        else:
            _Pool(plan, jobs, Path(folder)).work()


def _work(plan: Plan) -> None:
    from nngrade.authoring.verify.desk import Desk  # noqa: PLC0415 - it takes NumPy, pytest and Hypothesis

    Desk(plan.take, plan.tell).work()


@contextmanager
def _standing_in(folder: Path) -> Iterator[None]:
    """Let what an answer writes lie in a folder that will be taken away."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


class _Helper:
    """One process; `job` is what it is at, None while it waits for one."""

    def __init__(self, folder: Path) -> None:
        context = get_context("spawn")
        self.line, theirs = context.Pipe()
        self._process = context.Process(target=_help, args=(theirs, folder), daemon=True)
        self._process.start()
        theirs.close()
        self.topic = ""
        self.job: Job | None = None
        self._heard = time.monotonic()

    def give(self, job: Job) -> None:
        """Give it something to do."""
        self.job, self.topic = job, job.topic.name
        self._heard = time.monotonic()
        with suppress(OSError):  # it has ended: listening to it will tell
            self.line.send(job)

    def hear(self) -> Message | None:
        """Hear what came of its job, None when it is done; raises EOFError when the process has ended."""
        self._heard = time.monotonic()
        try:
            said = self.line.recv()
        except OSError:
            raise EOFError from None
        return cast("Message | None", said)

    @property
    def is_stuck(self) -> bool:
        """Whether it has been silent for too long."""
        return self.job is not None and time.monotonic() - self._heard > _PATIENCE

    def leave(self) -> None:
        """Ask it to end, and its workers with it."""
        self._process.terminate()
        self.line.close()

    def end(self, deadline: float) -> None:
        """See that it has ended."""
        self._process.join(max(0.0, deadline - time.monotonic()))
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


class _Pool:
    """The processes of one plan."""

    def __init__(self, plan: Plan, size: int, folder: Path) -> None:
        self._plan = plan
        self._size = size
        self._folder = folder
        self._helpers: list[_Helper] = []

    def work(self) -> None:
        """Do all jobs; whatever happens, no process is left."""
        try:
            while self._hand_out():
                self._listen()
        finally:
            self._dismiss(self._helpers)

    def _hand_out(self) -> bool:
        """Give jobs to whoever waits; returns whether anyone is at work."""
        for helper in self._helpers:
            if helper.job is None and (job := self._plan.take(helper.topic)) is not None:
                helper.give(job)
        while self._plan.has_jobs and len(self._helpers) < self._size:
            self._helpers.append(_Helper(self._folder))
            if (job := self._plan.take("")) is not None:
                self._helpers[-1].give(job)
        return any(helper.job is not None for helper in self._helpers)

    def _listen(self) -> None:
        busy = {helper.line: helper for helper in self._helpers if helper.job is not None}
        for line in wait(list(busy), timeout=1.0):
            helper = busy[cast("Connection", line)]
            try:
                message = helper.hear()
            except EOFError:
                self._give_up(helper)
                continue
            if message is None:
                helper.job = None
            else:
                self._plan.tell(message)
        for helper in busy.values():
            if helper.is_stuck:
                self._give_up(helper)

    def _give_up(self, helper: _Helper) -> None:
        """Give up a process that has ended or hangs; another one takes its place when there is work for it."""
        assert helper.job is not None
        self._plan.lost(helper.job)
        self._helpers.remove(helper)
        self._dismiss([helper])

    @staticmethod
    def _dismiss(helpers: list[_Helper]) -> None:
        for helper in helpers:
            helper.leave()
        deadline = time.monotonic() + _PARTING
        for helper in helpers:
            helper.end(deadline)


def _help(line: "Connection[Message | None, Job]", folder: Path) -> None:
    """Work in a process of the pool until the line is closed."""
    # Ctrl-C reaches every process of a terminal: the first one decides, and says so with SIGTERM.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    compute_with_one_thread()
    os.chdir(folder)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = cast("TextIO", nowhere)
        try:
            from nngrade.authoring.verify.desk import Desk  # noqa: PLC0415 - it takes NumPy, pytest and Hypothesis

            Desk(_Taker(line), line.send).work()
        except (EOFError, BrokenPipeError, KeyboardInterrupt):
            pass  # the first process has ended, or wants this one to


class _Taker:
    """Gets the next job over the line, and says before that the last one is done."""

    def __init__(self, line: "Connection[Message | None, Job]") -> None:
        self._line = line
        self._has_job = False

    def __call__(self, topic: str) -> Job:
        del topic
        if self._has_job:
            self._line.send(None)
        self._has_job = True
        return self._line.recv()
