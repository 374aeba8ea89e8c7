"""What a student's source says about itself before any of it runs.

This happens in the worker: not even parsing hostile text is the judge's business.
"""

import ast
import builtins
import itertools
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from nngrade.worker.cells import read_cells
from nngrade.worker.messages import MAX_NAME, MAX_NAMES, MAX_TEXT, Definition, Load, NotLoaded
from nngrade.worker.telling import clean

_FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Parsed:
    """A source that can be executed: its top-level definitions, and the cells of a notebook that are no Python."""

    definitions: tuple[Definition, ...]
    tree: ast.Module
    passed_over: tuple[int, ...] = ()


def read_source(request: Load) -> Parsed | NotLoaded:
    """Parse a student's source; gives its top-level definitions, or why it cannot be executed."""
    passed_over: tuple[int, ...] = ()
    try:
        if request.cells:
            program = read_cells(request.source, request.cells, request.wanted, request.filename)
            if isinstance(program, NotLoaded):
                return program
            tree, passed_over = program.tree, program.broken
        else:
            tree = ast.parse(request.source, request.filename)
    except SyntaxError as error:
        message = clean(error.msg or "invalid syntax", MAX_TEXT)
        return NotLoaded("syntax", message, max(error.lineno or 1, 1), max(error.offset or 0, 0))
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return NotLoaded("syntax", str(error) or "too deeply nested to be read", 1, 0)
    if not tree.body and not request.cells:
        return NotLoaded("empty", "the file holds no code", 1, 0)
    if request.allowed is not None:
        for line, module in _imports(tree):
            if module not in request.allowed and module not in sys.stdlib_module_names:
                return NotLoaded("import", clean(module, MAX_TEXT), line, 0)
    return Parsed(tuple(itertools.islice(_definitions(tree), MAX_NAMES)), tree, passed_over)


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and top-level package of every import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "").partition(".")[0]


def _definitions(tree: ast.Module) -> Iterator[Definition]:
    written: set[str] = set()  # classes so far that do something
    for node in tree.body:
        if isinstance(node, _FunctionNode):
            facts = _parameters(node), _is_unfinished(node), _has_placeholder(node)
            yield Definition(clean(node.name, MAX_NAME), "function", node.lineno, node.end_lineno or node.lineno, *facts)
        elif isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, _FunctionNode)]
            inherits = any(isinstance(base, ast.Name) and base.id in written for base in node.bases)
            unfinished = all(map(_is_unfinished, methods)) and (bool(methods) or (_is_empty(node.body) and not inherits))
            written.difference_update({node.name} if unfinished else ())
            written.update(() if unfinished else {node.name})
            facts = (), unfinished, any(map(_has_placeholder, methods))
            yield Definition(clean(node.name, MAX_NAME), "class", node.lineno, node.end_lineno or node.lineno, *facts)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    line, last_line = node.lineno, node.end_lineno or node.lineno
                    yield Definition(clean(target.id, MAX_NAME), "other", line, last_line, (), unfinished=False, placeholder=False)


def _parameters(function: _FunctionNode) -> tuple[str, ...]:
    arguments = function.args
    plain = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    star = ["*" + arguments.vararg.arg] if arguments.vararg else []
    keyword = [argument.arg for argument in arguments.kwonlyargs]
    double_star = ["**" + arguments.kwarg.arg] if arguments.kwarg else []
    return tuple(clean(name, MAX_NAME) for name in (*plain, *star, *keyword, *double_star))[:MAX_NAMES]


def _is_unfinished(function: _FunctionNode) -> bool:
    """Whether the body does nothing yet: pass, ..., None, or `raise NotImplementedError`, in any mix."""
    return _is_empty(function.body)


def _is_empty(body: list[ast.stmt]) -> bool:
    blanks: set[str] = set()
    return all(_does_nothing(statement, blanks) for statement in body)


def _does_nothing(statement: ast.stmt, blanks: set[str]) -> bool:
    """Whether a statement leaves the work undone; `blanks` collects the names that only ever hold None."""
    match statement:
        case ast.Pass():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Raise(exc=ast.Name(id="NotImplementedError") | ast.Call(func=ast.Name(id="NotImplementedError"))):
            return True
        case ast.Assign(targets=targets, value=value) if _is_blank(value, blanks):
            blanks.update(name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
            return True
        case ast.Return(value=None):
            return True
        case ast.Return(value=value):
            return _is_blank(value, blanks)
        case _:
            return False


def _is_blank(value: ast.expr | None, blanks: set[str]) -> bool:
    match value:
        case ast.Constant(value=None) | ast.Constant(value=builtins.Ellipsis):
            return True
        case ast.Name(id=name):
            return name in blanks
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return bool(parts) and all(_is_blank(part, blanks) for part in parts)
        case _:
            return False


def _has_placeholder(function: _FunctionNode) -> bool:
    """Whether some line is still a blank to fill in: `x = None`, or `...` on its own."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(value=ast.Constant(value=None)) | ast.Assign(value=ast.Constant(value=builtins.Ellipsis)):
                return True
            case ast.Expr(value=ast.Constant(value=builtins.Ellipsis)):
                return True
            case ast.Raise(exc=ast.Name(id="NotImplementedError") | ast.Call(func=ast.Name(id="NotImplementedError"))):
                return True
    return False
