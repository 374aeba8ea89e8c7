"""What follows from the options of a command about a class: topics, students, rules, the view of a gradebook."""

from datetime import UTC, datetime
from pathlib import Path

from nngrade.cli.targets import parse_target
from nngrade.course.classes import Rules, read_rules, rules_of
from nngrade.course.model import Course, Topic
from nngrade.errors import UsageError
from nngrade.gradebook.marks import View
from nngrade.gradebook.store import Gradebook
from nngrade.model import Disclosure


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
