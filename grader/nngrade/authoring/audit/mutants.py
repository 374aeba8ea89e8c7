"""Making mutants of a reference, each with a name of its own and the exercise that it belongs to."""

import ast
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from itertools import zip_longest
from types import ModuleType

from nngrade.authoring.audit.model import Mutant
from nngrade.authoring.stubs import make_stub
from nngrade.course.model import Topic
from nngrade.errors import CourseError, UsageError

_BEGIN, _END = "# BEGIN SOLUTION", "# END SOLUTION"
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def make_mutants(topic: Topic) -> tuple[Mutant, ...]:
    """Change what a student of `topic` writes in every small way, one change a mutant, in the order of the lines.

    That is what stands between the markers of the reference, helpers included;
    given code is not. Raises CourseError for a reference without solutions, and
    UsageError where the mutation library is not installed.
    """
    operators = _operators()
    source = topic.reference.read_text("utf-8")
    make_stub(source, topic)  # names the line of a marker that is out of place
    homes = _Homes(source, topic)
    counts: Counter[str] = Counter()
    mutants: list[Mutant] = []
    for change in operators.changes(source, _solution_lines(source)):
        line, text = _first_difference(source, change.source)
        exercise, judged_by = homes.of(line)
        start, end = f"{exercise} {change.operator}", text
        counts[start + end] += 1
        mutants.append(Mutant(f"{start} {counts[start + end]}: {end}", exercise, change.operator, line, change.source, judged_by))
    if not mutants:
        raise CourseError(f"{topic.reference}: nothing between its markers can be mutated.", tip="`nngrade author verify` says more.")
    return tuple(sorted(mutants, key=lambda mutant: mutant.line))


def _operators() -> ModuleType:
    try:
        return import_module("nngrade.authoring.audit.operators")
    except ImportError as error:
        message = f"Mutants are made with mutmut, which is not installed as nngrade needs it ({error})."
        raise UsageError(message, tip='Run `pip install "nngrade[author]"`.') from None


def _solution_lines(source: str) -> frozenset[int]:
    """The lines, from 1, between markers; `make_stub` has seen that they pair."""
    lines = [line.strip() for line in source.splitlines()]
    begins = [number for number, line in enumerate(lines, 1) if line == _BEGIN]
    ends = [number for number, line in enumerate(lines, 1) if line == _END]
    return frozenset(number for begin, end in zip(begins, ends, strict=True) for number in range(begin, end))


def _first_difference(source: str, changed: str) -> tuple[int, str]:
    """The first line, from 1, that a change touches, and what stands there in the source."""
    pairs = zip_longest(source.splitlines(), changed.splitlines(), fillvalue="")
    return next((number, old.strip()) for number, (old, new) in enumerate(pairs, 1) if old != new)


class _Homes:
    """Which exercise a line belongs to: the one that it stands in, or the first that comes to it by way of helpers."""

    def __init__(self, source: str, topic: Topic) -> None:
        self._topic = topic
        self._spans: list[tuple[range, frozenset[str]]] = []
        uses: dict[str, set[str]] = {}
        tree = ast.parse(source)
        for statement in tree.body:
            defined = frozenset(_defined(statement))
            self._spans.append((range(_first_line(statement), (statement.end_lineno or statement.lineno) + 1), defined))
            for name in defined:
                uses.setdefault(name, set()).update(_names(statement))
        self._reached = {exercise.name: _closure(exercise.name, uses) for exercise in topic.exercises}

    def of(self, line: int) -> tuple[str, frozenset[str]]:
        """The exercise to which a change in this line counts, and those whose checks may notice it."""
        defined = next((names for span, names in self._spans if line in span), frozenset())
        exercises = [exercise.name for exercise in self._topic.exercises]
        own = [name for name in exercises if name in defined]
        if own:
            return own[0], frozenset(own)
        users = [name for name in exercises if self._reached[name] & defined] or exercises
        return users[0], frozenset(users)


def _first_line(statement: ast.stmt) -> int:
    decorators = statement.decorator_list if isinstance(statement, _Definition) else []
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _defined(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, _Definition):
        yield statement.name
    else:
        yield from (node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))


def _names(statement: ast.stmt) -> Iterator[str]:
    return (node.id for node in ast.walk(statement) if isinstance(node, ast.Name))


def _closure(name: str, uses: dict[str, set[str]]) -> frozenset[str]:
    """All names of the file that `name` comes to, itself included."""
    reached: set[str] = set()
    coming = {name}
    while coming:
        reached |= coming
        coming = {other for one in coming for other in uses.get(one, ()) if other in uses} - reached
    return frozenset(reached)
