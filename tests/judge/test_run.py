"""Checks in their order: what comes before what, what is not written yet, and what nothing can be said about."""

import pytest

from nngrade.model import Category, Verdict

TWO = """
@check("f", "works", points=3)
def test_first(agree): agree.f(1)

@check("f", "works again", after="test_first")
def test_second(agree): agree.f(2)

@check("g", "builds on f", after=["test_first", "test_second"], points=2)
def test_third(agree): agree.g(3)
"""
RIGHT = """
def f(x):
    return x

def g(x):
    return f(x) + 1
"""


@pytest.fixture
def two(lesson):
    lesson.exercises = ("f", "g")
    lesson.reference, lesson.suite = RIGHT, TWO
    return lesson


class TestAfter:
    def test_all_that_comes_before_has_to_pass(self, two):
        judged = two.judge("def f(x): return 0\ndef g(x): return x + 1")
        assert judged.verdicts == {"test_first": "FAILED", "test_second": "SKIPPED", "test_third": "SKIPPED"}
        assert judged["test_third"].reason == "`f` does not work yet (“works”)"
        assert judged.report.points == 0

    def test_a_skipped_check_skips_those_after_it(self, two):
        two.suite = TWO.replace('after=["test_first", "test_second"]', 'after="test_second"')
        assert two.judge("def f(x): return 0\ndef g(x): return x + 1").verdicts["test_third"] == "SKIPPED"

    def test_an_exercise_asked_for_alone_brings_what_it_builds_on(self, two):
        assert set(two.judge_itself(only=["g"]).checks) == {"test_first", "test_second", "test_third"}
        assert set(two.judge_itself(only=["f"]).checks) == {"test_first", "test_second"}

    def test_a_fault_of_the_graders_costs_nobody_what_comes_after(self, two):
        two.suite = TWO.replace("agree.f(1)", "1 / 0")
        judged = two.judge_itself()
        assert judged.verdicts == {"test_first": "GRADER_ERROR", "test_second": "PASSED", "test_third": "PASSED"}
        assert (judged.report.points, judged.report.max_points) == (3, 3)


class TestUnfinished:
    @pytest.mark.parametrize(
        "body",
        [
            "raise NotImplementedError",
            "raise NotImplementedError('not yet')",
            "pass",
            "...",
            "'''Do it.'''",
            "return None",
            "y = None; return y",
            "y = x; raise NotImplementedError",
            "y = None; return y + 1",
            "y = ...; return None if x else x",
            "y = None; return (y, x)[0]",
            "y = None; return x, y",
        ],
    )
    def test_in_every_form(self, two, body):
        judged = two.judge(f"def f(x): {body}\ndef g(x): return x + 1")
        assert judged.verdicts["test_first"] == judged.verdicts["test_second"] == "UNFINISHED"
        assert judged["test_first"].finding.summary == "`f` is not written yet"
        assert judged.report.points == 0

    def test_what_builds_on_it_is_skipped(self, two):
        judged = two.judge("def f(x): pass\ndef g(x): return x + 1")
        assert judged.verdicts["test_third"] == "SKIPPED"

    def test_a_finished_function_that_gives_none_is_wrong(self, two):
        judged = two.judge("def f(x):\n    y = x\ndef g(x): return x + 1")
        assert judged.verdicts["test_first"] == "FAILED"

    def test_a_missing_one_is_told_with_the_nearest_name(self, two):
        judged = two.judge("def double(x): return x\ndef g(x): return x + 1")
        finding = judged["test_second"].finding
        assert finding.category is Category.MISSING
        assert finding.summary == "numbers_topic.py defines no `f`."
        two.exercises, two.reference = ("function",), "def function(x): return x"
        two.suite = '@check("function", "works")\ndef test_it(agree): agree.function(1)'
        summary = two.judge("def functoin(x): return x").finding.summary
        assert summary == "numbers_topic.py defines no `function`. It does define `functoin`: is that the one?"

    def test_the_name_of_another_exercise_is_not_the_nearest(self, two):
        two.exercises, two.reference = ("add_one", "add_two"), "def add_one(x): return 1\ndef add_two(x): return 2"
        two.suite = '@check("add_one", "works")\ndef test_it(agree): agree.add_one(1)'
        assert two.judge("def add_two(x): return 2").finding.summary == "numbers_topic.py defines no `add_one`."


class TestPoints:
    def test_checks_weigh_what_their_author_says(self, two):
        judged = two.judge("def f(x): return x\ndef g(x): return 0")
        assert (judged.report.points, judged.report.max_points) == (4, 6)
        assert [exercise.points for exercise in judged.report.exercises] == [4, 0]

    def test_hints_are_told_to_those_who_need_them(self, two):
        two.suite = TWO.replace("points=3", "points=3, hint='Think.'")
        assert two.judge("def f(x): return 0\ndef g(x): return 0")["test_first"].hint == "Think."
        assert two.judge_itself()["test_first"].hint == ""

    def test_public_checks_are_marked(self, two):
        two.suite = TWO.replace("points=3", "points=3, public=True")
        judged = two.judge_itself()
        assert (judged["test_first"].public, judged["test_second"].public) == (True, False)

    def test_exercises_know_their_line(self, two):
        assert [exercise.line for exercise in two.judge(RIGHT).report.exercises] == [2, 5]


class TestProblems:
    def test_a_file_that_cannot_be_executed_decides_every_check(self, two):
        judged = two.judge("def f(x: return x")
        assert set(judged.verdicts.values()) == {"ERRORED"}
        assert judged.report.problem.category is Category.SYNTAX
        assert all(check.finding is None for check in judged.checks.values())

    def test_a_file_without_code_is_not_written_yet(self, two):
        judged = two.judge("# later")
        assert set(judged.verdicts.values()) == {"UNFINISHED"}
        assert judged.report.problem.summary == "numbers_topic.py holds no code."

    def test_a_stub_that_refuses_at_import_is_not_written_yet(self, two):
        judged = two.judge("raise NotImplementedError('numbers')")
        assert set(judged.verdicts.values()) == {"UNFINISHED"}

    @pytest.mark.parametrize(
        ("source", "category", "words"),
        [
            ("import no_such_thing", Category.IMPORT, "line 1 imports `no_such_thing`, which this topic does not use."),
            ("from . import helpers", Category.IMPORT, "imports from its own folder"),
            ("from numpy import no_such_part", Category.IMPORT, "cannot import name 'no_such_part' from 'numpy'"),
            ("1 / 0", Category.CRASH, "ZeroDivisionError: division by zero"),
            ("raise SystemExit", Category.CRASH, "could not be executed: SystemExit"),
            ("def f():\npass", Category.SYNTAX, "expected an indented block"),
            ("x = '\\0\0'", Category.SYNTAX, "null bytes"),
        ],
    )
    def test_the_reason_is_told(self, two, source, category, words):
        problem = two.judge(source).report.problem
        assert problem.category is category
        assert words in problem.summary

    def test_where_a_module_lies_on_this_machine_is_not_told(self, two):
        assert "/" not in two.judge("from numpy import no_such_part").report.problem.summary

    def test_lines_are_counted_as_python_counts_them(self, two):
        problem = two.judge("x = 1  # a form feed: \x0c and a separator: \u2028\ny = 2\nz = 1 / 0\n").report.problem
        assert [(line.line, line.text) for line in problem.traceback] == [(3, "z = 1 / 0")]


class TestObjects:
    """Instances of the student's classes stay where they are; a suite uses them as if they were here."""

    VALUE = """
        class Value:
            def __init__(self, data): self.data = data
            def __mul__(self, other): return Value(self.data * getattr(other, 'data', other))
            def __rmul__(self, other): return self * other
            def __neg__(self): return self * -1
            def __lt__(self, other): return self.data < other.data
            def __len__(self): return 3
            def __getitem__(self, key): return self.parts[key]
            def __iter__(self): return iter([1, 2])
            def __call__(self, x): return x + self.data
            def myself(self): return self
    """

    @pytest.fixture
    def value(self, lesson):
        def judge(body, source=self.VALUE):
            lesson.exercises, lesson.reference = ("Value",), self.VALUE
            lesson.titles = {"Value": "class Value(data)"}
            lines = "\n                    ".join(body.splitlines())
            lesson.suite = f"""
                @check("Value", "works")
                def test_it(student, expect, worker):
                    value = student.Value(3)
                    {lines}
            """
            return lesson.judge(source)

        return judge

    @pytest.mark.parametrize(
        "body",
        [
            "expect.equal(value.data, 3, what='data')",
            "expect.equal((value * 2).data, 6, what='data')",
            "expect.equal((2 * value).data, 6, what='data')",
            "expect.equal((2.0 * value).data, 6, what='data')",
            "expect.equal((value * value).data, 9, what='data')",
            "expect.equal((-value).data, -3, what='data')",
            "assert (value < student.Value(4)) is True",
            "assert len(value) == 3",
            "assert list(value) == [1, 2]",
            "value.data = 5\nassert value(1) == 6",
            "value.parts = [[1, 2], [3]]\nvalue.parts[0] = 7\nassert value[0] == [1, 2] and value.parts == [[1, 2], [3]]",
            "assert value.myself() == value and value != student.Value(3) and len({value, value.myself()}) == 1",
            "assert repr(value) == '<a Value object>' and bool(value)",
        ],
    )
    def test_what_can_be_done_with_them(self, value, body):
        judged = value(body)
        assert judged.has_passed, judged.finding

    def test_a_sign_that_the_class_does_not_know(self, value):
        assert value("value + 1").finding.summary == "AttributeError: 'Value' object has no attribute '__add__'"
        assert value("value * 'a'", self.VALUE.replace("__mul__", "__mull__")).only.verdict is Verdict.ERRORED

    def test_numpy_does_not_read_them_as_sequences(self, value):
        endless = self.VALUE.replace("def __len__(self): return 3", "def __len__(self): return 10**9")
        assert value("assert np.array(value).shape == ()", endless).only.verdict is Verdict.GRADER_ERROR

    def test_the_report_tells_the_whole_story(self, lesson):
        lesson.exercises = ("Counter",)
        lesson.titles = {"Counter": "class Counter(start=0)"}
        lesson.reference = """
            class Counter:
                def __init__(self, start=0): self.count = start
                def step(self, by=1):
                    self.count += by
                    return self.count
        """
        lesson.suite = """
            @check("Counter", "counts")
            def test_it(student, expect):
                counter = student.Counter(10)
                counter.step()
                expect.equal(counter.step(np.array([1, 2])), [12, 13], what="the count")
        """
        finding = lesson.judge("class Counter:\n    def __init__(self, start=0): pass\n    def step(self, by=1): return by").finding
        assert finding.call == "Counter(10).step(by)"
        assert [value.name for value in finding.inputs] == ["by"]
        assert finding.reproduction == (
            'python -c "import numpy as np; from numbers_topic import Counter; '
            'it = Counter(10); it.step(); print(it.step(np.array([1, 2])))"'
        )
        assert finding.cause == ""


def test_a_run_judges_the_same_whatever_ran_before(lesson):
    """Judging leaves nothing behind in this process that another judging would meet."""
    lesson.reference = "def f(x): return x"
    lesson.suite = '@check("f", "works")\n@given(x=st.integers())\ndef test_it(agree, x): agree.f(x)'
    wrong = "def f(x): return x if x < 1000 else 0"
    first = lesson.judge(wrong).report
    lesson.judge("def f(x): return 1 / 0")
    assert lesson.judge(wrong).report == first
