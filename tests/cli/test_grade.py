"""`nngrade grade`, as an instructor types it: real processes, real kills."""

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

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
def hand_in(in_course):
    """Write what a student hands in."""

    def _hand_in(student, source=RIGHT, name="greeting.py"):
        path = in_course / "submissions" / student / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
        return path

    return _hand_in


@pytest.fixture
def grade(nngrade):
    """Grade in this process, told in so many words that basic isolation will do."""
    return lambda *words: nngrade("grade", "submissions", "--isolation", "basic", "--jobs", "1", *words)


def test_a_class_is_graded_and_shown(hand_in, grade):
    hand_in("ada")
    hand_in("bob", WRONG)
    done = grade()
    assert done.code == 1, done.err
    lines = [line.split() for line in done.out.splitlines() if line.strip()]
    assert ["ada", "✓", "6/6"] in lines
    assert ["bob", "✗", "3/6"] in lines
    assert "2 of 2 done, 0 left" in done.err


def test_the_exit_codes(hand_in, grade, in_course):
    hand_in("ada")
    assert grade().code == 0
    hand_in("bob", WRONG)
    assert grade().code == 1
    assert grade("--exit-zero").code == 0
    suite = in_course / "solutions" / "greeting" / "suite.py"
    suite.write_text(suite.read_text("utf-8") + "\nimport nothing_of_the_kind\n", "utf-8")
    broken = grade("--exit-zero")
    assert broken.code == 3, "our own fault is never hidden"
    assert "nothing_of_the_kind" in broken.err + broken.out


def test_basic_isolation_wants_to_be_asked_for(hand_in, nngrade, monkeypatch):
    from nngrade.sandbox.levels import Isolation

    monkeypatch.setattr("nngrade.sandbox.detection.detect", lambda demanded=None: Isolation(()))
    hand_in("ada")
    refused = nngrade("grade", "submissions")
    assert refused.code == 3
    assert "--isolation basic" in refused.err
    assert not Path("gradebook.sqlite").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no such server")
@pytest.mark.parametrize("seconds", [0.12, 0.2, 0.3, 0.45])
def test_ctrl_c_while_everything_starts_is_told_in_one_word(hand_in, in_course, seconds):
    for number in range(20):
        hand_in(f"student{number}", f"{RIGHT}# {number}\n")
    words = [sys.executable, "-m", "nngrade", "grade", "submissions", "--isolation", "basic"]
    with subprocess.Popen(words, cwd=in_course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, text=True) as run:
        time.sleep(seconds)
        os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to all of them
        out, err = run.communicate(timeout=30)
    # Ctrl-C that meets Python itself on its way out ends it by that signal, which a shell calls 130 as well.
    assert run.returncode in {130, -signal.SIGINT}
    assert (out, err) == ("", "\nInterrupted.\n")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_level_that_cannot_be_had_ends_the_run_with_one_error(hand_in, grade, tmp_path, jobs):
    for name in ("ada", "bob", "eve"):
        hand_in(name)
    bubblewrap = tmp_path / "bin" / "bwrap"
    bubblewrap.parent.mkdir()
    bubblewrap.write_text("#!/bin/sh\necho 'no namespaces on this machine'\nexit 1\n", "utf-8")
    bubblewrap.chmod(0o755)
    words = [sys.executable, "-m", "nngrade", "grade", "submissions", "--isolation", "strict", "--jobs", jobs]
    path = f"{bubblewrap.parent}{os.pathsep}{os.environ['PATH']}"
    refused = subprocess.run(words, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=60, check=False)
    assert refused.returncode == 3
    assert refused.stderr.startswith("error: ")
    assert "no namespaces on this machine" in refused.stderr
    assert refused.stderr.count("no namespaces") == 1, "once, not for each submission"
    assert "ada" not in refused.stdout, "a table of nobody's marks helps nobody"
    assert grade().code == 0, "nothing of it stays in the gradebook"


def test_the_formats_agree(hand_in, grade):
    hand_in("ada")
    hand_in("bob", WRONG)
    formats = {"json": "a.json", "csv": "a.csv", "junit": "a.xml"}
    words = [word for form, path in formats.items() for word in ("--format", form, "--output", path)]
    assert grade(*words).code == 1
    read = json.loads(Path("a.json").read_text("utf-8"))
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO(Path("a.csv").read_text("utf-8")))}
    suites = {suite.get("name"): suite for suite in ET.parse("a.xml").getroot()}
    for student in read["students"]:
        name = student["student"]
        assert float(rows[name]["greeting points"]) == student["marks"][0]["points"]
        points = suites[f"{name}: greeting"].find("properties/property[@name='points']")
        assert float(points.get("value")) == student["marks"][0]["points"]


def test_one_format_can_be_printed(hand_in, grade):
    hand_in("ada")
    assert json.loads(grade("--format", "json").out)["schema"] == "nngrade/class/v1"
    assert grade("--format", "csv").out.startswith("student,")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--format", "csv", "--format", "json"], "Only one format can be printed"),
        (["--output", "x.csv"], "has no format"),
        (["--format", "csv", "--output", "no/where.csv"], "folder does not exist"),
        (["--shard", "9/8"], "no part of a whole"),
        (["--yes"], "--regrade"),
        (["--topic", "greting"], "Did you mean `greeting`"),
        (["--roster", "none.csv"], "cannot be read"),
        (["--class", "none.toml"], "does not exist"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_graded(hand_in, grade, words, says):
    hand_in("ada")
    refused = grade(*words)
    assert refused.code in (2, 3)
    assert says in refused.err


def test_nothing_to_grade(in_course, grade):
    assert "does not exist" in grade().err
    (in_course / "submissions").mkdir()
    refused = grade()
    assert refused.code == 2
    assert "holds no submission" in refused.err


def test_a_regrade_shows_what_would_change_and_waits(hand_in, grade, in_course):
    hand_in("ada")
    hand_in("bob", WRONG)
    grade()
    suite = in_course / "solutions" / "greeting" / "suite.py"
    suite.write_text(suite.read_text("utf-8").replace("points=2, public", "points=4, public"), "utf-8")
    assert "judged otherwise since" in grade().out
    shown = grade("--regrade")
    assert "6/6 -> 8/8" in shown.err
    assert "Nothing was changed" in shown.err
    accepted = grade("--regrade", "--yes")
    assert "2 marks changed" in accepted.err
    assert "8/8" in grade().out


def test_two_courses_do_not_share_a_gradebook(hand_in, grade, in_course):
    hand_in("ada")
    grade()
    course = in_course / "solutions" / "course.toml"
    course.write_text(course.read_text("utf-8").replace("A tiny course", "Another course"), "utf-8")
    refused = grade()
    assert refused.code == 2
    assert "is the gradebook of the course “A tiny course”" in refused.err


def test_a_zip_archive_is_read_as_it_comes(in_course, nngrade):
    with zipfile.ZipFile(in_course / "download.zip", "w") as archive:
        archive.writestr("adalovelace_12345_67890_greeting.py", RIGHT)
        archive.writestr("bobross_LATE_12346_67891_greeting-1.py", WRONG)
        archive.writestr("../evil.py", "print('out')")
    done = nngrade("grade", "download.zip", "--isolation", "basic", "--jobs", "1")
    assert done.code == 1, done.err
    assert "adalovelace 12345" in done.out
    assert "marked as late by Canvas" in done.out
    assert not (in_course.parent / "evil.py").exists()


def test_several_processes_give_the_same_marks(hand_in, grade, nngrade):
    for number in range(6):
        hand_in(f"s{number}", [RIGHT, WRONG, "import nothing_there\n"][number % 3] + f"# {number}\n")
    one = grade("--gradebook", "one.sqlite", "--format", "csv")
    two = nngrade("grade", "submissions", "--isolation", "basic", "--jobs", "2", "--gradebook", "two.sqlite", "--format", "csv")
    assert one.out == two.out
    assert one.out.count("\n") == 7


PROGRAM = [sys.executable, "-m", "nngrade", "grade", "submissions", "--isolation", "basic", "--jobs", "2"]


def rows(path="gradebook.sqlite"):
    """What a gradebook holds: reports, and attempts by student."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        reports = connection.execute("SELECT key, judgements FROM reports").fetchall()
        attempts = connection.execute("SELECT student, number, key FROM attempts").fetchall()
        connection.close()
    except sqlite3.OperationalError:
        return [], []
    return reports, attempts


def test_a_run_that_is_killed_goes_on_where_it_was(hand_in, in_course):
    """kill -9 as soon as something is written, until all is done: nothing is lost, nothing is judged twice or half written."""
    students = 8
    for number in range(students):
        hand_in(f"s{number}", RIGHT + f"# {number}\n")
    seen: dict[str, int] = {}
    for _ in range(3):
        before = len(rows()[0])
        run = subprocess.Popen(PROGRAM, cwd=in_course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 60
        while len(rows()[0]) <= before and run.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
        run.wait()
        reports, attempts = rows()
        assert len(reports) > before
        assert seen.items() <= dict(reports).items(), "what was judged is neither lost nor judged again"
        assert {key for _, _, key in attempts} == {key for key, _ in reports}
        seen = dict(reports)
    done = subprocess.run(PROGRAM, cwd=in_course, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    reports, attempts = rows()
    assert len(reports) == len(attempts) == students
    assert {judgements for _, judgements in reports} == {1}
    assert {number for _, number, _ in attempts} == {1}


def test_two_runs_at_once(hand_in, in_course):
    for number in range(6):
        hand_in(f"s{number}", RIGHT + f"# {number}\n")
    runs = [subprocess.Popen(PROGRAM, cwd=in_course, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    for run in runs:
        _, said = run.communicate(timeout=120)
        assert run.returncode == 0, said
    reports, attempts = rows()
    assert len(reports) == len(attempts) == 6
    assert {number for _, number, _ in attempts} == {1}


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_ctrl_c_leaves_no_process_behind(hand_in, in_course):
    for number in range(4):
        hand_in(f"s{number}", "while True: pass\n" + f"# {number}\n")
    run = subprocess.Popen(PROGRAM, cwd=in_course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while len(children_of_session(run.pid)) < 5 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGINT)
    out, said = run.communicate(timeout=30)
    assert run.returncode == 130, said
    assert said.strip().endswith("Interrupted.")
    assert "Traceback" not in said + out
    deadline = time.monotonic() + 10
    while children_of_session(run.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not children_of_session(run.pid)


def children_of_session(session):
    """The processes of a session and the workers that they started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z" and int(fields[3]) == session:
            found.append(int(entry.name))
    return found


def test_a_student_edition_is_no_course_to_grade_by(in_course, hand_in, nngrade):
    hand_in("ada")
    assert nngrade("author", "release", "handed-out", "--edition", "student").code == 0
    refused = nngrade("grade", "submissions", "--isolation", "basic", "--course", "handed-out/student")
    assert refused.code == 2
    assert "student edition of greeting" in refused.err


def test_check_tells_no_more_than_the_course_lets_be_told(hand_in, nngrade, in_course):
    path = hand_in("ada", WRONG)
    course = in_course / "solutions" / "course.toml"
    text = course.read_text("utf-8")

    def findings():
        read = json.loads(nngrade("check", "greeting", "--submission", path, "--format", "json").out)
        checks = [check for exercise in read["topics"][0]["exercises"] for check in exercise["checks"]]
        return [check["finding"] for check in checks if check["verdict"] == "FAILED"]

    assert all(findings())
    course.write_text(text.replace("[[topics]]", '[grading]\ndisclosure_cap = "verdict"\n\n[[topics]]', 1), "utf-8")
    assert findings() == [None]
    lifted = '[grading]\ndisclosure_cap = "verdict"\ndisclosure_lifts = 2020-01-01T00:00:00Z\n\n[[topics]]'
    course.write_text(text.replace("[[topics]]", lifted, 1), "utf-8")
    assert all(findings())
