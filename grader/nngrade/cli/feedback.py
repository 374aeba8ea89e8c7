"""`nngrade feedback`: a page to return, the student's own work with what was found beside it."""

from pathlib import Path

import click

from nngrade import __version__
from nngrade.cli.options import common_options, current_course, disclosure_option, seed_option
from nngrade.cli.targets import TargetName, parse_target
from nngrade.course.model import Course, Topic
from nngrade.errors import UsageError
from nngrade.model import Disclosure, Report
from nngrade.submissions.notebooks import SUFFIX, read_notebook
from nngrade.submissions.reading import Submission, read_submission
from nngrade.submissions.workspace import write_whole

_FAULT = 3


@click.command("feedback")
@click.argument("submission", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE", help="The page to write.")
@click.option("--topic", type=TargetName(with_exercises=False), help="The topic, where the name of the file does not say it.")
@click.option("--title", default="", help="What stands at the top, such as the student's name.")
@disclosure_option("The most that the page may tell.")
@seed_option
@common_options
def command(submission: Path, output: Path, topic: str | None, title: str, cap: Disclosure | None, seed: int) -> int:
    """Write a page to return: a student's own work, with the feedback beside it.

    \b
    nngrade feedback softmax.ipynb -o softmax.html
    nngrade feedback handed-in/ada -o ada.html --title "Ada Lovelace"

    SUBMISSION is a file, or a folder of them: then the page is on every topic that is found in it.
    """
    course = current_course()
    if not output.absolute().parent.is_dir():
        raise UsageError(f"{output} cannot be written: its folder does not exist.", tip="Make the folder first.")
    named = None if topic is None else parse_target(course, topic).topic
    pairs = _submissions(course, submission, named)
    from nngrade.judge.judging import Settings, judge  # noqa: PLC0415 - takes as long as all the rest: only once all is read
    from nngrade.reports.html import feedback  # noqa: PLC0415
    from nngrade.sandbox.detection import detect  # noqa: PLC0415

    settings = Settings(seed, course.disclosure, Disclosure.FULL if cap is None else cap)
    works = [feedback.Work(judge(topic, read, settings), read, data) for topic, read, data in pairs]
    report = Report(course.title, __version__, seed, detect().name, tuple(work.report for work in works))
    write_whole(output, feedback.render(report, works, title=title).encode())
    click.echo(f"The feedback is in {output}.")
    return _FAULT if report.exit_code == _FAULT else 0


def _submissions(course: Course, path: Path, named: Topic | None) -> list[tuple[Topic, Submission, bytes]]:
    """What is to be judged, with the bytes that will be shown."""
    topics = [named] if named else _topics_in(course, path) if path.is_dir() else [_topic_of(course, path)]
    found = []
    for topic in topics:
        submission = read_submission(_inside(path, topic) if path.is_dir() else path, topic)
        found.append((topic, submission, submission.path.read_bytes()))
    return found


def _topics_in(course: Course, folder: Path) -> list[Topic]:
    topics = [topic for topic in course.topics if _has(folder, topic) or _has(folder / topic.name, topic)]
    if not topics:
        example = course.topics[0]
        message = f"{folder} holds no file of a topic, such as {example.filename} or {example.notebook.name}."
        raise UsageError(message, tip="Name the file itself, with --topic.")
    return topics


def _inside(folder: Path, topic: Topic) -> Path:
    return folder / topic.name if not _has(folder, topic) and _has(folder / topic.name, topic) else folder


def _has(folder: Path, topic: Topic) -> bool:
    return any((folder / name).is_file() for name in (topic.filename, topic.notebook.name))


def _topic_of(course: Course, path: Path) -> Topic:
    """The topic that a file is of: by its name, or by what a notebook says of itself."""
    names = [path.stem]
    if path.suffix.lower() == SUFFIX and path.is_file():
        names.append(read_notebook(path).topic)
    for topic in course.topics:
        if any(name in {topic.name, topic.module} for name in names):
            return topic
    if not path.exists():
        raise UsageError(f"{path} does not exist.", tip="Name the student's file, or the folder that holds it.")
    raise UsageError(f"{path} does not say which topic it is of.", tip="Name the topic: --topic TOPIC.")
