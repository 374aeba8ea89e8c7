"""Judging mutants in several processes side by side.

A lane is a process of ours, with the judge in it and a worker beside it. It gets one
mutant at a time, and ends with its worker when its line closes, however that happens.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, cast

from nngrade.authoring.audit.model import Fate, Mutant
from nngrade.course.model import Topic
from nngrade.errors import CourseError, NNGradeError, SandboxError
from nngrade.sandbox.cores import compute_with_one_thread

if TYPE_CHECKING:
    from nngrade.authoring.audit.judging import MutantJudge

_FAREWELL = 5.0  # seconds that a lane has to end its worker


@dataclass(frozen=True, slots=True)
class Task:
    """A mutant of a topic, to be judged."""

    topic: Topic
    mutant: Mutant


@dataclass(frozen=True, slots=True)
class _Broken:
    """A task that could not be done, in the words of the error."""

    message: str
    tip: str
    is_course: bool


def judged(tasks: Sequence[Task], jobs: int) -> Generator[tuple[Task, Fate]]:
    """Judge every task, in any order; raises the first error that a lane meets. No process outlives the generator."""
    waiting = iter(tasks)
    with contextlib.ExitStack() as ends:
        lanes = [_Lane(ends) for _ in range(max(1, min(jobs, len(tasks))))]
        busy = {lane.line: lane for lane in lanes if lane.give(next(waiting, None))}
        while busy:
            for line in wait(list(busy)):
                lane = busy[cast("Connection", line)]
                yield lane.take()
                if not lane.give(next(waiting, None)):
                    del busy[lane.line]


class _Lane:
    """This side of a lane."""

    def __init__(self, ends: contextlib.ExitStack) -> None:
        context = multiprocessing.get_context("spawn")  # a copy of this process would share its terminal and its threads
        self.line, theirs = context.Pipe()
        ends.callback(self.line.close)
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        with _deaf_to_ctrl_c():
            self._process.start()
        ends.callback(_end, self._process)
        theirs.close()
        self._task: Task | None = None

    def give(self, task: Task | None) -> bool:
        """Send a task, if there is one."""
        self._task = task
        if task is not None:
            with contextlib.suppress(BrokenPipeError):  # `take` will say so
                self.line.send(task)
        return task is not None

    def take(self) -> tuple[Task, Fate]:
        """Receive what came of it."""
        try:
            answer = self.line.recv()
        except (EOFError, OSError):
            raise SandboxError(f"A judging process ended by itself (exit code {self._process.exitcode}).") from None
        if isinstance(answer, _Broken):
            kind = CourseError if answer.is_course else NNGradeError
            raise kind(answer.message, tip=answer.tip)
        assert isinstance(answer, Fate)
        assert self._task is not None
        return self._task, answer


@contextlib.contextmanager
def _deaf_to_ctrl_c() -> Generator[None]:
    """A process started in here inherits it: Ctrl-C reaches all of a terminal's, and is the first one's to answer."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(process: BaseProcess) -> None:
    """Ask a lane to end, worker and all; what does not listen is ended."""
    process.terminate()
    process.join(_FAREWELL)
    if process.is_alive():
        process.kill()
        process.join()


def _work(line: Connection) -> None:
    """Do a lane's tasks: the part that runs in the process."""
    # The judge lets no exception out but this one.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    compute_with_one_thread()
    with contextlib.suppress(KeyboardInterrupt), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = nowhere  # what a suite prints would run through the table
        _Desk(line).work()


class _Desk:
    """Takes one task after the other from a line, until it closes; those of one topic are done by one judge."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._task: Task | None = None

    def work(self) -> None:
        """Do all tasks; the first that cannot be done is the last."""
        # Late, for NumPy looks at the environment when it is imported; and the first process needs none of it.
        from nngrade.authoring.audit.judging import MutantJudge  # noqa: PLC0415

        self._take()
        try:
            while self._task is not None:
                with contextlib.closing(MutantJudge(self._task.topic)) as judge:
                    self._judge_all(judge)
        except NNGradeError as error:
            self._tell(_Broken(error.message, error.tip, isinstance(error, CourseError)))

    def _judge_all(self, judge: "MutantJudge") -> None:
        """Do the tasks of the topic at hand."""
        topic = self._task.topic if self._task else None
        while self._task is not None and self._task.topic == topic:
            self._tell(judge.judge(self._task.mutant))
            self._take()

    def _take(self) -> None:
        try:
            self._task = self._line.recv()
        except (EOFError, OSError):
            self._task = None  # there is no one to work for any more

    def _tell(self, what: Fate | _Broken) -> None:
        with contextlib.suppress(OSError):
            self._line.send(what)
