"""The grading worksheet of Moodle, filled in. Its columns vary from site to site: only the file that Moodle gave will do."""

import html

from nngrade.class_report import ClassReport, Mark, Standing
from nngrade.errors import UsageError
from nngrade.reports import worksheets
from nngrade.reports.csv import number
from nngrade.reports.text import clean
from nngrade.reports.worksheets import Filled, Sheet

_IDS = ("Identifier", "ID number", "Email address", "Full name")


def fill(report: ClassReport, worksheet: str) -> Filled:
    """The worksheet with the marks of the one topic that was graded; a row that Moodle has locked stays as it is."""
    if len(report.topics) != 1:
        message = f"A worksheet of Moodle is for one assignment, and {len(report.topics)} topics were graded."
        raise UsageError(message, tip="Name one with --topic.")
    sheet = worksheets.read(worksheet, "The worksheet of Moodle")
    grade = _needed(sheet, "Grade")
    most, locked = sheet.column("Maximum Grade"), sheet.column("Grade can be changed")
    comments = sheet.column("Feedback comments")
    ids = [place for name in _IDS if (place := sheet.column(name)) is not None]
    _needed(sheet, "Identifier")
    known, placed, problems = worksheets.by_name(report), set[str](), []
    for row in sheet.rows[1:]:
        cells = [row[place].removeprefix("Participant").strip() for place in ids]
        student = worksheets.matched(cells, known)
        if student is None:
            continue
        placed.add(student.student.id)
        if locked is not None and row[locked].strip().casefold() not in ("yes", ""):
            problems.append(f"{student.student.called} ({student.student.id}): Moodle lets this grade not be changed.")
            continue
        mark = student.marks[0]
        if mark.standing is Standing.MISSING and not mark.attempts:
            continue  # nothing was handed in: whether that is a zero is for a person to say
        row[grade] = worksheets.scaled(mark, row[most] if most is not None else "", number)
        if comments is not None:
            row[comments] = _comment(mark)
    return Filled(sheet.text(), (*problems, *worksheets.unmatched(report, placed, "the worksheet of Moodle")))


def _needed(sheet: Sheet, name: str) -> int:
    place = sheet.column(name)
    if place is None:
        columns = ", ".join(sheet.rows[0])
        message = f"The worksheet of Moodle has no column “{name}”: its columns are {columns}."
        raise UsageError(message, tip="Download it with “Download grading worksheet”, in English.")
    return place


def _comment(mark: Mark) -> str:
    points = f"{number(mark.points)} of {number(mark.max_points or 0)} points"
    attempt = f", attempt {mark.attempt} of {mark.attempts}" if mark.attempts > 1 else ""
    # Moodle shows a comment as HTML.
    return html.escape(clean(f"{points}{attempt}{'. ' + mark.note if mark.note else ''}"))
