"""`nngrade gradebook feedback`: a page for each student of a class, from what its gradebook holds."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from nngrade.class_report import StudentReport
from nngrade.cli.class_options import class_option, students_option, topics_option
from nngrade.cli.class_view import rules_for, view_of
from nngrade.cli.options import common_options, current_course, disclosure_option
from nngrade.course.model import Course
from nngrade.errors import NNGradeError
from nngrade.gradebook.intake.finding import find
from nngrade.gradebook.intake.model import HandIn
from nngrade.gradebook.intake.roster import read_roster
from nngrade.gradebook.marks import class_report, student_reports
from nngrade.gradebook.store import Gradebook
from nngrade.model import Disclosure, TopicReport
from nngrade.reports.html import feedback
from nngrade.reports.text import clean, count
from nngrade.submissions.reading import read_submission
from nngrade.submissions.workspace import write_whole, writing

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@+")


@click.command("feedback")
@click.argument("book", type=click.Path(path_type=Path))
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="Where a page for each goes.")
@topics_option
@students_option
@click.option("--roster", type=click.Path(path_type=Path), metavar="CSV", help="The roster that the class was graded with.")
@class_option
@disclosure_option("The most that a page may tell.")
@common_options
def command(
    book: Path,
    submissions: Path,
    output: Path,
    topics: tuple[str, ...],
    students: tuple[str, ...],
    roster: Path | None,
    class_file: Path | None,
    cap: Disclosure | None,
) -> int:
    """Write a page for each student: what they handed in, with the feedback of the attempt that counts.

    SUBMISSIONS is what was graded: the folder, or the zip file as it came. Nothing is judged again.

    \b
    nngrade gradebook feedback gradebook.sqlite submissions -o pages
    nngrade gradebook feedback gradebook.sqlite submissions.zip -o pages -t softmax --student ada
    """
    course = current_course()
    with Gradebook(book, must_exist=True) as opened, tempfile.TemporaryDirectory(prefix="nngrade-") as scratch:
        view = view_of(opened, course, topics, students, rules_for(course, class_file), cap)
        rows = () if roster is None else read_roster(roster)
        handed = find(submissions, view.topics, Path(scratch), rows).hand_ins
        with writing(output):
            output.mkdir(parents=True, exist_ok=True)
        written = 0
        for report in student_reports(opened, view, class_report(opened, view)):
            if report.report.topics:
                _write(output, course, report, handed)
                written += 1
    click.echo(f"{count(written, 'page')} in {output}.")
    return 0


def _write(folder: Path, course: Course, report: StudentReport, handed: tuple[HandIn, ...]) -> None:
    student = report.marks.student
    own = [hand_in for hand_in in handed if hand_in.student.id == student.id]
    works = [_work(course, topic, own) for topic in report.report.topics]
    page = feedback.render(report.report, works, title=student.called)
    path = folder / f"{_file_name(student.id)}.html"
    write_whole(path, page.encode())


def _work(course: Course, report: TopicReport, own: list[HandIn]) -> feedback.Work:
    """What was handed in, if it is still there as it was judged."""
    topic = course.topic(report.topic)
    for hand_in in own:
        if hand_in.topic != report.topic or hand_in.path is None or hand_in.problem:
            continue
        try:
            read = read_submission(hand_in.path, topic)
            data = read.path.read_bytes()
        except (NNGradeError, OSError):
            continue
        if read.digest == report.digest:
            return feedback.Work(report, read, data)
    return feedback.Work(report, None, b"")


def _file_name(student: str) -> str:
    """A name that any system takes, and that no other student has."""
    escapes: Iterator[str] = (char if char in _PLAIN else f"%{ord(char):x}" for char in clean(student))
    name = "".join(escapes)
    return f"%{name}" if name.startswith(".") else name
