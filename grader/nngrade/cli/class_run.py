"""A run of `nngrade grade`: what was asked for is looked at, what was handed in is judged, and the marks are written."""

import gc
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nngrade.class_report import Problem
from nngrade.cli.class_outputs import outputs_of, sheets_of, write
from nngrade.cli.class_progress import progress
from nngrade.cli.class_view import rules_for, wanted_topics
from nngrade.cli.options import current_course
from nngrade.course.model import Course, Topic
from nngrade.errors import SandboxError, UsageError
from nngrade.gradebook.grading import Grading, Step
from nngrade.gradebook.intake.finding import find
from nngrade.gradebook.intake.model import Intake
from nngrade.gradebook.intake.roster import read_roster
from nngrade.gradebook.jobs import Scheduler
from nngrade.gradebook.marks import View, class_report
from nngrade.gradebook.shards import Shard
from nngrade.gradebook.store import Gradebook
from nngrade.judge.settings import Settings
from nngrade.model import Disclosure
from nngrade.sandbox.levels import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for; `is_elsewhere` when other machines judge."""

    submissions: Path
    topics: tuple[str, ...]
    book: Path
    roster: Path | None
    class_file: Path | None
    forms: tuple[str, ...]
    paths: tuple[Path, ...]
    template: Path | None
    columns: tuple[str, ...]
    shard: str | None
    isolation: Level | None
    cap: Disclosure
    seed: int
    is_elsewhere: bool
    regrade: bool
    yes: bool
    exit_zero: bool


@dataclass(frozen=True, slots=True)
class _Terms:
    """On what terms the class is judged."""

    topics: tuple[Topic, ...]
    settings: Settings
    isolation: Level
    shard: Shard | None


def grade_class(asked: Asked, scheduler: Scheduler) -> int:
    """Grade a class, and return the exit code."""
    course = current_course()
    outputs, sheets = outputs_of(asked.forms, asked.paths, asked.template), sheets_of(course, asked.template, asked.columns)
    if not asked.submissions.exists():
        message = f"{asked.submissions} does not exist."
        raise UsageError(message, tip="Name the folder of the submissions, or the zip file that you downloaded.")
    if asked.yes and not asked.regrade:
        raise UsageError("--yes accepts what --regrade shows.", tip="Add --regrade, or leave --yes out.")
    topics, rules = wanted_topics(course, asked.topics), rules_for(course, asked.class_file)
    shard = None if asked.shard is None else Shard.parse(asked.shard)
    terms = _Terms(topics, Settings(asked.seed, course.disclosure), _walls(asked), shard)
    view = View(course, topics, rules, asked.seed, terms.isolation.label, datetime.now(UTC), asked.cap)
    gc.freeze()  # what is imported by now stays: later collections need not look at it
    gc.enable()  # `main` turned it off for the start
    with Gradebook(asked.book) as book:
        intake, faults = _grade(asked, terms, course, book, scheduler)
        if asked.regrade:
            from nngrade.cli.regrading import settle  # noqa: PLC0415 - few ever need it

            settle(book, view, yes=asked.yes)
        report = class_report(book, view, (*intake.problems, *faults))
        write(outputs, book, view, report, sheets)
    return 0 if asked.exit_zero and report.exit_code == 1 else report.exit_code


def _walls(asked: Asked) -> Level:
    """The walls round every submission; a class is not graded below `standard` unless that was asked for by name."""
    if asked.isolation is not None:
        return asked.isolation  # every judging process holds its workers to it: see `_confirming`
    if asked.is_elsewhere:
        return Level.STANDARD  # which machines a cluster has is for them to find: one that has no such walls says so
    from nngrade.sandbox.detection import detect  # noqa: PLC0415 - starting a worker is for those who need it

    found = detect()
    if found.level < Level.STANDARD:
        message = f"This machine isolates submissions at the level {found.name}: they could read and write your files."
        raise SandboxError(message, tip="`nngrade doctor` says what is missing; `--isolation basic` grades all the same.")
    return found.level


def _grade(asked: Asked, terms: _Terms, course: Course, book: Gradebook, scheduler: Scheduler) -> tuple[Intake, list[Problem]]:
    """Find what was handed in, and judge what the gradebook does not know yet."""
    _refuse_other_course(book, course)
    _refuse_student_edition(terms.topics)
    for name, value in (("seed", str(terms.settings.seed)), ("isolation", terms.isolation.label)):
        book.set_fact(name, value)
    roster = () if asked.roster is None else read_roster(asked.roster)
    with tempfile.TemporaryDirectory(prefix="nngrade-class-") as scratch:
        intake = find(asked.submissions, terms.topics, Path(scratch), roster)
        if terms.shard is not None:
            intake = terms.shard.part(intake)
        grading = Grading(book, terms.topics, terms.settings, terms.isolation, again=asked.regrade)
        with progress(len(intake.hand_ins)) as on_step:
            tally = grading.run(intake, scheduler, on_step if asked.is_elsewhere else _confirming(on_step, asked.isolation))
    return intake, tally.faults


def _confirming(on_step: Callable[[Step], None], demanded: Level | None) -> Callable[[Step], None]:
    """Let the first submission that cannot be judged ask whether the level that was demanded can be had here at all."""
    is_confirmed = demanded is None

    def advance(step: Step) -> None:
        nonlocal is_confirmed
        if step.verdict is None and not is_confirmed:
            from nngrade.sandbox.detection import detect  # noqa: PLC0415 - see `_walls`

            detect(demanded)
            is_confirmed = True
        on_step(step)

    return advance


def _refuse_student_edition(topics: tuple[Topic, ...]) -> None:
    """What students have are the public checks with their answers: marks by those would prove nothing."""
    for topic in topics:
        if topic.is_frozen:
            message = f"This is the student edition of {topic.name}: it has neither the hidden checks nor the reference."
            raise UsageError(message, tip="Grade with the whole course: name it with --course.")


def _refuse_other_course(book: Gradebook, course: Course) -> None:
    """A gradebook is one course's: two of them may each have a topic `softmax`."""
    known = book.fact("course")
    if known is None:
        book.set_fact("course", course.title)
    elif known != course.title:
        message = f"{book.path} is the gradebook of the course “{known}”, not of “{course.title}”."
        raise UsageError(message, tip="Name another file with --gradebook, or the course with --course.")
