"""The fixtures of a hidden suite without any grader: the student's module in the same process, compared directly."""

import copy
import importlib.util
from pathlib import Path

import numpy as np
import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "nngrade_check: one check of a hidden suite")


class Agree:
    """Call both modules on copies, and compare with a tolerance."""

    def __init__(self, student, reference):
        self._student, self._reference = student, reference

    def __call__(self, **_tolerance):
        return self

    def __getattr__(self, name):
        def call(*args, **kwargs):
            got = getattr(self._student, name)(*copy.deepcopy(args), **copy.deepcopy(kwargs))
            expected = getattr(self._reference, name)(*copy.deepcopy(args), **copy.deepcopy(kwargs))
            np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-7)
            return got

        return call


class Expect:
    """Plain assertions under the names of a suite."""

    def close(self, got, expected, what="", rtol=1e-5, atol=1e-7):
        np.testing.assert_allclose(got, expected, rtol=rtol, atol=atol, err_msg=what)

    def equal(self, got, expected, what=""):
        np.testing.assert_array_equal(got, expected, err_msg=what)

    def that(self, condition, sentence, got=None):
        assert np.all(condition), sentence

    def raises(self, kind, function, *args, mentions="", **kwargs):
        with pytest.raises(kind, match=mentions):
            function(*args, **kwargs)

    def array(self, value, what="", shape=None, *, ravel=False):
        return np.asarray(value, dtype=float)


def _load(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("softmax.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def student():
    return _load("student_softmax")


@pytest.fixture(scope="session")
def reference():
    return _load("reference_softmax")


@pytest.fixture(scope="session")
def agree(student, reference):
    return Agree(student, reference)


@pytest.fixture(scope="session")
def expect():
    return Expect()


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def credit():
    return lambda share: None
