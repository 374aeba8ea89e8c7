"""A class of the tiny course: who hands in what, and a gradebook to keep it in."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nngrade.course.classes import rules_of
from nngrade.course.model import Course
from nngrade.gradebook.grading import Grading, Step
from nngrade.gradebook.intake.finding import find
from nngrade.gradebook.marks import View, class_report
from nngrade.gradebook.schedulers import Here
from nngrade.gradebook.store import Gradebook
from nngrade.judge.settings import Settings
from nngrade.sandbox.levels import Level

RIGHT = """
def greet(name):
    return f"Hello, {name}!"


class Guestbook:
    def __init__(self):
        self._names = []

    def add(self, name):
        self._names.append(name)

    def names(self):
        return list(self._names)
"""
WRONG = RIGHT.replace("!", "")
CRASHING = "import nothing_of_the_kind\n"


@dataclass
class Class:
    """Submissions in a folder, graded into a gradebook."""

    course: Course
    folder: Path
    book: Path
    scheduler: object = field(default_factory=Here)
    settings: Settings = field(default_factory=Settings)
    steps: list[Step] = field(default_factory=list)
    again: bool = False

    def hand_in(self, student, source, name="greeting.py"):
        path = self.folder / student / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source if isinstance(source, bytes) else source.encode())
        return path

    def grade(self, now=None, rules=None, **changed):
        """Grade the class; gives the marks. `tally` and `steps` are of this run."""
        from datetime import UTC, datetime

        course = changed.get("course", self.course)
        view = View(course, course.topics, rules or rules_of(course), 0, "basic", now or datetime.now(UTC))
        self.steps = []
        with Gradebook(self.book) as book:
            grading = Grading(book, course.topics, self.settings, Level.BASIC, again=self.again)
            intake = find(self.folder, course.topics, self.folder.parent / "scratch")
            self.tally = grading.run(intake, self.scheduler, self.steps.append)
            return class_report(book, view, (*intake.problems, *self.tally.faults))

    def points(self, **options):
        """Points by student."""
        return {one.student.id: one.points for one in self.grade(**options).students}


@pytest.fixture
def a_class(tiny, tmp_path):
    """Three students: Ada is right, Bob is wrong, Cleo's file crashes."""
    made = Class(tiny, tmp_path / "submissions", tmp_path / "book.sqlite")
    made.hand_in("ada", RIGHT)
    made.hand_in("bob", WRONG)
    made.hand_in("cleo", CRASHING)
    return made


@pytest.fixture
def changed_suite(tiny_folder):
    """Change the suite of the tiny course, and read it again."""
    from nngrade.course.reading import read_course

    def change(old, new):
        suite = tiny_folder / "solutions" / "greeting" / "suite.py"
        text = suite.read_text("utf-8")
        assert old in text
        suite.write_text(text.replace(old, new), "utf-8")
        return read_course(tiny_folder / "solutions")

    return change
