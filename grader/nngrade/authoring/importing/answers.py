"""The reference of a topic out of the answer cells of a source notebook: the same code, with our markers."""

import ast
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nngrade.authoring.importing.model import Answer, Given, Source
from nngrade.errors import UsageError
from nngrade.worker.cells import python_of
from nngrade.worker.needed import names_in, one_import_each

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_BEGIN, _END = "# BEGIN SOLUTION", "# END SOLUTION"


@dataclass(frozen=True, slots=True)
class Found:
    """One exercise: its name, its signature, and the first line of its docstring."""

    name: str
    title: str
    summary: str


@dataclass(slots=True)
class Reference:
    """The reference, in stretches of code; the exercises in it; and the statements that students are given."""

    imports: list[ast.stmt] = field(default_factory=list)
    stretches: list[str] = field(default_factory=list)
    exercises: list[Found] = field(default_factory=list)
    given: list[ast.stmt] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The whole: the imports that something uses, then all the rest."""
        body = "\n\n\n".join(self.stretches)
        used = frozenset().union(*(names_in(node)[1] for node in ast.parse(body).body))
        imports = [ast.unparse(node) for node in self.imports if not names_in(node)[0].isdisjoint(used)]
        return "\n\n\n".join(["\n".join(dict.fromkeys(imports)), body]).strip("\n") + "\n"

    @property
    def names(self) -> frozenset[str]:
        """The exercises by name."""
        return frozenset(exercise.name for exercise in self.exercises)


def make_reference(source: Source) -> Reference:
    """Put the code of a source notebook together; what is no exercise and cannot be one is told in its remarks."""
    reference = Reference()
    for part in source.parts:
        if isinstance(part, Given):
            _add_given(reference, part)
        elif isinstance(part, Answer):
            _add_answer(reference, part, source.remarks)
    if not reference.exercises:
        message = "No answer of this notebook is a function or a class: nothing in it could be an exercise."
        raise UsageError(message, tip="Put what students write into functions, with the solution between its markers.")
    return reference


def _add_given(reference: Reference, part: Given) -> None:
    """Imports, data and helpers come along; what only shows something does not."""
    code = python_of(part.code)
    lines = code.split("\n")
    kept = [node for node in _parsed(code, part.cell).body if not isinstance(node, ast.Expr | ast.Pass | ast.Assert)]
    for node in kept:
        if isinstance(node, ast.Import | ast.ImportFrom):
            reference.imports += one_import_each(node)
    reference.given += [one for node in kept for one in one_import_each(node)]
    for run in _runs([node for node in kept if not isinstance(node, ast.Import | ast.ImportFrom)]):
        first = min([run[0].lineno, *(decorator.lineno for decorator in getattr(run[0], "decorator_list", ()))])
        reference.stretches.append("\n".join(lines[first - 1 : run[-1].end_lineno]))


def _runs(nodes: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Imports and assignments that follow each other stay together."""
    for _, run in itertools.groupby(nodes, key=lambda node: node if isinstance(node, (*_FUNCTION, ast.ClassDef)) else None):
        yield list(run)


def _add_answer(reference: Reference, part: Answer, remarks: list[str]) -> None:
    code = python_of(part.code)
    lines = code.split("\n")
    at = 0
    for node in _parsed(code, part.cell).body:
        first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
        last = node.end_lineno or node.lineno
        own = part.solution & set(range(first, last + 1))
        comments = [line for line in lines[at : first - 1] if line.startswith("#")]
        at = last
        text = lines[first - 1 : last]
        if isinstance(node, (*_FUNCTION, ast.ClassDef)) and own:
            marked = _marked(node, lines, first, own)
            if marked is None:
                remarks.append(f"Cell {part.cell}: the class `{node.name}` has no method to be written: students get it whole.")
                marked = text
            else:
                _add_exercise(reference, node)
            reference.stretches.append("\n".join([*comments, *marked]))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            reference.imports += one_import_each(node)
            reference.given += one_import_each(node)
        elif isinstance(node, (*_FUNCTION, ast.ClassDef)):
            reference.stretches.append("\n".join([*comments, *text]))
            reference.given.append(node)
        elif own and not isinstance(node, ast.Expr | ast.Pass):
            remarks.append(
                f"Cell {part.cell}: `{text[0].strip()[:60]}` is an answer outside of a function: exercises are functions or classes."
            )
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            reference.stretches.append("\n".join(text))
            reference.given.append(node)


def _add_exercise(reference: Reference, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
    init = next((part for part in getattr(node, "body", []) if isinstance(part, _FUNCTION) and part.name == "__init__"), None)
    function = init if isinstance(node, ast.ClassDef) else node
    arguments = ast.unparse(function.args) if isinstance(function, _FUNCTION) else ""
    if isinstance(node, ast.ClassDef):
        arguments = arguments.partition(", ")[2] if "," in arguments else ""
    summary = (ast.get_docstring(node) or "").partition("\n")[0] or f"Write `{node.name}`."
    exercise = Found(node.name, f"{'class ' if isinstance(node, ast.ClassDef) else ''}{node.name}({arguments})", summary)
    reference.exercises = [*(known for known in reference.exercises if known.name != node.name), exercise]


def _marked(node: ast.stmt, lines: list[str], first: int, own: frozenset[int]) -> list[str] | None:
    """The lines of a definition with markers round its solution; None where nothing could be marked."""
    solution = set(own)
    for function in _functions(node):
        body = _body(function)
        # A definition that is all solution keeps its first lines, so that students see what to write.
        if function.lineno in own or (body and all(line in own for part in body for line in (part.lineno, part.end_lineno))):
            begin = _beginning(function, lines)
            solution -= set(range(function.lineno, begin))
            solution |= set(range(begin, (function.end_lineno or function.lineno) + 1)) if body else set()
    inside = {line for function in _functions(node) for part in _body(function) for line in range(part.lineno, (part.end_lineno or 0) + 1)}
    solution &= _with_comments(inside, lines)
    if not solution:
        return None
    made: list[str] = []
    for number in range(first, (node.end_lineno or first) + 1):
        line = lines[number - 1]
        if number in solution and number - 1 not in solution:
            indent = _indent(lines, number, solution)
            made.append(f"{indent}{_BEGIN}")
        made.append(line)
        if number in solution and number + 1 not in solution:
            made.append(f"{indent}{_END}")
    return made


def _beginning(function: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str]) -> int:
    """The line at which the work of a function begins: below its docstring, or with the comments above its first statement."""
    if ast.get_docstring(function) is not None:
        return (function.body[0].end_lineno or function.lineno) + 1
    line = function.body[0].lineno
    while line - 1 > function.lineno and lines[line - 2].strip().startswith("#"):
        line -= 1
    return line


def _with_comments(inside: set[int], lines: list[str]) -> set[int]:
    """The lines of statements, with the comments and blanks between and above them."""
    grown = set(inside)
    for number in range(len(lines), 0, -1):
        text = lines[number - 1].strip()
        if number + 1 in grown and (not text or text.startswith("#")):
            grown.add(number)
    return grown


def _indent(lines: list[str], number: int, solution: set[int]) -> str:
    """The indentation of the first statement of a run of lines."""
    while not lines[number - 1].strip() and number + 1 in solution:
        number += 1
    line = lines[number - 1]
    return line[: len(line) - len(line.lstrip())]


def _functions(node: ast.stmt) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    if isinstance(node, ast.ClassDef):
        return [part for part in node.body if isinstance(part, _FUNCTION)]
    return [node] if isinstance(node, _FUNCTION) else []


def _body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
    """The statements below the docstring."""
    return function.body[1:] if ast.get_docstring(function) is not None else function.body


def _parsed(code: str, cell: int) -> ast.Module:
    try:
        return ast.parse(code)
    except SyntaxError as error:
        raise UsageError(f"Cell {cell}, line {error.lineno} is no Python: {error.msg}.", tip="Mend the notebook first.") from None


def imports_of(statements: Iterable[ast.stmt]) -> list[str]:
    """The packages that statements import, in order."""
    names: dict[str, None] = {}
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Import):
                names.update(dict.fromkeys(name.name.partition(".")[0] for name in node.names))
            elif isinstance(node, ast.ImportFrom) and node.module:
                names[node.module.partition(".")[0]] = None
    return list(names)
