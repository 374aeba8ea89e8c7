"""Which checks an answer can have to do with: all others judge the reference alone, whoever stands in for one exercise.

Read off the words of the sources. A word too many costs a little time, and a
name that is only put together at run time (`getattr(student, "soft" + "max")`)
is not seen: a suite that does so names its exercise in `@check` all the same.
"""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r"[^\W\d]\w*")
_Words = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Reach:
    """The words that each check and each definition of the reference leads to."""

    of_check: _Words
    of_reference: _Words

    @classmethod
    def read(cls, suite: Path, reference: Path) -> "Reach":
        """Read both files; neither is executed."""
        return cls(_closure(_definitions(suite)), _closure(_definitions(reference)))

    def checks(self, exercise: str, helpers: Iterable[str], known: Iterable[str]) -> list[str]:
        """Give those of the `known` checks that meet a stand-in for this exercise, which brings along `helpers` of its own."""
        replaced = {exercise, *(name for name in helpers if name in self.of_reference)}
        touched = replaced | {name for name, words in self.of_reference.items() if words & replaced}
        return [name for name in known if self.of_check.get(name, frozenset(touched)) & touched]


def shared_names(path: Path) -> list[str]:
    """Return what a list of answers defines for all of them: every definition without a decorator."""
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    return [name for node in nodes if not getattr(node, "decorator_list", []) for name in _names(node)]


def _definitions(path: Path) -> _Words:
    """Return the words in the source of each name that a file defines at its top."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    found: dict[str, set[str]] = {}
    for node in ast.parse(source).body:
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        words = set(_WORD.findall("".join(lines[first - 1 : node.end_lineno])))
        for name in _names(node):
            found.setdefault(name, set()).update(words)
    return {name: frozenset(words) for name, words in found.items()}


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    return [part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]


def _closure(words: _Words) -> _Words:
    """Follow each word that is itself defined here to the words of its definition."""
    closed: _Words = {}
    for name in words:
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            fresh = words.get(waiting.pop(), frozenset()) - reached
            reached |= fresh
            waiting += [word for word in fresh if word in words]
        closed[name] = frozenset(reached)
    return closed
