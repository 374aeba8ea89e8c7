"""What is printed is kept in small and counted in large."""

import io
import sys

import pytest

from nngrade.worker.messages import MAX_TEXT
from nngrade.worker.printed import Printed, standing_in


@pytest.fixture
def overflow() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def printed(overflow: io.StringIO) -> Printed:
    return Printed(overflow)


def test_a_little_is_kept_and_the_rest_passed_on(printed: Printed, overflow: io.StringIO) -> None:
    for text in ("a" * (MAX_TEXT - 1), "bcd", "e"):
        print(text, end="", file=printed)
    assert overflow.getvalue() == "cde"
    assert printed.take() == "a" * (MAX_TEXT - 1) + "b"


def test_a_long_text_is_passed_on_whole(printed: Printed, overflow: io.StringIO) -> None:
    printed.write("x" * 300_000)
    assert overflow.getvalue() == "x" * (300_000 - MAX_TEXT)


def test_what_was_taken_makes_room_again(printed: Printed, overflow: io.StringIO) -> None:
    for _ in range(3):
        printed.write("y" * MAX_TEXT)
        assert printed.take() == "y" * MAX_TEXT
    assert not overflow.getvalue()


def test_what_cannot_be_encoded_is_kept_as_an_escape(printed: Printed) -> None:
    printed.write("\ud800")
    assert printed.take() == "\\ud800"


def test_only_text_is_written(printed: Printed) -> None:
    class Evil(str):
        __slots__ = ()
        __len__ = __getitem__ = None

    with pytest.raises(TypeError):
        printed.write(7)  # type: ignore[arg-type]
    printed.write(Evil("text"))
    assert printed.take() == "text"


def test_the_standard_streams_come_back_whatever_was_done_to_them(printed: Printed) -> None:
    def student() -> None:
        sys.stdout.write("seen\n")
        sys.stderr.write("seen too\n")
        sys.stdout = sys.stderr = None
        raise KeyboardInterrupt

    before = sys.stdout, sys.stderr
    with pytest.raises(KeyboardInterrupt), standing_in(printed):
        student()
    assert (sys.stdout, sys.stderr) == before
    assert printed.take() == "seen\nseen too\n"
