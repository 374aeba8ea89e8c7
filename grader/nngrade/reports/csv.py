"""A class as CSV: one row a student, the student first, then the score, then each topic."""

import csv
import io

from nngrade.class_report import ClassReport, Mark, StudentMarks

# A spreadsheet takes a cell that begins so for a formula, and a student chooses the name of a file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(report: ClassReport) -> str:
    """The marks, for a spreadsheet or a script; UTF-8, lines ended as RFC 4180 has them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*_HEAD, *(f"{topic.name} {column}" for topic in report.topics for column in _COLUMNS)])
    for student in report.students:
        writer.writerow([*_head(student), *(cell for mark in student.marks for cell in _cells(mark))])
    return text.getvalue()


_HEAD = ("student", "name", "email", "score", "points", "max_points", "note")
_COLUMNS = ("points", "max_points", "standing", "attempt")


def _head(student: StudentMarks) -> list[str]:
    note = "; ".join(f"{mark.topic}: {mark.note}" for mark in student.marks if mark.note)
    most = sum(mark.max_points or 0.0 for mark in student.marks)
    who = student.student
    score = "" if student.score is None else number(student.score, 4)
    return [harmless(who.id), harmless(who.name), harmless(who.email), score, number(student.points), number(most), harmless(note)]


def _cells(mark: Mark) -> list[str]:
    most = "" if mark.max_points is None else number(mark.max_points)
    # What the grader could not judge is no zero.
    points = "" if mark.share is None else number(mark.points)
    return [points, most, mark.standing.value, str(mark.attempt or "")]


def number(value: float, digits: int = 2) -> str:
    """A number for a spreadsheet: at most so many digits, no exponent."""
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") or "0"


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, on one line."""
    line = " ".join(cell.replace("\0", "").split("\n"))
    return f"'{line}" if line.startswith(_FORMULA) else line
