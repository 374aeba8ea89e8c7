"""A grader without walls, as most are: pytest in the submission's own process. What forges here is a real attack.

    python naive.py FOLDER      (holds doubling.py and reference.py; writes results.json)
"""

import json
import sys
from pathlib import Path

TEST = """
import unittest
import numpy as np
import pytest
import doubling as student
import reference

def values():
    yield 21.5
    yield np.array([[1.0, -2.0, 3.5]])
    yield np.array([4.0])

@pytest.mark.parametrize("x", values())
def test_double(x):
    got = student.double(x)
    expected = reference.double(x)
    assert np.allclose(got, expected)
    np.testing.assert_allclose(got, expected)
    assert np.all(abs(got - expected) < 1e-6)

class TestDouble(unittest.TestCase):
    def test_number(self):
        self.assertEqual(student.double(3.0), reference.double(3.0))
"""


def main() -> None:
    """Run the tests, and write down what came of them."""
    import pytest

    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    (folder / "test_doubling.py").write_text(TEST)
    code = pytest.main(["-q", "-p", "no:cacheprovider", str(folder / "test_doubling.py")])
    (folder / "results.json").write_text(json.dumps({"points": 3 if code == 0 else 0}))
    sys.exit(int(code))


if __name__ == "__main__":
    main()
