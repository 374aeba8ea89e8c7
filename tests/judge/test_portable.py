"""A suite's function travels to the side that calls it, and nothing else does."""

import math
from pathlib import PurePosixPath

import numpy as np
import pytest

from nngrade.errors import CourseError
from nngrade.judge.code import code
from nngrade.judge.portable import portable
from nngrade.judge.sides import LocalSide

SOURCE = """
def slope(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)
"""


@portable
def bowl(x):
    """The square of its argument, summed."""
    return float(np.sum(x**2))


@pytest.fixture
def side():
    return LocalSide("a side", SOURCE, "slopes.py", ("numpy",))


def test_it_is_called_where_it_is_passed(side):
    assert side.call_function("slope", (bowl, 3.0), {}) == pytest.approx(6.0)


def test_its_source_is_sent_once(side, monkeypatch):
    asked = []
    monkeypatch.setattr(side, "ask", lambda request, call=None, ask=side.ask: asked.append(type(request).__name__) or ask(request, call))
    for x in (1.0, 2.0, 3.0):
        side.call_function("slope", (bowl, x), {})
    assert asked.count("Load") == 1


def test_it_stays_an_ordinary_function():
    assert bowl(np.array([1.0, 2.0])) == 5.0
    assert bowl.__doc__ == "The square of its argument, summed."


def test_what_does_not_travel_is_named():
    outside = [3.0]
    with pytest.raises(CourseError, match="uses outside, which does not travel"):

        @portable
        def shifted(x):
            return x + outside[0]


def test_a_single_return_can_be_pasted_as_an_argument(side):
    assert code([bowl, 3.0]) == "[lambda x: float(np.sum(x ** 2)), 3.0]"
    assert eval(code(bowl), {"np": np})(np.array([1.0, 2.0])) == 5.0


def test_what_is_longer_is_described():
    @portable
    def stepped(x):
        """A step, and another."""
        x += 1
        return x**2

    assert code(stepped) == "<def stepped(x):\n    x += 1\n    return x ** 2>"


def test_what_the_suite_imports_travels_and_so_do_its_numbers(side):
    factor = 3.0

    @portable
    def scaled(x):
        return factor * math.exp(0.0) * PurePosixPath("/a").name.count("a") * float(np.sum(x))

    assert side.call_function("slope", (scaled, 1.0), {}) == pytest.approx(3.0)
