"""What went wrong: one block per mistake."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from nngrade.model import Category, CheckReport, ExerciseReport, Finding, Verdict
from nngrade.reports import groups, words
from nngrade.reports.terminal.evidence import evidence
from nngrade.reports.terminal.pen import Pen, columns, indented, points


def failures(pen: Pen, exercise: ExerciseReport) -> Iterator[RenderableType]:
    """A block per mistake, then a line for each check that is not shown in full."""
    found = groups.failures(exercise)
    for group in found.groups:
        yield ""
        yield _title(pen, group.check)
        yield from _block(pen, group)
    if found.more or found.skipped:
        yield ""
    for check in found.more:
        yield _one_line(pen, check, words.headline(check))
    for check in found.skipped:
        yield _one_line(pen, check, ": ".join(filter(None, ("skipped", check.reason))))


def _title(pen: Pen, check: CheckReport) -> Padding:
    lost = check.verdict is not Verdict.GRADER_ERROR
    return _marked(pen, check, _name(pen, check), points(check.points, check.max_points) if lost else Text(""))


def _one_line(pen: Pen, check: CheckReport, said: str) -> Padding:
    return _marked(pen, check, Text.assemble(_name(pen, check), "  ", pen.prose(said, "dim")), Text(""))


def _name(pen: Pen, check: CheckReport) -> Text:
    return Text.assemble(pen.line(check.exercise, "bold"), f" {pen.glyphs.between} ", pen.prose(check.title))


def _marked(pen: Pen, check: CheckReport, said: Text, right: Text) -> Padding:
    row = columns("left", "left", "right", expand=True)
    row.columns[0].width = 1
    row.columns[1].ratio = 1
    row.add_row(pen.mark(check.verdict), said, right)
    return Padding(row, (0, 0, 0, 1))


def _block(pen: Pen, group: groups.Group) -> Iterator[RenderableType]:
    check, finding = group.check, group.check.finding
    named = finding is not None and finding.misconception is not None
    pen = pen.with_labels(_labels(finding)) if finding else pen
    yield pen.paragraph(words.headline(check), "bold yellow" if named else "bold")
    if aside := words.aside(check):
        yield pen.paragraph(aside, "dim")
    if finding:
        yield from evidence(pen, finding)
    table = pen.labelled()
    if hint := words.hint(check):
        table.add_row(Text("hint"), pen.prose(hint, "italic"))
    for other in group.also:
        table.add_row(Text("also" if other is group.also[0] else ""), pen.prose(other.title, "dim"))
    if table.row_count:
        yield ""
        yield indented(table)


def _labels(finding: Finding) -> Iterator[str]:
    yield from (value.name for value in finding.inputs)
    yield from (line.where for line in finding.traceback if line.cell is not None)


def problem(pen: Pen, finding: Finding, verdict: Verdict) -> Iterator[RenderableType]:
    """Why nothing of a submission could be judged."""
    ours = finding.category is Category.GRADER
    mark = pen.mark(Verdict.GRADER_ERROR if ours else verdict)
    yield Text.assemble(" ", mark, "  ", pen.line(finding.category.value.capitalize(), "bold"))
    if ours:
        yield pen.paragraph(words.OUR_FAULT, "bold")
    yield pen.paragraph(finding.summary, "dim" if ours else "bold")
    if finding.cause:
        yield pen.paragraph(finding.cause)
    yield from evidence(pen.with_labels(_labels(finding)), finding)
