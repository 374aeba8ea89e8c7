"""The eight checks of ../../test_eight.py, as a suite."""

import numpy as np

from nngrade.suite import check


@check("softmax", "known values", public=True)
def test_known_values(student, expect):
    expect.close(student.softmax(np.array([1.0, 2.0, 3.0])), np.array([0.09003057, 0.24472847, 0.66524096]), "softmax", rtol=1e-6)


@check("softmax", "rows sum to one")
def test_rows_sum_to_one(student, expect):
    rows = expect.array(student.softmax(np.arange(12.0).reshape(3, 4)), "softmax", (3, 4))
    expect.close(rows.sum(axis=1), np.ones(3), "the sums")


@check("softmax", "the shape is kept")
def test_shape_is_kept(student, expect):
    expect.array(student.softmax(np.zeros((3, 4))), "softmax", (3, 4))


@check("softmax", "equal scores")
def test_equal_scores(student, expect):
    expect.close(student.softmax(np.zeros(5)), np.full(5, 0.2), "softmax")


@check("softmax", "a shift changes nothing")
def test_shift_invariance(student, expect):
    x = np.array([[0.5, -1.0, 2.0]])
    expect.close(student.softmax(x), student.softmax(x + 100), "softmax")


@check("softmax", "large scores")
def test_large_scores(student, expect):
    expect.that(np.isfinite(expect.array(student.softmax(np.array([0.0, 1000.0])))), "every probability is finite")


@check("softmax", "axis 0")
def test_axis_zero(student, expect):
    columns = expect.array(student.softmax(np.arange(6.0).reshape(2, 3), axis=0), "softmax", (2, 3))
    expect.close(columns.sum(axis=0), np.ones(3), "the sums")


@check("softmax", "the argument is kept", purity=True)
def test_argument_is_kept(agree):
    agree.softmax(np.array([3.0, 1.0]))
