"""Running one check: begin it on the student's side, call it, and keep what came of it."""

import functools
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import seed as hypothesis_seed
from hypothesis.errors import Flaky

from nngrade.course.model import Limits, Topic
from nngrade.errors import CourseError
from nngrade.judge.checks import CheckSpec
from nngrade.judge.context import Context
from nngrade.judge.failures import Failure, MissingFailure, RaisedFailure, WorkerGone
from nngrade.judge.sides import LocalSide
from nngrade.judge.student import NotLoadedError, StudentSide, UnreadableError
from nngrade.model import Category, Verdict


@dataclass(slots=True)
class Outcome:
    """What came of one check; `arguments` are those of the run that failed, for running it again."""

    name: str
    spec: CheckSpec
    verdict: Verdict
    reason: str = ""
    failure: Failure | WorkerGone | None = None
    error: BaseException | None = None
    test: Callable[..., Any] | None = None
    arguments: dict[str, Any] = field(default_factory=dict)
    printed: str = ""
    credit: float = 0.0


class Run:
    """One submission under one suite."""

    def __init__(self, topic: Topic, student: StudentSide, reference: LocalSide, seed: int) -> None:
        self.topic = topic
        self.student = student
        self.reference = reference
        self.seed = seed
        self.outcomes: dict[str, Outcome] = {}
        self.problem: UnreadableError | NotLoadedError | WorkerGone | None = None
        self._guarded: frozenset[str] = frozenset()

    def prepare(self, specs: dict[str, CheckSpec]) -> None:
        """Look at all checks before the first runs; raises CourseError for what does not fit together."""
        exercises = {exercise.name for exercise in self.topic.exercises}
        for name, spec in specs.items():
            if spec.exercise not in exercises:
                message = f"{self.topic.suite}: `{name}` checks `{spec.exercise}`, which topic.toml does not list"
                raise CourseError(message)
            for other in spec.after:
                if other not in specs:
                    message = f"{self.topic.suite}: `{name}` comes after `{other}`, which is no check"
                    raise CourseError(message)
        self._guarded = frozenset(spec.exercise for spec in specs.values() if spec.purity)

    def context(self, name: str, spec: CheckSpec) -> Context:
        """The surroundings of a check on this submission."""
        purity = spec.purity or spec.exercise not in self._guarded
        return Context(self.student, self.reference, judges_purity=purity, seed=self._seed_of(name))

    def check(
        self, name: str, spec: CheckSpec, test: Callable[..., Any], context: Context, arguments: dict[str, Any]
    ) -> Outcome:
        """Run one check, and never let anything of the student's out but its outcome."""
        outcome = self._without_running(name, spec)
        if outcome is None:
            outcome = Outcome(name, spec, Verdict.PASSED)
            recorder = _Recorder(test, arguments)
            try:
                self.student.begin(self._seed_of(name), self._limits(spec))
                self._known_to_be_defined(spec.exercise)
                recorder.run(self._seed_of(name))
            except NotLoadedError as problem:
                self.problem = problem
            except WorkerGone as gone:
                self._gone(gone, outcome)
            except Failure as failure:
                outcome.failure = failure
            except (KeyboardInterrupt, CourseError):
                raise
            except BaseException as error:  # noqa: BLE001 - a suite may break in any way; it is told apart below
                self._broke(error, outcome, context, recorder)
            outcome.test, outcome.arguments = recorder.inner, recorder.failed_with
            outcome.credit = context.credit
            outcome.printed = self.student.printed
            outcome.verdict = self._verdict(outcome)
        self.outcomes[name] = outcome
        return outcome

    def _without_running(self, name: str, spec: CheckSpec) -> Outcome | None:
        if self.problem is not None:
            return Outcome(name, spec, self._verdict_of_problem())
        definition = self.student.definitions.get(spec.exercise)
        if definition is not None and definition.unfinished:
            return Outcome(name, spec, Verdict.UNFINISHED)
        for other in spec.after:
            before = self.outcomes.get(other)
            if before is None or before.verdict is Verdict.PASSED:
                continue
            if before.verdict is Verdict.UNFINISHED and before.spec.exercise == spec.exercise:
                return Outcome(name, spec, Verdict.UNFINISHED, failure=before.failure)
            reason = f"`{before.spec.exercise}` does not work yet (“{before.spec.title}”)"
            return Outcome(name, spec, Verdict.SKIPPED, reason)
        return None

    def _known_to_be_defined(self, exercise: str) -> None:
        if exercise not in self.student.names:
            raise self.student.missing(exercise)
        definition = self.student.definitions.get(exercise)
        if definition is not None and definition.unfinished:
            raise MissingFailure(Category.NOT_WRITTEN, f"`{exercise}` is not written yet", call=None)

    def _gone(self, gone: WorkerGone, outcome: Outcome) -> None:
        outcome.failure = gone
        # Executing the file alone ends the worker, or its answers cannot be trusted to be read: no check can run.
        if not self.student.names or gone.lost.end == "reply":
            self.problem = gone

    def _broke(self, error: BaseException, outcome: Outcome, context: Context, recorder: "_Recorder") -> None:
        """An exception out of the suite itself: the suite's fault, unless the same check holds for the reference."""
        call = context.student.last
        if isinstance(error, AssertionError):
            outcome.failure = Failure(Category.WRONG_PROPERTY, str(error) or outcome.spec.title, call=call)
        elif isinstance(error, Flaky):
            summary = "the same input gave another answer the second time"
            outcome.failure = Failure(Category.NOT_REPEATABLE, summary, call=call)
        elif recorder.failed_with and self._holds_for_reference(outcome, recorder):
            got = call.result if call else None
            summary = f"the check could not use what came back ({type(error).__name__}: {error})"
            outcome.failure = Failure(Category.WRONG_TYPE, summary, call=call, got=got)
        else:
            outcome.error = error

    def _holds_for_reference(self, outcome: Outcome, recorder: "_Recorder") -> bool:
        try:
            self.again(outcome.name, outcome.spec, recorder.inner, recorder.failed_with, self.reference)
        except Exception:  # noqa: BLE001 - whatever it is, the reference does not pass either
            return False
        return True

    def again(
        self, name: str, spec: CheckSpec, test: Callable[..., Any], arguments: dict[str, Any], side: LocalSide
    ) -> None:
        """Run a check's function once more on the same drawn input, with another side in the student's place."""
        purity = spec.purity or spec.exercise not in self._guarded
        fixtures = Context(side, self.reference, judges_purity=purity, seed=self._seed_of(name)).fixtures()
        test(**{key: fixtures.get(key, value) for key, value in arguments.items()})

    def _verdict(self, outcome: Outcome) -> Verdict:
        if self.problem is not None and outcome.failure is None and outcome.error is None:
            return self._verdict_of_problem()
        if outcome.error is not None:
            return Verdict.GRADER_ERROR
        match outcome.failure:
            case None:
                return Verdict.PASSED
            case WorkerGone() as gone:
                return _VERDICT_OF_END[gone.lost.end]
            case MissingFailure():
                return Verdict.UNFINISHED
            case RaisedFailure() as raised:
                return self._verdict_of_exception(raised, outcome.spec.exercise)
            case Failure() as failure:
                return Verdict.UNFINISHED if self._is_left_open(failure, outcome.spec.exercise) else Verdict.FAILED

    def _verdict_of_exception(self, raised: RaisedFailure, exercise: str) -> Verdict:
        if "NotImplementedError" in raised.kinds:
            return Verdict.UNFINISHED
        definition = self.student.definitions.get(exercise)
        is_blank = definition is not None and definition.placeholder and "NoneType" in raised.message
        return Verdict.UNFINISHED if is_blank else Verdict.ERRORED

    def _is_left_open(self, failure: Failure, exercise: str) -> bool:
        """A function that still has a blank in it and gives None back is not written yet."""
        definition = self.student.definitions.get(exercise)
        return definition is not None and definition.placeholder and failure.got is None

    def _verdict_of_problem(self) -> Verdict:
        match self.problem:
            case WorkerGone() as gone:
                return _VERDICT_OF_END[gone.lost.end]
            case UnreadableError():
                return Verdict.UNFINISHED
            case NotLoadedError() as problem:
                if getattr(problem.reply, "reason", "") == "empty" or "NotImplementedError" in getattr(
                    problem.reply, "kinds", ()
                ):
                    return Verdict.UNFINISHED
                return Verdict.ERRORED
            case _:
                return Verdict.PASSED

    def _limits(self, spec: CheckSpec) -> Limits:
        limits = self.topic.limits
        return replace(
            limits,
            wall_seconds=spec.wall_seconds or limits.wall_seconds,
            cpu_seconds=spec.cpu_seconds or limits.cpu_seconds,
        )

    def _seed_of(self, name: str) -> int:
        return zlib.crc32(f"{self.seed}:{self.topic.name}:{name}".encode())


_VERDICT_OF_END = {
    "time": Verdict.TIMED_OUT,
    "cpu": Verdict.TIMED_OUT,
    "memory": Verdict.OUT_OF_MEMORY,
    "output": Verdict.ERRORED,
    "reply": Verdict.ERRORED,
    "died": Verdict.ERRORED,
}


class _Recorder:
    """Runs a test function and remembers with which arguments it failed last: the smallest, after shrinking."""

    def __init__(self, test: Callable[..., Any], arguments: dict[str, Any]) -> None:
        self._test = test
        self._arguments = arguments
        self.failed_with: dict[str, Any] = {}
        handle = getattr(test, "hypothesis", None)
        self.inner: Callable[..., Any] = handle.inner_test if handle is not None else test
        if handle is not None:
            handle.inner_test = self._recorded(self.inner)
        else:
            self._test = self._recorded(test)

    def _recorded(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(inner)
        def run(**arguments: Any) -> None:
            try:
                inner(**arguments)
            except BaseException:
                self.failed_with = arguments
                raise

        return run

    def run(self, seed: int) -> None:
        """Run the test, its inputs drawn from `seed`."""
        if hasattr(self._test, "hypothesis"):
            hypothesis_seed(seed)(self._test)
        self._test(**self._arguments)
