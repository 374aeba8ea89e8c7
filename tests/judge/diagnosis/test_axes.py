"""The right answer along the wrong axis."""

import numpy as np
import pytest

from nngrade.judge.diagnosis.axes import other_axis
from nngrade.judge.failures import Call

X = np.array([[0.0, 1.0, 3.0], [2.0, -1.0, 0.5]])

SOURCE = """
import numpy as np


def softmax(x, axis=-1):
    if np.ndim(x) > 3:
        raise ValueError("too deep")
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)


def centred(x):
    return x - x.mean(axis=1, keepdims=True)


def fussy(x):
    if x.shape != (2, 3):
        raise ValueError("another shape")
    return x
"""


@pytest.fixture
def reference(local):
    return local(SOURCE)


def softmax(x, axis):
    return np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True)


def test_the_axis_is_named_when_the_function_has_one(reference):
    words = other_axis(softmax(X, 0), Call("softmax", (X,), {}), reference)
    assert words == "Your answer is the right one for axis 0, which is not the axis that was asked for."


def test_it_may_have_been_given_by_position_or_by_name(reference):
    assert "for axis 1" in other_axis(softmax(X, 1), Call("softmax", (X, 0), {}), reference)
    assert "for axis 1" in other_axis(softmax(X, 1), Call("softmax", (X,), {"axis": 0}), reference)


def test_rows_taken_for_columns(reference):
    words = other_axis(X - X.mean(axis=0), Call("centred", (X,), {}), reference)
    assert words == "Your answer is the right one for the other axis: are rows taken for columns?"


def test_nothing_is_claimed_of_another_answer(reference):
    assert other_axis(np.ones((2, 3)), Call("softmax", (X,), {}), reference) == ""
    assert other_axis(np.ones((2, 3)), Call("centred", (X,), {}), reference) == ""
    assert other_axis(softmax(X, 0)[:1], Call("softmax", (X,), {}), reference) == ""


def test_a_vector_has_no_other_axis(reference):
    assert other_axis(np.ones(3), Call("softmax", (X[0],), {}), reference) == ""


def test_a_reference_that_refuses_the_turned_input_says_nothing(reference):
    assert other_axis(X.T, Call("fussy", (X,), {}), reference) == ""
    assert other_axis(X, Call("softmax", (np.ones((1, 1, 1, 1)),), {}), reference) == ""


@pytest.mark.parametrize("call", [None, Call("unknown", (X,), {}), Call(".step", (X,), {}, history=(None,))])
def test_nothing_is_asked_about_what_the_reference_does_not_define(reference, call):
    assert other_axis(X, call, reference) == ""


def test_an_object_of_another_world_is_not_sent(reference, local):
    model = local("class Model: pass", "the student").call_function("Model", (), {})
    assert other_axis(X, Call("softmax", (X, model), {}), reference) == ""
