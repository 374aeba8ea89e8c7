"""Drawn inputs: the smallest that fails is kept, run again as it was, and looked for no longer than it is worth."""

import time

import pytest

from nngrade.model import Category, Verdict

ANY = """
@check("f", "any numbers", examples=30)
@given(x=st.lists(st.integers(-20, 20), min_size=1, max_size=6))
def test_it(agree, x):
    agree.f(x)
"""


@pytest.fixture
def drawn(lesson):
    """What comes of a submission under a check with drawn inputs."""

    def judge(submission, suite=ANY, reference="def f(x): return sum(x)", misconceptions="", **options):
        lesson.reference = "import numpy as np\n" + reference
        lesson.suite = suite
        lesson.misconceptions = misconceptions
        return lesson.judge("import numpy as np\n" + submission, **options)

    return judge


class TestSmallest:
    def test_a_failing_input_is_shrunk(self, drawn):
        judged = drawn("def f(x): return sum(x) + (max(x) > 10)")
        assert judged.finding.inputs[0].value.text == "[11]"

    def test_the_same_submission_gets_the_same_input(self, drawn):
        submission = "def f(x): return sum(x) + (len(x) > 2 and x[0] > x[1])"
        texts = {drawn(submission).finding.inputs[0].value.text for _ in range(3)}
        assert len(texts) == 1

    def test_another_seed_draws_others_and_finds_the_same_mistake(self, drawn):
        for seed in range(5):
            assert drawn("def f(x): return abs(sum(x))", seed=seed).only.verdict is Verdict.FAILED

    def test_what_else_was_imported_does_not_change_what_is_drawn(self, drawn, tmp_path, monkeypatch):
        """Hypothesis draws numbers that it finds in modules, nngrade's own and the suites' before it among them."""
        submission = "def f(x): return sum(x) + (-7919 in np.cumsum(x) or sum(x) > 50 or len(set(x)) > 5)"
        first = drawn(submission).finding.inputs[0].value.text
        (tmp_path / "odd_constants.py").write_text("NUMBERS = [-7919, 17, 19, -13]\n")
        monkeypatch.syspath_prepend(tmp_path)
        __import__("odd_constants")
        assert drawn(submission).finding.inputs[0].value.text == first

    def test_nothing_is_left_in_the_folder_where_the_judge_ran(self, drawn, tmp_path, monkeypatch):
        empty = tmp_path / "empty"
        empty.mkdir()
        monkeypatch.chdir(empty)
        drawn("def f(x): return 1")
        assert list(empty.iterdir()) == []


class TestBounds:
    def test_a_wrong_answer_that_is_slow_is_wrong_and_not_a_loop(self, drawn, lesson):
        lesson.seconds = 1.0
        begun = time.perf_counter()
        judged = drawn("import time\ndef f(x):\n    time.sleep(0.02)\n    return sum(x) + 1", in_worker=True)
        assert judged.only.verdict is Verdict.FAILED
        assert time.perf_counter() - begun < 5

    def test_the_search_for_a_smaller_input_ends(self, drawn):
        counting = "calls = []\ndef f(x):\n    calls.append(x)\n    assert len(calls) < 400\n    return sum(x) + (sum(map(abs, x)) > 3)"
        assert drawn(counting).only.verdict is Verdict.FAILED


class TestRunningAgain:
    """Naming a mistake, and telling the suite's faults from the student's, need the failing input once more."""

    MISTAKE = """
    @misconception("f", says="You add the sizes.", hint="And the signs?", caught_by="test_it")
    def adds_sizes(x):
        return sum(abs(n) for n in x)
    """

    def test_what_st_data_drew_is_drawn_again(self, drawn):
        suite = """
            @check("f", "any numbers")
            @given(data=st.data())
            def test_it(agree, data):
                size = data.draw(st.integers(1, 3))
                agree.f(data.draw(st.lists(st.integers(-9, 9), min_size=size, max_size=size), label="x"))
        """
        judged = drawn("def f(x): return sum(map(abs, x))", suite, misconceptions=self.MISTAKE)
        assert judged.finding.inputs[0].value.text == "[-1]"
        assert judged.finding.misconception.name == "adds-sizes"

    def test_an_input_that_the_suite_changed_is_run_as_it_was_drawn(self, drawn):
        suite = """
            @check("f", "any numbers")
            @given(x=st.lists(st.integers(-9, 9), min_size=1))
            def test_it(agree, x):
                agree.f(x)
                x.clear()
                x.append(1)
                agree.f(x)
        """
        judged = drawn("def f(x): return sum(map(abs, x))", suite, misconceptions=self.MISTAKE)
        assert judged.finding.misconception.name == "adds-sizes"

    def test_a_fault_of_the_suite_on_a_drawn_input_is_the_suites(self, drawn):
        suite = """
            @check("f", "any numbers")
            @given(data=st.data())
            def test_it(student, data):
                n = data.draw(st.integers(0, 9))
                1 / (n - 3) + student.f([n])
        """
        assert drawn("def f(x): return 0", suite).only.verdict is Verdict.GRADER_ERROR

    def test_inputs_that_never_satisfy_an_assumption_are_the_suites_fault(self, drawn):
        suite = """
            @check("f", "nothing")
            @given(x=st.integers(0, 9))
            def test_it(student, x):
                assume(x > 10)
        """
        assert drawn("def f(x): return 0", suite).only.verdict is Verdict.GRADER_ERROR

    def test_unless_it_is_the_students_answers_that_do_not(self, drawn):
        suite = """
            @check("f", "any numbers")
            @given(x=st.integers(0, 9))
            def test_it(student, x):
                assume(student.f([x]) >= 0)
        """
        assert drawn("def f(x): return sum(x)", suite).only.verdict is Verdict.PASSED
        assert drawn("def f(x): return -1", suite).only.verdict is Verdict.FAILED

    def test_examples_of_the_authors_are_run_as_well(self, drawn):
        suite = """
            @check("f", "any numbers", examples=1)
            @given(x=st.lists(st.integers(0, 1)))
            @example(x=[777])
            def test_it(agree, x):
                agree.f(x)
        """
        judged = drawn("def f(x): return sum(x) % 700", suite)
        assert judged.finding.inputs[0].value.text == "[777]"


class TestRepeating:
    SEEN = "seen = set()\ndef f(x):\n    new = tuple(x) not in seen\n    seen.add(tuple(x))\n    return sum(x) + new"

    def test_another_answer_the_second_time_is_told_as_such(self, drawn):
        judged = drawn(self.SEEN)
        assert (judged.only.verdict, judged.finding.category) == (Verdict.FAILED, Category.NOT_REPEATABLE)

    def test_a_random_answer_never_passes(self, drawn):
        for seed in range(5):
            judged = drawn("import os\ndef f(x): return sum(x) + os.urandom(1)[0] % 2", seed=seed)
            assert judged.only.verdict is Verdict.FAILED

    def test_global_generators_begin_alike_in_every_check(self, drawn):
        suite = """
            @check("f", "draws")
            def test_one(student, expect): expect.equal(student.f(1), student.f(1), what="the number")
        """
        texts = {drawn("import random\ndef f(x): return random.random() + np.random.rand()", suite).finding.got.text for _ in range(3)}
        assert len(texts) == 1
