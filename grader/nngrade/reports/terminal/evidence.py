"""What a finding shows: the call, its input, expected beside got, the student's own lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from nngrade.model import CodeLine, Finding, ValueView
from nngrade.reports import text, values
from nngrade.reports.terminal.pen import BAD, GOOD, INDENT, Pen, columns, indented

MOST_ROWS = 12
MOST_PRINTED = 8
MOST_FRAMES = 6
LONGEST_TEXT = 240

_DIFFERS = "*"


def evidence(pen: Pen, finding: Finding) -> Iterator[RenderableType]:
    """What was called with what, what came of it, and how to see it again."""
    called = pen.labelled()
    if finding.call:
        called.add_row(Text("call"), pen.line(finding.call))
    for value in finding.inputs:
        called.add_row(pen.line(value.name, cut=pen.label), _value(pen, value.value))
    compared = _compare(pen, finding.expected, finding.got)
    for table in (called, compared, _code(pen, finding.traceback), _printed(pen, finding.printed)):
        if table.row_count:
            yield ""
            yield indented(table)
    if finding.reproduction:
        yield ""
        yield pen.paragraph("to see it yourself:", "dim")
        # No table, no padding: both would cut or break a line that must stay one to be pasted.
        command = text.clean(finding.reproduction, pen.encoding)
        yield Text(" " * INDENT + command, "cyan", no_wrap=True, overflow="ignore")


def _value(pen: Pen, view: ValueView, style: str = "") -> Text:
    """A value alone: an input, or one of a pair that cannot be compared cell by cell."""
    if not view.cells:
        return pen.line(view.text or view.description, style, cut=LONGEST_TEXT)
    grid = _grid(values.align(values.crop_columns(_rows(pen, view), pen.body, pen.glyphs.ellipsis)), style)
    return _described(pen, grid, view) if view.cut else grid


def _rows(pen: Pen, view: ValueView, mark: str = "") -> values.Rows:
    return values.crop_rows(values.rows_of(view, pen.encoding, mark), MOST_ROWS, pen.glyphs.ellipsis)


def _described(pen: Pen, grid: Text, view: ValueView, style: str = "dim") -> Text:
    description = pen.line(view.description + (", in part" if view.cut else ""), style)
    return Text("\n").join((grid, description))


def _grid(rows: values.Rows, style: str) -> Text:
    lines = (Text(values.GAP).join(Text(cell.text, style if cell.differs else "") for cell in row) for row in rows)
    return Text("\n", no_wrap=True).join(lines)


def _compare(pen: Pen, expected: ValueView | None, got: ValueView | None) -> Table:
    if expected and got and expected.cells and got.cells:
        return _compare_arrays(pen, expected, got)
    if expected and got and values.are_numbers(expected.text, got.text):
        expected, got = _aligned_numbers(expected, got)
    table = pen.labelled("")
    for label, view, style in (("expected", expected, GOOD), ("got", got, BAD)):
        if view:
            table.add_row(Text(label, style), _value(pen, view, style))
    return table


def _aligned_numbers(*views: ValueView) -> list[ValueView]:
    rows = values.align(tuple((values.Cell(view.text),) for view in views))
    return [replace(view, text=cell.text) for view, (cell,) in zip(views, rows, strict=True)]


def _compare_arrays(pen: Pen, expected: ValueView, got: ValueView) -> Table:
    """Matrices side by side where they fit; else, and for vectors, one under the other in shared columns."""
    left, right = _rows(pen, expected), _rows(pen, got, _DIFFERS)
    room = pen.body - len("    got    ")
    beside = max(len(left), len(right)) > 1 and sum(values.width(values.align(rows)) for rows in (left, right)) <= room
    if beside:
        left, right = values.align(left), values.align(right)
    else:
        joint = values.align(values.crop_columns(left + right, pen.body, pen.glyphs.ellipsis))
        left, right = joint[: len(left)], joint[len(left) :]
    grids = _grid(left, GOOD), _grid(right, BAD)
    if expected.description != got.description:
        grids = _described(pen, grids[0], expected, GOOD), _described(pen, grids[1], got, BAD)
    elif expected.cut or got.cut:
        grids = _described(pen, grids[0], expected), grids[1]
    table = pen.labelled("")
    if beside:
        pair = columns("left", "left", "left", gap=4)
        pair.add_row(grids[0], Text("got", BAD), grids[1])
        table.add_row(Text("expected", GOOD), pair)
        return table
    table.add_row(Text("expected", GOOD), grids[0])
    if max(len(left), len(right)) > 1:
        table.add_row()
    table.add_row(Text("got", BAD), grids[1])
    return table


def _code(pen: Pen, lines: Sequence[CodeLine]) -> Table:
    """The student's own lines, the innermost last; of a deep recursion the first and the last few."""
    table = pen.labelled()
    left_out = len(lines) - MOST_FRAMES
    for position, line in enumerate(lines):
        if left_out > 0 and 0 < position <= left_out:
            if position == 1:
                table.add_row(Text(pen.glyphs.ellipsis), Text(text.count(left_out, "more call"), "dim"))
            continue
        table.add_row(Text(_label(pen, line)), pen.line(line.text, cut=pen.body))
        before = len(text.clean(line.text[: line.column - 1], pen.encoding)) if line.column else pen.body
        if before < pen.body:
            table.add_row("", Text(" " * before + "^", "bold " + BAD))
    return table


def _label(pen: Pen, line: CodeLine) -> str:
    """The place of a line, as long as there is room for it."""
    short = f"line {line.line}" if line.cell is None else f"[{line.cell}]:{line.line}"
    return next((label for label in (line.where, short) if len(label) <= pen.label), str(line.line))


def _printed(pen: Pen, printed: str) -> Table:
    table = pen.labelled()
    if not printed.strip():
        return table
    lines, left_out = text.head(printed, MOST_PRINTED, pen.encoding)
    shown = [pen.line(line, "dim", cut=2 * pen.body) for line in lines]
    if left_out:
        shown.append(pen.line(f"{pen.glyphs.ellipsis} {text.count(left_out, 'more line')}", "dim italic"))
    table.add_row(Text("printed"), Text("\n").join(shown))
    return table
