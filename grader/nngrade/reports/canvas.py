"""The gradebook CSV that Canvas imports (instructure/canvas-lms, lib/gradebook_importer.rb).

Best filled into the file that Canvas exported: students are then found by the
numbers that Canvas itself gave them, and an assignment by its own column. Canvas
takes a title that it does not know for a new assignment.
"""

from collections.abc import Mapping

from nngrade.class_report import ClassReport, ClassTopic
from nngrade.errors import UsageError
from nngrade.reports import worksheets
from nngrade.reports.csv import harmless, number
from nngrade.reports.worksheets import Filled, Sheet

# Canvas itself looks a student up in this order.
_IDS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID", "Student")
_HEAD = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]


def render(report: ClassReport) -> str:
    """A new file: the students as the gradebook knows them, a column for each topic, with the points that it has."""
    rows = [[*_HEAD, *(topic.title for topic in report.topics)]]
    rows.append(
        ["    Points Possible", "", "", "", "", *("" if topic.max_points is None else number(topic.max_points) for topic in report.topics)]
    )
    for student in report.students:
        who = student.student
        # What comes from Canvas's own download is the number that it knows a student by.
        canvas_id, login = (who.id, "") if who.id.isdecimal() else ("", who.id)
        marks = ["" if mark.share is None else number(mark.points) for mark in student.marks]
        rows.append([harmless(who.called), canvas_id, "", harmless(login), "", *marks])
    return Sheet(rows, ",", "\r\n", marked=False).text()


def fill(report: ClassReport, exported: str, columns: Mapping[str, str] | None = None) -> Filled:
    """The file that Canvas exported, with the marks in it; `columns` names a topic's column where its title does not."""
    sheet = worksheets.read(exported, "The gradebook of Canvas")
    places = {topic.name: _column(sheet, topic, (columns or {}).get(topic.name, "")) for topic in report.topics}
    most = next((row for row in sheet.rows[1:3] if "points possible" in row[0].casefold()), None)
    ids = [place for name in _IDS if (place := sheet.column(name)) is not None]
    known, placed = worksheets.by_name(report), set[str]()
    for row in sheet.rows[1:]:
        student = worksheets.matched((row[place] for place in ids), known)
        if row is most or student is None:
            continue
        placed.add(student.student.id)
        for mark in student.marks:
            place = places[mark.topic]
            # An excused student stays excused.
            if row[place].strip().upper() != "EX":
                row[place] = worksheets.scaled(mark, most[place] if most else "", number)
    return Filled(sheet.text(), worksheets.unmatched(report, placed, "the gradebook of Canvas"))


def _column(sheet: Sheet, topic: ClassTopic, named: str) -> int:
    """The column of a topic's assignment: `Title (12345)`."""
    wanted = {name.casefold() for name in ((named,) if named else (topic.title, topic.name))}
    titles = [cell.strip() for cell in sheet.rows[0]]
    found = [place for place, title in enumerate(titles) if wanted & {title.casefold(), title.rpartition(" (")[0].casefold()}]
    if len(found) == 1:
        return found[0]
    reason = "has no column" if not found else f"has {len(found)} columns"
    offered = ", ".join(title for title in titles if title.endswith(")")) or "none"
    message = f"The gradebook of Canvas {reason} for {topic.name} (“{named or topic.title}”)."
    raise UsageError(message, tip=f"Name it with --column '{topic.name}=TITLE'. The assignments there are: {offered}.")
