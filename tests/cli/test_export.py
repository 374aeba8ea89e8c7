"""`nngrade export gradescope`, and a stand-in of the harness that Gradescope runs its zip file in."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

RIGHT = """
def greet(name):
    return f"Hello, {name}!"


class Guestbook:
    def __init__(self):
        self._names = []

    def add(self, name):
        self._names.append(name)

    def names(self):
        return list(self._names)
"""


@pytest.fixture
def exported(in_course, nngrade):
    done = nngrade("export", "gradescope", "greeting", "--isolation", "basic", "--hidden-checks", "after_published")
    assert done.code == 0, done.err
    assert "give it to nobody" in done.out
    return in_course / "autograder-greeting.zip"


class Gradescope:
    """What happens to an autograder there: unpacked to `source`, set up once, run for each submission."""

    def __init__(self, archive, root):
        self.root = root
        self.environment = {**os.environ, "AUTOGRADER_ROOT": str(root), "NNGRADE_PYTHON": sys.executable}
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        with zipfile.ZipFile(archive) as opened:
            for info in opened.infolist():
                path = Path(opened.extract(info, root / "source"))
                path.chmod(info.external_attr >> 16 & 0o777)
        subprocess.run([root / "source" / "setup.sh"], check=True, env=self.environment)
        (root / "source" / "run_autograder").rename(root / "run_autograder")

    def grade(self, files):
        for name, text in files.items():
            (self.root / "submission" / name).write_text(text, "utf-8")
        run = subprocess.run(
            [self.root / "run_autograder"], env=self.environment, cwd=self.root, capture_output=True, text=True, check=False
        )
        path = self.root / "results" / "results.json"
        return run, json.loads(path.read_text("utf-8")) if path.exists() else None


def test_a_right_submission_gets_its_points(exported, tmp_path):
    run, results = Gradescope(exported, tmp_path / "autograder").grade({"greeting.py": RIGHT})
    assert run.returncode == 0, run.stderr
    assert results["score"] == 6.0
    assert {test["status"] for test in results["tests"]} == {"passed"}
    visible = {test["extra_data"]["check"]: test["visibility"] for test in results["tests"]}
    assert visible["test_greets_by_name"] == "visible"
    assert visible["test_remembers_in_order"] == "after_published"


def test_a_wrong_one_and_one_that_is_missing(exported, tmp_path):
    harness = Gradescope(exported, tmp_path / "autograder")
    run, results = harness.grade({})
    assert run.returncode == 0, run.stderr
    assert (results["score"], "greeting.py" in results["output"]) == (0.0, True)
    run, results = harness.grade({"greeting.py": RIGHT.replace("!", "")})
    assert run.returncode == 0, run.stderr
    assert results["score"] == 3.0


def test_a_grader_that_fails_leaves_no_results(exported, tmp_path):
    harness = Gradescope(exported, tmp_path / "autograder")
    (harness.root / "source" / "course" / "solutions" / "course.toml").write_text("format = 9\n", "utf-8")
    run, results = harness.grade({"greeting.py": RIGHT})
    assert run.returncode == 3
    assert results is None
    assert "format = 9" in run.stderr


def test_the_zip_file_is_what_gradescope_wants(exported, nngrade, in_course):
    with zipfile.ZipFile(exported) as archive:
        names = archive.namelist()
        assert {"setup.sh", "run_autograder"} <= set(names)
        assert all(archive.getinfo(name).external_attr >> 16 & 0o111 for name in ("setup.sh", "run_autograder"))
        assert archive.read("run_autograder").startswith(b"#!")
        requirements = archive.read("requirements.txt").decode().split()
        assert not [name for name in names if "__pycache__" in name or "/.git" in name]
    assert all("==" in line and "+" not in line for line in requirements)
    assert {line.partition("==")[0] for line in requirements} >= {"click", "hypothesis", "msgspec", "numpy", "pytest", "rich"}
    nngrade("export", "gradescope", "greeting", "--isolation", "basic", "--hidden-checks", "after_published", "--output", "again.zip")
    assert (in_course / "again.zip").read_bytes() == exported.read_bytes()


def test_what_cannot_be_exported(in_course, nngrade):
    assert "Did you mean `greeting`" in nngrade("export", "gradescope", "greting").err
    assert "folder does not exist" in nngrade("export", "gradescope", "greeting", "--output", "no/where.zip").err
    assert nngrade("export", "gradescope").code == 2
