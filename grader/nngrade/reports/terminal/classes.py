"""A class on the terminal: a row a student, what the class got wrong, and what a person should look at."""

from collections.abc import Iterable, Iterator
from statistics import median

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nngrade.class_report import ClassReport, Common, Mark, Problem, Standing, StudentMarks
from nngrade.model import Verdict
from nngrade.reports import text
from nngrade.reports.glyphs import ASCII, UNICODE
from nngrade.reports.terminal.pen import BAD, Pen, style_of

_MOST_PROBLEMS = 40
_ROOM_FOR_NAMES, _ROOM_FOR_POINTS, _ROOM_FOR_NOTES = 30, 11, 60


def show_class(report: ClassReport, console: Console, common: Iterable[Common] = ()) -> None:
    """Print the marks of a class."""
    options = console.options
    plain = options.ascii_only or options.legacy_windows
    pen = Pen(options.max_width, options.encoding, ASCII if plain else UNICODE)
    with console.capture() as captured:
        console.print(Group(*_blocks(pen, report, tuple(common))))
    # Tables pad to the edge; whoever copies a line or keeps a log has no use for that.
    console.print(Text.from_ansi("\n".join(line.rstrip() for line in captured.get().splitlines())), soft_wrap=True)


def _blocks(pen: Pen, report: ClassReport, common: tuple[Common, ...]) -> Iterator[RenderableType]:
    yield ""
    yield _marks(pen, report)
    yield ""
    yield _sum(report)
    if common:
        yield ""
        yield Text(" What the class got wrong", "bold")
        yield _common(pen, common)
    if report.problems:
        yield ""
        yield Text(" To look at", "bold")
        yield _problems(pen, report.problems)


def _marks(pen: Pen, report: ClassReport) -> RenderableType:
    """A row a student. Where not every topic has room for its points, each has a number and a mark."""
    wide = len(report.topics) <= (pen.width - _ROOM_FOR_NAMES) // _ROOM_FOR_POINTS
    notes = pen.width >= _ROOM_FOR_NOTES
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("Student", overflow="fold", max_width=max(pen.width // 3, 12))
    for number, topic in enumerate(report.topics, 1):
        table.add_column(pen.line(_in_words(topic.name)) if wide else str(number), justify="right", no_wrap=not wide)
    if len(report.topics) > 1:
        table.add_column("Score", justify="right", no_wrap=True)
    if notes:
        table.add_column("", overflow="fold")
    for student in report.students:
        score = [_score(student)] if len(report.topics) > 1 else []
        cells = (_mark(pen, mark, wide=wide) for mark in student.marks)
        table.add_row(_name(pen, student), *cells, *score, *([_notes(pen, student)] if notes else []))
    if wide:
        return Padding(table, (0, 0, 0, 1))
    legend = f" {pen.glyphs.between} ".join(f"{number} {topic.name}" for number, topic in enumerate(report.topics, 1))
    return Padding(Group(table, "", pen.prose(legend, "dim")), (0, 0, 0, 1))


def _in_words(name: str) -> str:
    """A topic's name, which may be broken where its words meet."""
    return name.replace("-", "- ") if len(name) > _ROOM_FOR_POINTS else name


def _name(pen: Pen, student: StudentMarks) -> Text:
    who = student.student
    name = pen.line(who.called)
    return Text.assemble(name, " ", (pen.line(who.id).plain, "dim")) if who.name and who.name != who.id else name


def _mark(pen: Pen, mark: Mark, *, wide: bool) -> Text:
    if mark.standing is Standing.MISSING:
        return Text("-", "dim")
    if mark.standing is Standing.NOT_JUDGED:
        return Text("?", style_of(Verdict.GRADER_ERROR))
    sign = Text(pen.glyphs.marks[mark.verdict or Verdict.FAILED], style_of(mark.verdict or Verdict.FAILED))
    if not wide:
        return sign
    said = f" {text.number(mark.points)}/{text.number(mark.max_points or 0)}"
    return Text.assemble(sign, (said, "" if mark.is_passed else sign.style), no_wrap=True)


def _score(student: StudentMarks) -> Text:
    return Text("" if student.score is None else text.percent(student.score), "bold")


def _notes(pen: Pen, student: StudentMarks) -> Text:
    several = len(student.marks) > 1
    handed_in = any(mark.standing is not Standing.MISSING for mark in student.marks)
    if not handed_in:
        return Text("nothing handed in", "dim")
    notes = [f"{mark.topic}: {mark.note}" if several else mark.note for mark in student.marks if mark.note and mark.attempt]
    return pen.prose("; ".join(notes), "dim")


def _sum(report: ClassReport) -> Text:
    scores = [student.score for student in report.students if student.score is not None]
    complete = sum(score >= 1 - 1e-9 for score in scores)
    handed_in = sum(any(mark.standing is not Standing.MISSING for mark in student.marks) for student in report.students)
    said = f" {text.count(len(report.students), 'student')}, {handed_in} handed something in, {complete} with full points"
    middle = f". Median {text.percent(median(scores))}." if scores else "."
    return Text.assemble((said + middle, "bold"), (f"  {report.isolation} isolation", "dim"))


def _common(pen: Pen, common: tuple[Common, ...]) -> Padding:
    table = Table.grid(padding=(0, 2, 0, 0))
    for one in common:
        table.add_row(Text(f"{one.students}x", BAD), pen.line(one.topic, "dim"), pen.prose(one.says))
    return Padding(table, (0, 0, 0, 3))


def _problems(pen: Pen, problems: tuple[Problem, ...]) -> Padding:
    table = Table.grid(padding=(0, 2, 0, 0))
    for problem in problems[:_MOST_PROBLEMS]:
        mark = Text("!", style_of(Verdict.GRADER_ERROR) if problem.is_fault else "yellow")
        who = " ".join(filter(None, (problem.student, problem.topic)))
        table.add_row(mark, pen.line(who, "bold"), pen.prose(problem.says))
    if len(problems) > _MOST_PROBLEMS:
        table.add_row("", "", Text(f"and {len(problems) - _MOST_PROBLEMS} more", "dim"))
    return Padding(table, (0, 0, 0, 3))
