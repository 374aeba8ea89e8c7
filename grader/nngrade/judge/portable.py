"""Functions of a suite that are called on a side: their source travels to where they are needed.

`numerical_gradient(f, x)` wants a function, and the student's process must be
able to call it. A function marked `@portable` is an ordinary one in the suite;
passed as an argument it becomes a function of the side that it is passed to, and
`worker(function, …)` calls it there.
"""

import ast
import builtins
import functools
import inspect
import math
import textwrap
import types
from collections.abc import Callable
from typing import Any

from nngrade.errors import CourseError

# What a portable function finds where it is executed even if its suite imports it not, each only if it is used.
_USUAL = {"np": "import numpy as np", "torch": "import torch", "nn": "from torch import nn"}


class Portable:
    """A self-contained function: its source, and the function itself for the suite's own use.

    `expression` is what a student can paste in its place: a lambda of its single `return`, empty where there is more to it.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.name = function.__name__
        definition = _definition_of(function)
        self.definition = ast.unparse(definition)
        self.imports, self.helpers = _needs_of(definition, function)
        self.source = _source_of(self)
        self.expression = "" if self.helpers or {*self.imports} - {_USUAL["np"]} else _expression_of(definition)
        functools.update_wrapper(self, function)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it here."""
        return self._function(*args, **kwargs)

    def __repr__(self) -> str:
        return self.name


def portable(function: Callable[..., Any]) -> Portable:
    """Let a suite's function be called on a side; what the suite imports and other portable functions are in scope there.

    Raises CourseError for what has no source of its own (a lambda), and for a name that does not travel.
    """
    return Portable(function)


def _definition_of(function: Callable[..., Any]) -> ast.FunctionDef:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    if not isinstance(definition, ast.FunctionDef):
        message = "only a function made with `def` can be portable"
        raise CourseError(message)
    definition.decorator_list.clear()
    if ast.get_docstring(definition) is not None and len(definition.body) > 1:
        del definition.body[0]  # it is for the suite's readers
    return definition


def _expression_of(definition: ast.FunctionDef) -> str:
    match definition.body:
        case [ast.Return(value=ast.expr() as result)]:
            return ast.unparse(ast.Lambda(definition.args, result))
    return ""


def _needs_of(definition: ast.FunctionDef, function: Callable[..., Any]) -> tuple[tuple[str, ...], tuple[Portable, ...]]:
    """The imports and the other portable functions that a function needs; raises CourseError for any other name."""
    imports: list[str] = []
    helpers: list[Portable] = []
    stranded: list[str] = []
    scope = {**getattr(function, "__globals__", {}), **inspect.getclosurevars(function).nonlocals}
    for name in sorted(_free_names(definition)):
        value = scope.get(name)
        if isinstance(value, Portable):
            helpers.append(value)
        elif line := _line_for(name, value, function.__module__, known=name in scope):
            imports.append(line)
        elif name in scope or not hasattr(builtins, name):
            stranded.append(name)
    if stranded:
        message = f"the portable function `{definition.name}` uses {', '.join(stranded)}, which does not travel with it"
        tip = "What the suite imports does, so do numbers, strings and other portable functions: move the rest into it."
        raise CourseError(message, tip=tip)
    return tuple(imports), tuple(helpers)


def _line_for(name: str, value: Any, suite: str, *, known: bool) -> str:
    """The line that gives a name its value there: an import or a plain constant; empty for anything else."""
    if not known:
        return _USUAL.get(name, "")
    if isinstance(value, types.ModuleType):
        return f"import {value.__name__} as {name}"
    if isinstance(value, type | types.FunctionType | types.BuiltinFunctionType) and value.__module__ != suite:
        return f"from {value.__module__} import {value.__name__} as {name}"
    is_constant = value is None or isinstance(value, bool | int | str) or (isinstance(value, float) and math.isfinite(value))
    return f"{name} = {value!r}" if is_constant else ""


def _free_names(definition: ast.FunctionDef) -> set[str]:
    """Every name that a function reads and nowhere binds; in which of its scopes is not asked."""
    used: set[str] = set()
    bound: set[str] = {definition.name}
    for node in ast.walk(definition):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                used.add(name)
            case ast.Name(id=name) | ast.arg(arg=name) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.alias(name=name, asname=other):
                bound.add(other or name.partition(".")[0])
    return used - bound


def _source_of(function: Portable) -> str:
    """Everything that is executed on a side: imports, the other functions, the function itself."""
    parts: dict[str, None] = {}
    lines: dict[str, None] = {}
    waiting = [function]
    while waiting:
        one = waiting.pop()
        lines.update(dict.fromkeys(one.imports))
        if one.definition not in parts:
            parts[one.definition] = None
            waiting += one.helpers
    return "\n\n\n".join(["\n".join(lines), *parts]).lstrip("\n") + "\n"
