"""A suite collected once judges one submission after the other exactly as `judge` does, whatever came before."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from nngrade.course.reading import read_course
from nngrade.errors import CourseError
from nngrade.judge.bench import Bench
from nngrade.judge.judging import judge
from nngrade.judge.settings import Settings
from nngrade.model import Category, Disclosure, Verdict
from nngrade.submissions.reading import Submission

VERDICTS = Path(__file__).parents[1] / "courses" / "verdicts"
# Each kind of end, and each kind of property check; those that take seconds are left to the golden reports.
NAMES = [
    "passed",
    "wrong_value",
    "wrong_shape",
    "wrong_type",
    "known_mistake",
    "changes_its_argument",
    "crash_known",
    "crash_at_import",
    "syntax_error",
    "exits_in_a_call",
    "segfault",
    "missing_function",
    "unfinished_raise",
    "remembers_calls",
    "not_repeatable",
    "forgets_state",
    "half_credit",
    "shared_state",
    "gives_a_liar",
    "refuses_everything",
    "right_in_its_own_way",
    "passed",
]


@pytest.fixture(scope="module")
def topic():
    # Naming a mistake has all the time it needs: how busy this machine is must not decide.
    return replace(read_course(VERDICTS / "solutions").topic("lists"), misconception_seconds=60.0)


def submission(name):
    return Submission(Path("lists.py"), (VERDICTS / "submissions" / f"{name}.py").read_text("utf-8"), name)


def test_the_reports_are_those_of_judge_to_the_letter(topic):
    alone = [judge(topic, submission(name)) for name in NAMES]
    with Bench(topic) as bench:
        together = [bench.judge(submission(name)) for name in NAMES]
    for name, one, other in zip(NAMES, alone, together, strict=True):
        assert one == other, name
    assert {report.verdict for report in together} >= {Verdict.PASSED, Verdict.FAILED, Verdict.ERRORED, Verdict.UNFINISHED}


def test_what_judge_does_in_between_changes_nothing(topic):
    """Both meet the same module of the suite: a recorder left in its functions once let every property check pass."""
    names = ("wrong_value", "known_mistake", "passed")
    with Bench(topic) as bench:
        for name in names:
            assert judge(topic, submission(name)) == bench.judge(submission(name)), name


def test_a_submission_that_cannot_be_read_gets_a_report_too(topic):
    with Bench(topic) as bench:
        report = bench.judge(submission("passed"), unreadable="lists.py is a folder.")
        assert report.problem is not None
        assert report.problem.category is Category.NOT_READ
        assert bench.judge(submission("passed")).verdict is Verdict.PASSED


def test_settings_hold_for_one_submission(topic):
    with Bench(topic) as bench:
        told = bench.judge(submission("wrong_value"), Settings(cap=Disclosure.VERDICT))
        assert all(check.finding is None for exercise in told.exercises for check in exercise.checks)
        full = bench.judge(submission("wrong_value"))
        assert any(check.finding for exercise in full.exercises for check in exercise.checks)


def test_fixtures_of_the_suite_are_made_anew_for_each_submission(tiny_folder):
    suite = tiny_folder / "solutions" / "greeting" / "suite.py"
    suite.write_text(
        suite.read_text("utf-8").replace(
            "def test_begins_empty(student, expect):",
            "def test_begins_empty(student, expect, kept):\n    kept.append(1)\n    assert len(kept) == 1, 'it is someone else s'",
        )
        + "\n\nimport pytest\n\n\n@pytest.fixture(scope='session')\ndef kept():\n    return []\n",
        "utf-8",
    )
    greeting = read_course(tiny_folder / "solutions").topic("greeting")
    right = Submission(Path("greeting.py"), greeting.reference.read_text("utf-8"), "")
    with Bench(greeting) as bench:
        assert [bench.judge(right).verdict for _ in range(3)] == [Verdict.PASSED] * 3


def test_it_knows_what_can_be_earned(greeting):
    with Bench(greeting) as bench:
        assert bench.max_points == 6


@pytest.mark.parametrize(
    ("suite", "says"),
    [
        ("import pytest\n\npytest.exit('enough')\n", "cannot be imported"),
        ("raise SystemExit(3)\n", "ended its own run"),
        ("def test_x(:", "cannot be imported"),
        ("import pytest\n", "has no check"),
        ("def test_x(agree): pass", "has no @check"),
    ],
)
def test_a_broken_suite_is_the_courses_fault(tiny_folder, suite, says):
    (tiny_folder / "solutions" / "greeting" / "suite.py").write_text(suite, "utf-8")
    with pytest.raises(CourseError, match=says):
        Bench(read_course(tiny_folder / "solutions").topic("greeting"))


def test_a_suite_that_ends_the_run_leaves_no_check_out_silently(tiny_folder):
    suite = tiny_folder / "solutions" / "greeting" / "suite.py"
    text = suite.read_text("utf-8").replace("def test_begins_empty(student, expect):", "def test_begins_empty(student, expect, leaving):")
    fixture = "\n\nimport pytest\n\n\n@pytest.fixture\ndef leaving():\n    pytest.exit('enough')\n"
    suite.write_text(text + fixture, "utf-8")
    topic = read_course(tiny_folder / "solutions").topic("greeting")
    right = Submission(Path("greeting.py"), topic.reference.read_text("utf-8"), "")
    with Bench(topic) as bench, pytest.raises(CourseError, match="ended its own run: enough"):
        bench.judge(right)


def test_no_process_is_started_before_someone_is_judged(lesson):
    """A suite with checks in a fresh process once started one for nobody, which stayed until the judge ended."""
    lesson.reference = "def f(x): return x"
    lesson.suite = """
    @check("f", "anywhere")
    def test_it(student, fresh, expect):
        expect.equal(fresh()[0].f(3), student.f(3), "f(3)")
    """
    before = set(psutil.Process().children(recursive=True))
    with Bench(lesson.topic) as bench:
        assert set(psutil.Process().children(recursive=True)) <= before
        assert bench.judge(Submission(Path("numbers_topic.py"), lesson.reference, "")).verdict is Verdict.PASSED
    assert set(psutil.Process().children(recursive=True)) <= before


def test_a_suite_is_collected_without_a_look_at_the_folders_above(topic, tmp_path, monkeypatch):
    """A course may lie in a folder of thousands of files."""
    shutil.copytree(VERDICTS / "solutions", tmp_path / "course")
    copy = read_course(tmp_path / "course").topic("lists")
    looked_at = []
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda folder=".": looked_at.append(Path(folder)) or real(folder))
    with Bench(copy) as bench:
        assert bench.judge(submission("passed")).verdict is Verdict.PASSED
    assert copy.folder in looked_at, "else this test looks in the wrong place"
    assert not {tmp_path, tmp_path.parent, copy.folder.parent} & set(looked_at)
