"""On a system without fork, process groups, resource limits and inherited sockets a submission is judged all the same."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nngrade

# What Unix or Linux alone has. The names go before anything is imported that might ask for them.
HIDING = """
import sys
for name in ("resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "readline", "syslog"):
    sys.modules[name] = None
import ctypes, faulthandler, os, select, signal, socket, time
SIGKILL = signal.SIGKILL
for module, names in {
    os: "fork forkpty killpg setsid getpgid setpgid getsid posix_spawn posix_spawnp waitid wait4 wait3 getuid geteuid setuid "
        "set_blocking pidfd_open register_at_fork sched_getaffinity sched_setaffinity mkfifo sysconf chown",
    signal: "SIGKILL SIGXCPU SIGXFSZ SIGUSR1 SIGUSR2 SIGALRM SIGCHLD setitimer pthread_sigmask pidfd_send_signal sigwait",
    socket: "AF_UNIX socketpair",
    select: "poll epoll",
    time: "clock_gettime",
    faulthandler: "register",
}.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
whole = ctypes.CDLL.__init__
def without_libc(self, name, *rest, **more):
    if name is None:
        raise OSError("this system has no libc to look into")
    whole(self, name, *rest, **more)
ctypes.CDLL.__init__ = without_libc
"""
JUDGE = """
import subprocess
subprocess.Popen.kill = lambda self: os.kill(self.pid, SIGKILL)  # it goes by the name that is hidden; elsewhere by TerminateProcess
from pathlib import Path
from nngrade.sandbox import launch, line, strays
launch.BOOT = HIDING + launch.BOOT
strays._PROC = Path("/no/such/folder")
assert not line.can_inherit_sockets()
"""
CHECK = """
from nngrade.cli.main import main
sys.exit(main())
"""
LOOP = """
from nngrade.sandbox.description import Needs
from nngrade.sandbox.detection import detect
from nngrade.sandbox.session import Session, WorkerLostError
from nngrade.worker.messages import Do, Load
session = Session(Needs(("numpy",), 512, 256))
session.begin(1, (), 60, 60)
session.ask(Load("def f():\\n    while True: pass", "student.py", "student", None))
session.begin(1, (), 0.3, 0.3)
try:
    session.ask(Do("call", 1, "f"))
except WorkerLostError as lost:
    print(lost.end, lost.stack)
print(session._process._popen.returncode)
print(*dict(detect().missing))
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A place to run in whose scratch folders are its own."""
    (tmp_path / "scratch").mkdir()
    return tmp_path


def run(program: str, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    whole = f"HIDING = {HIDING!r}\n{HIDING}\n{JUDGE}\n{program}"
    environment = {**os.environ, "TMPDIR": str(folder / "scratch")}
    return subprocess.run(
        [sys.executable, "-c", whole, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def test_the_reference_of_a_topic_still_gets_full_points(elsewhere: Path) -> None:
    course = Path(nngrade.__file__).parents[2] / "solutions"
    done = run(CHECK, elsewhere, "check", "softmax", "--reference", "--format", "json", "--course", str(course))
    assert done.returncode == 0, done.stdout + done.stderr
    verdicts = {
        check["verdict"] for topic in json.loads(done.stdout)["topics"] for exercise in topic["exercises"] for check in exercise["checks"]
    }
    assert verdicts == {"PASSED"}
    assert not list((elsewhere / "scratch").iterdir())


def test_a_loop_still_runs_out_of_time_and_is_ended(elsewhere: Path) -> None:
    done = run(LOOP, elsewhere)
    assert done.returncode == 0, done.stderr
    end, status, missing = done.stdout.splitlines()
    assert end == "time ()"
    assert int(status) < 0
    assert "CPU limit" in missing
    assert not list((elsewhere / "scratch").iterdir())


def test_a_level_that_only_linux_has_is_refused_and_the_lowest_is_not(elsewhere: Path) -> None:
    course = Path(nngrade.__file__).parents[2] / "solutions"
    words = ("check", "softmax", "--reference", "--format", "json", "--course", str(course), "--isolation")
    refused = run(CHECK, elsewhere, *words, "standard")
    assert refused.returncode == 3
    assert "its walls are made of parts that only Linux has" in refused.stderr
    done = run(CHECK, elsewhere, *words, "basic")
    assert (done.returncode, json.loads(done.stdout)["isolation"]) == (0, "basic")


ALONE = re.compile(
    r"import (resource|fcntl|pwd|grp|termios|msvcrt|winreg)\b"
    # To end oneself with SIGTERM is understood everywhere.
    r"|\bos\.kill\b(?!\(os\.getpid\(\), signal\.SIGTERM\))"
    r"|\bos\.(fork|killpg|setsid|getuid|geteuid|wait\w*|posix_spawn|set_blocking|pidfd_open)\b"
    r"|signal\.(SIGKILL|SIGXCPU|SIGUSR\d|SIGALRM|SIGCHLD|setitimer|pthread_\w+)|AF_UNIX|/proc/"
)


def test_outside_the_sandbox_nothing_names_what_one_system_alone_has() -> None:
    root = Path(nngrade.__file__).parent
    sources = {path: path.read_text("utf-8") for path in root.rglob("*.py") if "sandbox" not in path.parts}
    assert [f"{path.relative_to(root)}: {found[0]}" for path, source in sources.items() for found in ALONE.finditer(source)] == []
