"""`agree`: both sides on equal copies, and what counts as the same answer."""

import pytest

from nngrade.model import Category, Verdict

AGREE = """
@check("f", "agrees")
def test_it(agree):
    agree.f({arguments})
"""


@pytest.fixture
def agreed(lesson):
    """What comes of a submission whose `f` is called with some arguments, beside the reference's."""

    def judge(reference, submission, arguments="np.array([1.0, 2.0, 4.0])", suite=AGREE):
        lesson.reference = "import numpy as np\n\n\n" + reference
        lesson.suite = suite.format(arguments=arguments)
        return lesson.judge("import numpy as np\n\n\n" + submission)

    return judge


DOUBLE = "def f(x): return 2 * x"


class TestRightAnswers:
    """A right answer may come in many ways."""

    @pytest.mark.parametrize(
        "submission",
        [
            "def f(x): return [2 * n for n in x]",
            "def f(x): return tuple(2 * n for n in x)",
            "def f(x): return (2 * x).astype(np.float32)",
            "def f(x): return (2 * x).astype(int)",
            "def f(x, *, verbose=False, **options): return x + x",
            "def f(*args): return 2 * args[0]",
            "f = lambda x: 2 * x",
            "import functools\nf = functools.partial(np.multiply, 2)",
            "import functools\n@functools.lru_cache\ndef g(x): return tuple(2 * n for n in x)\ndef f(x): return g(tuple(x))",
            "class F:\n    def __call__(self, x): return 2 * x\nf = F()",
            "class f:\n    def __new__(cls, x): return 2 * x",
            "def f(y): print('y is', y); return 2 * y",
            "import typing\ndef f(x: 'np.ndarray') -> typing.Any: return 2 * x\nif __name__ == '__main__': f(3)",
            "def f(x):\n    x = x.copy()\n    x *= 2\n    return x",
            "f = np.vectorize(lambda n: 2 * n)",
            "from dataclasses import dataclass\n@dataclass\nclass Pair:\n    x: object\ndef f(x): return Pair(x).x * 2",
            "calls = 0\ndef f(x):\n    global calls\n    calls += 1\n    return 2 * x",
            "async def later(x): return 2 * x\nimport asyncio\ndef f(x): return asyncio.run(later(x))",
            "def f(x): return np.ma.masked_array(2 * x)",
            "def f(x): return np.matrix(2 * x).A1",
            "def f(x): return np.asfortranarray(2 * x)[::-1][::-1]",
            "def f(x): return (2 * x).astype('>f8')",
            "def f(x): return (2 * x).astype(np.longdouble)",
            "exec('def f(x): return 2 * x')",
        ],
    )
    def test_whatever_they_are_made_with(self, agreed, submission):
        assert agreed(DOUBLE, submission).has_passed

    def test_minus_zero_is_zero(self, agreed):
        assert agreed("def f(x): return 0 * x", "def f(x): return -0.0 * x").has_passed

    @pytest.mark.parametrize("call", ["np.ones(2), axis=0", "np.ones(2), 0", "x=np.ones(2), axis=0"])
    def test_arguments_by_position_or_by_name(self, agreed, call):
        assert agreed("def f(x, axis): return x.sum(axis)", "def f(x, axis=-1, extra=None): return x.sum(axis=axis)", call).has_passed

    def test_nan_is_right_where_the_reference_gives_it(self, agreed):
        assert agreed("def f(x): return np.log(-x)", "def f(x): return np.log(-x)").has_passed

    def test_a_generator_reaches_both_in_the_same_state(self, agreed):
        draw = "def f(x, rng): return x + rng.normal(size=3)"
        assert agreed(draw, draw, "np.ones(3), np.random.default_rng(5)").has_passed

    def test_a_generator_that_was_used_before_goes_on_from_there(self, agreed):
        draw = "def f(x, rng): return x + rng.normal(size=3)"
        suite = """
            @check("f", "agrees")
            def test_it(agree):
                rng = np.random.default_rng(5)
                rng.random(3)
                agree.f(np.ones(3), rng)
        """
        assert agreed(draw, draw, suite=suite).has_passed

    def test_a_report_tells_how_the_generator_was_made(self, agreed):
        judged = agreed("def f(x, rng): return x", "def f(x, rng): return 2 * x + 0 * rng.random()", "np.ones(1), np.random.default_rng(5)")
        assert "f(np.array([1.0]), np.random.default_rng(5))" in judged.finding.reproduction


class TestWrongAnswers:
    @pytest.mark.parametrize(
        ("submission", "category"),
        [
            ("def f(x): return 2 * x + 1e-3", Category.WRONG_VALUE),
            ("def f(x): return (2 * x)[:, None]", Category.WRONG_SHAPE),
            ("def f(x): return (2 * x)[:0]", Category.WRONG_SHAPE),
            ("def f(x): return []", Category.WRONG_SHAPE),
            ("def f(x): return 2 * x + 0j", Category.WRONG_TYPE),
            ("def f(x): return (n for n in 2 * x)", Category.WRONG_TYPE),
            ("def f(x): return lambda: 2 * x", Category.WRONG_TYPE),
            ("def f(x): return str(2 * x)", Category.WRONG_TYPE),
            ("def f(x): return np.array(2 * x, dtype=object)", Category.WRONG_TYPE),
            ("def f(x): return np.array(2 * x, dtype=str)", Category.WRONG_TYPE),
            ("def f(x): return x > 1", Category.WRONG_VALUE),
            ("def f(x): return np.full(3, np.nan)", Category.WRONG_VALUE),
            ("def f(x): return 2 * x if len(x) > 3 else None", Category.WRONG_TYPE),
            ("def f(x): return {'x': 2 * x}", Category.WRONG_TYPE),
            ("def f(x): return 1 / 0", Category.CRASH),
        ],
    )
    def test_are_told_by_their_kind(self, agreed, submission, category):
        judged = agreed(DOUBLE, submission)
        assert judged.finding.category is category
        assert judged.only.verdict is (Verdict.ERRORED if category is Category.CRASH else Verdict.FAILED)
        assert judged.only.points == 0

    def test_the_answer_is_what_it_was_when_it_was_given(self, agreed):
        """A list that the student goes on to mend after the call is no mended answer."""
        submission = "kept = []\ndef f(x):\n    for old in kept: old[:] = 2 * x\n    kept.append(np.zeros(3))\n    return kept[-1]"
        suite = """
            @check("f", "agrees")
            def test_it(agree):
                agree.f(np.ones(3))
                agree.f(np.ones(3))
        """
        assert not agreed(DOUBLE, submission, suite=suite).has_passed

    def test_an_expected_answer_cannot_be_reached_through_the_arguments(self, agreed):
        submission = "def f(x):\n    y = 2 * x\n    x[:] = 0\n    return x"
        judged = agreed(DOUBLE, submission)
        assert judged.finding.got.text == "np.array([0.0, 0.0, 0.0])"

    def test_a_tuple_shows_the_part_that_differs(self, agreed):
        judged = agreed("def f(x): return x, 2 * x, 3", "def f(x): return x, 2 * x + np.array([0, 0, 1]), 3")
        assert judged.finding.summary == "Value 2 of 3: expected 8 at index 2, got 9 (1 of 3 values differ)."
        assert judged.finding.expected.cells == (("2.0", "4.0", "8.0"),)
        assert judged.finding.got.differs == ((False, False, True),)

    def test_its_tolerance_can_be_chosen(self, agreed):
        suite = '@check("f", "agrees")\ndef test_it(agree): agree(rtol=0.1).f(np.array([1.0]))'
        assert agreed(DOUBLE, "def f(x): return 2.1 * x", suite=suite).has_passed
        suite = '@check("f", "agrees")\ndef test_it(agree): agree(rtol=0, atol=0).f(np.array([1.0]))'
        judged = agreed(DOUBLE, "def f(x): return 2 * x + 1e-14", suite=suite)
        assert judged.finding.got.cells != judged.finding.expected.cells
        assert judged.finding.got.differs == ((True,),)

    def test_small_differences_look_different(self, agreed):
        judged = agreed("def f(x): return 0.3", "def f(x): return 0.30001")
        assert judged.finding.summary == "Expected 0.3, got 0.30001."


class TestCauses:
    def test_a_simple_relation_is_told(self, agreed):
        judged = agreed("def f(x): return np.sqrt(x)", "def f(x): return -np.sqrt(x)")
        assert judged.finding.cause.startswith("Your answer has the wrong sign")

    def test_of_a_part_it_is_told_for_the_part(self, agreed):
        judged = agreed("def f(x): return x, np.sqrt(x)", "def f(x): return x, -np.sqrt(x)")
        assert judged.finding.cause.startswith("Value 2 of 2: your answer has the wrong sign")

    def test_nothing_is_claimed_of_what_the_suite_worked_out(self, agreed):
        suite = """
            @check("f", "sums to one")
            def test_it(student, expect):
                expect.close(student.f(np.ones(4)).sum(), 0.37, what="the sum")
        """
        assert agreed(DOUBLE, "def f(x): return -0.37 * x / 4", suite=suite).finding.cause == ""

    def test_nothing_is_claimed_when_the_expected_value_is_not_the_right_answer(self, agreed):
        suite = """
            @check("f", "does not depend on a shift")
            def test_it(student, expect):
                before = student.f(np.array([0.1, 0.5, 0.9]))
                expect.close(student.f(np.array([1.1, 1.5, 1.9])), before, what="the answer after a shift")
        """
        reference = "def f(x): return np.exp(x) / np.exp(x).sum()"
        judged = agreed(reference, "def f(x): return np.exp(x)", suite=suite)
        assert judged.only.verdict is Verdict.FAILED
        assert judged.finding.cause == ""

    def test_a_missing_return_is_told(self, agreed):
        assert agreed(DOUBLE, "def f(x):\n    y = 2 * x").finding.cause == "The function gives back None: is there a `return` at its end?"


class TestRefusals:
    REFUSES = "def f(x):\n    if x < 0: raise ValueError(f'{x} is below 0')\n    return x"

    def test_where_the_reference_refuses_the_student_has_to(self, agreed):
        assert agreed(self.REFUSES, self.REFUSES, "-1").has_passed
        judged = agreed(self.REFUSES, "def f(x): return x", "-1")
        assert judged.finding.category is Category.NO_ERROR
        assert judged.finding.summary == "It should raise ValueError, and returned the number -1."

    def test_a_kind_of_the_same_error_will_do(self, agreed):
        assert agreed(self.REFUSES, "class Odd(ValueError): pass\ndef f(x): raise Odd", "-1").has_passed
        assert not agreed(self.REFUSES, "def f(x): raise TypeError", "-1").has_passed

    @pytest.mark.parametrize("fault", ["undefined_name", "np.no_such_thing", "import no_such_module", "raise NotImplementedError", "f(x)"])
    def test_a_reference_that_breaks_is_no_refusal(self, agreed, fault):
        judged = agreed(f"def f(x):\n    {fault}", "def f(x):\n    undefined_name")
        assert judged.only.verdict is Verdict.GRADER_ERROR
        assert "the reference's `f` breaks" in judged.finding.summary

    def test_a_reference_without_the_function_is_the_courses_fault(self, agreed):
        judged = agreed("def g(x): return x", "def f(x): return x")
        assert judged.only.verdict is Verdict.GRADER_ERROR
        assert "the reference defines no `f`" in judged.finding.summary


class TestPurity:
    CHANGES = "def f(x):\n    x *= 2\n    return x"

    def test_a_changed_argument_fails(self, agreed):
        judged = agreed(DOUBLE, self.CHANGES)
        assert judged.finding.category is Category.CHANGED_ARGUMENT
        assert judged.finding.summary == "Argument 1 is not the same after the call."
        assert judged.finding.expected.cells == (("1.0", "2.0", "4.0"),)
        assert judged.finding.got.cells == (("2.0", "4.0", "8.0"),)

    def test_an_argument_given_by_name_too(self, agreed):
        assert agreed(DOUBLE, self.CHANGES, "x=np.ones(3)").finding.summary == "`x` is not the same after the call."

    @pytest.mark.parametrize(
        ("arguments", "change"),
        [
            ("[3, 1, 2]", "x.sort()"),
            ("{'a': 1}", "x.pop('a')"),
            ("[[1], [2]]", "x[0].append(3)"),
            ("{'a': np.ones(2)}", "x['a'] += 1"),
            ("np.arange(3)", "x[0] = 7"),
            ("np.array([0.0])", "x *= -1"),
        ],
    )
    def test_whatever_is_changed(self, agreed, arguments, change):
        assert (
            agreed("def f(x): return 1", f"def f(x):\n    {change}\n    return 1", arguments).finding.category is Category.CHANGED_ARGUMENT
        )

    @pytest.mark.parametrize(
        "arguments", ["{'b', 'a', 'c'}", "np.array([np.nan, 1.0])", "[float('nan')]", "(1, [2])", "np.random.default_rng(1)"]
    )
    def test_what_is_only_read_is_not_changed(self, agreed, arguments):
        read = "def f(x): return len(repr(x)) * 0"
        assert agreed(read, read, arguments).has_passed

    def test_work_in_place_has_to_end_as_the_references_does(self, agreed):
        in_place = "def f(x):\n    x *= 2"
        assert agreed(in_place, in_place).has_passed
        judged = agreed(in_place, "def f(x):\n    x *= 3")
        assert judged.finding.category is Category.WRONG_VALUE
        assert judged.finding.summary.startswith("Argument 1 after the call: expected 2 at index 0, got 3")
        assert agreed(in_place, "def f(x): 2 * x").finding.category is Category.WRONG_VALUE

    def test_one_check_for_it_spares_the_others(self, agreed):
        suite = """
            @check("f", "agrees")
            def test_it(agree): agree.f(np.ones(3))

            @check("f", "leaves its argument alone", purity=True)
            def test_purity(agree): agree.f(np.ones(3))
        """
        assert agreed(DOUBLE, self.CHANGES, suite=suite).verdicts == {"test_it": "PASSED", "test_purity": "FAILED"}


class TestObjects:
    def test_a_generator_is_none_of_the_references_business(self, agreed):
        yields = "def f(x):\n    yield from x"
        assert agreed(yields, "def f(x): return iter(list(x))").has_passed
        assert not agreed(yields, "def f(x): return list(x)").has_passed

    def test_an_object_of_the_students_world_is_not_for_the_reference(self, agreed):
        suite = """
            @check("f", "agrees")
            def test_it(agree, student):
                agree.f(student.Model())
        """
        judged = agreed("class Model: pass\ndef f(x): return 1", "class Model: pass\ndef f(x): return 1", suite=suite)
        assert judged.only.verdict is Verdict.GRADER_ERROR
        assert "lives with" in judged.finding.summary

    def test_a_function_of_the_suite_reaches_both_sides(self, agreed):
        suite = """
            @portable
            def square(x):
                return np.sum(x ** 2)

            @check("f", "agrees")
            def test_it(agree):
                agree.f(square, np.array([1.0, 2.0]))
        """
        slope = "def f(g, x): return (g(x + 1e-5) - g(x - 1e-5)) / 2e-5"
        assert agreed(slope, slope, suite=suite).has_passed
        judged = agreed(slope, "def f(g, x): return 2 * x", suite=suite)
        assert judged.finding.inputs[0].value.text == "lambda x: np.sum(x ** 2)"
