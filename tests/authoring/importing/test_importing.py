"""Source notebooks become topics that judge their own reference right, and need their checks' titles alone."""

import re
import tomllib
from pathlib import Path

import pytest

from nngrade.authoring.importing.topic import import_topic
from nngrade.course.reading import read_course
from nngrade.errors import CourseError, UsageError
from nngrade.judge.judging import judge
from nngrade.model import Verdict
from nngrade.submissions.reading import Submission

from .conftest import code, graded, raw, text


@pytest.fixture
def imported(tmp_path):
    """Import a notebook into a course of its own."""
    return lambda path, name="squares": import_topic(path, name, tmp_path, new_course=tmp_path / "course")


def verdicts(topic, source):
    report = judge(topic, Submission(topic.stub, source, ""))
    assert report.problem is None, report.problem
    return {check.name: check.verdict for exercise in report.exercises for check in exercise.checks}


class TestNbgrader:
    def test_functions_and_classes_with_a_solution_are_the_exercises(self, imported, nbgrader_notebook):
        made = imported(nbgrader_notebook)
        assert made.kind == "nbgrader"
        assert [(one.name, one.title) for one in made.topic.exercises] == [("square", "square(x)"), ("Mean", "class Mean(start=0.0)")]
        assert made.topic.title == "Problem set 3"
        assert made.topic.needs == ("numpy",), "what only plots is needed by no exercise"

    def test_the_reference_passes_and_the_stub_does_not(self, imported, nbgrader_notebook):
        made = imported(nbgrader_notebook)
        assert made.failing == ()
        assert set(verdicts(made.topic, made.topic.reference.read_text()).values()) == {Verdict.PASSED}
        assert set(verdicts(made.topic, made.topic.stub.read_text()).values()) == {Verdict.UNFINISHED}

    def test_a_wrong_answer_fails_its_tests_and_a_right_one_passes(self, imported, nbgrader_notebook):
        topic = imported(nbgrader_notebook).topic
        wrong = topic.reference.read_text().replace("y = x * x", "y = abs(x) * 3")
        failed = {name for name, verdict in verdicts(topic, wrong).items() if verdict is Verdict.FAILED}
        assert failed == {"test_square", "test_square_hidden", "test_with_spaces", "test_auto"}
        other = topic.reference.read_text().replace("y = x * x", "y = x ** 2")
        assert set(verdicts(topic, other).values()) == {Verdict.PASSED}

    def test_the_stub_has_lost_the_solution_and_kept_what_was_given(self, imported, nbgrader_notebook):
        stub = imported(nbgrader_notebook).topic.stub.read_text()
        assert "x * x" not in stub
        assert "a thought" not in stub
        assert "self.total" not in stub
        assert "def twice_squared(x):\n    return 2 * square(x)" in stub
        assert "def add(self, x):\n        raise NotImplementedError" in stub
        assert "matplotlib" not in stub

    def test_hidden_tests_stay_hidden_and_points_add_up(self, imported, nbgrader_notebook):
        topic = imported(nbgrader_notebook).topic
        report = judge(topic, Submission(topic.stub, topic.reference.read_text(), ""))
        checks = {check.name: (check.public, check.max_points) for exercise in report.exercises for check in exercise.checks}
        assert checks == {
            "test_square": (True, 2.0),
            "test_square_hidden": (False, 2.0),
            "test_with_spaces": (True, 1.0),
            "test_mean": (False, 2.0),
            "test_auto": (True, 1.0),
        }

    def test_what_has_no_place_in_a_topic_is_told(self, imported, nbgrader_notebook):
        remarks = "\n".join(imported(nbgrader_notebook).remarks)
        assert "Cell 8 is graded by hand" in remarks
        assert "Cell 14: `answer = 42` is an answer outside of a function" in remarks
        assert "Cell 15: the test answer calls no exercise" in remarks
        assert "test with spaces! was worth nothing" in remarks

    def test_only_titles_are_left_to_write(self, imported, nbgrader_notebook):
        topic = imported(nbgrader_notebook).topic
        titles = re.findall(r'@check\("\w+", "([^"]+)"', topic.suite.read_text())
        assert titles == [f"TITLE {number}: what holds when this passes" for number in range(1, 6)]
        lesson = topic.lesson.read_text()
        assert lesson.startswith("# Problem set 3\n")
        assert "## Part A: `square`" in lesson
        assert "## `Mean`\n\nThe mean, without `np.mean`." in lesson

    def test_markers_alone_will_do(self, imported, write):
        notebook = write(
            code("def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"), code("assert f(1) == 1", graded("f", 1))
        )
        assert imported(notebook).failing == ()

    @pytest.mark.parametrize(
        ("source", "words"),
        [
            ("def f():\n    ### BEGIN SOLUTION\n    return 1", "Cell 1: BEGIN SOLUTION is never closed"),
            ("def f():\n    return 1\n    ### END SOLUTION", "Cell 1: END SOLUTION without its beginning"),
            ("### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION", "Cell 1: BEGIN SOLUTION inside of SOLUTION"),
            ("def f(:\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION", "Cell 1, line 1 is no Python"),
            ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION", "is a function or a class: nothing in it could be an exercise"),
        ],
    )
    def test_a_mark_out_of_place_is_told_and_nothing_is_written(self, imported, write, tmp_path, source, words):
        with pytest.raises(UsageError, match=re.escape(words)):
            imported(write(code(source, {"solution": True})))
        assert not (tmp_path / "course").exists()


class TestOtter:
    def test_the_reference_passes_and_the_stub_does_not(self, imported, otter_notebook):
        made = imported(otter_notebook, "word-lengths")
        assert (made.kind, made.failing) == ("otter", ())
        assert [(one.name, one.title, one.summary) for one in made.topic.exercises] == [
            ("lengths", "lengths(words)", "Give the length of each word.")
        ]
        assert set(verdicts(made.topic, made.topic.reference.read_text()).values()) == {Verdict.PASSED}
        assert set(verdicts(made.topic, made.topic.stub.read_text()).values()) == {Verdict.UNFINISHED}

    def test_outputs_that_were_saved_are_what_is_expected(self, imported, otter_notebook):
        topic = imported(otter_notebook, "word-lengths").topic
        wrong = topic.reference.read_text().replace("len(word)", "len(word) + 1")
        assert {name: verdict for name, verdict in verdicts(topic, wrong).items() if verdict is Verdict.PASSED} == {
            "test_q1_3": Verdict.PASSED
        }

    def test_points_of_a_question_are_shared_and_those_of_a_test_are_its_own(self, imported, otter_notebook):
        topic = imported(otter_notebook, "word-lengths").topic
        report = judge(topic, Submission(topic.stub, topic.reference.read_text(), ""))
        checks = {check.name: (check.public, check.max_points) for exercise in report.exercises for check in exercise.checks}
        assert checks == {"test_q1_1": (True, 0.75), "test_q1_2": (True, 0.75), "test_q1_3": (False, 0.75), "test_q1_4": (False, 1.0)}
        assert "hint='Did you count the spaces?'" in topic.suite.read_text()

    def test_the_stub_has_lost_the_solution_and_holds_no_prompt_or_tool(self, imported, otter_notebook):
        stub = imported(otter_notebook, "word-lengths").topic.stub.read_text()
        for lost in ("result", "otter", "PROMPT", "SOLUTION", "lengths = ...", "rng"):
            assert lost not in stub.partition("def lengths")[2] if lost == "result" else lost not in stub
        assert "WORDS" in stub

    def test_what_has_no_place_in_a_topic_is_told(self, imported, otter_notebook):
        remarks = "\n".join(imported(otter_notebook, "word-lengths").remarks)
        assert "is an answer outside of a function" in remarks
        assert "the output of the test q1_5 is not saved" in remarks
        assert "is an answer in words" in remarks
        assert "Question q2 is graded by hand" in remarks

    def test_tests_that_are_functions_are_called_with_what_they_name(self, imported, write):
        notebook = write(
            raw("# ASSIGNMENT CONFIG\ntests:\n  ok_format: false"),
            raw("# BEGIN QUESTION\nname: q1"),
            raw("# BEGIN SOLUTION"),
            code("def double(x):\n    return 2 * x # SOLUTION"),
            raw("# END SOLUTION"),
            raw("# BEGIN TESTS"),
            code("def test_double(double):\n    assert double(4) == 8\n\ntest_double(double)  # IGNORE", shown="None"),
            raw("# END TESTS"),
            raw("# END QUESTION"),
        )
        topic = imported(notebook).topic
        assert set(verdicts(topic, topic.reference.read_text()).values()) == {Verdict.PASSED}
        assert set(verdicts(topic, "def double(x):\n    return x\n").values()) == {Verdict.FAILED}

    @pytest.mark.parametrize(
        ("cells", "words"),
        [
            ([raw("# BEGIN QUESTION\nname: q1"), code("def f(): pass")], "Cell 1: BEGIN QUESTION is never closed"),
            ([raw("# BEGIN QUESTION"), raw("# END TESTS"), code("x = 1")], "Cell 2: END TESTS inside of QUESTION"),
            ([raw("# BEGIN QUESTION\nname: ["), code("x = 1")], "Cell 1 is no YAML"),
            (
                [raw("# BEGIN QUESTION"), code("# BEGIN SOLUTION\nx = 1"), raw("# END QUESTION")],
                "Cell 2: `# BEGIN SOLUTION` is never closed",
            ),
        ],
    )
    def test_a_bound_out_of_place_is_told(self, imported, write, cells, words):
        with pytest.raises(UsageError, match=re.escape(words)):
            imported(write(*cells))


def test_a_notebook_of_neither_kind_is_refused(imported, write):
    with pytest.raises(UsageError, match="no source notebook of nbgrader's or otter's"):
        imported(write(text("# Hello"), code("def f(): return 1")))


def test_a_topic_is_added_to_a_course_that_is_there(tiny, write):
    notebook = write(
        code("def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"), code("assert f(1) == 1", graded("f", 1))
    )
    import_topic(notebook, "more", tiny.folder)
    assert [topic.name for topic in read_course(tiny.folder).topics] == ["greeting", "more"]
    assert tomllib.loads((tiny.folder / "more" / "topic.toml").read_text())["module"] == "more"
    with pytest.raises(UsageError, match="has a topic more already"):
        import_topic(notebook, "more", tiny.folder)


def test_a_test_that_the_solution_does_not_pass_is_told(imported, write):
    notebook = write(
        code("def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"), code("assert f(1) == 2, 'one'", graded("f", 1))
    )
    assert [line.partition(":")[0] for line in imported(notebook).failing] == ["test_f"]


def test_a_topic_s_name_is_checked_first(imported, write):
    with pytest.raises(UsageError, match="cannot be called"):
        imported(write(code("x = 1")), "No Name")


def test_a_broken_course_is_told(write, tmp_path):
    notebook = write(code("def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"))
    with pytest.raises(CourseError):
        import_topic(notebook, "more", tmp_path)


def test_a_source_notebook_of_the_real_format_is_valid_and_imported(imported):
    import nbformat

    path = Path(__file__).with_name("markers.ipynb")
    nbformat.validate(nbformat.read(path, as_version=4))
    made = imported(path, "doubling")
    assert (made.checks, made.failing, made.remarks) == (1, (), ())
