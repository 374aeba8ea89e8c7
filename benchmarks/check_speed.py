"""How long `nngrade check softmax` takes, against plain pytest without any wall.

    python benchmarks/check_speed.py [--rounds 15]

The peers: (1) plain pytest that runs the very same suite in its own process,
on the reference imported as a module; (2) plain pytest on eight example-based
checks, as a course without a grader would write them. And `nngrade --help`
against an interpreter that imports click and rich. Exit code 1 when a bound
is missed.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from pairs import Command, print_table, ratio, time_side_by_side, verdict

HERE = Path(__file__).parent
SOLUTION = HERE.parent / "solutions" / "softmax"


def main() -> int:
    """Time everything in pairs and hold it against the bounds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(SOLUTION / "reference.py", folder / "softmax.py")
        shutil.copy(SOLUTION / "suite.py", folder / "test_same_suite.py")
        for source in (HERE / "plain").glob("*.py"):
            shutil.copy(source, folder)
        pytest = [sys.executable, "-m", "pytest", "-q"]
        nngrade = [sys.executable, "-m", "nngrade"]
        commands = {
            "nngrade check softmax": Command([*nngrade, "check", "softmax", "--submission", "softmax.py"], folder),
            "plain pytest, the same suite": Command([*pytest, "test_same_suite.py"], folder),
            "plain pytest, eight examples": Command([*pytest, "test_eight.py"], folder),
            "nngrade --help": Command([*nngrade, "--help"], folder),
            "import click, rich": Command([sys.executable, "-c", "import click, rich"], folder),
        }
        seconds = time_side_by_side(commands, rounds)
    print_table(seconds)
    results = [
        verdict("check / the same suite", ratio(seconds, "nngrade check softmax", "plain pytest, the same suite"), 1.3),
        verdict("check / eight examples", ratio(seconds, "nngrade check softmax", "plain pytest, eight examples"), 1.5),
        verdict("--help / import click, rich", ratio(seconds, "nngrade --help", "import click, rich"), 1.5),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
