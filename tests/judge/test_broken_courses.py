"""A course that is at fault: an error that names file and line, or a check that costs nobody a point."""

import pytest

from nngrade.errors import CourseError
from nngrade.judge.judging import Settings, judge
from nngrade.model import Category, Report, Verdict

RIGHT = "def f(x):\n    return x\n"
SUITE = """
@check("f", "works")
def test_it(agree):
    agree.f(1)
"""


@pytest.fixture
def broken(lesson):
    """The error that a course with this suite ends in."""
    lesson.reference = RIGHT

    def message(suite=SUITE, **files):
        lesson.suite = suite
        for name, text in files.items():
            setattr(lesson, name, text)
        with pytest.raises(CourseError) as error:
            lesson.judge("def f(x): return 0")
        return error.value.message

    return message


class TestSuitesThatCannotRun:
    """The six lines before each are an import of everything that suites use."""

    @pytest.mark.parametrize(
        ("suite", "words"),
        [
            ("1 / 0", "suite.py cannot be imported. suite.py:5: ZeroDivisionError: division by zero"),
            ("import no_such_module", "suite.py cannot be imported. suite.py:5: ModuleNotFoundError: No module named 'no_such_module'"),
            ("from nngrade.suite import no_such_name", "suite.py cannot be imported. suite.py:5: ImportError: cannot import name"),
            ("def test_it(:", "suite.py cannot be imported. suite.py:5: SyntaxError: invalid syntax"),
            ("X = 1", "has no check"),
            ("def test_it(agree):\n    pass", "suite.py:5: `test_it` has no @check."),
            (SUITE.replace('"f"', '"g"'), "suite.py:6: `test_it` checks `g`, which topic.toml does not list."),
            (
                SUITE.replace('"works"', '"works", after="test_other"'),
                "`test_it` comes after `test_other`, which is no check of this suite.",
            ),
            (SUITE.replace('"works"', '"works", after="test_it"'), "`test_it` comes after `test_it`, which stands below it."),
            (SUITE.replace('"works"', '"works", points=0'), "the check 'works' is worth 0 points"),
            (SUITE.replace('"works"', '"works", points=-1'), "the check 'works' is worth -1 points"),
            (SUITE.replace('"works"', '"works", points=float("nan")'), "the check 'works' is worth nan points"),
            (SUITE.replace('"works"', '"works", wall_seconds=0'), "the check 'works' has a limit of 0 seconds"),
            (SUITE.replace('"works"', '"works", disclosure="all"'), "there is no disclosure level 'all'"),
            (SUITE.replace('"works"', '"works", no_such_option=1'), "unexpected keyword argument 'no_such_option'"),
            (SUITE + SUITE, "suite.py:11: there is a `test_it` above, which this one would replace."),
        ],
    )
    def test_are_named_with_their_line(self, broken, suite, words):
        assert words in broken(suite)

    def test_a_check_comes_after_those_above_it_alone(self, broken):
        suite = SUITE.replace('"works"', '"works", after="test_later"') + SUITE.replace("test_it", "test_later")
        assert broken(suite).endswith("`test_it` comes after `test_later`, which stands below it.")

    def test_a_check_below_its_given_would_draw_other_inputs_in_every_run(self, broken):
        assert "has its @check below its @given" in broken(
            '@given(x=st.integers())\n@check("f", "works")\ndef test_it(agree, x): agree.f(x)'
        )

    def test_a_fixture_must_not_call_the_submission(self, broken):
        fixture = "import pytest\n@pytest.fixture\ndef made(student):\n    return student.f(1)\n"
        message = broken(fixture + SUITE.replace("agree)", "agree, made)"))
        assert message.endswith("the fixture `made` of `test_it` uses `student`.")

    def test_an_only_that_no_check_is_of(self, lesson):
        lesson.reference, lesson.suite, lesson.exercises = RIGHT, SUITE, ("f", "g")
        with pytest.raises(CourseError, match="has no check of g"):
            lesson.judge("def f(x): return x", only=["g"])


class TestReferences:
    @pytest.mark.parametrize(
        ("reference", "words"),
        [
            ("def f(x:\n    pass", "reference.py:1: '(' was never closed"),
            ("import numpy as np\n\nX = np.no_such_thing\n" + RIGHT, "reference.py:3: AttributeError: module 'numpy' has no attribute"),
            ("raise SystemExit\n", "reference.py:1: SystemExit"),
            ("", "reference.py"),
        ],
    )
    def test_that_cannot_be_executed(self, broken, reference, words):
        assert words in broken(reference=reference or "# nothing\n")

    def test_one_that_raises_where_it_should_answer(self, lesson):
        lesson.reference, lesson.suite = "def f(x):\n    return undefined\n", SUITE
        judged = lesson.judge("def f(x): return x")
        assert judged.only.verdict is Verdict.GRADER_ERROR
        assert "the reference's `f` breaks: NameError" in judged.finding.summary


class TestMisconceptions:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("1 / 0", "misconceptions.py cannot be imported. misconceptions.py:5: ZeroDivisionError"),
            ("def f(:", "misconceptions.py cannot be imported. misconceptions.py:5: SyntaxError"),
            ("from no_such_module import x", "misconceptions.py cannot be imported. misconceptions.py:5: ModuleNotFoundError"),
            ("@misconception('f')\ndef wrong(x): pass", "misconceptions.py cannot be imported. misconceptions.py:5: TypeError"),
        ],
    )
    def test_that_cannot_be_imported(self, broken, text, words):
        assert words in broken(misconceptions=text)

    def test_one_that_needs_what_does_not_come_along(self, lesson):
        lesson.reference, lesson.suite = RIGHT, SUITE
        lesson.misconceptions = '@misconception("f", says="", hint="", caught_by="test_it")\ndef wrong(x, y=undefined_name): return 0'
        with pytest.raises(CourseError, match=r"misconceptions\.py"):
            lesson.judge("def f(x): return 0")

    def test_those_who_pass_never_meet_them(self, lesson):
        lesson.reference, lesson.suite, lesson.misconceptions = RIGHT, SUITE, "1 / 0"
        assert lesson.judge_itself().has_passed


class TestChecksThatBreak:
    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ("1 / 0", "(suite.py:7: ZeroDivisionError: division by zero)"),
            ("helper()", "(suite.py:9: KeyError: 'x')"),
            ("np.ones(2) + np.ones(3)", "(suite.py:7: ValueError: operands could not be broadcast"),
            ("student.f(object())", "CourseError: a suite cannot send a object to"),
            ("student.f(lambda: 1)", "CourseError: a suite cannot send a function to"),
            ("raise SystemExit('odd')", "SystemExit: odd"),
            ("raise ValueError('two\\nlines')", "suite.py:7: ValueError: two lines)"),
        ],
    )
    def test_cost_no_points_and_are_named(self, lesson, body, words):
        lesson.reference = RIGHT
        lesson.suite = f'@check("f", "works")\ndef test_it(student):\n    {body}\ndef helper():\n    {{}}["x"]\n' + SUITE.replace(
            "test_it", "test_two"
        )
        judged = lesson.judge_itself()
        assert judged.verdicts == {"test_it": "GRADER_ERROR", "test_two": "PASSED"}
        finding = judged["test_it"].finding
        assert words in finding.summary
        assert finding.category is Category.GRADER
        assert (judged.report.points, judged.report.max_points) == (1, 1)
        assert Report("Course", "0", 0, "", (judged.report,)).exit_code == 3

    def test_a_fixture_that_fails(self, lesson):
        lesson.reference = RIGHT
        lesson.suite = "import pytest\n@pytest.fixture\ndef made():\n    return 1 / 0\n" + SUITE.replace("agree)", "agree, made)")
        judged = lesson.judge_itself()
        assert judged.verdicts == {"test_it": "GRADER_ERROR"}
        assert "suite.py:8: ZeroDivisionError" in judged.finding.summary

    def test_a_fixture_that_is_unknown(self, lesson):
        lesson.reference, lesson.suite = RIGHT, SUITE.replace("agree)", "agree, no_such_fixture)")
        judged = lesson.judge_itself()
        assert judged.verdicts == {"test_it": "GRADER_ERROR"}
        assert "no_such_fixture" in judged.finding.summary

    def test_fixtures_of_the_suites_own_are_welcome(self, lesson):
        lesson.reference = RIGHT
        lesson.suite = "import pytest\n@pytest.fixture\ndef number():\n    return 5\n" + SUITE.replace("agree)", "agree, number)").replace(
            "f(1)", "f(number)"
        )
        assert lesson.judge_itself().has_passed

    def test_pytest_is_not_disturbed_by_what_a_user_has_set(self, lesson, monkeypatch):
        monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
        monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
        lesson.reference, lesson.suite = RIGHT, SUITE
        assert lesson.judge_itself().has_passed


class TestUnreadable:
    def test_why_there_is_no_source_is_told(self, lesson):
        lesson.reference, lesson.suite = RIGHT, SUITE
        from nngrade.submissions.reading import Submission

        topic = lesson.topic
        report = judge(topic, Submission(topic.stub, "", ""), Settings(), unreadable="There is no such file.")
        assert report.problem.summary == "There is no such file."
        assert report.verdict is Verdict.UNFINISHED
