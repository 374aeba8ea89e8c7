"""A class of softmax submissions, as files and as notebooks, and the peers that grade them.

14 of 30 are right, 9 hold a known mistake, 7 do not run or crash. Each right one
differs from the others in a comment, so that nothing is graded once for several.
"""

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

from nngrade.course.reading import read_course
from nngrade.judge.diagnosis.naming import each_misconception

HERE = Path(__file__).parent
COURSE = HERE.parent / "solutions"
TOPIC = read_course(COURSE).topic("softmax")
PEERS = Path.home() / ".cache" / "nngrade-benchmarks"
PACKAGES = {
    "nbgrader": ["nbgrader==0.9.6", "ipykernel", "numpy"],
    "otter": ["otter-grader>=7,<8", "ipykernel", "numpy"],
}

CRASHING = (
    "def softmax(x:\n",
    "import nothing_of_the_kind\n",
    "1 / 0\n",
    "def softmax(x, axis=-1):\n    return undefined\n",
    "def softmax(x, axis=-1):\n    return x.softmax()\n",
    "raise ValueError\n",  # `raise SystemExit` would end a plain pytest process, and with it everyone's grading
    "import numpy as np\n\n\ndef softmax(x, axis=-1):\n    return np.exp(x) / np.float_(2)\n",
)


def sources(count: int) -> Iterator[tuple[str, str]]:
    """Students and what they hand in: of each 30 the mixture above."""
    right = TOPIC.reference.read_text("utf-8")
    wrong = [variant.source for _, _, variant in each_misconception(TOPIC)]
    for number in range(count):
        place = number % 30
        if place < 14:
            source = right
        elif place < 23:
            source = wrong[(number * 7) % len(wrong)]
        else:
            source = CRASHING[place - 23]
        yield f"student{number:04d}", f"{source}\n# {number}\n"


def lay_files(folder: Path, count: int) -> Path:
    """A folder for each student."""
    for student, source in sources(count):
        path = folder / student / "softmax.py"
        path.parent.mkdir(parents=True)
        path.write_text(source, "utf-8")
    return folder


def lay_eight(folder: Path) -> Path:
    """A course whose suite is the eight checks of the peers."""
    shutil.copytree(HERE / "plain" / "eight", folder)
    shutil.copy(TOPIC.reference, folder / "softmax" / "reference.py")
    return folder


def checks() -> list[str]:
    """The bodies of the eight example-based checks, each on its own."""
    text = (HERE / "plain" / "test_eight.py").read_text("utf-8")
    bodies = [part.partition("\n")[2] for part in text.split("\ndef test_")[1:]]
    return ["\n".join(line.removeprefix("    ") for line in body.strip("\n").splitlines()) for body in bodies]


def peer(name: str) -> Path:
    """The commands of a peer, which is installed from PyPI once."""
    folder = PEERS / name
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", *PACKAGES[name]], check=True)
        (folder / "ready").touch()
    return folder / "bin"


def as_peer(name: str) -> dict[str, str]:
    """The environment in which a peer finds its own commands: nbgrader calls alembic by its name."""
    return {**os.environ, "PATH": f"{peer(name)}{os.pathsep}{os.environ['PATH']}", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


_LOADING = """import importlib.util
from pathlib import Path

_spec = importlib.util.spec_from_file_location("submission", Path(__file__).with_name("softmax.py"))
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
softmax = _module.softmax
"""


# -- plain pytest, no walls -----------------------------------------------------------


def lay_plain(folder: Path, count: int, *, same_suite: bool) -> Path:
    """A test module for each student: one pytest process runs them all, in its own memory."""
    for student, source in sources(count):
        own = folder / student
        own.mkdir(parents=True)
        (own / "softmax.py").write_text(source, "utf-8")
        if same_suite:
            shutil.copy(TOPIC.suite, own / "test_suite.py")
            conftest = (HERE / "plain" / "conftest.py").read_text("utf-8")
            # The answers lie elsewhere: beside a submission they would be its own.
            answers = f'_load("reference_softmax", Path({str(TOPIC.reference)!r}))'
            conftest = conftest.replace('_load("reference_softmax")', answers).replace("def _load(name):", "def _load(name, path=None):")
            conftest = conftest.replace("(name, Path(__file__)", "(name, path or Path(__file__)")
            (own / "conftest.py").write_text(conftest, "utf-8")
        else:
            eight = (HERE / "plain" / "test_eight.py").read_text("utf-8")
            (own / "test_eight.py").write_text(eight.replace("from softmax import softmax\n", _LOADING), "utf-8")
    return folder


def plain_command() -> list[str]:
    """One pytest process over all of them; a module that does not import is passed over."""
    return [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--no-header",
        "--tb=no",
        "--import-mode=importlib",
        "--continue-on-collection-errors",
        "-p",
        "no:cacheprovider",
    ]


# -- nbgrader and otter: notebooks ----------------------------------------------------


def _code(source: str, **metadata: object) -> dict[str, object]:
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [], "source": source}


def _notebook(cells: list[dict[str, object]]) -> str:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4})


def _nbgrader_cells(source: str) -> list[dict[str, object]]:
    solution = {"grade": False, "grade_id": "solution", "locked": False, "schema_version": 3, "solution": True, "task": False}
    cells = [_code(source, nbgrader=solution)]
    for number, body in enumerate(checks()):
        graded = {
            "grade": True,
            "grade_id": f"check{number}",
            "locked": True,
            "points": 1,
            "schema_version": 3,
            "solution": False,
            "task": False,
        }
        cells.append(_code(f"import numpy as np\n{body}", nbgrader=graded))
    return cells


def lay_nbgrader(folder: Path, count: int) -> Path:
    """A course of nbgrader: the assignment generated, and everyone's notebook handed in."""
    source = folder / "source" / "ps1" / "softmax.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text(_notebook(_nbgrader_cells("### BEGIN SOLUTION\nsoftmax = None\n### END SOLUTION")), "utf-8")
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'x'\nc.ExecutePreprocessor.timeout = 10\n", "utf-8"
    )
    subprocess.run(
        [peer("nbgrader") / "nbgrader", "generate_assignment", "ps1", "--create", "--force"],
        cwd=folder,
        env=as_peer("nbgrader"),
        check=True,
        capture_output=True,
    )
    released = json.loads((folder / "release" / "ps1" / "softmax.ipynb").read_text("utf-8"))
    for student, text in sources(count):
        own = folder / "submitted" / student / "ps1" / "softmax.ipynb"
        own.parent.mkdir(parents=True)
        cells = [{**cell, "source": text} if cell["metadata"]["nbgrader"]["solution"] else cell for cell in released["cells"]]
        own.write_text(json.dumps({**released, "cells": cells}), "utf-8")
    return folder


def lay_otter(folder: Path, count: int) -> Path:
    """An autograder of otter with a test for each check, and everyone's notebook."""
    tests = folder / "tests"
    tests.mkdir(parents=True)
    for number, body in enumerate(checks()):
        lines = ["import numpy as np", *body.splitlines()]
        code = "\n".join(f"... {line}" if line.startswith((" ", ")")) else f">>> {line}" for line in lines)
        test = {
            "name": f"q{number}",
            "points": 1,
            "suites": [{"cases": [{"code": code, "hidden": False}], "scored": True, "type": "doctest"}],
        }
        (tests / f"q{number}.py").write_text(f"OK_FORMAT = True\n\ntest = {test!r}\n", "utf-8")
    subprocess.run(
        [peer("otter") / "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"],
        cwd=folder,
        env=as_peer("otter"),
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(folder / "autograder.zip"):
        pass
    for student, text in sources(count):
        own = folder / student
        own.mkdir()
        (own / "softmax.ipynb").write_text(_notebook([_code(text)]), "utf-8")
    return folder
