"""What a session has defined, written down as a notebook that can be judged like any other.

The judge never runs in the session: a kernel is the student's own world. Only the text of the cells that were run goes
to it, in the order in which they were run, so that the last definition wins as it does in the session.
"""

import ast
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from nngrade.worker.cells import python_of


@dataclass(slots=True)
class Failures:
    """The line at which the run of a cell ended with an exception, by the cell's execution count; 0: it never began."""

    lines: dict[int, int] = field(default_factory=dict)

    def note(self, count: int, code: str, before: BaseException | None, during: BaseException | None) -> None:
        """Remember how the run of a cell ended."""
        self.lines.pop(count, None)
        if before is not None:
            self.lines[count] = 0
        elif during is not None:
            self.lines[count] = _line_of(during.__traceback__, code.count("\n") + 1)


def _line_of(trace: TracebackType | None, length: int) -> int:
    """The line of the cell's own code at which an exception came; the last where nobody knows."""
    while trace is not None:
        if trace.tb_frame.f_code.co_name == "<module>" and "ipykernel" not in trace.tb_frame.f_globals.get("__name__", ""):
            return trace.tb_lineno or length
        trace = trace.tb_next
    return length


def as_notebook(cells: Iterable[str], failures: Failures, names: Iterable[str], namespace: Mapping[str, Any]) -> bytes:
    """Return the cells that were run as a notebook; each keeps its execution count as its number.

    What a cell did not come to is left out, and so are the definitions of `names` that are no longer in the `namespace`.
    """
    gone = frozenset(name for name in names if name not in namespace)
    sources = (_without(_done(code, failures.lines.get(count)), gone) for count, code in enumerate(cells))
    written = [
        {"cell_type": "code", "execution_count": count, "metadata": {"nngrade": {"number": count}}, "outputs": [], "source": source}
        for count, source in enumerate(sources)
    ]
    notebook = {"cells": written, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(notebook).encode("utf-8", "replace")


def _done(code: str, line: int | None) -> str:
    """The statements of a cell that were run: all of it, or those above the line at which it ended."""
    if line is None:
        return code
    above = code.split("\n")[: max(line - 1, 0)]
    # The line may lie inside of a statement that spans several: the last whole statement above is the end.
    while above and _parsed("\n".join(above)) is None:
        above.pop()
    return "\n".join(above)


def _without(code: str, gone: frozenset[str]) -> str:
    """The code of a cell with blank lines in the place of the definitions of some names."""
    tree = _parsed(code) if any(name in code for name in gone) else None
    lines = code.split("\n")
    for node in tree.body if tree else ():
        if _names_of(node) & gone:
            first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
            last = node.end_lineno or node.lineno
            lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(lines)


def _names_of(node: ast.stmt) -> frozenset[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return frozenset({name})
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            return frozenset(target.id for target in targets if isinstance(target, ast.Name))
    return frozenset()


def _parsed(code: str) -> ast.Module | None:
    try:
        return ast.parse(python_of(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
