"""A stack comes through the pipe as far as it can be trusted."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from nngrade.sandbox.stacks import StackLine, StackPipe, open_stack_pipe


@pytest.fixture
def pipe() -> Iterator[StackPipe]:
    pipe = StackPipe()
    yield pipe
    pipe.close()


def test_what_faulthandler_writes_is_read_innermost_frame_first(pipe: StackPipe) -> None:
    written = 'Current thread 0x7f (most recent call first):\n  File "s.py", line 3 in <listcomp>\n  File "a b.py", line 12 in f\n'
    os.write(pipe.theirs, written.encode())
    assert pipe.read() == (StackLine("s.py", 3, "<listcomp>"), StackLine("a b.py", 12, "f"))
    assert pipe.read() == ()


@pytest.mark.parametrize(
    "line",
    [
        b'  File "s.py", line ' + b"9" * 5000 + b" in f\n",
        b'  File "' + b"s" * 600 + b'", line 3 in f\n',
        b'  File "s.py", line 3 in ' + b"f" * 300 + b"\n",
        b'File "s.py", line 3 in f\n',
        b'  File "s.py", line -3 in f\n',
        b'  File "s.py\n", line 3 in f\n',
        b"\xff\xfe\0" * 100,
    ],
    ids=["a number too long for int", "a long file", "a long function", "no indent", "a negative line", "two lines", "no text"],
)
def test_what_a_student_wrote_there_is_no_stack(pipe: StackPipe, line: bytes) -> None:
    os.write(pipe.theirs, line)
    assert pipe.read() == ()


def test_a_full_pipe_stops_nobody_and_is_read_in_part(pipe: StackPipe) -> None:
    def write_on() -> None:
        while True:
            os.write(pipe.theirs, b'  File "s.py", line 3 in f\n' * 100)

    with pytest.raises(BlockingIOError):
        write_on()
    assert len(pipe.read()) == 100


@pytest.fixture
def looping(pipe: StackPipe) -> Iterator["subprocess.Popen[bytes]"]:
    program = f"""
import time
from nngrade.sandbox.stacks import write_stacks_to
def f():
    print("ready", flush=True)
    time.sleep(1000)
write_stacks_to({pipe.theirs})
f()
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, pass_fds=[pipe.theirs]) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_a_running_process_is_asked_for_the_stack_it_has_now(pipe: StackPipe, looping: "subprocess.Popen[bytes]") -> None:
    os.write(pipe.theirs, b'  File "stale.py", line 1 in g\n')
    assert [frame.function for frame in pipe.ask(looping.send_signal)] == ["f", "<module>"]


def test_a_process_whose_cpu_time_is_up_writes_its_stack_and_ends(pipe: StackPipe, looping: "subprocess.Popen[bytes]") -> None:
    looping.send_signal(signal.SIGXCPU)
    assert looping.wait(30) == -signal.SIGXCPU
    assert [frame.function for frame in pipe.read()] == ["f", "<module>"]


def test_a_process_that_does_not_answer_has_no_stack(pipe: StackPipe) -> None:
    program = "import signal\nsignal.signal(signal.SIGUSR1, signal.SIG_IGN)\nprint(flush=True)\ninput()"
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert pipe.ask(process.send_signal) == ()
        process.kill()
    assert pipe.ask(process.send_signal) == ()


def test_where_the_system_has_no_such_signal_there_is_no_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "SIGUSR1")
    assert open_stack_pipe() is None
