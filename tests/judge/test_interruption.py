"""Ctrl-C ends a run, whoever takes the exception for one of their own."""

import contextlib
import signal
import threading

import pytest

from nngrade.judge.interruption import Interruption


def interrupt_unheard():
    with contextlib.suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def look_after_an_unheard_one(went_on):
    with Interruption() as interruption:
        interrupt_unheard()
        interruption.look()
        went_on.append(True)


def test_one_that_was_swallowed_is_raised_at_the_next_look():
    went_on = []
    with pytest.raises(KeyboardInterrupt):
        look_after_an_unheard_one(went_on)
    assert not went_on


def test_one_that_was_swallowed_is_raised_at_the_end():
    with pytest.raises(KeyboardInterrupt), Interruption():
        interrupt_unheard()


def break_after_an_unheard_one():
    with Interruption():
        interrupt_unheard()
        raise AssertionError


def test_an_error_that_took_its_place_does_not_hide_it():
    with pytest.raises(KeyboardInterrupt):
        break_after_an_unheard_one()


def test_what_listened_before_listens_again():
    before = signal.getsignal(signal.SIGINT)
    with Interruption() as interruption:
        interruption.look()
    assert signal.getsignal(signal.SIGINT) is before


def test_who_is_deaf_to_it_stays_so():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interruption() as interruption:
            signal.raise_signal(signal.SIGINT)
            interruption.look()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_thread_leaves_signals_alone():
    heard = []

    def judge():
        with Interruption():
            heard.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=judge)
    thread.start()
    thread.join()
    assert heard == [signal.getsignal(signal.SIGINT)]
