"""What checks draw: shapes, ranges, and numbers that a person can work with."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from nngrade import suite
from nngrade.judge.strategies import (
    arrays,
    batches,
    binary_labels,
    labelled_batches,
    labels,
    logits,
    probabilities,
    score_vectors,
    seeds,
    sizes,
)

few = settings(max_examples=60, database=None, deadline=None)


def are_quarters(array):
    return array.dtype == np.float64 and np.array_equal(array * 4, np.round(array * 4))


@few
@given(logits(rows=(2, 3), classes=(4, 6), bound=2))
def test_logits(x):
    assert 2 <= x.shape[0] <= 3
    assert 4 <= x.shape[1] <= 6
    assert are_quarters(x)
    assert np.abs(x).max() <= 2


@few
@given(score_vectors(classes=3, bound=0.25))
def test_score_vectors(x):
    assert x.shape == (3,)
    assert set(np.abs(x)) <= {0.0, 0.25}


@few
@given(batches(rows=4, features=(1, 2)))
def test_batches(x):
    assert x.shape[0] == 4
    assert x.shape[1] in (1, 2)
    assert are_quarters(x)


@few
@given(arrays((2, 0, 3)), arrays(()), arrays((1, 2)))
def test_arrays_of_any_fixed_shape(empty, single, flat):
    assert (empty.shape, single.shape, flat.shape) == ((2, 0, 3), (), (1, 2))


@few
@given(labels(rows=(0, 3), classes=5), binary_labels(rows=2))
def test_labels(many, binary):
    assert many.dtype == binary.dtype == np.int64
    assert len(many) <= 3
    assert all(0 <= label < 5 for label in many)
    assert len(binary) == 2
    assert set(binary) <= {0, 1}


@few
@given(probabilities(rows=(1, 3), classes=(2, 4)))
def test_probabilities(p):
    assert np.allclose(p.sum(axis=1), 1)
    assert p.min() > 0


@few
@given(labelled_batches(rows=(1, 4), features=2, classes=3))
def test_labelled_batches(case):
    samples, classes = case
    assert samples.shape == (len(classes), 2)
    assert classes.max() < 3


@few
@given(seeds(), sizes((2, 5)), sizes(7))
def test_seeds_and_sizes(seed, size, fixed):
    np.random.default_rng(seed)
    assert 2 <= size <= 5
    assert fixed == 7


@pytest.mark.parametrize(
    ("strategy", "smallest"),
    [
        (logits(), [[0.0, 0.0]]),
        (score_vectors(classes=(3, 5)), [0.0, 0.0, 0.0]),
        (labels(classes=4), [0]),
        (batches(rows=(2, 4), features=(1, 3)), [[0.0], [0.0]]),
    ],
)
def test_what_is_drawn_shrinks_to_the_smallest(strategy, smallest):
    found = find(strategy, lambda _: True, settings=few)
    assert found.tolist() == smallest


def test_a_single_wrong_number_is_left_when_the_rest_shrinks():
    found = find(logits(rows=(1, 3)), lambda x: bool((x > 2).any()), settings=settings(few, max_examples=500))
    assert np.sort(found.ravel()).tolist() == [0.0, 2.25]


def test_every_strategy_may_be_combined():
    find(st.tuples(logits(), labels(), seeds()), lambda _: True, settings=few)


def test_hypothesis_is_imported_for_those_who_draw():
    code = """if True:
        import sys
        import nngrade.gradebook.preloaded
        from nngrade.suite import check, misconception
        print("hypothesis" in sys.modules)
        from nngrade.suite import given
        print("hypothesis" in sys.modules)
    """
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == ["False", "True"]


def test_a_suite_finds_every_name_that_there_is_and_no_other():
    for name in suite.__all__:
        assert getattr(suite, name) is not None
    with pytest.raises(ImportError, match="cannot import name 'logitz'"):
        exec("from nngrade.suite import logitz")
