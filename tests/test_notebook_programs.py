"""Of references, alternatives and misconceptions the same code is run from a notebook as from a file.

What is executed is compared, of one in eight, not judged again: `benchmarks/notebooks.py` judges every one. The references are judged too.
"""

import ast
import importlib.util
import itertools
from pathlib import Path

import pytest

from nngrade.course.reading import read_course
from nngrade.course.variants import Variants
from nngrade.judge.checks import ALTERNATIVE
from nngrade.judge.diagnosis.naming import each_misconception
from nngrade.judge.judging import judge
from nngrade.judge.notebooks import wanted_names
from nngrade.submissions.reading import read_submission
from nngrade.worker.cells import Program, read_cells
from nngrade.worker.messages import CellStart

ROOT = Path(__file__).parents[1]
COURSE = read_course(ROOT / "solutions")
ONE_IN = 8


def _helper():
    found = importlib.util.spec_from_file_location("as_notebook", ROOT / "benchmarks" / "as_notebook.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


AS_NOTEBOOK = _helper()


def each_source(topic):
    yield "reference", topic.reference.read_text("utf-8")
    found = importlib.util.spec_from_file_location(f"alternatives_{topic.module}", topic.alternatives)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    variants = Variants(topic.alternatives, topic.reference)
    for name, thing in vars(module).items():
        if spec := getattr(thing, ALTERNATIVE, None):
            yield name, variants.stand_in(name, spec.exercise).source
    for name, _, variant in each_misconception(topic):
        yield name, variant.source


def run_from_a_notebook(source, topic):
    starts, joined = [], ""
    for cell in AS_NOTEBOOK.cells_of(source):
        starts.append(CellStart(joined.count("\n") + 1, ""))
        joined += cell + "\n"
    program = read_cells(joined, tuple(starts), wanted_names(topic), topic.filename)
    assert isinstance(program, Program), program
    return [ast.unparse(node) for node in program.tree.body]


def needed_assignments(body, names):
    """The assignments of a file that some names refer to, however far away."""
    parts = [(node, bound_by(node), {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}) for node in body]
    names = set(names)
    for _ in body:
        names |= {used for _, bound, uses in parts if bound & names for used in uses}
    return {ast.unparse(node) for node, bound, _ in parts if isinstance(node, ast.Assign) and bound & names}


def bound_by(node):
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    return {target.id for target in node.targets if isinstance(target, ast.Name)} if isinstance(node, ast.Assign) else set()


@pytest.mark.parametrize("topic", COURSE.topics, ids=lambda topic: topic.name)
def test_the_same_definitions_are_run_and_nothing_that_they_lack(topic):
    for name, source in itertools.islice(each_source(topic), 0, None, ONE_IN):
        body = ast.parse(source).body
        kept = run_from_a_notebook(source, topic)
        definitions = [ast.unparse(node) for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        assert [text for text in kept if text in definitions] == definitions, name
        needed = needed_assignments(body, {exercise.name for exercise in topic.exercises})
        assert needed <= set(kept), name
        assert not any("plt" in text for text in kept), name


@pytest.mark.parametrize("topic", COURSE.topics, ids=lambda topic: topic.name)
def test_the_reference_as_a_notebook_gets_every_point(topic, tmp_path):
    path = AS_NOTEBOOK.write_notebook(topic.reference.read_text("utf-8"), tmp_path / topic.notebook.name)
    report = judge(topic, read_submission(path, topic))
    assert report.problem is None
    assert report.points == report.max_points > 0
