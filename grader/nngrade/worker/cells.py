"""What of a notebook's code cells is Python, cell by cell, and what of that is executed.

A notebook holds magics, shell lines, plots and long trainings beside the exercises. Python's own parser says
which lines are none of its own; what remains is cut down to what the exercises need (`needed.py`).
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nngrade.worker.messages import MAX_NAMES, MAX_TEXT, CellStart, NotLoaded
from nngrade.worker.needed import needed_statements, unresolved
from nngrade.worker.telling import clean

# Cell magics whose body runs in the notebook's own namespace; the body of any other goes elsewhere.
_TRANSPARENT = frozenset({"capture", "time", "prun"})
_CELL_MAGIC = re.compile(r"%%\s*(\w+)")
_TIMED = re.compile(r"(\s*)%(?:time|prun)\s+(?!-)(\S.*)")
_ESCAPED = re.compile(r"\s*(?:[!%?]|[,;/]\s*[^\W\d])")
_HELP = re.compile(r"\s*%{0,2}(?!\d)[\w*]+(?:\.[\w*]+|\[-?\d+\])*\?{1,2}\s*(?:[#;].*)?")
_ASSIGNED = re.compile(r"(\s*[^\W\d][\w.,\s\[\]'\"]*=)\s*[!%].*")
_INDENT = re.compile(r"[ \t]*")
_BINDING = re.compile(r"\s*(?:(?:async\s+)?def\s+(\w+)|class\s+(\w+)|(?:from|import)\s+(.*)|([\w,\s]+?)\s*=[^=])")
_MOST_MAGICS = 1000


@dataclass(frozen=True, slots=True)
class Program:
    """What of a notebook is executed, and the first lines of the cells that are no Python and were passed over."""

    tree: ast.Module
    broken: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Broken:
    """A cell that is no Python: the lines count from the notebook's first."""

    start: CellStart
    line: int
    column: int
    message: str
    names: frozenset[str]


def read_cells(source: str, starts: tuple[CellStart, ...], wanted: tuple[str, ...], filename: str) -> Program | NotLoaded:
    """Read the code cells of a notebook, of which `starts` tells the first lines, and keep what `wanted` names need.

    A cell that is no Python is passed over, unless an exercise or something that one needs belongs into it.
    Errors of a parser that gives up (ValueError, RecursionError, MemoryError) are the caller's to tell.
    """
    statements: list[ast.stmt] = []
    broken: list[_Broken] = []
    is_empty = True
    for start, text in _texts(source, starts):
        parsed = _parse(text, start, filename)
        if isinstance(parsed, _Broken):
            broken.append(parsed)
        else:
            statements += parsed.body
        is_empty = is_empty and not isinstance(parsed, _Broken) and not parsed.body
    if is_empty:
        return NotLoaded("empty", "the notebook holds no code", 1, 0)
    kept = needed_statements(statements, frozenset(wanted))
    missing = unresolved(kept, frozenset(wanted))
    for cell in broken:
        if cell.start.exercise in wanted or cell.names & missing:
            return NotLoaded("syntax", cell.message, cell.line, cell.column)
    return Program(ast.Module(kept, []), tuple(cell.start.line for cell in broken)[:MAX_NAMES])


def _texts(source: str, starts: tuple[CellStart, ...]) -> Iterator[tuple[CellStart, str]]:
    lines = source.split("\n")
    ends = [start.line - 1 for start in starts[1:]] + [len(lines)]
    for start, end in zip(starts, ends, strict=True):
        yield start, "\n".join(lines[max(start.line - 1, 0) : end])


def _parse(text: str, start: CellStart, filename: str) -> ast.Module | _Broken:
    try:
        tree = ast.parse(python_of(text), filename)
    except SyntaxError as error:
        line = start.line - 1 + min(max(error.lineno or 1, 1), text.count("\n") + 1)
        message = clean(error.msg or "invalid syntax", MAX_TEXT)
        return _Broken(start, line, max(error.offset or 0, 0), message, frozenset(_bound(text)))
    ast.increment_lineno(tree, start.line - 1)
    return tree


def python_of(text: str) -> str:
    """The Python of one cell, line for line: a magic or a shell line is `pass`, a call of `%time` what it times.

    Only a line at which Python's parser stops can be one: `%` may begin a line inside of brackets or of a string.
    """
    lines = _without_cell_magic(text.split("\n"))
    for _ in range(_MOST_MAGICS):
        try:
            ast.parse("\n".join(lines))
        except SyntaxError as error:
            if not _neutralise(lines, (error.lineno or 1) - 1):
                break
        else:
            break
    return "\n".join(lines)


def _without_cell_magic(lines: list[str]) -> list[str]:
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    found = _CELL_MAGIC.match(lines[first]) if lines else None
    if found is None:
        return lines
    if found[1] not in _TRANSPARENT:
        return [""] * len(lines)
    return [*lines[:first], "", *lines[first + 1 :]]


def _neutralise(lines: list[str], place: int) -> bool:
    """Put Python in the place of one line that is none; False when that line is no magic either."""
    if not 0 <= place < len(lines):
        return False
    line = lines[place]
    if found := _TIMED.fullmatch(line):
        lines[place] = f"{found[1]}{found[2]}"
        return True
    indent = _INDENT.match(line)
    before = indent[0] if indent else ""
    if _ESCAPED.match(line) or _HELP.fullmatch(line):
        fresh = f"{before}pass"
    elif found := _ASSIGNED.fullmatch(line):
        fresh = f"{found[1]} None"
    else:
        return False
    while lines[place].endswith("\\") and place + 1 < len(lines):
        lines[place] = fresh
        place, fresh = place + 1, ""
    lines[place] = fresh
    return True


def _bound(text: str) -> Iterable[str]:
    """The names that a cell seems to bind, as far as its text tells without being Python."""
    for line in text.split("\n"):
        if found := _BINDING.match(line):
            yield from re.findall(r"\w+", " ".join(filter(None, found.groups())))
