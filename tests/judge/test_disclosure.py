"""What a level withholds is nowhere in the report: not in another field, and not between the lines."""

import pytest

from nngrade.judge.disclosure import disclosed
from nngrade.model import Category, CheckReport, Disclosure, Finding, Misconception, Verdict

SECRETS = ("314159", "271828", "161803", "141421", "577215")

# The input, the right answer and the wrong one, what was printed, and what an exception says.
REFERENCE = """
def f(x):
    if x.min() < 0:
        raise ValueError("161803")
    return x + 1
"""
SUITE = """
@check("f", "adds one", hint="Look again.")
def test_value(agree):
    agree.f(np.array([314159.0, 2.0]))

@check("f", "adds one to any", hint="Look again.")
@given(x=st.just([271828, 1]))
def test_drawn(agree, x):
    agree.f(np.array(x, float))

@check("f", "a property", hint="Look again.")
def test_property(student, expect):
    value = student.f(np.array([314159.0]))
    expect.that(False, "it is not 577215", got=value)

@check("f", "refuses", hint="Look again.")
def test_refuses(agree):
    agree.f(np.array([-141421.0]))

@check("f", "leaves it alone", purity=True, hint="Look again.")
def test_purity(agree):
    agree.f(np.array([271828.0]))

@check("f", "is used", hint="Look again.")
def test_used(student, reference, expect):
    assert student.f(np.array([314159.0])) + {}[student.f(np.array([1.0]))[0]], "141421"

@check("f", "broken", hint="Look again.")
def test_broken():
    raise KeyError("577215")
"""
MISTAKE = """
@misconception("f", says="You add nothing.", hint="What is to be added?", caught_by="test_value")
def adds_nothing(x):
    return x
"""
SUBMISSIONS = {
    "wrong": "def f(x):\n    print('I was given', x)\n    return x",
    "crash": "def f(x):\n    raise RuntimeError(f'I was given {x}')",
    "crash with a known cause": "def f(x):\n    return x.reshape(int(x.max()), 2)",
    "changed": "def f(x):\n    x += 1\n    return x",
    "type": "def f(x): return str(x)",
    "shape": "def f(x): return [x, x]",
    "print and die": (
        "import os\ndef f(x):\n    print(x, flush=True)\n    os.write(1, str(x).encode())\n"
        "    os.write(2, str(x).encode())\n    os._exit(3)"
    ),
    "print and exit": "import sys\ndef f(x):\n    print(x, file=sys.stderr)\n    sys.exit(str(x))",
}


@pytest.fixture
def secretive(lesson):
    lesson.reference, lesson.suite, lesson.misconceptions = REFERENCE, SUITE, MISTAKE
    return lesson


@pytest.mark.parametrize("level", [Disclosure.VERDICT, Disclosure.CATEGORY, Disclosure.HINT])
@pytest.mark.parametrize("submission", SUBMISSIONS)
def test_nothing_leaks_below_the_counterexample(secretive, submission, level):
    judged = secretive.judge(SUBMISSIONS[submission], cap=level, in_worker="os" in SUBMISSIONS[submission])
    text = repr(judged.report)
    assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("submission", ["wrong", "crash"])
def test_from_the_counterexample_on_it_is_all_there(secretive, submission):
    text = repr(secretive.judge(SUBMISSIONS[submission], cap=Disclosure.COUNTEREXAMPLE).report)
    assert "314159" in text


class TestLevels:
    FULL = Finding(
        Category.WRONG_VALUE,
        "Expected 1, got 2.",
        cause="Twice as large.",
        misconception=Misconception("doubles", "You double.", "Why?"),
        call="f(x)",
        reproduction="python",
        printed="x",
    )

    def told(self, level, cap=Disclosure.FULL, finding=FULL):
        report = CheckReport(
            "test_it", "f", "title", Verdict.FAILED, 0.0, 1.0, public=False, disclosure=level, hint="Think.", finding=finding
        )
        return disclosed(report, cap)

    def test_the_verdict_alone(self):
        report = self.told(Disclosure.VERDICT)
        assert (report.verdict, report.title, report.hint, report.finding) == (Verdict.FAILED, "title", "", None)

    def test_and_the_category(self):
        report = self.told(Disclosure.CATEGORY)
        assert (report.hint, report.finding) == ("", Finding(Category.WRONG_VALUE, ""))

    def test_and_the_hint_with_the_mistake_that_was_recognised(self):
        report = self.told(Disclosure.HINT)
        assert report.hint == "Think."
        assert report.finding == Finding(Category.WRONG_VALUE, "", misconception=self.FULL.misconception)

    @pytest.mark.parametrize("level", [Disclosure.COUNTEREXAMPLE, Disclosure.FULL])
    def test_and_all_the_rest(self, level):
        assert self.told(level).finding == self.FULL

    @pytest.mark.parametrize("level", list(Disclosure))
    @pytest.mark.parametrize("cap", list(Disclosure))
    def test_the_lower_of_both_holds(self, level, cap):
        assert self.told(level, cap) == self.told(min(level, cap))

    @pytest.mark.parametrize("category", [Category.MISSING, Category.NOT_WRITTEN])
    def test_what_is_not_there_may_be_told_to_anyone_who_may_know_the_category(self, category):
        finding = Finding(category, "numbers.py defines no `f`.")
        assert self.told(Disclosure.CATEGORY, finding=finding).finding == finding
        assert self.told(Disclosure.VERDICT, finding=finding).finding is None

    def test_a_check_may_be_more_secretive_than_its_course(self, lesson):
        lesson.reference = "def f(x): return x"
        lesson.suite = '@check("f", "works", disclosure="verdict")\ndef test_it(agree): agree.f(1)'
        assert lesson.judge("def f(x): return 2").finding is None
        assert lesson.judge("def f(x): return 2", disclosure=Disclosure.FULL).finding is None

    def test_or_more_open(self, lesson):
        lesson.reference = "def f(x): return x"
        lesson.suite = '@check("f", "works", disclosure="full")\ndef test_it(agree): agree.f(1)'
        assert lesson.judge("def f(x): return 2", disclosure=Disclosure.VERDICT).finding is not None
        assert lesson.judge("def f(x): return 2", cap=Disclosure.VERDICT).finding is None
