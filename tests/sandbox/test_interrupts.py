"""However the judge ends, its worker ends with it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

JUDGE = """
import os, tempfile
tempfile.tempdir = os.environ["SCRATCH"]
from nngrade.sandbox.description import Needs
from nngrade.sandbox.session import Session
from nngrade.worker.messages import Do, Load

def say(word):
    print(word, flush=True)

def submit(body):
    session = Session(Needs(("numpy",), 512, 256))
    try:
        session.begin(1, (), 60, 60)
        session.ask(Load("import os, time\\ndef f():\\n    " + body, "student.py", "student", None))
        say("loaded")
        session.ask(Do("call", 1, "f"))
    finally:
        session.close()
"""

Left = Callable[[Path], list[str]]


@contextmanager
def judge(home: Path, program: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", JUDGE + program]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "SCRATCH": str(home)}
    ) as process:
        yield process
        process.kill()


def read_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_ctrl_c_while_a_call_runs(home: Path, left_in: Left) -> None:
    with judge(home, "submit('while True: pass')") as process:
        assert read_line(process) == "loaded"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
        assert process.returncode == -signal.SIGINT
        assert "KeyboardInterrupt" in errors
        assert not left_in(home)


def test_ctrl_c_while_the_worker_starts(home: Path, left_in: Left) -> None:
    program = "import nngrade.sandbox.launch as launch\nlaunch.BOOT = 'import time; time.sleep(1000)'\nsay('here')\nsubmit('pass')"
    with judge(home, program) as process:
        assert read_line(process) == "here"
        while not list(home.iterdir()):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert process.returncode == -signal.SIGINT
        assert not left_in(home)


MOMENTS = {
    "Zygote(NEEDS, Level.STRICT)": ["subprocess.Popen.wait", "strays.end", "threading.Thread.join"],
    "Zygote(NEEDS, Level.BASIC)": ["subprocess.Popen.wait", "strays.end", "strays.end_marked", "threading.Thread.join"],
    "Solo(NEEDS)": ["strays.descendants", "strays.end", "strays.end_marked", "os.killpg", "subprocess.Popen.wait"],
}


@pytest.mark.parametrize(("zygote", "moment"), [(zygote, moment) for zygote, moments in MOMENTS.items() for moment in moments])
def test_ctrl_c_while_a_session_is_closed(home: Path, left_in: Left, zygote: str, moment: str) -> None:
    program = f"""
import signal, subprocess, threading
from nngrade.sandbox import strays, zygote
from nngrade.sandbox.levels import Level
from nngrade.sandbox.zygote import Zygote
NEEDS = Needs(("numpy",), 512, 256)
class Solo(Zygote):
    def _open(self): pass
parent = {zygote}
owner, name = {moment.rpartition(".")[0]}, {moment.rpartition(".")[2]!r}
before = getattr(owner, name)
def interrupted(*args, **kwargs):
    setattr(owner, name, before)
    signal.raise_signal(signal.SIGINT)
session = Session(NEEDS, parent)
session.begin(1, (), 60, 60)
setattr(owner, name, interrupted)
session.close()
parent.close()
"""
    with judge(home, program) as process:
        _, errors = process.communicate(timeout=30)
        assert process.returncode == -signal.SIGINT, errors
        assert not left_in(home)


def test_ctrl_c_at_any_moment(home: Path, left_in: Left) -> None:
    for delay in (0.05, 0.11, 0.17, 0.31):
        program = (
            f"import signal\nsignal.setitimer(signal.ITIMER_REAL, {delay})\nsignal.signal(signal.SIGALRM, signal.default_int_handler)\n"
        )
        with judge(home, program + "while True: submit('pass')") as process:
            process.communicate(timeout=30)
            assert process.returncode == -signal.SIGINT
    assert not left_in(home)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a worker only notices when it has answered")
def test_a_judge_that_is_killed_takes_its_worker_along(home: Path, left_in: Left) -> None:
    with judge(home, "submit('while True: pass')") as process:
        assert read_line(process) == "loaded"
        process.kill()
        process.communicate(timeout=30)
    left = left_in(home)
    # Nobody was left to remove the folder.
    assert all(Path(path).is_dir() for path in left)


def test_a_judge_that_is_killed_while_its_worker_starts_takes_it_along(home: Path, left_in: Left) -> None:
    with judge(home, "Session(Needs(('numpy',), 512, 256))\nos.kill(os.getpid(), 9)") as process:
        process.communicate(timeout=30)
    assert all(Path(path).is_dir() for path in left_in(home))
