"""Source notebooks as instructors write them, made cell by cell."""

import json

import pytest


def code(source, grading=None, shown=None):
    metadata = {"nbgrader": {"schema_version": 3, "grade": False, "locked": False, "solution": False, **grading}} if grading else {}
    outputs = (
        [] if shown is None else [{"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": shown}}]
    )
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": outputs, "execution_count": None}


def text(source, grading=None):
    return {"cell_type": "markdown", "source": source, "metadata": {"nbgrader": grading} if grading else {}}


def raw(source):
    return {"cell_type": "raw", "source": source, "metadata": {}}


@pytest.fixture
def write(tmp_path):
    """Write a notebook of these cells, and give back its path."""

    def _write(*cells, name="source.ipynb"):
        path = tmp_path / name
        path.write_text(json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
        return path

    return _write


ANSWER = {"solution": True}


def graded(name, points):
    return {"grade": True, "locked": True, "grade_id": name, "points": points}


@pytest.fixture
def nbgrader_notebook(write):
    return write(
        text("# Problem set 3\n\nSquares and means, with **NumPy**."),
        code(
            "%matplotlib inline\n"
            "import numpy as np, matplotlib.pyplot as plt\n"
            "from math import sqrt\n"
            "\n"
            "DATA = np.array([1.0, 2.0, 4.0])\n"
            "plt.plot(DATA)"
        ),
        code("def close(a, b):\n    return np.allclose(a, b)\n\n\ndef twice_squared(x):\n    return 2 * square(x)"),
        text("## Part A\n\nWrite the square."),
        code(
            (
                "def square(x):\n"
                '    """The square of x.\n'
                "\n"
                "    More.\n"
                '    """\n'
                "    ### BEGIN SOLUTION\n"
                "    # a thought\n"
                "    y = x * x\n"
                "\n"
                "    return y\n"
                "    ### END SOLUTION"
            ),
            {**ANSWER, "grade_id": "square"},
        ),
        code(
            (
                "assert square(3) == 9\n"
                "assert close(square(DATA), DATA * DATA)\n"
                "### BEGIN HIDDEN TESTS\n"
                "assert square(-4) == 16\n"
                "assert twice_squared(3) == 18\n"
                "### END HIDDEN TESTS"
            ),
            graded("test_square", 4),
        ),
        code(
            "from nose.tools import eq_, assert_almost_equal as near\neq_(square(2), 4, 'two squared')\nnear(square(1.0), 1.0)",
            graded("test with spaces!", 0),
        ),
        text("Explain why.", {"grade": True, "solution": True, "grade_id": "why", "points": 3}),
        text("The mean, without `np.mean`."),
        code(
            (
                "class Mean:\n"
                "    def __init__(self, start=0.0):\n"
                "        self.total = start\n"
                "        self.count = 0\n"
                "\n"
                "    def add(self, x):\n"
                "        self.total += x\n"
                "        self.count += 1\n"
                "        return self.total / self.count"
            ),
            {**ANSWER, "grade_id": "mean"},
        ),
        code(
            (
                "m = Mean()\n"
                "### BEGIN HIDDEN TESTS\n"
                "m.add(1.0)\n"
                "assert m.add(3.0) == 2.0\n"
                "### END HIDDEN TESTS\n"
                "### BEGIN MARK SCHEME\n"
                "be kind\n"
                "### END MARK SCHEME"
            ),
            graded("mean", 2),
        ),
        code("### AUTOTEST square(7)\n### HASHED AUTOTEST square(2) + square(3);", graded("auto", 1)),
        code("answer = 42  ### BEGIN SOLUTION is no marker here"),
        code("### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION", ANSWER),
        code("assert answer == 42", graded("answer", 1)),
    )


@pytest.fixture
def otter_notebook(write):
    return write(
        raw("# ASSIGNMENT CONFIG\nname: hw07\ninit_cell: false"),
        text("# Homework 7\n\nSome lists."),
        code("import otter\ngrader = otter.Notebook()"),
        code("import numpy as np\nrng = np.random.default_rng(7) # SEED\nWORDS = ['a', 'bb', 'ccc']"),
        raw("# BEGIN QUESTION\nname: q1\npoints: 4"),
        text("**Question 1.** The lengths of words."),
        raw("# BEGIN PROMPT"),
        code("lengths = ..."),
        raw("# END PROMPT"),
        raw("# BEGIN SOLUTION"),
        code(
            "def lengths(words):\n"
            '    """Give the length of each word."""\n'
            "    result = [] # SOLUTION NO PROMPT\n"
            "    # BEGIN SOLUTION\n"
            "    for word in words:\n"
            "        result.append(len(word))\n"
            "    # END SOLUTION\n"
            '    """ # BEGIN PROMPT\n'
            "    ...\n"
            '    """ # END PROMPT\n'
            "    return result # SOLUTION\n"
            "\n"
            "found = lengths(WORDS) # SOLUTION"
        ),
        raw("# END SOLUTION"),
        raw("# BEGIN TESTS"),
        code("lengths(WORDS) == [1, 2, 3]", shown="True"),
        code("lengths(['four'])", shown="[4]"),
        code("# HIDDEN\nassert lengths([]) == []"),
        code(
            '""" # BEGIN TEST CONFIG\n'
            "points: 1\n"
            "hidden: true\n"
            "failure_message: Did you count the spaces?\n"
            '""" # END TEST CONFIG\n'
            'assert lengths([" "]) == [1]'
        ),
        code("lengths(['never run'])"),
        raw("# END TESTS"),
        raw("# END QUESTION"),
        raw("# BEGIN QUESTION\nname: q2\nmanual: true"),
        raw("# BEGIN SOLUTION"),
        text("Because."),
        raw("# END SOLUTION"),
        raw("# END QUESTION"),
    )
