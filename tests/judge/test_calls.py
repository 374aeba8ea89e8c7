"""Calls as a student would write them, and lines that make them again in a shell."""

import subprocess
import sys

import numpy as np
import pytest

from nngrade.judge.calls import call_text, named_inputs, reproduction
from nngrade.judge.failures import Call
from nngrade.judge.objects import RemoteObject
from nngrade.worker.messages import HandleValue

NAMES = {"softmax": ("x", "axis"), "Counter": ("start",), ".step": ("by",)}
X = np.array([[1.0, -2.5], [np.inf, 0.1]])


def names_of(call):
    return NAMES.get(call.function, ())


def text(function, *args, history=(), **kwargs):
    return call_text(Call(function, args, kwargs, history=history), names_of)


class TestText:
    def test_arrays_go_by_their_names_and_numbers_stand_in_the_call(self):
        assert text("softmax", X, 0) == "softmax(x, 0)"
        assert text("softmax", X, axis=-1) == "softmax(x, axis=-1)"
        assert text("softmax", x=X) == "softmax(x=x)"

    def test_a_truth_value_never_stands_without_its_name(self):
        assert text("softmax", True) == "softmax(x=True)"

    def test_what_has_no_name_is_counted(self):
        assert text("softmax", X, 1, X, 2) == "softmax(x, 1, argument 3, 2)"
        assert text("unknown", X) == "unknown(argument 1)"

    def test_short_things_are_written_out(self):
        assert text("softmax", None, "abc") == "softmax(None, 'abc')"
        assert text("softmax", np.int64(3), np.float64(0.5)) == "softmax(3, 0.5)"

    def test_a_method_is_told_with_the_object_it_belongs_to(self):
        made = Call("Counter", (10,), {})
        assert text(".step", 2, history=(made,)) == "Counter(10).step(2)"
        assert text(".step", X, history=(None,)) == "….step(by)"
        assert text("", X, history=(made,)) == "Counter(10)(argument 1)"


class TestInputs:
    def test_each_argument_that_is_not_in_the_call_is_shown(self):
        shown = named_inputs(Call("softmax", (X, 0), {"extra": [1, 2]}), names_of)
        assert [(value.name, value.value.description) for value in shown] == [("x", "shape (2, 2)"), ("extra", "shape (2,), integers")]


SOURCE = """
import numpy as np


def total(*args, **kwargs):
    return (len(args), sorted(kwargs), *map(repr, args))


class Counter:
    def __init__(self, start=0):
        self.count = start

    def step(self, by=1):
        self.count += by
        return self.count

    def __call__(self, x):
        return ("called", x)
"""


@pytest.fixture
def shell(tmp_path):
    (tmp_path / "mine.py").write_text(SOURCE)

    def run(line):
        line = line.replace("python", f'"{sys.executable}"', 1)
        done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    return run


class TestReproduction:
    @pytest.mark.parametrize(
        "value",
        [X, np.array([1, 2], np.uint8), np.zeros((0, 3)), [1, [2.5]], (1, "its"), {"a": 1}, 1e-300, None, "$HOME", "a`b", "x!", 'say "no"'],
        ids=repr,
    )
    def test_the_line_makes_the_same_call_or_there_is_none(self, shell, value):
        line = reproduction(Call("total", (value,), {"axis": 0}), "mine")
        if isinstance(value, str):
            assert line == ""
        else:
            assert shell(line) == repr((1, ["axis"], repr(value)))

    def test_methods_are_called_again_after_all_that_came_before(self, shell):
        made, first = Call("Counter", (10,), {}), Call(".step", (), {})
        line = reproduction(Call(".step", (), {"by": 5}, history=(made, first)), "mine")
        assert line == 'python -c "from mine import Counter; it = Counter(10); it.step(); print(it.step(by=5))"'
        assert shell(line) == "16"

    def test_objects_that_are_called_themselves(self, shell):
        line = reproduction(Call("", (3,), {}, history=(Call("Counter", (), {}),)), "mine")
        assert shell(line) == "('called', 3)"

    @pytest.mark.parametrize(
        "call",
        [
            Call("total", (np.zeros(500),), {}),
            Call("total", (np.zeros(5000),), {}),
            Call("total", (np.random.Generator(np.random.MT19937(0)),), {}),
            Call("total", (RemoteObject(None, HandleValue(1, "Model", "a Model object")),), {}),
            Call("total", ("a\nb",), {}),
            Call(".step", (), {}, history=(None,)),
            Call(".step", (), {}, history=(Call("Counter", (), {}), None)),
            Call(".step", (), {}, history=(Call("Counter", (), {}),), is_alone=False),
        ],
    )
    def test_there_is_none_for_what_cannot_be_pasted(self, call):
        assert reproduction(call, "mine") == ""

    def test_tensors_bring_their_import(self):
        torch = pytest.importorskip("torch")
        line = reproduction(Call("total", (torch.ones(2),), {}), "mine")
        assert line == 'python -c "import torch; from mine import total; print(total(torch.tensor([1.0, 1.0])))"'
