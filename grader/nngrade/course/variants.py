"""Whole submissions made from one wrong or unusual function and the reference.

A misconception or an alternative stands in for one exercise; what remains of
the submission is the reference. Only files of the course are read here.
"""

import ast
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Variant:
    """A stand-in for one exercise: `base`, which it shares with the others of its file, and what is its own."""

    name: str
    base: str
    own: str

    @property
    def source(self) -> str:
        """The source of a whole submission."""
        return f"{self.base}\n\n\n{self.own}"


class Variants:
    """The functions and classes of `misconceptions.py` or `alternatives.py`, ready to stand in."""

    def __init__(self, path: Path, reference: Path) -> None:
        self._reference = reference.read_text("utf-8")
        self._stand_ins, self._shared = _taken_apart(path.read_text("utf-8"), str(path))

    def stand_in(self, name: str, exercise: str) -> Variant:
        """The submission in which the function or class `name` stands in for `exercise`."""
        node = self._stand_ins[name]
        body = ast.unparse(_without_our_decorator(node))
        base = "\n\n\n".join(part for part in (self._reference.rstrip(), self._shared) if part)
        takes_its_place = "" if name == exercise else f"\n\n\n{exercise} = {name}"
        return Variant(name, base, f"{body}{takes_its_place}\n")


@functools.lru_cache(maxsize=8)  # a topic's two files are asked for once for each of its answers
def _taken_apart(source: str, filename: str) -> tuple[Mapping[str, ast.FunctionDef | ast.ClassDef], str]:
    """The functions and classes that stand in for an exercise, by name, and the source of what they share."""
    tree = ast.parse(source, filename)
    stand_ins: dict[str, ast.FunctionDef | ast.ClassDef] = {}
    shared = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.decorator_list and _is_ours(node.decorator_list[0]):
            stand_ins[node.name] = node
        elif not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nngrade")):
            shared.append(node)
    return stand_ins, ast.unparse(ast.Module(shared[_docstring(tree) :], []))


def _is_ours(decorator: ast.expr) -> bool:
    """Whether a decorator is `@misconception(…)` or `@alternative(…)`, however it was imported."""
    maker = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = maker.attr if isinstance(maker, ast.Attribute) else maker.id if isinstance(maker, ast.Name) else ""
    return name in ("misconception", "alternative")


def _without_our_decorator(node: ast.FunctionDef | ast.ClassDef) -> ast.FunctionDef | ast.ClassDef:
    """The definition without the outermost decorator, which is `@misconception` or `@alternative`."""
    copied = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(copied, ast.FunctionDef | ast.ClassDef)
    del copied.decorator_list[0]
    return copied


def _docstring(tree: ast.Module) -> int:
    return int(ast.get_docstring(tree) is not None)
