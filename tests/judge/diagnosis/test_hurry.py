"""Giving up on code that does not end."""

import contextlib
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nngrade.judge.diagnosis.hurry import TooSlowError, within


def test_a_loop_is_interrupted():
    begun = time.perf_counter()
    with pytest.raises(TooSlowError), within(0.1):
        all(iter(int, 1) is not None for _ in iter(int, 1))
    assert time.perf_counter() - begun < 2


def test_one_that_swallows_every_ordinary_exception_too():
    def stubborn():
        while True:
            try:
                [].pop()
            except Exception:  # noqa: BLE001
                continue

    with pytest.raises(TooSlowError), within(0.1):
        stubborn()


def test_code_that_swallows_the_alarm_itself_is_late_all_the_same():
    def deaf():
        try:
            while True:
                pass
        except BaseException:  # noqa: BLE001
            pass

    with pytest.raises(TooSlowError), within(0.05):
        deaf()


def test_what_ends_in_time_is_left_alone():
    with within(5):
        result = sum(range(1000))
    assert result == 499500


def test_time_that_others_take_does_not_count():
    """A busy machine must not decide whether a mistake is named."""
    with within(0.05):
        time.sleep(0.2)


def test_code_that_waits_for_ever_is_given_up_all_the_same():
    begun = time.perf_counter()
    with pytest.raises(TooSlowError), within(0.02):
        all(time.sleep(0.01) is None for _ in range(500))
    assert time.perf_counter() - begun < 3


def test_its_own_exceptions_come_through():
    with pytest.raises(KeyError), within(5):
        raise KeyError


def test_no_time_at_all_is_too_little():
    with pytest.raises(TooSlowError), within(0):
        pytest.fail("it was begun")


def test_no_alarm_rings_afterwards():
    """An exception that arrived late would hit whoever runs by then."""
    late = 0
    for _ in range(200):
        try:
            with within(0.001):
                deadline = time.perf_counter() + 0.001
                while time.perf_counter() < deadline:
                    pass
        except TooSlowError:
            late += 1
        for _ in range(100):
            pass
    assert 0 <= late <= 200
    assert threading.active_count() < 20


@pytest.mark.parametrize("seconds", [0.01, 10])
def test_python_goes_on_as_before(seconds):
    """CPython 3.11 never ends in a traced function when an asynchronous exception was taken back."""
    for _ in range(3):
        with contextlib.suppress(TooSlowError), within(seconds):
            deadline = time.perf_counter() + 0.05
            while time.perf_counter() < deadline:
                pass

    @settings(max_examples=20, database=None, deadline=None)
    @given(st.integers())
    def fails(x):
        assert x < 10

    with pytest.raises(AssertionError):
        fails()
