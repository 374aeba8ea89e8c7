"""Judging one submission on one topic: the door of this package."""

from nngrade.course.model import Topic
from nngrade.judge.diagnosis.naming import Naming
from nngrade.judge.disclosure import disclosed
from nngrade.judge.findings import finding_of, problem_of
from nngrade.judge.interruption import Interruption
from nngrade.judge.plugin import quiet, run_suite
from nngrade.judge.run import Outcome, Run
from nngrade.judge.settings import USUAL, Settings
from nngrade.judge.sides import LocalSide
from nngrade.judge.student import StudentSide, UnreadableError
from nngrade.model import CheckReport, ExerciseReport, TopicReport, Verdict
from nngrade.sandbox.session import Session
from nngrade.submissions.reading import Submission

__all__ = ["Settings", "judge", "report_of", "run_of"]


def judge(
    topic: Topic,
    submission: Submission,
    settings: Settings = USUAL,
    *,
    only: frozenset[str] = frozenset(),
    session: Session | None = None,
    unreadable: str = "",
) -> TopicReport:
    """Judge a submission by a topic's suite.

    `only` names exercises to look at; `session` is a worker that was started
    beforehand; `unreadable` says why there is no source to judge. Raises
    CourseError when the course is at fault. No worker outlives the call.
    """
    student = StudentSide(topic, submission, session)
    try:
        with Interruption() as interruption, quiet():
            run = run_of(topic, student, settings.seed)
            run.interruption = interruption
            run.problem = UnreadableError(unreadable) if unreadable else None
            run_suite(run, only)
            return report_of(run, submission, settings)
    finally:
        student.close()


def run_of(topic: Topic, student: StudentSide, seed: int) -> Run:
    """A run that has not begun: the student's side, and what it is compared with."""
    if topic.is_frozen:
        from nngrade.judge.frozen import FrozenRun  # noqa: PLC0415 - few ever need it

        return FrozenRun(topic, student)
    reference = LocalSide("the reference", topic.reference.read_text("utf-8"), str(topic.reference), topic.needs)
    return Run(topic, student, reference, seed)


def report_of(run: Run, submission: Submission, settings: Settings) -> TopicReport:
    """What a run that is over tells of its submission, as far as the settings let it."""
    naming = Naming(run.topic)
    problem = problem_of(run)
    checks: dict[str, list[CheckReport]] = {exercise.name: [] for exercise in run.topic.exercises}
    for outcome in run.outcomes.values():
        checks[outcome.spec.exercise].append(_check_report(run, outcome, naming, settings))
    exercises = tuple(
        ExerciseReport(exercise.name, exercise.title, tuple(checks[exercise.name]), *_place_of(run, exercise.name))
        for exercise in run.topic.exercises
        if checks[exercise.name]
    )
    return TopicReport(
        run.topic.name,
        run.topic.title,
        run.topic.weight,
        str(submission.path),
        submission.digest,
        exercises,
        problem,
        (*run.notes, *run.student.notes),
    )


def _check_report(run: Run, outcome: Outcome, naming: Naming, settings: Settings) -> CheckReport:
    spec = outcome.spec
    is_passed = outcome.verdict is Verdict.PASSED
    # What was earned before a check failed stays earned, however it failed.
    share = 1.0 if is_passed else 0.0 if outcome.verdict is Verdict.GRADER_ERROR else outcome.credit
    report = CheckReport(
        outcome.name,
        spec.exercise,
        spec.title,
        outcome.verdict,
        spec.points * share,
        spec.points,
        spec.public,
        settings.disclosure if spec.disclosure is None else spec.disclosure,
        "" if is_passed else spec.hint,
        outcome.reason,
        None if is_passed else finding_of(run, outcome, naming),
    )
    return disclosed(report, settings.cap)


def _place_of(run: Run, exercise: str) -> tuple[int | None, int | None]:
    """The line that an exercise is defined in, and in a notebook the cell."""
    definition = run.student.definitions.get(exercise)
    if definition is None:
        return None, None
    place = run.student.place(definition.line)
    return place.line, place.cell
