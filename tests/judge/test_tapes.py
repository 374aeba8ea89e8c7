"""Inputs that were drawn for whoever passed before: the next submission meets the same, and is called no more and no less."""

import random
import textwrap
from pathlib import Path

import numpy as np
import pytest

from nngrade.judge.bench import Bench
from nngrade.judge.judging import judge
from nngrade.judge.recording import recorder_for
from nngrade.judge.tapes import Tapes
from nngrade.model import Verdict
from nngrade.submissions.reading import Submission
from nngrade.suite import assume, check, given, st

SUITE = """
@check("f", "any numbers", examples=30)
@given(x=st.lists(st.integers(-20, 20), min_size=1, max_size=6))
def test_it(agree, x):
    agree.f(x)


@check("f", "few numbers", examples=10)
@given(x=st.lists(st.integers(-3, 3), max_size=2))
def test_few(agree, x):
    x.append(4)  # a test may change its own input
    agree.f(x)
"""
RIGHT = "def f(x): return sum(x)"
SUBMISSIONS = [
    RIGHT,
    "def f(x): return sum(x) + (max(x) > 10)",
    "def f(x): return sum(x) + (len(x) > 2 and x[0] > x[1])",
    "def f(x): return len(x)",
    "def f(x): return sum(x) if x[0] < 19 else 1 / 0",
    "calls = []\ndef f(x):\n    calls.append(x)\n    return sum(x) + (len(calls) == 17)",
    "calls = []\ndef f(x):\n    calls.append(x)\n    return sum(x) + (len(calls) > 17)",
    "import random\ndef f(x): return sum(x) + (random.random() < 0.1)",
    "def f(x):\n    x.sort()\n    return sum(x)",
    "def g(x): return 1",
    RIGHT,
]


@pytest.fixture
def asked(inside):
    """A session that keeps every request, in order."""

    class Asked(inside):
        def __init__(self):
            super().__init__()
            self.requests = []

        def ask(self, request):
            self.requests.append(repr(request))
            return super().ask(request)

    return Asked


def test_every_submission_is_called_as_it_would_be_alone_and_told_the_same(lesson, asked):
    lesson.reference, lesson.suite = RIGHT, SUITE
    topic = lesson.topic
    with Bench(topic) as bench:
        for source in SUBMISSIONS:
            submission = Submission(Path("numbers_topic.py"), textwrap.dedent(source), "")
            alone, together = asked(), asked()
            expected = judge(topic, submission, session=alone)
            assert bench.judge(submission, session=together) == expected, source
            assert together.requests == alone.requests, source


@pytest.fixture
def met():
    """What a test was run on, and what it saw of the random states, across the runs of `run`."""
    return []


def run(test, tapes, fixtures=None, seed=5):
    recorder = recorder_for(test, fixtures or {}, dict, tapes)
    recorder.run(seed, shrink_until=float("inf"))
    return recorder


def test_what_was_passed_is_not_drawn_again(met):
    drawn = []

    @check("f", "any", examples=20)
    @given(x=st.integers(0, 1000).map(lambda number: drawn.append(number) or number))
    def test(x):
        met.append((x, random.random(), float(np.random.random())))  # noqa: NPY002 - the global state is meant

    tapes = Tapes()
    run(test, tapes)
    first, before = list(met), len(drawn)
    met.clear()
    run(test, tapes)
    assert met == first
    assert len(drawn) == before
    run(test, tapes, seed=6)
    assert len(drawn) > before


def test_a_tape_is_of_no_use_where_the_test_had_a_say_in_what_is_drawn(met):
    @check("f", "numbers drawn on the way", examples=5)
    @given(data=st.data())
    def on_the_way(data):
        met.append(data.draw(st.integers()))

    @check("f", "numbers turned away", examples=5)
    @given(x=st.integers(0, 9))
    def turned_away(x):
        assume(x % 2)
        met.append(x)

    for test in (on_the_way, turned_away):
        tapes = Tapes()
        run(test, tapes)
        first = list(met)
        met.clear()
        run(test, tapes)
        assert met == first
        assert tapes.of(test.hypothesis.inner_test, 5) is None
        met.clear()


def test_an_input_turned_away_for_this_submission_alone_is_replaced_by_another(met):
    @check("f", "numbers", examples=10)
    @given(x=st.integers(0, 9))
    def test(x):
        assume(x not in turned_away)
        met.append(x)

    tapes, turned_away = Tapes(), set()
    run(test, tapes)
    first = list(met)
    met.clear()
    turned_away.add(first[2])
    run(test, tapes)
    with_tape = list(met)
    met.clear()
    run(test, None)
    assert with_tape == met


def test_a_failure_on_a_tape_is_shrunk_as_ever():
    @check("f", "numbers", examples=50)
    @given(x=st.integers(0, 1000))
    def test(x):
        assert x < limit

    tapes, limit = Tapes(), 2000
    run(test, tapes)
    limit = 37
    recorder = recorder_for(test, {}, dict, tapes)
    with pytest.raises(AssertionError):
        recorder.run(5, shrink_until=float("inf"))
    assert recorder.has_failed
    limit = 37
    with pytest.raises(AssertionError):
        recorder.replay_on({})
    limit = 38
    recorder.replay_on({})
    limit = 2000
    run(test, tapes)


def test_ctrl_c_on_a_tape_ends_it_at_once(met):
    @check("f", "numbers", examples=10)
    @given(x=st.integers(0, 1000))
    def test(x):
        met.append(x)
        if is_over:
            raise KeyboardInterrupt

    tapes, is_over = Tapes(), False
    run(test, tapes)
    met.clear()
    is_over = True
    with pytest.raises(KeyboardInterrupt):
        run(test, tapes)
    assert len(met) == 1


def test_there_is_room_for_so_many_and_the_oldest_goes(monkeypatch):
    monkeypatch.setattr("nngrade.judge.tapes._MOST_TAPES", 3)

    @check("f", "numbers", examples=2)
    @given(x=st.integers())
    def test(x):
        pass

    tapes = Tapes()
    for seed in range(5):
        run(test, tapes, seed=seed)
    inner = test.hypothesis.inner_test
    assert [tapes.of(inner, seed) is not None for seed in range(5)] == [False, False, True, True, True]


def test_whoever_passes_a_check_passes_it_on_tape(lesson, inside):
    lesson.reference, lesson.suite = RIGHT, SUITE
    submission = Submission(Path("numbers_topic.py"), RIGHT, "")
    with Bench(lesson.topic) as bench:
        assert [bench.judge(submission, session=inside()).verdict for _ in range(3)] == [Verdict.PASSED] * 3


def test_a_hypothesis_that_lacks_what_a_tape_needs_draws_each_time(met, monkeypatch):
    """Version 6.130 does; the inputs are the same."""
    monkeypatch.setattr("nngrade.judge.drawn.CAN_SURROUND", False)

    @check("f", "numbers", examples=5)
    @given(x=st.integers(0, 1000))
    def test(x):
        met.append(x)

    tapes = Tapes()
    for _ in range(2):
        run(test, tapes)
    assert tapes.of(test.hypothesis.inner_test, 5) is None
    assert met[: len(met) // 2] == met[len(met) // 2 :]
