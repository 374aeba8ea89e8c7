"""Nothing in nngrade turns data into code: no pickle or its kin, no eval, in either direction."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import nngrade

ROOT = Path(nngrade.__file__).parent
MODULES = {"pickle", "_pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "copyreg"}
CALLS = {"eval", "__import__"}
# It runs a source that somebody wrote as a source: there, and nowhere else.
RUNS_SOURCES = {"worker/executor.py"}


def forbidden_in(tree: ast.Module, path: str) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.partition(".")[0] in MODULES)
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in MODULES:
                yield module
            case ast.Constant(value=str(value)) if value in MODULES:  # import_module and its like
                yield repr(value)
            case ast.Call(func=ast.Name(id=name)) if name in CALLS or (name == "exec" and path not in RUNS_SOURCES):
                yield f"{name}()"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="np" | "numpy" | "torch"), attr="load" | "save" as name)):
                yield f"{name}()"
            case ast.Attribute(value=ast.Name(id="yaml"), attr=name) if name not in {"safe_load", "YAMLError"}:
                yield f"yaml.{name}"
            case ast.keyword(arg="allow_pickle"):
                yield "allow_pickle"


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_neither_unpickles_nor_evaluates(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not list(forbidden_in(tree, path.relative_to(ROOT).as_posix()))
