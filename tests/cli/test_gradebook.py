"""`nngrade gradebook`: marks without judging, and gradebooks joined."""

import csv
import io
import json
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
WRONG = RIGHT.replace("!", "")


@pytest.fixture
def graded(in_course, nngrade):
    for name, source in (("ada", RIGHT), ("bob", WRONG)):
        path = in_course / "submissions" / name / "greeting.py"
        path.parent.mkdir(parents=True)
        path.write_text(source, "utf-8")
    assert nngrade("grade", "submissions", "--isolation", "basic", "--jobs", "1").code == 1
    return in_course


def test_marks_are_written_without_judging(graded, nngrade):
    (graded / "submissions" / "ada" / "greeting.py").unlink()
    shown = nngrade("gradebook", "export", "gradebook.sqlite")
    assert shown.code == 0
    assert "6/6" in shown.out
    read = json.loads(nngrade("gradebook", "export", "gradebook.sqlite", "--format", "json", "--student", "bob").out)
    assert [student["student"] for student in read["students"]] == ["bob"]
    assert read["isolation"] == "basic"


def test_a_cap_holds_for_what_is_written(graded, nngrade):
    def findings(*words):
        read = json.loads(nngrade("gradebook", "export", "gradebook.sqlite", "--format", "json", "--student", "bob", *words).out)
        checks = [check for exercise in read["students"][0]["marks"][0]["report"]["exercises"] for check in exercise["checks"]]
        return [check["finding"] for check in checks if check["verdict"] == "FAILED"]

    assert all(findings())
    assert findings("--disclosure", "verdict") == [None]
    (graded / "class.toml").write_text('format = 1\n[grading]\ndisclosure_cap = "verdict"\n', "utf-8")
    assert findings("--class", "class.toml") == [None]
    (graded / "class.toml").write_text(
        'format = 1\n[grading]\ndisclosure_cap = "verdict"\ndisclosure_lifts = 2020-01-01T00:00:00Z\n', "utf-8"
    )
    assert all(findings("--class", "class.toml"))


def test_a_platforms_file_is_filled_in(graded, nngrade):
    sheet = "Identifier,Full name,Grade,Maximum Grade\nParticipant ada,Ada,,100\n"
    (graded / "sheet.csv").write_text(sheet, "utf-8")
    done = nngrade("gradebook", "export", "gradebook.sqlite", "--format", "moodle", "--template", "sheet.csv")
    assert next(csv.DictReader(io.StringIO(done.out)))["Grade"] == "100"
    assert "bob" in done.err
    assert "--template" in nngrade("gradebook", "export", "gradebook.sqlite", "--format", "moodle").err
    assert (graded / "sheet.csv").read_text("utf-8") == sheet


def test_shards_are_joined(graded, nngrade):
    for index in (1, 2):
        words = ("--shard", f"{index}/2", "--gradebook", f"shard-{index}.sqlite", "--isolation", "basic", "--jobs", "1", "--exit-zero")
        done = nngrade("grade", "submissions", *words)
        assert done.code in (0, 2)
    there = [str(path) for path in sorted(graded.glob("shard-*.sqlite"))]
    assert nngrade("gradebook", "merge", "class.sqlite", *there).code == 0
    joined, whole = (nngrade("gradebook", "export", book, "--format", "csv").out for book in ("class.sqlite", "gradebook.sqlite"))
    assert joined == whole
    assert "cannot be added to itself" in nngrade("gradebook", "merge", "class.sqlite", "class.sqlite").err


def test_a_student_can_be_forgotten_and_is_judged_anew(graded, nngrade):
    assert "1 attempt of bob forgotten" in nngrade("gradebook", "forget", "gradebook.sqlite", "--student", "bob").out
    again = nngrade("grade", "submissions", "--isolation", "basic", "--jobs", "1")
    assert "3/6" in again.out
    assert nngrade("gradebook", "forget", "gradebook.sqlite", "--student", "nobody").code == 2


def test_no_gradebook_there(in_course, nngrade):
    for words in (("export", "none.sqlite"), ("merge", "into.sqlite", "none.sqlite"), ("forget", "none.sqlite", "--student", "x")):
        refused = nngrade("gradebook", *words)
        assert refused.code == 2
        assert "There is no gradebook none.sqlite" in refused.err
    assert not Path("none.sqlite").exists()
