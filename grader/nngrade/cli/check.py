"""`nngrade check`: judge a student's work, and show what holds, what does not, and why.

The worker is started before the judge is imported: both take about as long,
and run side by side.
"""

import contextlib
import gc
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import click

from nngrade import __version__
from nngrade.cli.check_formats import FORMATS, WANTED_IN_ANY_CASE, render
from nngrade.cli.options import common_options, current_course, disclosure_option, here, isolation_option, seed_option
from nngrade.cli.targets import Target, TargetName, parse_targets
from nngrade.course.model import Course, Topic
from nngrade.errors import UsageError
from nngrade.model import Disclosure, Report, TopicReport
from nngrade.sandbox.cores import compute_with_one_thread
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.levels import Level, weakest
from nngrade.sandbox.session import Session
from nngrade.sandbox.zygote import Zygote
from nngrade.submissions.reading import Submission, find_submission, read_submission
from nngrade.submissions.workspace import find_workspace, write_whole

_ShowProgress = Callable[[int, Topic], None]


@dataclass(frozen=True, slots=True)
class _Job:
    """One topic to judge: the submission, or why it cannot be read."""

    topic: Topic
    only: frozenset[str]
    submission: Submission
    unreadable: str = ""


@click.command("check")
@click.argument("targets", nargs=-1, type=TargetName(), metavar="[TOPIC[.EXERCISE]]...")
@click.option("--all", "check_all", is_flag=True, help="Check every topic of the course.")
@click.option("--submission", type=click.Path(path_type=Path), metavar="PATH", help="The file to check, or the folder that holds it.")
@click.option("--reference", is_flag=True, help="Check the course's own answers instead of yours.")
@click.option("--format", "form", type=click.Choice(["terminal", *FORMATS]), default="terminal", show_default=True, help="What to print.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the report to a file.")
@disclosure_option("The most that the report may tell.")
@seed_option
@isolation_option
@common_options
def command(
    targets: tuple[str, ...],
    submission: Path | None,
    form: str,
    output: Path | None,
    cap: Disclosure | None,
    seed: int,
    isolation: Level | None,
    *,
    check_all: bool,
    reference: bool,
) -> int:
    """Check your work: a whole topic, one exercise of it, or several.

    \b
    nngrade check softmax
    nngrade check softmax.log_softmax perceptron
    nngrade check softmax --submission path/to/softmax.py
    nngrade check softmax --submission path/to/softmax.ipynb
    """
    course = current_course()
    wanted = _wanted(course, targets, check_all=check_all)
    _refuse_contradictions(wanted, submission, output, reference=reference)
    jobs = [
        _job(topic, only, submission, alone=len(wanted) == 1 and form not in WANTED_IN_ANY_CASE, reference=reference)
        for topic, only in wanted.items()
    ]
    cap = Disclosure.FULL if cap is None else cap
    with _busy(len(jobs), visible=form == "terminal" and output is None) as show_progress, _Workers(isolation) as workers:
        topics = tuple(_judged(jobs, course, seed, cap, show_progress, workers))
        report = Report(course.title, __version__, seed, workers.level, topics)
    if not reference:
        _record(jobs, report)
    _publish(report, form, output)
    return report.exit_code


def _wanted(course: Course, texts: tuple[str, ...], *, check_all: bool) -> dict[Topic, frozenset[str]]:
    """The topics to check in the course's order, each with the exercises meant; none named means all of them."""
    if check_all and texts:
        raise UsageError("--all already means every topic.", tip="Leave the names out, or --all.")
    if not check_all and not texts:
        raise UsageError("Which topic?", tip="Name one, as in `nngrade check TOPIC`, or use --all. `nngrade list` shows them.")
    targets = parse_targets(course, texts) if texts else tuple(map(Target, course.topics))
    wanted: dict[Topic, frozenset[str]] = {}
    for topic in course.topics:
        meant = [target for target in targets if target.topic == topic]
        if meant:
            whole = any(target.exercise is None for target in meant)
            wanted[topic] = frozenset() if whole else frozenset(target.exercise.name for target in meant if target.exercise)
    return wanted


def _refuse_contradictions(wanted: dict[Topic, frozenset[str]], submission: Path | None, output: Path | None, *, reference: bool) -> None:
    if submission is not None and reference:
        raise UsageError("--submission and --reference exclude each other.", tip="Leave one of them out.")
    if submission is not None and len(wanted) > 1 and not submission.is_dir():
        raise UsageError(f"{submission} is one file, and {len(wanted)} topics are to be checked.", tip="Name a folder, or one topic.")
    if output is not None and not output.absolute().parent.is_dir():
        raise UsageError(f"{output} cannot be written: its folder does not exist.", tip="Make the folder first.")


def _job(topic: Topic, only: frozenset[str], path: Path | None, *, alone: bool, reference: bool) -> _Job:
    """What to judge. A file that cannot be read ends the command only when it is the only one."""
    try:
        if reference:
            path = topic.reference
        elif path is None:
            path = find_submission(topic, here())
        elif path.is_dir():
            path = _inside(path, topic)
        submission = Submission(path, path.read_text("utf-8"), "") if reference else read_submission(path, topic)
        return _Job(topic, only, submission)
    except UsageError as error:
        if alone:
            raise
        return _Job(topic, only, Submission(path or Path(topic.filename), "", ""), unreadable=f"{error.message} {error.tip}".strip())


def _inside(folder: Path, topic: Topic) -> Path:
    """A workspace given as a folder holds each topic in a folder of its own."""
    names = topic.filename, topic.notebook.name
    own = folder / topic.name
    return own if not any((folder / name).exists() for name in names) and any((own / name).exists() for name in names) else folder


class _Workers:
    """The zygotes of a run, one for each topic, until its end."""

    def __init__(self, demanded: Level | None) -> None:
        self._demanded = demanded
        self._zygotes: list[Zygote] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for zygote in self._zygotes:
            zygote.close()

    def start(self, job: _Job) -> Session | None:
        """A worker for a topic, which goes on loading while others are judged."""
        if job.unreadable:
            return None
        self._zygotes.append(Zygote(needs_of(job.topic), self._demanded))
        return Session(self._zygotes[-1].needs, self._zygotes[-1])

    @property
    def level(self) -> str:
        """The lowest level that any submission ran at; where none ran, the one that it would have run at."""
        found = weakest(zygote.isolation for zygote in self._zygotes if zygote.isolation is not None)
        if found is None:
            from nngrade.sandbox.detection import detect  # noqa: PLC0415 - nearly every run has had a worker

            found = detect(self._demanded)
        return found.name


def _judged(
    jobs: list[_Job], course: Course, seed: int, cap: Disclosure, show_progress: _ShowProgress, workers: _Workers
) -> Iterator[TopicReport]:
    """Judge one topic after the other; the next one's worker starts while this one is judged."""
    sessions = [workers.start(jobs[0])]
    compute_with_one_thread()

    from nngrade.judge.judging import Settings, judge  # noqa: PLC0415 - see the module's docstring

    gc.freeze()  # what is imported by now stays: later collections need not look at it
    gc.enable()
    for place, job in enumerate(jobs):
        settings: Settings = Settings(seed, course.disclosure, _cap(job, cap))
        show_progress(place, job.topic)
        if place + 1 < len(jobs):
            sessions.append(workers.start(jobs[place + 1]))
        yield judge(job.topic, job.submission, settings, only=job.only, session=sessions[place], unreadable=job.unreadable)


def _cap(job: _Job, asked: Disclosure) -> Disclosure:
    """The most that a report may tell: what was asked for, and no more than the course lets be told by now."""
    policy = job.topic.policy
    if policy.disclosure is Disclosure.FULL:
        return asked
    attempts = 0
    workspace = find_workspace(job.submission.path.absolute().parent)
    if workspace is not None and policy.disclosure_lifts_after is not None:
        from nngrade.gradebook.progress import read  # noqa: PLC0415

        attempts = 1 + max((one.attempts for one in read(workspace).topics.get(job.topic.name, {}).values()), default=0)
    return min(asked, policy.cap(attempts, datetime.now(UTC)))


@contextlib.contextmanager
def _busy(count: int, *, visible: bool) -> Iterator[_ShowProgress]:
    """A spinner that says which topic is being judged, where a terminal can show it."""
    from nngrade.cli.console import make_console  # noqa: PLC0415

    console = make_console() if visible else None
    if console is None or not console.is_terminal:
        yield lambda *_: None
        return
    with console.status("Checking…") as status:
        yield lambda place, topic: status.update(f"Checking {topic.name}…" + (f" ({place + 1} of {count})" if count > 1 else ""))


def _record(jobs: list[_Job], report: Report) -> None:
    """Remember the result in the workspace that the file lies in, if it lies in one."""
    from nngrade.gradebook.progress import record  # noqa: PLC0415

    for job, topic in zip(jobs, report.topics, strict=True):
        workspace = find_workspace(job.submission.path.absolute().parent)
        if workspace is not None and not job.unreadable:
            record(workspace, Report(report.course, report.grader_version, report.seed, report.isolation, (topic,)))


def _publish(report: Report, form: str, output: Path | None) -> None:
    if form in FORMATS:
        text = render(report, form)
    elif output is not None:
        text = _as_text(report)
    else:
        from nngrade.cli.console import make_console  # noqa: PLC0415
        from nngrade.reports.terminal import show  # noqa: PLC0415

        show(report, make_console())
        return
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text.encode())
        click.echo(f"The report is in {output}.")


def _as_text(report: Report) -> str:
    from rich.console import Console  # noqa: PLC0415

    from nngrade.reports.terminal import show  # noqa: PLC0415

    text = io.StringIO()
    show(report, Console(width=100, no_color=True, file=text))
    return text.getvalue()
