"""Running one check: begin it on the student's side, call it, and keep what came of it."""

import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from nngrade.course.model import Limits, Topic
from nngrade.errors import CourseError, SandboxError
from nngrade.judge.checks import CheckSpec
from nngrade.judge.context import Context
from nngrade.judge.failures import Failure, MissingFailure, RaisedFailure, WorkerGone
from nngrade.judge.interruption import Interruption
from nngrade.judge.recording import Recorder, recorder_for
from nngrade.judge.sides import LocalSide, Side
from nngrade.judge.student import NotLoadedError, StudentSide, UnreadableError
from nngrade.judge.tapes import Tapes
from nngrade.model import Category, Verdict

_SHRINKING = 0.4  # the share of a check's time in which a smaller failing input is looked for


@dataclass(slots=True)
class Outcome:
    """What came of one check; `recorder` can run it again on the input that it failed on."""

    name: str
    spec: CheckSpec
    verdict: Verdict
    reason: str = ""
    failure: Failure | WorkerGone | None = None
    error: BaseException | None = None
    recorder: Recorder | None = None
    printed: str = ""
    credit: float = 0.0


class Run:
    """One submission under one suite."""

    def __init__(self, topic: Topic, student: StudentSide, reference: Side, seed: int) -> None:
        self.topic = topic
        self.student = student
        self.reference = reference
        self.seed = seed
        self.tapes: Tapes | None = None  # where one judge judges many
        self.interruption = Interruption()
        self.outcomes: dict[str, Outcome] = {}
        self.problem: UnreadableError | NotLoadedError | WorkerGone | None = None
        self.notes: tuple[str, ...] = ()
        # The file and line of every check, for messages to the author.
        self.where: dict[str, str] = {}
        self._guarded: frozenset[str] = frozenset()

    def prepare(self, specs: dict[str, CheckSpec]) -> None:
        """Look at all checks before the first runs; raises CourseError for what does not fit together."""
        exercises = {exercise.name for exercise in self.topic.exercises}
        seen: set[str] = set()
        for name, spec in specs.items():
            if spec.exercise not in exercises:
                message = f"{self.where[name]}: `{name}` checks `{spec.exercise}`, which topic.toml does not list."
                raise CourseError(message, tip=f"It lists {', '.join(sorted(exercises))}.")
            for other in spec.after:
                if other not in seen:
                    what = "stands below it" if other in specs else "is no check of this suite"
                    message = f"{self.where[name]}: `{name}` comes after `{other}`, which {what}."
                    raise CourseError(message, tip="`after` names test functions that stand above.")
            seen.add(name)
        self._guarded = frozenset(spec.exercise for spec in specs.values() if spec.purity)

    def context(self, name: str, spec: CheckSpec, student: Side | None = None) -> Context:
        """The surroundings of a check, with the submission or another side in the student's place."""
        purity = spec.purity or spec.exercise not in self._guarded
        return Context(student or self.student, self.reference, judges_purity=purity, seed=self._seed_of(name))

    def check(self, name: str, spec: CheckSpec, test: Callable[..., Any], context: Context, arguments: dict[str, Any]) -> Outcome:
        """Run one check, and never let anything of the student's out but its outcome."""
        self.interruption.look()
        outcome = self._without_running(name, spec)
        if outcome is None:
            recorder = recorder_for(test, arguments, context.renew, self.tapes)
            outcome = self._attempt(name, spec, recorder, context)
            if isinstance(outcome.failure, WorkerGone) and outcome.failure.was_hasty:
                outcome = self._attempt(name, spec, recorder, context, in_full=True)
        self.outcomes[name] = outcome
        return outcome

    def _attempt(self, name: str, spec: CheckSpec, recorder: Recorder, context: Context, *, in_full: bool = False) -> Outcome:
        outcome = Outcome(name, spec, Verdict.PASSED, recorder=recorder)
        try:
            self.reference.renew(self._seed_of(name))
            seconds = self.student.begin(self._seed_of(name), self._limits(spec), in_full=in_full)
            self._known_to_be_defined(spec.exercise)
            recorder.run(self._seed_of(name), shrink_until=time.monotonic() + _SHRINKING * seconds)
        except NotLoadedError as problem:
            self.problem = problem
        except WorkerGone as gone:
            self._gone(gone, outcome)
        except Failure as failure:
            outcome.failure = failure
        except (KeyboardInterrupt, SandboxError):
            raise
        except BaseException as error:  # noqa: BLE001 - a suite may break in any way; it is told apart below
            self._broke(error, outcome, recorder)
        outcome.credit = context.credit
        outcome.printed = self.student.printed
        outcome.verdict = self._verdict(outcome)
        return outcome

    def _without_running(self, name: str, spec: CheckSpec) -> Outcome | None:
        if self.problem is not None:
            return Outcome(name, spec, self._verdict_of_problem())
        definition = self.student.definitions.get(spec.exercise)
        if definition is not None and definition.unfinished:
            return Outcome(name, spec, Verdict.UNFINISHED)
        for other in spec.after:
            before = self.outcomes.get(other)
            # Where the grader itself broke, nobody knows what would have come of it.
            if before is None or before.verdict in (Verdict.PASSED, Verdict.GRADER_ERROR):
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
        # Executing the file alone ends the worker, or its answers cannot be trusted to be read: no check can run.
        if gone.while_loading or gone.lost.end == "reply":
            self.problem = gone
        if not gone.while_loading:
            outcome.failure = gone

    def _broke(self, error: BaseException, outcome: Outcome, recorder: Recorder) -> None:
        """An exception out of the suite itself: the suite's fault, unless the same check holds for the reference."""
        call = self.student.last
        if isinstance(error, AssertionError):
            outcome.failure = Failure(Category.WRONG_PROPERTY, str(error) or outcome.spec.title, call=call)
        elif not self._holds_for_reference(outcome, recorder):
            outcome.error = error
        elif recorder.is_of_two_minds(error):
            summary = "the same input gave another answer the second time"
            outcome.failure = Failure(Category.NOT_REPEATABLE, summary, call=call)
        else:
            summary = f"the check could not use what came back ({type(error).__name__}: {str(error)[:200]})"
            got = call.result if call else None
            outcome.failure = Failure(Category.WRONG_TYPE, summary, call=call, got=got)

    def _holds_for_reference(self, outcome: Outcome, recorder: Recorder) -> bool:
        # As a student the reference is someone else: what it makes cannot be handed to itself either.
        student = self.reference.twin() if isinstance(self.reference, LocalSide) else self.reference
        student.renew(self._seed_of(outcome.name))
        fixtures = self.context(outcome.name, outcome.spec, student).fixtures()
        try:
            if recorder.has_failed:
                recorder.replay_on(fixtures)
            else:
                recorder.run_on(fixtures, self._seed_of(outcome.name))
        except KeyboardInterrupt:
            raise
        except BaseException:  # noqa: BLE001 - whatever it is, the reference does not pass either
            return False
        return True

    def again(self, outcome: Outcome, side: Side) -> None:
        """Run a check's function once more on the input that it failed on, with another side in the student's place."""
        if outcome.recorder is not None:
            self.reference.renew(self._seed_of(outcome.name))
            side.renew(self._seed_of(outcome.name))
            outcome.recorder.replay_on(self.context(outcome.name, outcome.spec, side).fixtures())

    def _verdict(self, outcome: Outcome) -> Verdict:
        if self.problem is not None and outcome.failure is None and outcome.error is None:
            return self._verdict_of_problem()
        if outcome.error is not None:
            return Verdict.GRADER_ERROR
        match outcome.failure:
            case None:
                return Verdict.PASSED
            case WorkerGone() as gone:
                return _VERDICT_OF_END.get(gone.lost.end, Verdict.ERRORED)
            case MissingFailure():
                return Verdict.UNFINISHED
            case RaisedFailure() as raised:
                return self._verdict_of_exception(raised, outcome.spec.exercise)
            case Failure() as failure:
                behind = failure.__cause__
                if isinstance(behind, RaisedFailure) and self._verdict_of_exception(behind, outcome.spec.exercise) is Verdict.UNFINISHED:
                    return Verdict.UNFINISHED
                return Verdict.UNFINISHED if self._is_left_open(failure, outcome.spec.exercise) else Verdict.FAILED

    def _verdict_of_exception(self, raised: RaisedFailure, exercise: str) -> Verdict:
        if "NotImplementedError" in raised.kinds and self._says_so_itself(raised):
            return Verdict.UNFINISHED
        definition = self.student.definitions.get(exercise)
        is_blank = definition is not None and definition.placeholder and "NoneType" in raised.message
        return Verdict.UNFINISHED if is_blank else Verdict.ERRORED

    def _says_so_itself(self, raised: RaisedFailure) -> bool:
        """Whether the student's own line raised NotImplementedError: torch raises it for a dtype that an operation does not know."""
        lines = self.student.source_lines
        number = raised.frames[-1].line if raised.frames else 0
        return not 0 < number <= len(lines) or "NotImplementedError" in lines[number - 1]

    def _is_left_open(self, failure: Failure, exercise: str) -> bool:
        """A function that still has a blank in it and gives None back is not written yet."""
        definition = self.student.definitions.get(exercise)
        blank = failure.got is None or (isinstance(failure.got, tuple) and any(part is None for part in failure.got))
        return definition is not None and definition.placeholder and blank

    def _verdict_of_problem(self) -> Verdict:
        match self.problem:
            case WorkerGone() as gone:
                return _VERDICT_OF_END.get(gone.lost.end, Verdict.ERRORED)
            case UnreadableError():
                return Verdict.UNFINISHED
            case NotLoadedError() as problem:
                if getattr(problem.reply, "reason", "") == "empty" or "NotImplementedError" in getattr(problem.reply, "kinds", ()):
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
}
