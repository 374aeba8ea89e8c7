"""Judging mutants by a topic's own checks, up to the first that one does not pass.

The judge is the one that judges students, and so is the worker; what is left out is
what takes time and tells a student more: the other checks, naming the mistake, and a
new process for each submission. A mutant is our own code, so that a worker which
stays healthy may serve for the next one.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from nngrade.authoring.audit.model import Fate, Mutant
from nngrade.course.model import Topic
from nngrade.errors import CourseError
from nngrade.judge.checks import CheckSpec
from nngrade.judge.context import Context
from nngrade.judge.plugin import run_suite
from nngrade.judge.run import Outcome, Run
from nngrade.judge.sides import LocalSide
from nngrade.judge.student import StudentSide
from nngrade.model import Verdict
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.session import Session, WorkerLostError
from nngrade.submissions.reading import Submission
from nngrade.worker.messages import Reply, Request

_SEED = 0
_LEAST_SECONDS = 0.5
_PATIENCE = 20.0  # a mutant may take this many times as long as the reference
# After these a worker is as good as before.
_HARMLESS = frozenset({Verdict.PASSED, Verdict.FAILED, Verdict.ERRORED, Verdict.UNFINISHED})

_Limit = Callable[[str], float]


class MutantJudge:
    """Judges the mutants of one topic, one after the other."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._reference = topic.reference.read_text("utf-8")
        self._worker = _WarmWorker(topic)
        self._seconds: dict[str, float] = {}

    def judge_reference(self) -> None:
        """Take the time that the reference needs in each check; raises CourseError for one that it does not pass."""
        self._run(self._reference)  # the first time waits for the worker to start
        run = self._run(self._reference)
        for outcome in run.outcomes.values():
            if outcome.verdict is not Verdict.PASSED:
                message = f"{self._topic.suite}: the reference does not pass `{outcome.name}` ({outcome.verdict})."
                raise CourseError(message, tip=f"`nngrade author verify {self._topic.name}` says why. Mend that first.")
        self._seconds = run.seconds

    def judge(self, mutant: Mutant) -> Fate:
        """Run the checks that may kill a mutant until one does."""
        run = self._run(mutant.source, mutant.judged_by)
        killer = run.killer
        if killer is None:
            return Fate(mutant)
        if killer.verdict not in _HARMLESS:
            self._worker.replace()
        return Fate(mutant, killer.name, killer.verdict)

    def close(self) -> None:
        """End the worker."""
        self._worker.end()

    def _run(self, source: str, only: frozenset[str] = frozenset()) -> "_Race":
        """Run the suite: a mutant's own checks against the clock, or for the reference all of them."""
        topic = self._topic
        student = StudentSide(topic, Submission(Path(topic.filename), source, ""), self._worker.session)
        reference = LocalSide("the reference", self._reference, str(topic.reference), topic.needs)
        run = _Race(topic, student, reference, only, self._limit if only else None)
        try:
            run_suite(run, only)
        except _FoundError:
            pass
        finally:
            student.close()
        return run

    def _limit(self, check: str) -> float:
        return max(_LEAST_SECONDS, _PATIENCE * self._seconds.get(check, 0.0))


class _FoundError(CourseError):
    """A check was not passed: no other has to run. Pytest's plugin lets errors of the course out."""


class _Race(Run):
    """One mutant under the checks of its exercises alone, each under a limit of its own; ends at the first that is not passed."""

    def __init__(self, topic: Topic, student: StudentSide, reference: LocalSide, only: frozenset[str], limit: _Limit | None) -> None:
        super().__init__(topic, student, reference, _SEED)
        self._only = only
        self._limit = limit
        self.killer: Outcome | None = None
        self.seconds: dict[str, float] = {}

    def check(self, name: str, spec: CheckSpec, test: Callable[..., Any], context: Context, arguments: dict[str, Any]) -> Outcome:
        """Run one check, unless it is another exercise's that stands before one of ours."""
        if self._only and spec.exercise not in self._only:
            return Outcome(name, spec, Verdict.PASSED)
        if self._limit is not None:
            seconds = self._limit(name)
            spec = replace(spec, after=(), wall_seconds=seconds, cpu_seconds=seconds)
        begun = time.perf_counter()
        outcome = super().check(name, spec, test, context, arguments)
        self.seconds[name] = time.perf_counter() - begun
        if self._limit is not None and outcome.verdict not in {Verdict.PASSED, Verdict.GRADER_ERROR}:
            self.killer = outcome
            raise _FoundError(name)
        return outcome


class _WarmWorker:
    """A worker that outlives a submission. It plays a session's part, whose owner closes it after each."""

    def __init__(self, topic: Topic) -> None:
        self._needs = needs_of(topic)
        self._session = Session(self._needs)
        self._is_lost = False

    @property
    def session(self) -> Session:
        """A worker that is ready, as a session."""
        if self._is_lost:
            self.replace()
        return cast("Session", self)

    def replace(self) -> None:
        """Start another one: this one may be short of memory, or hung up."""
        self._session.close()
        self._session = Session(self._needs)
        self._is_lost = False

    def end(self) -> None:
        """End the process."""
        self._session.close()

    # -- what a submission's side asks of its session ----------------------------------

    @property
    def printed(self) -> str:
        """What the last call printed."""
        return self._session.printed

    def begin(self, *limits: Any) -> None:
        """A check begins."""
        with self._watched():
            self._session.begin(*limits)

    def ask(self, request: Request) -> Reply:
        """Send one request."""
        with self._watched():
            return self._session.ask(request)

    def close(self) -> None:
        """Stay: `end` closes it."""

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except WorkerLostError:
            self._is_lost = True
            raise
