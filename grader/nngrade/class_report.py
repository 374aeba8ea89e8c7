"""A class graded: the frozen values that its renderers read.

A `ClassReport` holds the marks, which are few numbers for each student. What was
found in a submission, a `Report`, is many times larger: renderers that tell it
are handed `StudentReport`s one after the other.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from nngrade.model import Report, Verdict

CLASS_SCHEMA: Final = "nngrade/class/v1"


class Standing(StrEnum):
    """How one student stands in one topic."""

    GRADED = "graded"
    UNREADABLE = "unreadable"  # handed in, and nothing that can be judged: no points
    MISSING = "missing"  # nothing handed in: no points
    NOT_JUDGED = "not judged"  # the grader's fault, or the course's: counts for neither side


@dataclass(frozen=True, slots=True)
class Student:
    """Someone of the class: `id` is what files and other systems call them."""

    id: str
    name: str = ""
    email: str = ""

    @property
    def called(self) -> str:
        """The name to read."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class ClassTopic:
    """A topic that was graded; `max_points` is None while no submission of it has been judged."""

    name: str
    title: str
    weight: float
    max_points: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One student's result in one topic.

    `earned` is what the checks gave, `points` what is left of it under the class's
    policy, of `max_points`. `attempt` is the number of the one that counts, of
    `attempts`; 0 when nothing was handed in. `note` says in words what a person
    should know: how late it was, why it could not be read.
    """

    topic: str
    standing: Standing
    verdict: Verdict | None = None
    earned: float = 0.0
    points: float = 0.0
    max_points: float | None = None
    attempt: int = 0
    attempts: int = 0
    submitted: datetime | None = None
    late_days: float = 0.0
    path: str = ""
    note: str = ""

    @property
    def share(self) -> float | None:
        """Points by those that could be had; None where nothing could."""
        if self.standing is Standing.NOT_JUDGED:
            return None
        if self.standing is Standing.MISSING:
            return 0.0
        return self.points / self.max_points if self.max_points else None

    @property
    def is_passed(self) -> bool:
        """Whether every check of it passed."""
        return self.verdict is Verdict.PASSED


@dataclass(frozen=True, slots=True)
class StudentMarks:
    """All marks of one student, in the course's order; `weights` are those topics' weights."""

    student: Student
    marks: tuple[Mark, ...]
    weights: tuple[float, ...]

    @property
    def score(self) -> float | None:
        """The weighted mean of the topics' shares, from 0 to 1; None when nothing could be judged."""
        weighed = [
            (weight, share)
            for weight, mark in zip(self.weights, self.marks, strict=True)
            if (share := mark.share) is not None and weight > 0
        ]
        total = sum(weight for weight, _ in weighed)
        return sum(weight * share for weight, share in weighed) / total if total else None

    @property
    def points(self) -> float:
        """Points in all topics; weights play no part."""
        return sum(mark.points for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a person should look at: of a student, or of no student in particular; `is_fault` when it is ours or the course's."""

    says: str
    student: str = ""
    topic: str = ""
    is_fault: bool = False


@dataclass(frozen=True, slots=True)
class Common:
    """Something that several students got wrong: a misconception in a tutor's words, or a check's title."""

    topic: str
    says: str
    students: int


@dataclass(frozen=True, slots=True)
class ClassReport:
    """The marks of a class."""

    course: str
    grader_version: str
    seed: int
    isolation: str
    topics: tuple[ClassTopic, ...]
    students: tuple[StudentMarks, ...]
    problems: tuple[Problem, ...] = ()
    schema: Literal["nngrade/class/v1"] = field(default=CLASS_SCHEMA)

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 some check did not or something could not be read, 3 the grader or the course is at fault."""
        marks = [mark for one in self.students for mark in one.marks]
        at_fault = any(mark.standing is Standing.NOT_JUDGED or mark.verdict is Verdict.GRADER_ERROR for mark in marks)
        if at_fault or any(problem.is_fault for problem in self.problems):
            return 3
        return 0 if not self.problems and all(mark.is_passed for mark in marks) else 1


@dataclass(frozen=True, slots=True)
class StudentReport:
    """What was found in one student's submissions, cut to what its readers may know, with the marks."""

    marks: StudentMarks
    report: Report
