"""A grader without walls, as most are: pytest in the submission's own process. What forges here is a real attack.

    python naive.py      (each line in: a folder with doubling.py and reference.py; each line out: the exit code)

It compares in the usual ways, one after the other, and takes the best of them: a forgery has to fool one.
"""

import json
import os
import sys
from pathlib import Path

BEFORE = """
import unittest
import numpy as np
import pytest
import doubling as student
import reference

X = pytest.mark.parametrize("x", [21.5, np.array([[1.0, -2.0, 3.5]]), np.array([4.0])])
"""
WAYS = {
    "allclose": "@X\ndef test(x):\n    got = student.double(x)\n    expected = reference.double(x)\n    assert np.allclose(got, expected)\n",
    "testing": "@X\ndef test(x):\n    np.testing.assert_allclose(student.double(x), reference.double(x))\n",
    "difference": "@X\ndef test(x):\n    assert np.max(abs(student.double(x) - reference.double(x))) < 1e-6\n",
    "equality": "@X\ndef test(x):\n    assert np.all(student.double(x) == reference.double(x))\n",
    "unittest": "class Test(unittest.TestCase):\n    def test(self):\n        self.assertEqual(student.double(3.0), reference.double(3.0))\n",
}


def grade(folder: Path) -> int:
    """Run the tests, and write down what came of them."""
    import pytest

    sys.path.insert(0, str(folder))
    codes = []
    for name, test in WAYS.items():
        path = folder / f"test_by_{name}.py"
        path.write_text(BEFORE + test)
        codes.append(pytest.main(["-q", "-p", "no:cacheprovider", str(path)]))
    (folder / "results.json").write_text(json.dumps({"points": 3 if 0 in codes else 0}))
    return int(min(codes))


def main() -> None:
    """Grade each in a fork: what one changes is not there for the next."""
    import unittest  # noqa: F401 - as pytest and NumPy, there before the fork

    import numpy as np  # noqa: F401
    import pytest  # noqa: F401

    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = grade(Path(line.strip()))
            finally:
                os._exit(code)
        answers.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        answers.flush()


if __name__ == "__main__":
    main()
