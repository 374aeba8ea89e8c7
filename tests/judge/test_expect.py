"""`expect`, `credit`, `rng` and `worker`: what a suite compares itself, and what a student cannot break in it."""

import pytest

from nngrade.model import Category, Verdict

CHECK = '@check("f", "a property")\ndef test_it({fixtures}):\n    {body}\n'


@pytest.fixture
def checked(lesson):
    """What comes of a submission under a check with this body."""

    def judge(body, submission, reference="def f(x=0): return x", fixtures="student, expect, reference, worker, rng, credit", **options):
        lesson.reference = "import numpy as np\n" + reference
        lesson.suite = CHECK.format(fixtures=fixtures, body="\n    ".join(body.splitlines()))
        return lesson.judge("import numpy as np\n" + submission, **options)

    return judge


class TestClose:
    BODY = "expect.close(student.f(np.ones(3)), [1.0, 1.0, 1.0], what='the ones')"

    def test_shape_and_values(self, checked):
        assert checked(self.BODY, "def f(x): return list(x)").has_passed
        judged = checked(self.BODY, "def f(x): return x + 1")
        assert judged.finding.summary.startswith("The ones: value 1 of 3: expected 1, got 2")
        assert judged.finding.call == "f(x)"

    @pytest.mark.parametrize(
        "value", ["[None][0]", "'a'", "[1]", "{}", "object()", "np.array([1, 2, 'a'], object)", "(n for n in x)", "1e999"]
    )
    def test_anything_may_come_back(self, checked, value):
        assert checked(self.BODY, f"def f(x): return {value}").only.verdict is Verdict.FAILED

    def test_nan_is_not_equal_to_what_the_student_gave_before(self, checked):
        body = "before = student.f(1.0)\nexpect.close(student.f(2.0), before, what='the answer')"
        judged = checked(body, "def f(x): return float('nan')", "def f(x): return 3.0")
        assert judged.finding.summary == "The answer: got nan, which is no number."

    def test_an_author_may_ask_for_nan(self, checked):
        assert checked("expect.close(student.f(), np.nan, what='nan', equal_nan=True)", "def f(): return np.nan").has_passed
        assert checked("expect.equal(student.f(), [np.nan], what='nan', equal_nan=True)", "def f(): return [np.nan]").has_passed

    def test_equal_is_exact(self, checked):
        assert checked("expect.equal(student.f(), 0.3, what='it')", "def f(): return 0.3").has_passed
        judged = checked("expect.equal(student.f(), 0.3, what='it')", "def f(): return 0.1 + 0.2")
        assert judged.finding.got.text != judged.finding.expected.text

    def test_a_tolerance_can_be_given(self, checked):
        assert checked("expect.close(student.f(), 1.0, what='it', rtol=0.2)", "def f(): return 1.1").has_passed


class TestThat:
    @pytest.mark.parametrize(
        ("condition", "holds"),
        [
            ("True", True),
            ("np.bool_(False)", False),
            ("np.array([True, False])", False),
            ("np.array([[True], [True]])", True),
            ("None", False),
            ("[]", True),
            ("0", False),
        ],
    )
    def test_a_condition_holds_everywhere(self, checked, condition, holds):
        judged = checked(f"student.f()\nexpect.that({condition}, 'all is well')", "def f(): return 1", "def f(): return 1")
        assert judged.has_passed is holds
        if not holds:
            assert judged.finding.summary == "It should hold that all is well."
            assert judged.finding.category is Category.WRONG_PROPERTY

    def test_an_object_of_the_students_is_no_condition(self, checked):
        yes = "class Yes:\n    def __bool__(self): return True\n    def __len__(self): return 1\ndef f(): return Yes()"
        assert checked("expect.that(student.f(), 'it is so')", yes, "def f(): return True").finding.category is Category.WRONG_TYPE

    def test_what_was_got_is_shown(self, checked):
        judged = checked("x = student.f()\nexpect.that(x > 3, 'it is above 3', got=x)", "def f(): return 2", "def f(): return 4")
        assert judged.finding.got.text == "2"


class TestRaises:
    BODY = "expect.raises(ValueError, student.f, 7, mentions='7')"

    def test_the_right_error_with_the_right_words(self, checked):
        assert checked(self.BODY, "def f(x): raise ValueError(f'{x} is too much')").has_passed

    @pytest.mark.parametrize(
        ("submission", "summary"),
        [
            ("def f(x): return x", "It should raise ValueError, and returned the number 7."),
            ("def f(x): raise TypeError('7')", "It should raise ValueError, and raised TypeError: 7."),
            ("def f(x): raise ValueError", "The message of its ValueError should say '7', and is ''."),
            ("def f(x): raise Exception('7')", "It should raise ValueError, and raised Exception: 7."),
            ("def f(x): raise SystemExit('7')", "It should raise ValueError, and raised SystemExit: 7."),
            ("def f(x): [][7]", "It should raise ValueError, and raised IndexError: list index out of range."),
        ],
    )
    def test_anything_else(self, checked, submission, summary):
        judged = checked(self.BODY, submission)
        assert judged.finding.summary == summary
        assert judged.finding.category is Category.NO_ERROR

    def test_the_students_lines_are_shown(self, checked):
        judged = checked(self.BODY, "def f(x):\n    return g(x)\ndef g(x): return [][x]")
        assert [line.text.strip() for line in judged.finding.traceback] == ["return g(x)", "def g(x): return [][x]"]
        assert judged.finding.cause == "The list is shorter than the code thinks."

    def test_not_implemented_is_not_finished_rather_than_wrong(self, checked):
        submission = "def f(x):\n    if x:\n        raise NotImplementedError\n    return 3"
        body = "expect.raises(RuntimeError, student.f, 7)"
        assert checked(body, submission).only.verdict is Verdict.UNFINISHED

    def test_keywords_go_along(self, checked):
        assert checked("expect.raises(ValueError, student.f, x=7)", "def f(x): raise ValueError").has_passed


class TestTakingApart:
    @pytest.mark.parametrize(
        ("call", "value", "summary"),
        [
            ("array({}, what='W')", "'a'", "W: expected an array of numbers, got the string 'a'."),
            ("array({}, what='W')", "[1, None]", "W: expected an array of numbers, got a list of 2 values."),
            ("array({}, what='W')", "1j", "W: expected an array of numbers, got the number 1j."),
            ("array({}, what='W', shape=(2, -1))", "[1, 2]", "W: expected shape (2, any), got (2,)."),
            ("array({}, what='W', shape=(3,), ravel=True)", "[[1], [2]]", "W: expected shape (3,), got (2,)."),
            ("number({}, what='b')", "[1, 2]", "B: expected one number, got a list of 2 values."),
            ("number({}, what='b')", "[None][0]", "B: expected one number, got None."),
            ("number({}, what='b')", "2j", "B: expected one number, got the number 2j."),
            ("pair({}, what='(W, b)')", "(1, 2, 3)", "(W, b): expected 2 values, got 3."),
            ("pair({}, what='(W, b)')", "5", "(W, b): expected 2 values, got the number 5."),
            ("pair({}, what='(W, b)')", "np.array(5)", "(W, b): expected 2 values, got a single number."),
            ("pair({}, what='(W, b)')", "'ab'", "(W, b): expected 2 values, got the string 'ab'."),
            ("pair({}, what='(W, b)')", "{1: 2, 3: 4}", "(W, b): expected 2 values, got a dict of 2 values."),
            ("pair({}, what='(W, b)')", "(n for n in (1, 2))", "(W, b): expected 2 values, got the generator <genexpr>."),
            ("parts({}, 4, what='a network')", "(1,)", "A network: expected 4 values, got 1."),
        ],
    )
    def test_what_does_not_fit_fails_kindly(self, checked, call, value, summary):
        judged = checked("expect." + call.format("student.f()"), f"def f(): return {value}", "def f(): return 1")
        assert judged.only.verdict is Verdict.FAILED
        assert judged.finding.summary == summary

    @pytest.mark.parametrize(
        ("body", "value"),
        [
            ("assert expect.array(student.f()).dtype == np.float64", "[1, 2]"),
            ("assert expect.array(student.f(), shape=(2, -1)).shape == (2, 3)", "np.ones((2, 3), int)"),
            ("assert expect.array(student.f(), shape=(3,), ravel=True).shape == (3,)", "np.ones((3, 1))"),
            ("assert expect.array(student.f(), shape=()).shape == ()", "True"),
            ("assert expect.array(student.f(), shape=(0,)).size == 0", "[]"),
            ("assert expect.number(student.f()) == 2.5", "np.array([[2.5]])"),
            ("assert expect.number(student.f()) == 1", "True"),
            ("W, b = expect.pair(student.f()); assert W.shape == (2,) and b == 3", "np.ones(2), 3"),
            ("W, b = expect.pair(student.f()); assert b.tolist() == [3, 4]", "np.array([[1, 2], [3, 4]])"),
            ("a, b, c = expect.parts(student.f(), 3)", "[np.ones(2), [1, 2, 3], {}]"),
        ],
    )
    def test_what_fits_is_plain_data(self, checked, body, value):
        assert checked(body, f"def f(): return {value}").has_passed


class TestSuitesThatStumble:
    """A suite may compute with odd values; that is then the student's mistake, unless the reference fails as well."""

    @pytest.mark.parametrize("value", ["[None][0]", "'a'", "{}", "(n for n in [1])", "object()", "lambda: 1", "b'1'", "[[1], [2, 3]]"])
    @pytest.mark.parametrize("use", ["student.f() + 1 > 0", "student.f()[0][0] + 1 > 0", "np.log(student.f()).sum() < 1e-9"])
    def test_it_is_the_students(self, checked, value, use):
        judged = checked(f"y = {use}\nassert np.all(y) and np.ndim(y) < 3", f"def f(): return {value}", "def f(): return np.ones((1, 1))")
        if value != "[[1], [2, 3]]" or "[0][0]" not in use:
            assert judged.only.verdict in (Verdict.FAILED, Verdict.ERRORED)

    def test_it_is_the_suites_when_the_reference_stumbles_too(self, checked):
        judged = checked("{}[student.f()]", "def f(): return 1", "def f(): return 1")
        assert judged.only.verdict is Verdict.GRADER_ERROR
        assert judged.finding.summary == "The check itself broke (suite.py:7: KeyError: 1). You lose no points by it."
        assert judged.report.max_points == 0

    @pytest.mark.parametrize(
        "raised", ["MemoryError", "RecursionError", "KeyError('x')", "SystemExit", "BaseException('odd')", "StopIteration"]
    )
    def test_whatever_a_suite_raises_over_an_odd_value(self, checked, raised):
        judged = checked(f"if student.f() != 1: raise {raised}", "def f(): return 2", "def f(): return 1")
        assert judged.only.verdict is Verdict.FAILED
        assert judged.finding.summary.startswith("The check could not use what came back")

    def test_an_assertion_of_the_suite_is_a_property(self, checked):
        judged = checked("assert student.f() == 1, 'f should be 1'", "def f(): return 2")
        assert (judged.only.verdict, judged.finding.summary) == (Verdict.FAILED, "F should be 1.")
        assert checked("assert student.f() == 1", "def f(): return 2").finding.summary == "A property."

    def test_a_suite_cannot_be_made_to_break_by_choice(self, checked):
        """Points that a grader's error would take out of the reckoning are points that a student could do without."""
        for value in ("10 ** 3000", "'x' * 10 ** 6", "list(range(10 ** 5))", "[[[[1]]]] * 9", "np.float64('nan')", "-1"):
            body = "x = student.f()\nstudent.f(x * x if isinstance(x, int) else x)\nassume(isinstance(x, int) and 0 < x < 9)"
            judged = checked(body, f"def f(x=0): return {value}", "def f(x=0): return 1")
            assert judged.only.verdict is not Verdict.GRADER_ERROR, value


class TestCredit:
    BODY = "expect.equal(student.f(1), 1, what='one')\ncredit({})\nexpect.equal(student.f(2), 2, what='two')"

    @pytest.mark.parametrize(("share", "points"), [(0.5, 0.5), (1, 1.0), (7, 1.0), (-1, 0.0), (0.25, 0.25)])
    def test_what_fails_after_it_has_earned_a_share(self, checked, share, points):
        judged = checked(self.BODY.format(share), "def f(x): return 1")
        assert (judged.only.verdict, judged.only.points) == (Verdict.FAILED, points)

    def test_what_crashes_after_it_has_earned_the_share_as_well(self, checked):
        judged = checked(self.BODY.format(0.5), "def f(x): return 1 / (2 - x)")
        assert (judged.only.verdict, judged.only.points) == (Verdict.ERRORED, 0.5)

    def test_what_fails_before_it_has_earned_nothing(self, checked):
        assert checked(self.BODY.format(0.5), "def f(x): return 0").only.points == 0

    def test_what_passes_has_earned_all(self, checked):
        assert checked(self.BODY.format(0.5), "def f(x): return x").only.points == 1

    def test_each_drawn_input_begins_without(self, lesson):
        lesson.reference = "def f(x): return x"
        lesson.suite = """
            @check("f", "any number")
            @given(x=st.integers(0, 9))
            def test_it(student, expect, credit, x):
                expect.that(student.f(x) < 5, "it is below 5")
                credit(0.5)
                expect.that(student.f(x) < 3, "it is below 3")
        """
        judged = lesson.judge("def f(x): return x if x < 5 else 9")
        assert (judged.finding.call, judged.only.points) in {("f(5)", 0.0), ("f(3)", 0.5)}


class TestWorld:
    def test_objects_may_be_made_where_the_student_lives(self, checked):
        body = "rng = worker.numpy.random.default_rng(3)\nexpect.that(0 <= student.f(rng) < 1, 'it is a share')"
        assert checked(body, "def f(rng): return rng.random()", "def f(rng): return rng.random()").has_passed

    def test_only_of_modules_that_the_topic_names(self, checked):
        judged = checked("worker.os.getcwd()", "def f(): return 1")
        assert judged.only.verdict is Verdict.GRADER_ERROR

    def test_rng_is_the_same_in_every_run(self, checked):
        body = "expect.equal(student.f(), float(rng.random()), what='the number')"
        number = checked(body, "def f(): return 0.0").finding.expected.text
        assert checked(body, "def f(): return 0.0").finding.expected.text == number
        assert checked(body, "def f(): return 0.0", seed=1).finding.expected.text != number

    def test_rng_begins_anew_with_every_drawn_input(self, lesson):
        lesson.reference = "def f(x): return x"
        lesson.suite = """
            @check("f", "any number")
            @given(x=st.integers(0, 9))
            def test_it(student, expect, rng, x):
                expect.that(student.f(rng.random()) < 0.5 or x < 1, "it is small")
        """
        assert lesson.judge("def f(x): return x + 1").only.verdict is Verdict.FAILED
        assert "not repeatable" not in str(lesson.judge("def f(x): return x + 1").finding.category)
