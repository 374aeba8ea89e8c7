"""Source notebooks of nbgrader: cells say in their metadata what they are, and comments mark what students lose.

Source: nbgrader's documentation on creating assignments, and its format (nbgraderformat/v3.json).
"""

import re
from collections.abc import Iterable

from nngrade.authoring.importing.model import Answer, Given, RawCell, Source, Test, Text
from nngrade.errors import UsageError

_MARK = re.compile(r"^\s*#+\s*(BEGIN|END)\s+(SOLUTION|HIDDEN TESTS|MARK SCHEME)\b")
_AUTOTEST = re.compile(r"^\s*#+\s*(?:HASHED\s+)?AUTOTEST\s+(.+?)\s*;?\s*$")
_EMPTY_POINTS = 0.0


def read(cells: Iterable[RawCell]) -> Source:
    """The parts of a source notebook of nbgrader's."""
    source = Source("nbgrader")
    for cell in cells:
        _add(source, cell)
    return source


def _add(source: Source, cell: RawCell) -> None:
    grading = cell.grading or {}
    is_graded, is_solution = bool(grading.get("grade")), bool(grading.get("solution"))
    if cell.kind != "code":
        if is_graded or is_solution or grading.get("task"):
            source.remarks.append(f"Cell {cell.number} is graded by hand: a person reads it, so it was left out.")
        elif cell.kind == "markdown":
            source.parts.append(Text(cell.source))
        return
    if is_graded and is_solution:
        source.remarks.append(f"Cell {cell.number} is graded by hand: its points were left out, its code was taken as an answer.")
    if is_graded and not is_solution:
        source.parts += _tests(cell, str(grading.get("grade_id") or f"cell-{cell.number}"), _points(grading))
        return
    code, solution = _without_marks(cell, "SOLUTION")
    if is_solution and not solution:
        solution = frozenset(range(1, code.count("\n") + 2))
    source.parts.append(Answer(code, solution, cell.number) if solution else Given(code, cell.number))


def _points(grading: dict[str, object]) -> float:
    points = grading.get("points", _EMPTY_POINTS)
    return float(points) if isinstance(points, int | float) else _EMPTY_POINTS


def _without_marks(cell: RawCell, kind: str) -> tuple[str, frozenset[int]]:
    """The code without its markers, and the lines that stood between those of one kind."""
    kept: list[str] = []
    inside: set[int] = set()
    opened = ""
    for line in cell.source.split("\n"):
        if found := _MARK.match(line):
            opened = _open(cell, found, opened)
            continue
        if opened == "MARK SCHEME":
            continue
        kept.append(line)
        if opened == kind:
            inside.add(len(kept))
    if opened:
        raise UsageError(f"Cell {cell.number}: BEGIN {opened} is never closed.", tip=f"Write `### END {opened}` below it.")
    return "\n".join(kept), frozenset(inside)


def _open(cell: RawCell, found: re.Match[str], opened: str) -> str:
    begins, kind = found[1] == "BEGIN", found[2]
    if begins == bool(opened) or (opened and kind != opened):
        message = f"Cell {cell.number}: {found[1]} {kind} {f'inside of {opened}' if opened else 'without its beginning'}."
        raise UsageError(message, tip="Each BEGIN has its END, one after the other.")
    return kind if begins else ""


def _tests(cell: RawCell, name: str, points: float) -> Iterable[Test]:
    """What a test cell shows, and what it hides, as two tests that share its points by their number of lines."""
    code, hidden = _without_marks(cell, "HIDDEN TESTS")
    lines = code.split("\n")
    shown = [line for number, line in enumerate(lines, start=1) if number not in hidden]
    secret = [line for number, line in enumerate(lines, start=1) if number in hidden]
    # What is hidden may use what was set up above it, so it comes after all of that.
    is_shared = any(line.strip() for line in secret) and any(
        re.match(r"\s*(?:assert|#+\s*(?:HASHED\s+)?AUTOTEST)\b", line) for line in shown
    )
    if not any(line.strip() for line in secret):
        yield _test(cell, name, shown, points, is_hidden=False)
    elif not is_shared:
        yield _test(cell, name, shown + secret, points, is_hidden=True)
    else:
        half = points / 2
        yield _test(cell, name, shown, half, is_hidden=False)
        setting_up = [line for line in shown if not re.match(r"\s*assert\b", line)]
        yield _test(cell, f"{name}_hidden", setting_up + secret, half, is_hidden=True)


def _test(cell: RawCell, name: str, lines: list[str], points: float, *, is_hidden: bool) -> Test:
    automatic = tuple(found[1] for line in lines if (found := _AUTOTEST.match(line)))
    code = "\n".join(line for line in lines if not _AUTOTEST.match(line))
    return Test(name, code, points, is_hidden, cell.number, automatic=automatic)
