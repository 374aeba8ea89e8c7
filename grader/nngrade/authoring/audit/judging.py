"""Judging mutants by a topic's own checks, up to the first that one does not pass.

The judge is the one that judges students, and so is the worker. What is left out is
what takes time or tells a student more: collecting the suite anew, the other checks,
naming the mistake, another process for each submission. A mutant is our own code, so
that a worker which stays healthy may serve for the next one.
"""

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from nngrade.authoring.audit.model import Fate, Mutant
from nngrade.course.model import Topic
from nngrade.errors import CourseError
from nngrade.judge.checks import CheckSpec
from nngrade.judge.collected import collected
from nngrade.judge.context import Context
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


class MutantJudge:
    """Judges the mutants of one topic until it is closed.

    Raises CourseError for a suite that is none and a reference that does not pass it.
    """

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._reference = topic.reference.read_text("utf-8")
        self._worker = _WarmWorker(topic)
        with contextlib.ExitStack() as ends:
            ends.callback(self._worker.end)
            self._suite = ends.enter_context(collected(topic))
            self._seconds = self._judge_reference()
            self._ends = ends.pop_all()

    def close(self) -> None:
        """Give the suite and the worker up."""
        self._ends.close()

    def judge(self, mutant: Mutant) -> Fate:
        """Run the checks that may kill a mutant until one does."""
        race = self._race(mutant.source, self._limit)
        self._run_checks(race, (name for name, spec in self._suite.specs.items() if spec.exercise in mutant.judged_by))
        killer = race.killer
        if killer is None:
            return Fate(mutant)
        if killer.verdict not in _HARMLESS:
            self._worker.replace()
        return Fate(mutant, killer.name, killer.verdict)

    def _limit(self, check: str) -> float:
        return max(_LEAST_SECONDS, _PATIENCE * self._seconds.get(check, 0.0))

    def _race(self, source: str, limit: "Callable[[str], float] | None" = None) -> "_Race":
        topic = self._topic
        student = StudentSide(topic, Submission(Path(topic.filename), source, ""), self._worker.session)
        reference = LocalSide("the reference", self._reference, str(topic.reference), topic.needs)
        return _Race(topic, student, reference, limit)

    def _run_checks(self, race: "_Race", names: Iterable[str]) -> None:
        try:
            for _ in self._suite.checks_run(race, names):
                if race.killer is not None:
                    return
        finally:
            race.student.close()

    def _judge_reference(self) -> dict[str, float]:
        """Take the time that the reference needs in each check; raises CourseError for one that it does not pass."""
        self._run_checks(self._race(self._reference), self._suite.specs)  # waits for the worker to start
        race = self._race(self._reference)
        self._run_checks(race, self._suite.specs)
        for outcome in race.outcomes.values():
            if outcome.verdict is not Verdict.PASSED:
                message = f"{self._topic.suite}: the reference does not pass `{outcome.name}` ({outcome.verdict})."
                raise CourseError(message, tip=f"`nngrade author verify {self._topic.name}` says why. Mend that first.")
        return race.seconds


class _Race(Run):
    """One answer under some checks. With a limit for each it is a mutant: the first that it does not pass is its killer."""

    def __init__(self, topic: Topic, student: StudentSide, reference: LocalSide, limit: Callable[[str], float] | None) -> None:
        super().__init__(topic, student, reference, _SEED)
        self._limit = limit
        self.killer: Outcome | None = None
        self.seconds: dict[str, float] = {}

    def check(self, name: str, spec: CheckSpec, test: Callable[..., Any], context: Context, arguments: dict[str, Any]) -> Outcome:
        """Run one check, against the clock."""
        if self._limit is not None:
            seconds = self._limit(name)
            spec = replace(spec, after=(), wall_seconds=seconds, cpu_seconds=seconds)
        begun = time.perf_counter()
        outcome = super().check(name, spec, test, context, arguments)
        self.seconds[name] = time.perf_counter() - begun
        if self._limit is not None and outcome.verdict not in {Verdict.PASSED, Verdict.GRADER_ERROR}:
            self.killer = outcome
        return outcome


class _WarmWorker:
    """A worker that outlives a submission. It plays a session's part, whose owner closes it after each."""

    has_folder = True

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._needs = needs_of(topic)
        self._session = Session(self._needs)
        self._is_lost = False
        self._second: _WarmWorker | None = None

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
        """End the process, and the second one."""
        self._session.close()
        if self._second is not None:
            self._second.end()

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

    def another(self) -> Session:
        """A second process, for checks that hand something over; it outlives a submission too."""
        if self._second is None:
            self._second = _WarmWorker(self._topic)
        return self._second.session

    def close(self) -> None:
        """Stay: `end` closes it."""

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except WorkerLostError:
            self._is_lost = True
            raise
