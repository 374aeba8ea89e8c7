"""The hidden suite of a topic out of the test cells of a source notebook: each becomes a check with the same code.

A check calls what the student wrote through `student`; all else that a test uses is the suite's own.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from nngrade.authoring.importing.answers import Reference
from nngrade.authoring.importing.model import Answer, Source, Test
from nngrade.worker.cells import python_of
from nngrade.worker.needed import names_in, needed_statements, unresolved

TITLE = "TITLE"
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_FIXTURES = ("student", "reference", "agree", "expect")


@dataclass(frozen=True, slots=True)
class Suite:
    """The suite's text, and how many checks it holds."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class _Check:
    name: str
    test: Test
    exercise: str
    lines: tuple[str, ...]


def make_suite(source: Source, reference: Reference, title: str) -> Suite:
    """Write the suite; a test that checks no exercise is told in the remarks of the source."""
    given = _Given(reference)
    checks: list[_Check] = []
    current: tuple[str, ...] = ()
    for part in source.parts:
        if isinstance(part, Answer):
            current = tuple(name for name in reference.names if re.search(rf"^(?:async def|def|class) {name}\b", part.code, re.MULTILINE))
        elif isinstance(part, Test):
            check = _check(part, current, given, source.remarks, {known.name for known in checks})
            if check is not None:
                checks.append(check)
    head = [f'"""What a right answer to the topic {title} does."""', given.text(), "from nngrade.suite import check"]
    blocks = [_written(check, number) for number, check in enumerate(checks, start=1)]
    statements = given.statements()
    parts = [head[0], "\n\n".join(filter(None, head[1:])), *([statements] if statements else []), *blocks]
    return Suite(parts[0] + "\n\n" + "\n\n\n".join(parts[1:]) + "\n", len(checks))


class _Given:
    """What students are given: some of it the suite may have as its own, some of it calls what students write."""

    def __init__(self, reference: Reference) -> None:
        self.exercises = reference.names
        self._statements = reference.given
        self._wanted: set[str] = set()
        self.tainted = set(reference.names)
        while fresh := {name for node in self._statements for name in self._bound(node) if names_in(node)[1] & self.tainted} - self.tainted:
            self.tainted |= fresh

    @staticmethod
    def _bound(node: ast.stmt) -> frozenset[str]:
        return frozenset() if isinstance(node, ast.Import | ast.ImportFrom) else names_in(node)[0]

    def of_the_students(self, names: frozenset[str]) -> tuple[list[str], list[str]]:
        """The functions that a check asks the student for, and the statements that it has to make with them first."""
        needed = needed_statements(self._statements, names, definitions=False)
        values = [node for node in needed if self._bound(node) & self.tainted and not isinstance(node, (*_FUNCTION, ast.ClassDef))]
        used = names.union(*(names_in(node)[1] for node in values))
        functions = {name for node in self._statements if isinstance(node, (*_FUNCTION, ast.ClassDef)) for name in self._bound(node)}
        asked = sorted(name for name in used & self.tainted if name in self.exercises | functions)
        return asked, [ast.unparse(node) for node in values]

    def want(self, names: frozenset[str]) -> None:
        """The suite is to have these names itself."""
        self._wanted |= names - self.tainted

    def _needed(self) -> list[ast.stmt]:
        clean = [node for node in self._statements if not self._bound(node) & self.tainted]
        return needed_statements(clean, frozenset(self._wanted), definitions=False)

    def text(self) -> str:
        """The imports of the suite."""
        return "\n".join(dict.fromkeys(ast.unparse(node) for node in self._needed() if isinstance(node, ast.Import | ast.ImportFrom)))

    def statements(self) -> str:
        """The data and helpers of the suite."""
        return "\n\n\n".join(ast.unparse(node) for node in self._needed() if not isinstance(node, ast.Import | ast.ImportFrom))


def _check(test: Test, current: tuple[str, ...], given: _Given, remarks: list[str], taken: set[str]) -> _Check | None:
    code = _without_nose(python_of(test.code))
    try:
        tree = ast.parse(code)
        automatic = [ast.parse(expression, mode="eval").body for expression in test.automatic]
    except SyntaxError as error:
        remarks.append(f"Cell {test.cell}: a test is no Python ({error.msg}): it was left out.")
        return None
    statements = [*tree.body, *(ast.Expr(expression) for expression in automatic)]
    called = _calls_of_tests(tree)
    names = unresolved(statements, frozenset()) | {name for call in called for name in _arguments(call)}
    asked, values = given.of_the_students(names)
    mentioned = [name for name in (*current, *asked) if name in given.exercises and name in asked]
    if not mentioned:
        remarks.append(f"Cell {test.cell}: the test {test.name} calls no exercise: it was left out.")
        return None
    if not test.points:
        remarks.append(f"Cell {test.cell}: the test {test.name} was worth nothing, and is worth 1 point now: a check is worth something.")
    ending = _ending(test, tree, code, remarks)
    if ending is None:
        return None
    given.want(names.union(*(names_in(node)[1] for value in values for node in ast.parse(value).body)))
    lines = [f"{name} = student.{name}" for name in asked]
    lines += [line for value in values for line in value.split("\n")]
    lines += [*ending, *(f"{call}" for call in called), *(_automatic(expression, asked) for expression in automatic)]
    return _Check(_name(test.name, taken), test, mentioned[0], tuple(lines))


def _calls_of_tests(tree: ast.Module) -> list[str]:
    """The calls of test functions that a cell defines and leaves to otter to call, with arguments by their names."""
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return [
        f"{node.name}({', '.join(argument.arg for argument in node.args.args)})"
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test") and node.name not in called
    ]


def _arguments(call: str) -> list[str]:
    return re.findall(r"\w+", call.partition("(")[2])


def _without_nose(code: str) -> str:
    """A test's code with the assertions of nose, which no longer runs, as those of unittest that they were made of."""

    def assertions(found: re.Match[str]) -> str:
        names = [name.strip().partition(" as ") for name in found[2].strip("()").split(",")]
        lines = [f"{(alias or name).strip()} = TestCase().{_unittest_name(name.strip())}" for name, _, alias in names if name.strip()]
        return "\n".join(found[1] + line for line in ("from unittest import TestCase", *lines))

    return re.sub(r"^([ \t]*)from nose\.tools import (\([^)]*\)|.+)$", assertions, code, flags=re.MULTILINE)


def _unittest_name(name: str) -> str:
    """`assert_almost_equal` is `assertAlmostEqual`."""
    first, *words = {"eq_": "assert_equal", "ok_": "assert_true"}.get(name, name).split("_")
    return first + "".join(word.capitalize() for word in words)


def _ending(test: Test, tree: ast.Module, code: str, remarks: list[str]) -> list[str] | None:
    """The lines of a test; where its output was the test, its last expression is compared with that."""
    lines = [line for line in code.split("\n") if line.strip() and line.strip() != "pass"]
    raises = any(isinstance(node, ast.Assert | ast.Raise) for node in ast.walk(tree)) or test.automatic or _calls_of_tests(tree)
    last = tree.body[-1] if tree.body else None
    if test.expected is not None and isinstance(last, ast.Expr):
        above = code.split("\n")[: last.lineno - 1]
        shown = ast.unparse(last)
        if test.expected == "True":
            return [*filter(str.strip, above), f'expect.that({shown}, "what this check is about holds")']
        return [*filter(str.strip, above), f'expect.equal(repr({shown}), {test.expected!r}, what="the value")']
    if raises:
        return lines
    # A call that is to come through, such as np.testing.assert_allclose, raises by itself.
    if test.by_output and isinstance(last, ast.Expr) and "assert" not in ast.unparse(last):
        remarks.append(f"Cell {test.cell}: the output of the test {test.name} is not saved: run the notebook, save it, import it again.")
        return None
    return lines


def _automatic(expression: ast.expr, asked: list[str]) -> str:
    """A value that is to be the reference's: of one call `agree` says most."""
    text = ast.unparse(expression)
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name) and expression.func.id in asked:
        inner = {node.id for part in [*expression.args, *expression.keywords] for node in ast.walk(part) if isinstance(node, ast.Name)}
        if inner.isdisjoint(asked):
            return f"agree.{text}"
    names = [name for name in asked if re.search(rf"\b{name}\b", text)]
    value = f"(lambda {', '.join(names)}: {text})"
    students, references = (", ".join(f"{side}.{name}" for name in names) for side in ("student", "reference"))
    return f"expect.close({value}({students}), {value}({references}), what={text!r})"


def _name(name: str, taken: set[str]) -> str:
    stem = "test_" + re.sub(r"\W+", "_", name).strip("_").lower().removeprefix("test_")
    return next(found for found in _numbered(stem) if found not in taken)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}_{number}"
        number += 1


def _written(check: _Check, number: int) -> str:
    """A check as text; its title is for the author to write."""
    test = check.test
    body = "\n".join(f"    {line}" if line.strip() else "" for line in check.lines)
    fixtures = [name for name in _FIXTURES if re.search(rf"\b{name}\.", body)]
    options = [
        f"points={test.points or 1:g}",
        *(["public=True"] if not test.is_hidden else []),
        *([f"hint={test.failure!r}"] if test.failure else []),
    ]
    head = f'@check("{check.exercise}", "{TITLE} {number}: what holds when this passes", {", ".join(options)})'
    return f"# From cell {test.cell} of the notebook.\n{head}\ndef {check.name}({', '.join(fixtures)}):\n{body}"
