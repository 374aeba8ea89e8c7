"""`nngrade grade`: judge what a class handed in, keep every report in a gradebook, and show the marks."""

import gc
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from nngrade.class_report import Problem
from nngrade.cli.class_options import class_option, rules_for, topics_option, wanted_topics
from nngrade.cli.class_outputs import output_options, outputs_of, sheets_of, write
from nngrade.cli.class_progress import progress
from nngrade.cli.options import common_options, cores, current_course, disclosure_option, isolation_option, seed_option
from nngrade.course.classes import Rules
from nngrade.course.model import Course, Topic
from nngrade.errors import SandboxError, UsageError
from nngrade.gradebook.grading import Grading
from nngrade.gradebook.intake.finding import find
from nngrade.gradebook.intake.model import Intake
from nngrade.gradebook.intake.roster import read_roster
from nngrade.gradebook.jobs import Scheduler
from nngrade.gradebook.marks import View, class_report
from nngrade.gradebook.schedulers import Here, Pool
from nngrade.gradebook.shards import Shard
from nngrade.gradebook.store import Gradebook
from nngrade.judge.settings import Settings
from nngrade.model import Disclosure
from nngrade.sandbox.levels import Level


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the command line asks for."""

    submissions: Path
    topics: tuple[Topic, ...]
    rules: Rules
    isolation: Level
    settings: Settings
    roster: Path | None
    shard: Shard | None
    regrade: bool


@click.command("grade")
@click.argument("submissions", type=click.Path(path_type=Path))
@topics_option
@click.option(
    "--gradebook",
    "book",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("gradebook.sqlite"),
    show_default=True,
    metavar="FILE",
    help="Where every report is kept.",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Who is in the class and, if it has a column for it, which paths are whose.",
)
@class_option
@output_options
@click.option("--jobs", type=click.IntRange(1, 512), metavar="N", help="How many processes judge.  [default: the cores]")
@click.option("--scheduler", metavar="ADDRESS", help="Judge on a Dask cluster, such as tcp://host:8786.")
@click.option("--shard", metavar="I/N", help="Grade only the I-th of N parts of the class; `nngrade gradebook merge` joins them.")
@click.option("--regrade", is_flag=True, help="Show which marks would change, and accept them after a question.")
@click.option("--yes", is_flag=True, help="Accept what --regrade shows without the question.")
@isolation_option
@disclosure_option("The most that a written report may tell.")
@seed_option
@click.option("--exit-zero", is_flag=True, help="Exit with 0 although submissions do not pass.")
@common_options
def command(
    submissions: Path,
    topics: tuple[str, ...],
    book: Path,
    roster: Path | None,
    class_file: Path | None,
    forms: tuple[str, ...],
    paths: tuple[Path, ...],
    template: Path | None,
    columns: tuple[str, ...],
    jobs: int | None,
    scheduler: str | None,
    shard: str | None,
    isolation: Level | None,
    cap: Disclosure | None,
    seed: int,
    *,
    regrade: bool,
    yes: bool,
    exit_zero: bool,
) -> int:
    """Grade a class: every submission in a folder or a download.

    SUBMISSIONS holds a folder for each student, or a file for each; or it is a download of Canvas, Moodle or Gradescope
    as it comes. Every report is kept in the gradebook, so that the next run judges only what is new, and a killed one goes
    on where it was. Exit code 0 when every check of everyone passed, 1 when some did not, 3 when the grader was at fault.

    \b
    nngrade grade submissions --topic softmax
    nngrade grade submissions.zip -t softmax --format csv --output marks.csv --format junit --output marks.xml
    nngrade grade submissions --class autumn.toml --regrade
    """
    course = current_course()
    outputs, sheets = outputs_of(forms, paths, template), sheets_of(course, template, columns)
    if not submissions.exists():
        raise UsageError(f"{submissions} does not exist.", tip="Name the folder of the submissions, or the zip file that you downloaded.")
    if yes and not regrade:
        raise UsageError("--yes accepts what --regrade shows.", tip="Add --regrade, or leave --yes out.")
    doer = _scheduler(scheduler, jobs)
    wish = _Wish(
        submissions,
        wanted_topics(course, topics),
        rules_for(course, class_file),
        _walls(isolation, scheduler),
        Settings(seed, course.disclosure),
        roster,
        None if shard is None else Shard.parse(shard),
        regrade,
    )
    view = View(course, wish.topics, wish.rules, seed, wish.isolation.label, datetime.now(UTC), Disclosure.FULL if cap is None else cap)
    gc.enable()  # `main` turned it off for the start
    with Gradebook(book) as opened:
        intake, faults = _grade(wish, course, opened, doer)
        if regrade:
            from nngrade.cli.regrading import settle  # noqa: PLC0415 - few ever need it

            settle(opened, view, yes=yes)
        report = class_report(opened, view, (*intake.problems, *faults))
        write(outputs, opened, view, report, sheets)
    return 0 if exit_zero and report.exit_code == 1 else report.exit_code


def _walls(demanded: Level | None, address: str | None) -> Level:
    """The walls round every submission; a class is not graded below `standard` unless that was asked for by name."""
    if demanded is not None and (demanded is Level.BASIC or address is not None):
        return demanded
    if address is not None:
        return Level.STANDARD  # which machines a cluster has is for them to find: one that has no such walls says so
    from nngrade.sandbox.detection import detect  # noqa: PLC0415 - starting a worker is for those who need it

    found = detect(demanded)
    if found.level < Level.STANDARD:
        message = f"This machine isolates submissions at the level {found.name}: they could read and write your files."
        raise SandboxError(message, tip="`nngrade doctor` says what is missing; `--isolation basic` grades all the same.")
    return found.level


def _scheduler(address: str | None, jobs: int | None) -> Scheduler:
    if address is not None:
        if jobs is not None:
            raise UsageError("--jobs and --scheduler exclude each other.", tip="How many judge on a cluster is the cluster's to say.")
        from nngrade.gradebook.cluster import Cluster  # noqa: PLC0415 - an optional extra

        return Cluster(address)
    size = jobs or cores()
    return Here() if size == 1 else Pool(size)


def _grade(wish: _Wish, course: Course, book: Gradebook, scheduler: Scheduler) -> tuple[Intake, list[Problem]]:
    """Find what was handed in, and judge what the gradebook does not know yet."""
    _refuse_other_course(book, course)
    _refuse_student_edition(wish.topics)
    for name, value in (("seed", str(wish.settings.seed)), ("isolation", wish.isolation.label)):
        book.set_fact(name, value)
    roster = () if wish.roster is None else read_roster(wish.roster)
    with tempfile.TemporaryDirectory(prefix="nngrade-class-") as scratch:
        intake = find(wish.submissions, wish.topics, Path(scratch), roster)
        if wish.shard is not None:
            intake = wish.shard.part(intake)
        grading = Grading(book, wish.topics, wish.settings, wish.isolation, again=wish.regrade)
        with progress(len(intake.hand_ins)) as on_step:
            tally = grading.run(intake, scheduler, on_step)
    return intake, tally.faults


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
