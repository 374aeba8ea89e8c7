"""A CSV file that a learning platform gave, filled in: its rows, its columns and its order stay as they are."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nngrade.class_report import ClassReport, Mark, StudentMarks
from nngrade.errors import UsageError


@dataclass(frozen=True, slots=True)
class Filled:
    """The file's text with marks in it, and what could not be placed."""

    text: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet as it was read: rows of cells, its delimiter, its line ends, whether a byte order mark began it."""

    rows: list[list[str]]
    delimiter: str
    ending: str
    marked: bool

    def column(self, name: str) -> int | None:
        """Where a column stands, by its header without case."""
        names = [cell.strip().casefold() for cell in self.rows[0]]
        return names.index(name.casefold()) if name.casefold() in names else None

    def text(self) -> str:
        """The sheet as text again."""
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.ending).writerows(self.rows)
        return ("\ufeff" if self.marked else "") + out.getvalue()


def read(text: str, what: str) -> Sheet:
    """Read a worksheet; a UsageError when it has no header. `what` is what it is called in messages."""
    marked = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row]
    except csv.Error as error:
        raise UsageError(f"{what} is no CSV file that can be read: {error}.", tip="Export it again.") from None
    if not rows or len(rows[0]) < 2:
        raise UsageError(f"{what} has no header with columns.", tip="Export it again.")
    width = len(rows[0])
    return Sheet([row + [""] * (width - len(row)) for row in rows], delimiter, "\r\n" if "\r\n" in text else "\n", marked)


def names_of(student: StudentMarks) -> set[str]:
    """What a student may be known by elsewhere."""
    who = student.student
    return {name.strip().casefold() for name in (who.id, who.name, who.email) if name.strip()}


def by_name(report: ClassReport) -> dict[str, list[StudentMarks]]:
    """Students by each of their names; two of one name are both there, so that neither is taken for the other."""
    found: dict[str, list[StudentMarks]] = {}
    for student in report.students:
        for name in names_of(student):
            found.setdefault(name, []).append(student)
    return found


def matched(cells: Iterable[str], known: dict[str, list[StudentMarks]]) -> StudentMarks | None:
    """The student of a row, by the first of its cells that names exactly one."""
    for cell in cells:
        students = known.get(cell.strip().casefold(), [])
        if len(students) == 1:
            return students[0]
    return None


def unmatched(report: ClassReport, placed: set[str], what: str) -> tuple[str, ...]:
    """Those who have a mark and no row."""
    return tuple(
        f"{student.student.called} ({student.student.id}) has no row in {what}."
        for student in report.students
        if student.student.id not in placed and any(mark.attempt for mark in student.marks)
    )


def scaled(mark: Mark, most: str, number: Callable[[float, int], str]) -> str:
    """A mark out of what the platform gives at most; empty where there is none to give."""
    share = mark.share
    if share is None:
        return ""
    try:
        full = float(most.replace(",", "."))
    except ValueError:
        full = 0.0
    return number(share * full, 2) if full > 0 else number(mark.points, 2)
