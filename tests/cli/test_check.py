"""`nngrade check`: every file that a student may hand in ends in a report or in one clear message."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "nngrade"]

RIGHT = '''
"""A right answer."""


def greet(name):
    return f"Hello, {name}!"


class Guestbook:
    def __init__(self):
        self._names = []

    def add(self, name):
        self._names.append(name)

    def names(self):
        return list(self._names)
'''


@pytest.fixture
def hand_in(in_workspace, nngrade):
    """Write the student's file, and check it."""

    def _hand_in(source, *words):
        path = in_workspace / "greeting" / "greeting.py"
        path.write_bytes(source if isinstance(source, bytes) else source.encode())
        return nngrade("check", *(words or ["greeting"]))

    return _hand_in


def without_colour(text):
    return " ".join(text.split())


@pytest.fixture
def no_worker_is_left(tmp_path, monkeypatch):
    """Tells whether every worker started in this test has ended: looked up where the system lists processes."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    home = b"HOME=" + os.fsencode(scratch)

    def is_worker(process):
        try:
            return home in (process / "environ").read_bytes()
        except OSError:
            return False

    return lambda: not any(map(is_worker, Path("/proc").glob("[0-9]*"))) and not any(scratch.iterdir())


def settle(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


class TestAWholeCheck:
    def test_a_right_answer_gets_every_point(self, hand_in):
        answer = hand_in(RIGHT)
        assert answer.code == 0
        assert "every check passes" in answer.out

    def test_the_stub_is_unfinished(self, in_workspace, nngrade):
        answer = nngrade("check", "greeting", "--format", "json")
        assert answer.code == 1
        report = json.loads(answer.out)
        verdicts = {check["verdict"] for exercise in report["topics"][0]["exercises"] for check in exercise["checks"]}
        assert verdicts == {"UNFINISHED"}
        assert report["points"] == 0

    def test_a_wrong_answer_is_told_with_its_input(self, hand_in):
        answer = hand_in(RIGHT.replace("Hello, {name}!", "Goodbye, {name}!"))
        assert answer.code == 1
        assert "Goodbye" in answer.out
        assert "greet('Ada')" in answer.out

    def test_one_exercise_alone(self, hand_in):
        answer = hand_in(RIGHT.replace("list(self._names)", "[]"), "greeting.greet")
        assert answer.code == 0
        assert "Guestbook" not in answer.out

    def test_the_reference_checks_itself(self, in_course, nngrade):
        assert nngrade("check", "greeting", "--reference").code == 0

    def test_all_topics(self, in_workspace, nngrade):
        assert nngrade("check", "--all").code == 1

    def test_a_file_elsewhere(self, in_course, tmp_path, nngrade):
        path = tmp_path / "elsewhere" / "mine.py"
        path.parent.mkdir()
        path.write_text(RIGHT)
        assert nngrade("check", "greeting", "--submission", path).code == 0

    def test_the_report_goes_to_a_file(self, hand_in, tmp_path):
        target = tmp_path / "report.json"
        answer = hand_in(RIGHT, "greeting", "--format", "json", "--output", str(target))
        assert answer.out == f"The report is in {target}.\n"
        assert json.loads(target.read_text())["schema"] == "nngrade/report/v1"

    def test_a_terminal_report_in_a_file_is_plain_text(self, hand_in, tmp_path):
        target = tmp_path / "report.txt"
        hand_in(RIGHT, "greeting", "--output", str(target))
        text = target.read_text()
        assert "every check passes" in text
        assert "\x1b" not in text

    def test_disclosure_can_be_capped(self, hand_in):
        answer = hand_in(RIGHT.replace("Hello", "Goodbye"), "greeting", "--disclosure", "verdict")
        assert answer.code == 1
        assert "Goodbye" not in answer.out
        assert "Ada" not in answer.out

    def test_the_workspace_remembers(self, hand_in, nngrade):
        hand_in(RIGHT)
        assert "greet" in nngrade("progress").out

    def test_the_same_submission_gets_the_same_report(self, hand_in):
        wrong = RIGHT.replace("Hello, {name}!", "Hello {name}")
        first = hand_in(wrong, "greeting", "--format", "json")
        assert hand_in(wrong, "greeting", "--format", "json") == first


class TestBadFiles:
    """Each names what is wrong and where, without a traceback of ours."""

    @pytest.mark.parametrize(
        ("source", "code", "words"),
        [
            ("", 2, "is empty"),
            ("# nothing yet\n", 1, "holds no code"),
            ("def greet(name:\n    return name\n", 1, "line 1"),
            ("def greet(name):\nreturn name\n", 1, "line 2"),
            (b"# caf\xe9\ndef greet(name): ...\n", 2, "is not UTF-8: byte 5 (line 1)"),
            (b"\xff\xfed\x00e\x00f\x00", 2, "UTF-16"),
            (RIGHT.replace("def greet(", "def great("), 1, "defines no `greet`. It does define `great`"),
            (RIGHT.replace("def greet(name)", "def greet()"), 1, "has to be callable as `greet(name)`"),
            ("import nosuchmodule\n" + RIGHT, 1, "imports `nosuchmodule`, which this topic does not use"),
            ("import torch\n" + RIGHT, 1, "imports `torch`, which this topic does not use"),
            ("from . import helper\n" + RIGHT, 1, "a submission is one file"),
            ("from math import nosuchname\n" + RIGHT, 1, "cannot import name 'nosuchname'"),
            ("1 / 0\n" + RIGHT, 1, "ZeroDivisionError"),
            ("raise SystemExit(0)\n" + RIGHT, 1, "SystemExit"),
            ("while True: pass\n" + RIGHT, 1, "line 1 while True: pass"),
            ("import os; os._exit(0)\n" + RIGHT, 1, "exit code 0"),
        ],
        ids=lambda value: value[:24] if isinstance(value, str) else None,
    )
    def test_a_bad_file(self, hand_in, source, code, words):
        answer = hand_in(source)
        assert words in without_colour(answer.out + answer.err)
        assert answer.code == code
        assert "Traceback" not in answer.out + answer.err

    def test_a_syntax_error_shows_its_line(self, hand_in):
        assert "def greet(name:" in hand_in("def greet(name:\n    return name\n").out


class TestBadWords:
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["check"], "Which topic?"),
            (["check", "greting"], "Did you mean `greeting`?"),
            (["check", "greeting.gret"], "Did you mean `greet`?"),
            (["check", "greeting", "--submission", "nosuch.py"], "nosuch.py does not exist"),
            (["check", "greeting", "--submission", "."], "a folder without a greeting.py"),
            (["check", "--all", "greeting"], "--all already means every topic"),
            (["check", "greeting", "--format", "xml"], "'xml' is not one of"),
            (["check", "greeting", "--reference", "--submission", "x.py"], "exclude each other"),
            (["check", "greeting", "--reference", "--output", "no/such/folder.txt"], "its folder does not exist"),
        ],
    )
    def test_bad_words(self, in_course, tmp_path, monkeypatch, nngrade, words, message):
        monkeypatch.setenv("NNGRADE_COURSE", str(in_course))
        (tmp_path / "empty").mkdir()
        monkeypatch.chdir(tmp_path / "empty")
        answer = nngrade(*words)
        assert message in without_colour(answer.err)
        assert answer.code == 2
        assert "Traceback" not in answer.err

    def test_a_missing_file_says_where_it_was_looked_for(self, in_course, tmp_path, monkeypatch, nngrade):
        monkeypatch.setenv("NNGRADE_COURSE", str(in_course))
        monkeypatch.chdir(tmp_path)
        answer = nngrade("check", "greeting")
        assert answer.code == 2
        assert "nngrade start" in answer.err

    def test_a_broken_course_is_not_the_students_fault(self, in_course, nngrade):
        suite = in_course / "solutions" / "greeting" / "suite.py"
        suite.write_text("import nosuchmodule\n")
        answer = nngrade("check", "greeting", "--reference")
        assert answer.code == 3
        assert "nosuchmodule" in answer.err
        assert "suite.py" in answer.err


class TestProcesses:
    def test_nothing_is_left_behind(self, hand_in, no_worker_is_left):
        hand_in(RIGHT.replace('return f"Hello, {name}!"', "while True: pass"))
        assert settle(no_worker_is_left)

    @pytest.mark.skipif(sys.platform == "win32", reason="signals work in another way there")
    @pytest.mark.parametrize("after", [0.1, 0.4, 0.8, 1.6])
    def test_ctrl_c_ends_everything(self, in_workspace, after, no_worker_is_left):
        path = in_workspace / "greeting" / "greeting.py"
        path.write_text(RIGHT.replace('return f"Hello, {name}!"', "while True: pass"))
        process = subprocess.Popen(
            [*PROGRAM, "check", "greeting"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
        )
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        assert process.returncode in {130, -signal.SIGINT, 1}
        assert "nngrade/" not in errors or "KeyboardInterrupt" not in errors
        assert settle(no_worker_is_left)

    def test_torch_is_never_imported(self, in_course):
        code = "import sys; from nngrade.cli.main import main; main(['check', 'greeting', '--reference']); sys.exit('torch' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0

    def test_the_judge_keeps_its_own_settings_from_a_users_pytest(self, in_course):
        environment = {**os.environ, "PYTEST_ADDOPTS": "--nonsense", "PYTEST_PLUGINS": "nosuchplugin"}
        done = subprocess.run([*PROGRAM, "check", "greeting", "--reference"], capture_output=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr

    def test_a_course_may_lie_in_a_folder_with_a_pytest_of_its_own(self, in_course, nngrade):
        (in_course / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = "--nonsense"\n')
        (in_course / "solutions" / "conftest.py").write_text("1 / 0\n")
        assert nngrade("check", "greeting", "--reference").code == 0

    def test_a_read_only_course_works(self, in_course, nngrade):
        shutil.rmtree(in_course / "solutions" / "greeting" / "__pycache__", ignore_errors=True)
        for path in (in_course / "solutions").rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            assert nngrade("check", "greeting", "--reference").code == 0
        finally:
            for path in (in_course / "solutions").rglob("*"):
                path.chmod(0o755 if path.is_dir() else 0o644)
