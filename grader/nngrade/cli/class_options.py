"""What every command about a class accepts, and what follows from it: topics, students, rules, the view of a gradebook."""

from datetime import UTC, datetime
from pathlib import Path

import click

from nngrade.cli.options import OptionT
from nngrade.cli.targets import TargetName, parse_target
from nngrade.course.classes import Rules, read_rules, rules_of
from nngrade.course.model import Course, Topic
from nngrade.errors import UsageError
from nngrade.gradebook.marks import View
from nngrade.gradebook.store import Gradebook
from nngrade.model import Disclosure


def topics_option(function: OptionT) -> OptionT:
    """Give a command the option `--topic`; its function gets `topics`, their names."""
    return click.option(
        "--topic",
        "-t",
        "topics",
        multiple=True,
        type=TargetName(with_exercises=False),
        metavar="TOPIC",
        help="A topic; all when none is named.",
    )(function)


def students_option(function: OptionT) -> OptionT:
    """Give a command the option `--student`; its function gets `students`, their names."""
    return click.option("--student", "students", multiple=True, metavar="NAME", help="A student; everyone when none is named.")(function)


def class_option(function: OptionT) -> OptionT:
    """Give a command the option `--class`; its function gets `class_file`."""
    return click.option(
        "--class",
        "class_file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The rules of this class: due dates, extensions, attempts.",
    )(function)


def wanted_topics(course: Course, names: tuple[str, ...]) -> tuple[Topic, ...]:
    """The topics named, in the course's order; all when none is."""
    named = {parse_target(course, name).topic.name for name in names}
    return tuple(topic for topic in course.topics if not named or topic.name in named)


def rules_for(course: Course, class_file: Path | None) -> Rules:
    """The rules of a class: those of its file, or else of the course."""
    return rules_of(course) if class_file is None else read_rules(class_file, course)


def view_of(
    book: Gradebook, course: Course, topics: tuple[str, ...], students: tuple[str, ...], rules: Rules, cap: Disclosure | None
) -> View:
    """What a command shows of a gradebook; raises UsageError for a student that it does not know."""
    known = {student.id for student in book.students()}
    if strangers := [name for name in students if name not in known]:
        raise UsageError(f"{book.path} knows no student {strangers[0]}.", tip="`nngrade gradebook export` shows everyone.")
    return View(
        course,
        wanted_topics(course, topics),
        rules,
        int(book.fact("seed") or 0),
        book.fact("isolation") or "",
        datetime.now(UTC),
        Disclosure.FULL if cap is None else cap,
        frozenset(students) or None,
    )
