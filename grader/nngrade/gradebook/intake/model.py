"""What an intake gives: who handed in what, and what could not be placed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nngrade.class_report import Problem, Student


@dataclass(frozen=True, slots=True)
class HandIn:
    """What a student handed in for one topic.

    `label` is its path as the instructor knows it; `path` is where it can be read
    now, which is a scratch folder for what came in an archive. `problem` says why
    nothing of it can be read; `remark` what a person should know of it.
    """

    student: Student
    topic: str
    label: str
    path: Path | None = None
    submitted: datetime | None = None
    problem: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """All that was found: the students, also those without a file; what they handed in; what could not be placed."""

    students: tuple[Student, ...]
    hand_ins: tuple[HandIn, ...]
    problems: tuple[Problem, ...] = ()


def told(name: str) -> str:
    """A file's name as text that any program can keep: bytes that are no UTF-8 are written as escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
