"""Values as Python that can be pasted."""

import numpy as np
import pytest

from nngrade.judge.code import code
from nngrade.judge.objects import RemoteObject
from nngrade.worker.messages import HandleValue

VALUES = [
    None,
    True,
    3,
    -2.5,
    1e-300,
    float("nan"),
    float("-inf"),
    2 + 1j,
    "it's",
    'a "quoted" one',
    b"ab",
    [1, [2.5, "x"]],
    (1,),
    (),
    {1, 2},
    set(),
    frozenset({"a"}),
    frozenset(),
    {"a": [1], 2: None},
    ...,
    slice(1, None, 2),
    np.float64(0.1),
    np.int64(3),
    np.float32(0.1),
    np.uint8(7),
    np.bool_(True),
    np.array([1.0, np.nan, -np.inf]),
    np.array([[1, 2], [3, 4]]),
    np.array([True, False]),
    np.array([1, 2], np.uint8),
    np.array([0.1], np.float32),
    np.array([1 + 2j]),
    np.array(2.5),
    np.array(["a", "b"]),
    np.zeros((0, 3)),
    np.zeros((0,), np.int64),
    np.zeros((2, 0), np.float32),
]


def same(one, other):
    if isinstance(one, np.ndarray | np.generic):
        return type(one) is type(other) and one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
    return one == other or np.isnan(one)


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_is_written_down_evaluates_to_the_same_value(value):
    again = eval(code(value), {"np": np})
    plain = value.item() if isinstance(value, np.float64 | np.int64 | np.bool_) else value
    assert same(plain, again)


def test_a_tensor_too():
    torch = pytest.importorskip("torch")
    for tensor in (
        torch.tensor([[1.0, 2.5]]),
        torch.tensor([1, 2]),
        torch.tensor([0.5], dtype=torch.float64, requires_grad=True),
        torch.tensor([True]),
        torch.zeros((0, 3)),
        torch.tensor(1.5),
    ):
        again = eval(code(tensor), {"np": np, "torch": torch})
        assert torch.equal(again, tensor)
        assert (again.dtype, again.requires_grad) == (tensor.dtype, tensor.requires_grad)


def test_a_fresh_generator_is_made_from_its_seed():
    again = eval(code(np.random.default_rng(7)), {"np": np})
    assert again.random() == np.random.default_rng(7).random()


def moved_on(generator):
    generator.random()
    return generator


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.zeros(1001), "<an array of shape (1001,)>"),
        ([0] * 10**6, "<a list of 1000000 values>"),
        ([[0] * 1000] * 1000, "<a list of 1000 values>"),
        ({n: n for n in range(2000)}, "<a dict of 2000 values>"),
        (10**3000, "<a whole number of about 3001 digits>"),
        (moved_on(np.random.default_rng(1)), "np.random.default_rng(…)"),
        (np.random.Generator(np.random.MT19937(1)), "np.random.default_rng(…)"),
        (RemoteObject(None, HandleValue(1, "Model", "a Model object")), "<a Model object>"),
    ],
)
def test_what_cannot_be_written_down_is_described(value, text):
    assert code(value) == text


def test_a_generator_of_torchs_reads_as_the_call_that_makes_it():
    torch = pytest.importorskip("torch")
    generator = torch.Generator().manual_seed(7)
    assert code(generator) == "torch.Generator().manual_seed(7)"
    torch.rand(1, generator=generator)
    assert code(generator) == "torch.Generator()"
