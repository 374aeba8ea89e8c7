"""One infinite loop costs at most twice its limit in all, however many checks would meet it, and nobody else's points."""

import time

import pytest

from nngrade.judge.loops import Loops

LIMIT = 2.5


def met(*timeouts):
    loops = Loops()
    for called, *running in timeouts:
        loops.met(called, frozenset(running))
    return loops


class TestWhoIsBlamed:
    def test_nobody_at_first(self):
        assert (Loops().share, Loops().condemned, Loops().is_given_up("f")) == (1.0, (), False)

    def test_a_function_that_was_called_twice_without_an_end(self):
        loops = met(("f",), ("f",))
        assert loops.is_given_up("f")
        assert loops.condemned == ("f",)

    def test_once_may_be_chance(self):
        loops = met(("f",))
        assert not loops.is_given_up("f")
        assert loops.condemned == ()

    def test_a_helper_that_was_running_in_the_loops_of_two_others(self):
        loops = met(("f", "helper"), ("g", "helper"))
        assert loops.condemned == ("helper",)
        assert not loops.is_given_up("f")

    def test_a_helper_in_two_loops_of_one_function_may_only_have_been_called_over_and_over(self):
        assert met(("train", "predict"), ("train", "predict")).condemned == ("train",)

    def test_what_was_seen_to_end_when_called_directly_is_innocent(self):
        loops = met(("train", "predict"), ("fit", "predict"))
        assert loops.condemned == ("predict",)
        loops.ended("predict")
        assert loops.condemned == ()

    def test_but_not_if_it_did_not_end_another_time(self):
        loops = met(("predict",), ("predict",))
        loops.ended("predict")
        assert loops.condemned == ("predict",)

    def test_each_further_check_gets_a_smaller_share(self):
        shares = [met(*[("f",)] * count).share for count in range(6)]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares[:3]) < 2

    def test_a_loop_is_known_by_its_function_or_by_what_was_running(self):
        loops = met(("f", "helper"))
        assert loops.is_known("f", frozenset())
        assert loops.is_known("g", frozenset({"helper"}))
        assert not loops.is_known("g", frozenset({"other"}))


REFERENCE = """
def helper(x):
    return x

def f(x):
    return helper(x)

def g(x):
    return helper(x) + 1

def h(x):
    return 2 * helper(x)

def other(x):
    return x
"""
EIGHT = "".join(
    f'@check("{name}", "check {number}")\ndef test_{name}_{number}(agree): agree.{name}({number})\n\n'
    for name, count in (("f", 3), ("g", 3), ("h", 2), ("other", 2))
    for number in range(count)
)


@pytest.fixture
def timed(lesson):
    """The verdicts of a submission, and what its judging took longer than the reference's, in limits."""
    lesson.exercises = ("f", "g", "h", "other")
    lesson.reference, lesson.suite, lesson.seconds = REFERENCE, EIGHT, LIMIT

    def judge(helper, **changes):
        source = REFERENCE.replace("def helper(x):\n    return x\n", helper)
        for old, new in changes.items():
            source = source.replace(f"def {old}(x):\n    return", f"def {old}(x):\n    {new}\n    return")
        begun = time.perf_counter()
        lesson.judge_itself(in_worker=True)
        between = time.perf_counter()
        judged = lesson.judge(source, in_worker=True)
        return judged.verdicts, (time.perf_counter() - between - (between - begun)) / LIMIT

    return judge


LOOPS = {
    "plain": "def helper(x):\n    while True: pass\n",
    "swallowing": "def helper(x):\n    while True:\n        try: 1 / 0\n        except BaseException: pass\n",
    "swallowing its helper's end": (
        "def step(x): return x\ndef helper(x):\n    while True:\n        try: step(x)\n        except BaseException: pass\n"
    ),
    "a lambda": "helper = lambda x: [None for _ in iter(int, 1)]\n",
    "cached": "import functools\n@functools.lru_cache\ndef helper(x):\n    while True: pass\n",
    "decorated": "def twice(f): return lambda x: f(f(x))\n@twice\ndef helper(x):\n    while True: pass\n",
    "asleep": "import time\ndef helper(x): time.sleep(1000)\n",
    "nested": "def helper(x):\n    def inner():\n        while True: pass\n    return inner()\n",
    "a method": "class Box:\n    def open(self):\n        while True: pass\ndef helper(x): return Box().open()\n",
    "a generator": "def numbers():\n    while True: yield 1\ndef helper(x): return sum(numbers())\n",
}


@pytest.mark.parametrize("loop", LOOPS)
def test_a_loop_fails_all_that_meet_it_and_nothing_else(timed, lesson, loop):
    lesson.seconds = 0.6
    verdicts, _ = timed(LOOPS[loop])
    assert {verdict for name, verdict in verdicts.items() if not name.startswith("test_other")} == {"TIMED_OUT"}
    assert verdicts["test_other_0"] == verdicts["test_other_1"] == "PASSED"


@pytest.mark.parametrize("loop", ["plain", "swallowing"])
def test_a_loop_that_eight_checks_of_three_exercises_meet_costs_less_than_two_limits(timed, loop):
    _, cost = timed(LOOPS[loop])
    assert cost <= 2


def test_a_loop_in_one_exercise_leaves_the_helpers_of_the_others_alone(timed):
    verdicts, cost = timed("def helper(x):\n    return x\n", f="while True: helper(x)")
    assert {name: verdict for name, verdict in verdicts.items() if verdict != "PASSED"} == dict.fromkeys(
        ["test_f_0", "test_f_1", "test_f_2"], "TIMED_OUT"
    )
    assert cost <= 2


def test_a_loop_that_catches_the_end_of_its_helper(timed):
    catching = "while True:\n        try: return helper(x)\n        except BaseException: pass"
    verdicts, cost = timed(LOOPS["plain"], f=catching)
    assert verdicts["test_f_0"] == verdicts["test_g_0"] == "TIMED_OUT"
    assert verdicts["test_other_1"] == "PASSED"
    assert cost <= 2


def test_a_slow_right_answer_beside_a_loop_has_its_whole_limit(timed, lesson):
    lesson.seconds = 1.0
    verdicts, _ = timed("import time\n\ndef helper(x):\n    return x\n", f="while True: pass", other="time.sleep(0.6)")
    assert verdicts["test_other_0"] == verdicts["test_other_1"] == "PASSED"


def test_a_loop_on_one_input_fails_that_input_alone(timed):
    verdicts, cost = timed("def helper(x):\n    return x\n", f="while x == 1: pass")
    assert [name for name, verdict in verdicts.items() if verdict != "PASSED"] == ["test_f_1"]
    assert cost <= 1.5


def test_of_a_helper_that_loops_for_two_exercises_the_third_does_not_wait(timed):
    verdicts, cost = timed("def helper(x):\n    while x == 2: pass\n    return x\n")
    assert [name for name, verdict in verdicts.items() if verdict != "PASSED"] == ["test_f_2", "test_g_2", "test_h_0", "test_h_1"]
    assert cost <= 2


def test_a_loop_at_import_is_met_once(lesson):
    lesson.reference, lesson.suite, lesson.seconds = REFERENCE, EIGHT, LIMIT
    lesson.exercises = ("f", "g", "h", "other")
    begun = time.perf_counter()
    judged = lesson.judge("while True: pass", in_worker=True)
    assert set(judged.verdicts.values()) == {"TIMED_OUT"}
    assert time.perf_counter() - begun < 2 * LIMIT


def test_a_generator_that_never_ends_is_left_by_its_limit(lesson):
    lesson.reference, lesson.seconds = "def f(x):\n    yield x", 1.0
    lesson.suite = "".join(f'@check("f", "yields {n}")\ndef test_{n}(student): list(student.f({n}))\n\n' for n in range(4))
    begun = time.perf_counter()
    judged = lesson.judge("def f(x):\n    while True: yield x", in_worker=True)
    assert set(judged.verdicts.values()) == {"TIMED_OUT"}
    assert time.perf_counter() - begun < 6
