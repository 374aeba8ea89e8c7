"""The public part of a hidden suite, as source: its public checks, what they use, and nothing else.

Comments do not come along, and `@given` does not either: the inputs were drawn at
release. A drawn argument becomes `x=...`, which the record of the edition fills in.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nngrade.judge.checks import CheckSpec

_DRAWING = {"given", "example", "settings", "seed", "reproduce_failure"}
_HEADER = """\
# The public checks of the topic {topic}, as they were when this edition was made.
# Its inputs and right answers were recorded then: they are in frozen.msgpack.
"""


@dataclass(frozen=True, slots=True)
class PublicCheck:
    """A public check: what its author said of it, and which of its arguments were drawn."""

    spec: CheckSpec
    drawn: frozenset[str]


class SuiteSource:
    """A suite's top-level statements, and what each of them uses."""

    def __init__(self, source: str) -> None:
        self._lines = source.splitlines()
        self._tree = ast.parse(source)

    def lines_of(self, function: str) -> Iterator[tuple[int, str]]:
        """Every line that a check needs, with its number: its own, and those of all that it uses; without decorators."""
        test = self._function(function)
        for node in [test, *self._needed_by([self._undecorated(test)])]:
            yield from enumerate(self._lines[node.lineno - 1 : node.end_lineno], start=node.lineno)

    def public_part(self, topic: str, checks: Mapping[str, PublicCheck]) -> str:
        """The source of some checks, by the names of their functions, with all that they use."""
        tests = {name: self._rewritten(self._function(name), check, checks) for name, check in checks.items()}
        needed = self._needed_by(tests.values())
        used = _names_in([*needed, *tests.values()])
        imports = [node for node in needed if isinstance(node, ast.Import | ast.ImportFrom)]
        parts = [_HEADER.format(topic=topic), *(_kept_of(node, used) for node in imports), "from nngrade.suite import check"]
        for node in self._tree.body:
            if isinstance(node, ast.FunctionDef) and node.name in tests:
                parts.append(f"\n\n{ast.unparse(tests[node.name])}")
            elif node in needed and node not in imports:
                parts.append(f"\n\n{ast.unparse(node)}" if isinstance(node, ast.FunctionDef | ast.ClassDef) else ast.unparse(node))
        return "\n".join(part for part in parts if part) + "\n"

    def _function(self, name: str) -> ast.FunctionDef:
        return next(node for node in self._tree.body if isinstance(node, ast.FunctionDef) and node.name == name)

    def _needed_by(self, tests: Iterable[ast.stmt]) -> list[ast.stmt]:
        """What some tests use, and what that uses in turn, in the order of the suite; the tests not included."""
        needed: list[ast.stmt] = []
        names = _names_in(tests)
        while found := [node for node in self._tree.body if node not in needed and names & _bound_by(node) and not _is_test(node)]:
            needed += found
            names |= _names_in(found)
        return sorted(needed, key=lambda node: node.lineno)

    @staticmethod
    def _undecorated(function: ast.FunctionDef) -> ast.FunctionDef:
        copied = _copy(function)
        copied.decorator_list = [one for one in copied.decorator_list if _called(one) not in {"check", *_DRAWING}]
        return copied

    def _rewritten(self, function: ast.FunctionDef, check: PublicCheck, others: Mapping[str, PublicCheck]) -> ast.FunctionDef:
        copied = self._undecorated(function)
        copied.decorator_list.insert(0, _decorator(check.spec, [name for name in check.spec.after if name in others]))
        arguments = copied.args
        drawn = [one for one in arguments.args + arguments.kwonlyargs if one.arg in check.drawn]
        arguments.args = [one for one in arguments.args if one not in drawn]
        arguments.kwonlyargs = drawn
        arguments.kw_defaults = [ast.Constant(...) for _ in drawn]
        return copied


def _copy(function: ast.FunctionDef) -> ast.FunctionDef:
    copied = ast.parse(ast.unparse(function)).body[0]
    assert isinstance(copied, ast.FunctionDef)
    return copied


def _decorator(spec: CheckSpec, after: list[str]) -> ast.expr:
    options = {
        "points": int(spec.points) if spec.points.is_integer() else spec.points,
        "hint": spec.hint or None,
        "public": True,
        "after": after or None,
        "disclosure": None if spec.disclosure is None else spec.disclosure.name.lower(),
        "purity": spec.purity or None,
        "wall_seconds": spec.wall_seconds,
        "cpu_seconds": spec.cpu_seconds,
    }
    said = ", ".join(f"{name}={value!r}" for name, value in options.items() if value is not None)
    return ast.parse(f"check({spec.exercise!r}, {spec.title!r}, {said})", mode="eval").body


def _called(decorator: ast.expr) -> str:
    """The last word of what a decorator calls: `example` of `hypothesis.example(…)`."""
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def _is_test(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and any(_called(one) == "check" for one in node.decorator_list)


def _names_in(nodes: Iterable[ast.AST]) -> set[str]:
    """Every name that is read, and every argument: pytest fills in an argument with the fixture of its name."""
    names: set[str] = set()
    for node in nodes:
        for part in ast.walk(node):
            if isinstance(part, ast.Name):
                names.add(part.id)
            elif isinstance(part, ast.arg):
                names.add(part.arg)
    return names


def _bound_by(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {_bound_as(alias) for alias in node.names}
    stored = (part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
    return {*stored, *(name for part in ast.iter_child_nodes(node) if isinstance(part, ast.stmt) for name in _bound_by(part))}


def _bound_as(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _kept_of(node: ast.Import | ast.ImportFrom, used: set[str]) -> str:
    """An import without the names that nobody uses; `check` has a line of its own."""
    kept = [alias for alias in node.names if _bound_as(alias) in used and alias.name != "check"]
    fresh = ast.Import(kept) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, kept, node.level)
    return ast.unparse(fresh) if kept else ""
