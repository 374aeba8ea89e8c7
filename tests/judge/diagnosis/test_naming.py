"""Naming a mistake: the same failure on the same input, and the same answers elsewhere; a wrong name is worse than none."""

import textwrap
import time

import pytest

from nngrade.model import Verdict

SUITE = """
@check("f", "adds three numbers")
def test_three(agree):
    agree.f([1, 2, 4])

@check("f", "adds any numbers")
@given(x=st.lists(st.integers(-9, 9), min_size=1, max_size=4))
def test_any(agree, x):
    agree.f(x)

@check("f", "sums are commutative")
def test_property(student, expect):
    expect.that(student.f([1, -2]) < 0, "the sum is negative")

@check("f", "refuses nothing")
def test_refuses(student, expect):
    expect.raises(ValueError, student.f, [], mentions="nothing")
"""
REFERENCE = """
def f(x):
    if not x:
        raise ValueError("nothing to add")
    return sum(x)
"""
MISTAKES = """
def _checked(x):
    if not x:
        raise ValueError("nothing to add")
    return x

@misconception("f", says="Sizes.", hint="?", caught_by="test_any")
def adds_sizes(x):
    return sum(abs(n) for n in _checked(x))

@misconception("f", says="Largest.", hint="?", caught_by="test_three")
def gives_the_largest(x):
    return max(_checked(x))

@misconception("f", says="Product.", hint="?", caught_by="test_three")
def multiplies(x):
    return np.prod(_checked(x))

@misconception("f", says="Nothing refused.", hint="?", caught_by="test_refuses")
def refuses_nothing(x):
    return sum(x)

@misconception("f", says="Crash.", hint="?", caught_by="test_three")
def calls_a_number(x):
    return sum(_checked(x))()
"""


@pytest.fixture
def named(lesson):
    """The names that a submission's failed checks are given."""

    def judge(submission, **options):
        lesson.reference, lesson.suite = REFERENCE, SUITE
        lesson.misconceptions = lesson.misconceptions or MISTAKES
        judged = lesson.judge("import numpy as np\n" + submission, **options)
        found = {name: check.finding for name, check in judged.checks.items() if check.verdict is not Verdict.PASSED}
        return {name: finding.misconception and finding.misconception.name for name, finding in found.items()}

    judge.lesson = lesson
    return judge


REFUSAL = "    if not x: raise ValueError('nothing')\n"


class TestNames:
    def test_a_known_mistake_is_named_in_every_check_that_it_fails(self, named):
        assert named(f"def f(numbers):\n    x = numbers\n{REFUSAL}    return sum(map(abs, x))") == {
            "test_any": "adds-sizes",
            "test_property": "adds-sizes",
        }

    def test_it_may_be_written_quite_differently(self, named):
        source = f"def f(x):\n{REFUSAL}    best = x[0]\n    for n in x:\n        if n > best: best = n\n    return best"
        assert set(named(source).values()) == {"gives-the-largest"}

    def test_a_crash_is_recognised_by_its_exception(self, named):
        assert named(f"def f(x):\n{REFUSAL}    return sum(x)()")["test_three"] == "calls-a-number"

    def test_a_missing_refusal_too(self, named):
        assert named("def f(x): return sum(x)") == {"test_refuses": "refuses-nothing"}

    def test_what_is_said_is_the_authors(self, named):
        named(f"def f(x):\n{REFUSAL}    return max(x)")
        finding = named.lesson.judge(f"def f(x):\n{REFUSAL}    return max(x)")["test_three"].finding
        assert (finding.misconception.says, finding.misconception.hint) == ("Largest.", "?")

    def test_the_unknown_is_not_named(self, named):
        assert set(named(f"def f(x):\n{REFUSAL}    return sum(x) + 1").values()) == {None}

    def test_nor_is_what_looks_alike_on_one_input_alone(self, named):
        """On [1, 2, 4] the product is 8, and so is this."""
        assert named(f"def f(x):\n{REFUSAL}    return sum(x) + (len(x) == 3)")["test_three"] is None

    def test_nor_another_crash(self, named):
        assert named(f"def f(x):\n{REFUSAL}    return sum(x)[0]")["test_three"] is None

    def test_an_exercise_is_compared_with_its_own_mistakes(self, named):
        named.lesson.misconceptions = MISTAKES.replace('misconception("f"', 'misconception("g"')
        assert set(named(f"def f(x):\n{REFUSAL}    return max(x)").values()) == {None}

    def test_a_long_exercise_before_it_changes_nothing(self, lesson):
        """What other mistakes would have answered is known of the last exercise too, however often the first was called."""
        lesson.exercises = ("first", "f")
        lesson.reference = "def first(x):\n    return x\n" + REFERENCE
        lesson.suite = """
            @check("first", "gives back what it got", examples=200)
            @given(x=st.integers())
            def test_first(agree, x):
                agree.first(x)

            @check("f", "adds three numbers")
            def test_three(agree):
                agree.f([1, 2, 4])

            @check("f", "sums may be negative")
            def test_negative(student, expect):
                expect.that(student.f([1, -2]) < 0, "the sum is negative", got="one that is not")
        """
        lesson.misconceptions = """
            @misconception("f", says="Nothing.", hint="?", caught_by="test_negative")
            def gives_zero(x):
                return 0

            @misconception("f", says="Sizes.", hint="?", caught_by="test_three")
            def adds_sizes(x):
                return sum(map(abs, x))
        """
        judged = lesson.judge("def first(x): return x\ndef f(x): return sum(map(abs, x))")
        assert judged["test_negative"].finding.misconception.name == "adds-sizes"

    @pytest.mark.parametrize("own", ["sum(map(abs, x))", "max(x)"])
    def test_a_mistake_explains_what_is_built_on_it_unless_there_is_one_of_its_own(self, lesson, own):
        lesson.exercises = ("f", "mean")
        lesson.reference = REFERENCE + "\n\ndef mean(x):\n    return f(x) / len(x)\n"
        lesson.suite = """
            @check("f", "adds three numbers")
            def test_three(agree):
                agree.f([1, -2, 4])

            @check("mean", "the mean of three")
            def test_mean(agree):
                agree.mean([1, -2, 4])
        """
        lesson.misconceptions = """
            @misconception("f", says="Sizes.", hint="?", caught_by="test_three")
            def adds_sizes(x):
                return sum(map(abs, x))

            @misconception("f", says="Largest.", hint="?", caught_by="test_three")
            def gives_the_largest(x):
                return max(x)

            @misconception("mean", says="The largest share.", hint="?", caught_by="test_mean")
            def divides_the_largest(x):
                return max(x) / len(x)
        """
        judged = lesson.judge(f"def f(x): return {own}\ndef mean(x): return f(x) / len(x)")
        names = [judged[name].finding.misconception.name for name in ("test_three", "test_mean")]
        assert names == (["adds-sizes"] * 2 if "abs" in own else ["gives-the-largest", "divides-the-largest"])

    def test_a_topic_may_have_none(self, named):
        named.lesson.misconceptions = "NOTHING = None\n"
        assert set(named(f"def f(x):\n{REFUSAL}    return max(x)").values()) == {None}

    def test_helpers_of_any_kind_come_along(self, named):
        named.lesson.misconceptions = """
            import functools
            from dataclasses import dataclass

            @dataclass
            class Box:
                value: object

            @functools.lru_cache
            def largest(x):
                return Box(max(x))

            @misconception("f", says="Largest.", hint="?", caught_by="test_three")
            @functools.wraps(max)
            def gives_the_largest(x):
                return largest(tuple(x)).value
        """
        assert named(f"def f(x):\n{REFUSAL}    return max(x)")["test_three"] == "gives-the-largest"


class TestObjects:
    """A class is compared by what its methods answered, in the order in which they were called."""

    REFERENCE = """
        class Counter:
            def __init__(self, step):
                self.step, self.count = step, 0

            def move(self):
                self.count += self.step
                return self.count
    """
    MISTAKES = """
        @misconception("Counter", says="By one.", hint="?", caught_by="test_many")
        class by_one:
            def __init__(self, step):
                self.count = 0

            def move(self):
                self.count += 1
                return self.count

        @misconception("Counter", says="Stuck.", hint="?", caught_by="test_many")
        class stuck:
            def __init__(self, step):
                pass

            def move(self):
                return 1
    """
    SUITE = """
        @check("Counter", "moves once")
        def test_once(student, expect):
            expect.equal(student.Counter(3).move(), 3, what="the count")

        @check("Counter", "moves on")
        def test_many(student, expect):
            counter = student.Counter(1)
            expect.that([counter.move() for _ in range(4)] == [1, 2, 3, 4], "it counts to four")
    """

    @pytest.mark.parametrize(("moves", "name"), [("self.count += 1", "by-one"), ("self.count = 1", "stuck")])
    def test_two_that_look_alike_in_one_check_are_told_apart_by_the_others(self, lesson, moves, name):
        lesson.reference, lesson.suite, lesson.misconceptions = self.REFERENCE, self.SUITE, self.MISTAKES
        lesson.exercises = ("Counter",)
        judged = lesson.judge(self.REFERENCE.replace("self.count += self.step", moves))
        assert judged["test_once"].finding.misconception.name == name

    def test_every_exercise_of_a_topic_has_answers_to_compare(self, lesson):
        """However often those before it were called."""
        lesson.exercises = ("g", "f")
        lesson.reference = "def g(x): return x\n" + REFERENCE
        lesson.suite = """
            @check("g", "gives it back")
            def test_g(agree):
                for n in range(200):
                    agree.g(n)
        """
        lesson.suite = textwrap.dedent(lesson.suite) + SUITE
        lesson.misconceptions = MISTAKES
        judged = lesson.judge(f"def g(x): return x\ndef f(x):\n{REFUSAL}    return sum(x) + (len(x) == 3)")
        assert judged["test_three"].finding.misconception is None


class TestRandomAnswers:
    MISTAKES = """
        @misconception("f", says="From the global generator.", hint="?", caught_by="test_repeats"{more})
        def global_generator(rng):
            return np.random.random()
    """
    SUITE = """
        @check("f", "one seed, one answer")
        def test_repeats(student, expect):
            expect.that(student.f(rng_of(1)) == student.f(rng_of(1)), "rng alone decides", got="two answers")

        @check("f", "it is a number below 1")
        def test_below_one(student, expect):
            expect.that(student.f(rng_of(2)) < 1, "below 1")

        def rng_of(seed):
            return np.random.default_rng(seed)
    """

    @pytest.mark.parametrize(("more", "is_named"), [(", random=True", True), ("", False)])
    def test_they_are_known_by_the_check_alone(self, lesson, more, is_named):
        lesson.reference = "def f(rng): return float(rng.random())"
        lesson.suite, lesson.misconceptions = self.SUITE, self.MISTAKES.replace("{more}", more)
        judged = lesson.judge("import numpy as np\ndef f(rng):\n    np.random.random()\n    return np.random.random()")
        finding = judged["test_repeats"].finding
        assert (finding.misconception is not None) is is_named


class TestTime:
    ENDLESS = """
        @misconception("f", says="Endless.", hint="?", caught_by="test_refuses")
        def never_ends(x):
            while 2 in x: pass
            return 0

        @misconception("f", says="Largest.", hint="?", caught_by="test_refuses")
        def gives_the_largest(x):
            return max(x)
    """

    def test_a_mistake_that_never_ends_costs_the_topics_time_and_no_more(self, named):
        named.lesson.misconceptions = self.ENDLESS
        begun = time.perf_counter()
        assert named("def f(x): return 0")["test_three"] is None
        assert time.perf_counter() - begun < 4

    def test_one_that_swallows_everything_as_well(self, named):
        stubborn = "for _ in range(10**9):\n                try: 1 / 0\n                except Exception: pass"
        named.lesson.misconceptions = self.ENDLESS.replace("while 2 in x: pass", stubborn)
        begun = time.perf_counter()
        named("def f(x): return 0")
        assert time.perf_counter() - begun < 4


class TestLoops:
    HANGS = """
        @misconception("f", says="It never ends.", hint="?", caught_by="test_three", hangs=True)
        def waits_for_a_smaller_one(x):
            while len(x) == 3: pass
            return sum(x)
    """
    LOOP = "def f(x):\n    while len(x) == 3: pass\n    return sum(x)"

    def test_a_loop_is_named_when_all_else_agrees(self, named):
        named.lesson.misconceptions, named.lesson.seconds = self.HANGS, 0.5
        assert named(self.LOOP, in_worker=True)["test_three"] == "waits-for-a-smaller-one"

    def test_but_not_the_loop_of_someone_who_is_wrong_elsewhere_too(self, named):
        named.lesson.misconceptions, named.lesson.seconds = self.HANGS, 0.5
        assert named(self.LOOP + " + 1", in_worker=True)["test_three"] is None

    def test_and_not_when_two_mistakes_could_be_meant(self, named):
        named.lesson.misconceptions, named.lesson.seconds = self.HANGS + self.HANGS.replace("smaller", "larger"), 0.5
        assert named(self.LOOP, in_worker=True)["test_three"] is None
