"""A record answers the questions that were asked when it was made, and no other."""

import pytest

from nngrade.authoring.new import begin_course
from nngrade.authoring.release import Edition, release
from nngrade.course.finding import find_course
from nngrade.course.reading import read_course
from nngrade.errors import CourseError
from nngrade.judge.judging import judge
from nngrade.model import Verdict
from nngrade.submissions.reading import Submission


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return begin_course(tmp_path_factory.mktemp("course") / "ours", "scaling").topic


@pytest.fixture
def edited(course, tmp_path):
    """Judge the reference by a student edition whose suite was edited afterwards."""
    release(read_course(course.folder.parent), tmp_path / "out", (Edition.STUDENT,))
    topic = find_course(tmp_path / "out" / "student", tmp_path).topics[0]

    def _edited(old, new):
        text = topic.suite.read_text()
        assert old in text
        topic.suite.write_text(text.replace(old, new))
        report = judge(topic, Submission(topic.stub, course.reference.read_text(), ""))
        return {check.name: check for exercise in report.exercises for check in exercise.checks}, report

    return _edited


def test_an_input_that_was_recorded_is_answered(edited):
    checks, _ = edited("[2.0]", "[2.0]")
    assert {check.verdict for check in checks.values()} == {Verdict.PASSED}


def test_an_input_that_differs_in_its_last_bit_is_the_same(edited):
    checks, _ = edited("[2.0]", "[2.0000000000000004]")
    assert checks["test_one_column"].verdict is Verdict.PASSED


@pytest.mark.parametrize("other", ["[2.001]", "[2]", "[2.0, 1.0]"])
def test_another_input_is_not_judged_and_costs_no_point(edited, other):
    checks, report = edited("[[2.0], [4.0], [10.0]]", f"[{other}, {other}]")
    check = checks["test_one_column"]
    assert check.verdict is Verdict.GRADER_ERROR
    assert "an answer that was not recorded" in check.finding.summary
    assert report.points == report.max_points == 2


def test_another_function_is_not_judged(edited):
    checks, _ = edited("agree.min_max_scale(COLUMN)", "agree.numpy(COLUMN)")
    assert checks["test_one_column"].verdict is Verdict.GRADER_ERROR


def test_a_check_without_a_record_is_the_editions_fault(edited):
    with pytest.raises(CourseError, match=r"`test_two_columns` has no answers in frozen\.msgpack"):
        edited("test_one_column", "test_two_columns")
