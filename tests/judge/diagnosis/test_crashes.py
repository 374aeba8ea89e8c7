"""Every known cause, raised for real by the installed Python and NumPy."""

import re

import pytest

from nngrade.judge.diagnosis.crashes import _CAUSES, known_cause
from nngrade.judge.failures import Call, RaisedFailure
from nngrade.worker.messages import Frame

NONE = "Something is None here: a missing `return`, or a blank left in?"
TURNED = "which axis was lost or turned?"

NUMPY = [
    ("np.float_(1)", "`np.float_` was removed in NumPy 2. Use `np.float64`."),
    ("np.Inf", "`np.Inf` was removed in NumPy 2. Use `np.inf`."),
    ("np.NaN", "`np.NaN` was removed in NumPy 2. Use `np.nan`."),
    ("np.alltrue([1])", "`np.alltrue` was removed in NumPy 2. Use `np.all`."),
    ("np.round_(1.5)", "`np.round_` was removed in NumPy 2. Use `np.round`."),
    ("np.int(1)", "`np.int` was removed from NumPy. Use Python's own `int`."),
    ("np.float(1)", "`np.float` was removed from NumPy. Use Python's own `float`."),
    ("np.product([1])", "`np.product` was removed in NumPy 2. Use `np.prod`."),
    ("np.bool8(1)", "`np.bool8` was removed in NumPy 2. Use `np.bool_`."),
    ("np.sigmoid(1)", "NumPy has no `np.sigmoid`. Is it spelt otherwise?"),
    ("np.random.default_rng(0).randn(3)", "A generator has no `.randn`: its methods are `random`, `standard_normal` and `integers`."),
    ("[1, 2].shape", "A list has no `.shape`; an array has. `np.asarray(...)` makes one."),
    ("(1, 2).mean()", "A tuple has no `.mean`; an array has. `np.asarray(...)` makes one."),
    ("1 if np.ones(2) else 0", "An `if` asks for one yes or no, and a whole array answered."),
    ("np.ones((2, 3)) + np.ones((3, 2))", f"Shapes (2,3) and (3,2) do not fit element by element. Print both: {TURNED}"),
    ("np.add(np.ones(3), np.ones((2, 3)), out=np.ones(3))", "The result has shape (2,3), and is written into an array of shape (3,)."),
    ("np.ones((2, 3)).dot(np.ones((2, 3)))", "Shapes (2,3) and (2,3) cannot be multiplied"),
    ("np.ones((2, 3)) @ np.ones((2, 3))", "The inner sizes of the product are 3 and 2; they must be equal."),
    ("np.ones((2, 3)) @ np.float64(2)", "`@` multiplies arrays; one side is a single number. Is `*` meant?"),
    ("np.zeros(3).__setitem__(slice(None), np.ones(4))", "A value of shape (4,) does not fit into a place of shape (3,)."),
    ("np.ones(6).reshape(4, 2)", "6 numbers cannot fill the shape (4,2)."),
    ("np.array([[1, 2], [3]])", "A whole sequence was put where one number belongs, or the rows have different lengths."),
    ("np.zeros(3).__setitem__(0, [1, 2])", "A whole sequence was put where one number belongs"),
    (
        "np.concatenate([np.ones((2, 3)), np.ones((2, 2))])",
        "The arrays that are joined have sizes 3 and 2 on an axis where they must agree.",
    ),
    ("np.max([])", "Something is empty whose largest or smallest is asked for."),
    ("np.argmax([])", "Something is empty whose largest or smallest is asked for."),
    ("np.ones((2, 3))[2]", "Index 2 does not exist on axis 0, which has 2 entries (0 to one less than that)."),
    ("np.eye(3)[np.array([0.0, 1.0])]", "An index must be a whole number: this one is of another type."),
    ("np.ones(3)[1.0]", "An index must be a whole number: this one is of another type."),
    ("np.ones(3)[0, 0]", "2 indices were used on an array of 1 dimension(s)."),
    ("np.ones(3)[np.ones(4, bool)]", "A mask of 4 entries was used on an axis that has 3."),
    ("np.ones(3).sum(axis=1)", "Axis 1 does not exist: the array has 1 dimension(s), counted from 0."),
    ("np.subtract(np.arange(3), 0.5, out=np.arange(3))", "An integer array cannot hold fractions in place. Make it float first."),
    ("__import__('math').exp(np.ones(2))", "One number is wanted there, and an array came"),
    ("float(np.ones(2))", "One number is wanted there, and an array came"),
    ("np.zeros(2, 3)", "A shape goes in one pair of brackets: `np.zeros((rows, columns))`."),
    ("np.exp(None)", NONE),
]

TORCH = [
    ("torch.tensor(1.0).data[0]", "`.data[0]` is from an old PyTorch."),
    ("torch.ones(2)[3]", "Index 3 does not exist on axis 0, which has 2 entries"),
    ("torch.load(saved(torch.nn.Linear(2, 2)))", "The file holds whole objects. Save plain data"),
    ("torch.nn.Linear(3, 2)(torch.ones(4, 5))", "Shapes 4x5 and 3x2 cannot be multiplied"),
    ("torch.ones(2, 3) + torch.ones(3, 2)", "The sizes on axis 1 are 3 and 2, and do not fit element by element."),
    ("torch.ones(1).sum().backward()", "The loss does not depend on any parameter that learns."),
    ("twice_backward()", "One loss is sent backward twice."),
    ("torch.nn.Linear(3, 2)(torch.ones(4, 3, dtype=torch.float64))", "Double meets Float: NumPy makes double"),
    ("torch.nn.CrossEntropyLoss()(torch.ones(2, 3), torch.tensor([0, 5]))", "Label 5 has no class"),
    ("bool(torch.ones(2))", "An `if` asks for one yes or no, and a whole array answered."),
    ("torch.ones(2).cuda()", "There is no GPU here."),
]

PYTHON = [
    ("(_ for _ in ()).throw(PermissionError(1, 'Operation not permitted'))", "no other process, program or connection can be started."),
    ("(_ for _ in ()).throw(FileNotFoundError(2, 'No such file or directory'))", "A loader's `num_workers` has to be 0."),
    ("(_ for _ in ()).throw(PermissionError(13, 'Permission denied', '/etc/passwd'))", "`/etc/passwd` cannot be opened here"),
    ("None.shape", "Something is None where `.shape` is asked for: a function without a `return`, or a blank left in?"),
    ("(lambda: None)()[0]", NONE),
    ("[_ for _ in (lambda: None)()]", NONE),
    ("unpack(None)", NONE),
    ("1 + (lambda: None)()", "One side of the `+` is None: a function without a `return`, or a blank left in?"),
    ("(lambda: None)() < 3", "One side of the `<` is None"),
    ("unpack((1, 2, 3))", "The line unpacks 2 values, and there is another number of them."),
    ("unpack(np.ones(3).shape)", "The line unpacks 2 values, and there is another number of them."),
    ("[1][5]", "The list is shorter than the code thinks."),
    ("np.ones(3).shape[1]", "The tuple is shorter than the code thinks."),
    ("[1] - [2]", "Lists do no arithmetic. `np.asarray(...)` makes an array that does."),
    ("[1] * 1.5", "Lists do no arithmetic."),
    ("[1] + 1", "Lists do no arithmetic."),
    ("(lambda rows: rows[0, 1])([[1, 2]])", "A list of lists knows no [row, column]."),
    ("len[3]", "A function was used with [ ]. Call it with ( )."),
    ("unpack[0]", "A function was used with [ ]. Call it with ( )."),
    ("len + 1", "A function stands where its value is meant: call it."),
    ("unpack * 2", "A function stands where its value is meant: call it."),
    ("np.ones(2)(0)", "Something of type numpy.ndarray was called with ( )."),
    ("np.ones(2).shape()", "Something of type tuple was called with ( )."),
    ("range(6 / 2)", "A whole number is wanted there, and a float came: `/` always gives a float, `//` does not."),
    ("range(np.float64(3))", "A whole number is wanted there, and a float came"),
    ("Model().step(1)", "`Model.step` takes 0 and was given 2: compare its `def` line with the call."),
    ("unbound()", "`total` is read before it gets a value on this path through the function."),
    ("numpy.ones(3)", "`numpy` is not known here. A misspelt name, or one from another cell or function?"),
    ("exec('np.ones(3)', {})", "`np` is not known: `import numpy as np` is missing at the top."),
    ("endless(1)", "The function calls itself without end."),
    ("1 / 0", "Something is divided by zero."),
    ("0 // 0", "Something is divided by zero."),
    ("__import__('sys').exit()", "`exit` ends the whole program."),
    ("__import__('math').exp(1000)", "`math.exp` overflows a little above 709."),
    ("__import__('math').log(0)", "`math` was asked for the log or the root of a number that has none."),
    ("__import__('math').sqrt(-1)", "`math` was asked for the log or the root of a number that has none."),
    ("max([])", "Something is empty whose largest or smallest is asked for."),
    ("__import__('no_such_module')", "The module `no_such_module` is not installed here."),
]

SOURCE = """
import numpy as np
{torch}

def unpack(pair):
    one, other = pair


def unbound():
    total += 1
    return total


def endless(x):
    return endless(x)


class Model:
    def step():
        pass


def saved(model):
    import io
    file = io.BytesIO()
    torch.save(model, file)
    file.seek(0)
    return file


def twice_backward():
    loss = torch.ones(1, requires_grad=True).exp().sum()
    loss.backward()
    loss.backward()


def f():
    return {expression}
"""


@pytest.fixture
def crash(local):
    def make(expression, *, torch=False):
        side = local(SOURCE.format(expression=expression, torch="import torch" if torch else ""), "numbers")
        with pytest.raises(RaisedFailure) as raised:
            side.call_function("f", (), {})
        return raised.value

    return make


@pytest.mark.parametrize(("expression", "says"), [*NUMPY, *PYTHON])
def test_a_crash_is_told_by_its_cause(crash, expression, says):
    assert known_cause(crash(expression), "f()").startswith(says[:150]) or says in known_cause(crash(expression), "f()")


@pytest.mark.parametrize(("expression", "says"), TORCH)
def test_a_crash_in_torch_is_told_by_its_cause(crash, expression, says):
    pytest.importorskip("torch")
    assert says in known_cause(crash(expression, torch=True), "f()")


@pytest.mark.parametrize(
    ("kind", "message", "says"),
    [
        ("ValueError", "max() iterable argument is empty", "Something is empty"),  # Python 3.12 and later
        ("ValueError", "expected a positive input, got 0.0", "`math` was asked for the log"),  # 3.14
        ("TypeError", "only length-1 arrays can be converted to Python scalars", "One number is wanted there"),  # NumPy 1.26
        ("AttributeError", "module 'numpy' has no attribute 'trapz'", "Use `np.trapezoid`"),  # NumPy 2.4
        ("RuntimeError", "No CUDA GPUs are available", "There is no GPU here"),
    ],
)
def test_messages_of_other_versions(kind, message, says):
    assert says in known_cause(RaisedFailure((kind, "Exception"), message, (Frame(1, "f"),), None), "f()")


def test_every_pattern_was_raised_here(crash):
    pytest.importorskip("torch")
    raised = [crash(expression) for expression, _ in (*NUMPY, *PYTHON)] + [crash(expression, torch=True) for expression, _ in TORCH]
    for cause in _CAUSES:
        kinds = cause.kind.split("|")
        assert any(cause.pattern.search(one.message) and set(kinds) & set(one.kinds) for one in raised), cause.pattern.pattern


class TestSignatures:
    """Without a line of the student's in the traceback, the call itself did not fit."""

    @pytest.mark.parametrize(
        "definition",
        [
            "def f(): pass",
            "def f(a): pass",
            "def f(a, b, c): pass",
            "def f(a, *, b): pass",
            "f = lambda: 0",
            "class f: pass",
            "class f:\n    def __init__(self): pass",
        ],
    )
    def test_the_right_call_is_told(self, local, definition):
        side = local(definition, "numbers")
        with pytest.raises(RaisedFailure) as raised:
            side.call_function("f", (1, 2), {})
        assert known_cause(raised.value, "f(x, axis=-1)") == "It has to be callable as `f(x, axis=-1)`."

    def test_a_keyword_that_is_not_there(self, local):
        with pytest.raises(RaisedFailure) as raised:
            local("def f(x): pass", "numbers").call_function("f", (1,), {"axis": 0})
        assert known_cause(raised.value, "f(x, axis=-1)") == "It has to be callable as `f(x, axis=-1)`."

    def test_a_name_that_holds_no_function(self, local):
        with pytest.raises(RaisedFailure) as raised:
            local("f = 5", "numbers").call_function("f", (1,), {})
        assert "is of type int" in known_cause(raised.value, "f(x)")

    def test_a_call_inside_the_students_code_is_another_matter(self, crash):
        assert "callable as" not in known_cause(crash("unpack()"), "f()")


@pytest.mark.parametrize(
    ("kind", "message"),
    [("ValueError", "label 7 is out of range"), ("KeyError", "'W1'"), ("MyError", ""), ("TypeError", "an odd one"), ("OverflowError", "x")],
)
def test_what_is_not_known_is_not_explained(kind, message):
    assert known_cause(RaisedFailure((kind, "Exception"), message, (Frame(1, "f"),), Call("f", (), {})), "f(x)") == ""


def test_every_sentence_can_be_told_whatever_was_matched():
    for cause in _CAUSES:
        wanted = set(re.findall(r"{(\w+)}", cause.says)) - {"known"}
        assert wanted <= set(cause.pattern.groupindex), cause.says
