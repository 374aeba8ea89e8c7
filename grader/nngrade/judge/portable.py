"""Functions of a suite that a student's code may call: their source travels to the side that needs them.

`numerical_gradient(f, x)` wants a function, and the student's process must be
able to call it. A function marked `@portable` is an ordinary one in the suite;
passed as an argument it becomes a function of the side that it is passed to.
"""

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from nngrade.errors import CourseError

# What a portable function's source finds when it is executed on a side.
_PREAMBLE = "import numpy as np\n\n"


class Portable:
    """A self-contained function: its source, and the function itself for the suite's own use.

    `expression` is what a student can paste in its place; empty for one that is more than a single `return`.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.name = function.__name__
        definition = _definition_of(function)
        self.definition = ast.unparse(definition)
        self.expression = _expression_of(definition)
        self.source = _PREAMBLE + self.definition + "\n"
        functools.update_wrapper(self, function)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it here."""
        return self._function(*args, **kwargs)

    def __repr__(self) -> str:
        return self.name


def portable(function: Callable[..., Any]) -> Portable:
    """Let a suite's function be passed to a student's; only `np` is in scope where it runs.

    Raises CourseError for what has no source of its own: a lambda, a nested function with free names.
    """
    return Portable(function)


def _definition_of(function: Callable[..., Any]) -> ast.FunctionDef:
    free = inspect.getclosurevars(function)
    outer = (set(free.globals) | set(free.nonlocals)) - {"np"}
    if outer:
        message = f"the portable function `{function.__name__}` uses {', '.join(sorted(outer))}, which does not travel with it"
        raise CourseError(message, tip="Only `np` is in scope there: move the rest into the function.")
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
