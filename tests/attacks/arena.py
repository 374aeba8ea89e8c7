"""Where attacks are let loose: a judge with secrets and neighbours, and witnesses who see what an attack achieved.

An attack knows where everything is: names are put before its source (`SUITE`, `JUDGE`, `PORT`, …). What it finds out
it tells, by returning, printing or raising it; that makes it a proof.
"""

import ast
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from nngrade.sandbox import strays
from nngrade.sandbox.levels import Level

HERE = Path(__file__).parent
SECRETS = {name: f"secret-in-the-{name}" for name in ("suite", "reference", "environment", "neighbour", "home")}
SECRETS["memory"] = "secret-in-the-memory"
AMPLE = 10.0
PATIENCE = 100.0
# The processes of a zygote that has nothing to do: beside itself bubblewrap's second one and what it runs; or, behind a guard, one.
IDLE = {Level.STRICT: 2, Level.STANDARD: 0, Level.BASIC: 1}

COURSE = 'format = 1\ntitle = "Arena"\n[[topics]]\nname = "doubling"\n'
TOPIC = """
format = 1
title = "Doubling"
summary = "Twice as much."
module = "doubling"
needs = ["numpy"]
misconception_seconds = 0.2
[limits]
wall_seconds = 10.0
cpu_seconds = 10.0
memory_mb = 128
output_kb = 128
[[exercises]]
name = "double"
title = "double(x)"
summary = "Twice x."
"""
SUITE = f'''
"""{SECRETS["suite"]}"""
import numpy as np
from nngrade.suite import *

@check("double", "of a number")
def test_number(agree): agree.double(21.5)

@check("double", "of an array")
def test_array(agree): agree.double(np.array([[1.0, -2.0, 3.5]]))

@check("double", "of an array, and of another")
def test_twice(agree):
    agree.double(np.array([4.0]))
    agree.double(np.array([5.0, 6.0]))
'''
REFERENCE = f'import numpy as np\n\ndef double(x):\n    """{SECRETS["reference"]}"""\n    return np.multiply(x, 2)\n'
TELL = 'def tell(word):\n    print(f"<<{word}>>", flush=True)\n'
RIGHT = "def double(x):\n    return x + x\n"
WRONG = "def double(x):\n    return x + x + 1\n"


@dataclass(frozen=True)
class Attack:
    """One file: what it does, from which level on that is held, its source, and how to prove that it was not."""

    name: str
    title: str
    held_from: Level
    is_general: bool  # it works on any grader that shares a process with the submission
    seconds: float  # what each check has: little for one that uses it up, else enough for the slowest machine
    source: str
    proof: Any

    @staticmethod
    def read(path: Path) -> "Attack":
        """Read a file without executing any of the attack."""
        text = path.read_text("utf-8")
        tree = ast.parse(text)
        settings: dict[str, Any] = {"GENERAL": path.parent.name == "forging", "SECONDS": AMPLE}
        scope: dict[str, Any] = {}
        lines = text.splitlines()
        for node in tree.body:
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Name)
                and node.targets[0].id in ("HELD_FROM", "GENERAL", "SECONDS")
            ):
                settings[node.targets[0].id] = ast.literal_eval(node.value)
            elif isinstance(node, ast.FunctionDef) and node.name == "proof":
                exec(compile(ast.Module([node], []), str(path), "exec"), scope)
                lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
        title = ast.get_docstring(tree)
        assert title
        level = Level[settings["HELD_FROM"].upper()]
        return Attack(
            f"{path.parent.name}/{path.stem}",
            title,
            level,
            settings["GENERAL"],
            settings["SECONDS"],
            "\n".join(lines) + "\n",
            scope["proof"],
        )


def all_attacks() -> list[Attack]:
    """Every attack there is."""
    return [Attack.read(path) for path in sorted(HERE.glob("*/*.py"))]


@dataclass
class Evidence:
    """What an attack achieved, as others see it."""

    arena: "Arena"
    answer: dict[str, Any] | None
    seconds: float
    left: list[int]
    is_stopped: bool
    results: str
    heard: list[str]
    changes: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        """All that the report holds."""
        return json.dumps(self.answer)

    @property
    def is_judged(self) -> bool:
        """Whether the judge lives, and has made a report."""
        return self.answer is not None and "topics" in self.answer

    @property
    def is_forged(self) -> bool:
        """Whether any point was earned, here or in what lies in the results' place afterwards."""
        return _points(self.answer) > 0 or _points(_read(self.results)) > 0

    def knows(self, what: str) -> bool:
        """Whether it has told a secret."""
        return SECRETS[what] in self.told

    def achieved(self, word: str) -> bool:
        """Whether it has told that it achieved something."""
        return f"<<{word}>>" in self.told

    def ran_in_the_judge(self) -> bool:
        """Whether its code wrote the judge's number on the marker."""
        return self.arena.marker.exists() and self.arena.marker.read_text() == str(self.arena.judge.pid)


def _points(answer: Any) -> float:
    try:
        return float(answer["points"])
    except (TypeError, KeyError, ValueError):
        return 0.0


def _read(text: str) -> Any:
    with contextlib.suppress(ValueError):
        return json.loads(text)
    return None


class Witness:
    """Listens wherever an attack may try to reach, and remembers who came."""

    def __init__(self, folder: Path) -> None:
        self.heard: list[str] = []
        self.abstract = f"nngrade-arena-{os.getpid()}"
        self.named = str(folder / "socket")
        self._sockets = {
            "tcp": socket.create_server(("127.0.0.1", 0)),
            "udp": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            "named": socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
            "abstract": socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
        }
        self.port = self._sockets["tcp"].getsockname()[1]
        self._sockets["udp"].bind(("127.0.0.1", self.port))
        self._sockets["named"].bind(self.named)
        os.chmod(self.named, 0o777)
        self._sockets["abstract"].bind(f"\0{self.abstract}")
        self._sockets["abstract"].listen()
        self._far, self._near = socket.socketpair()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._far.close()
        self._thread.join()
        for each in (self._near, *self._sockets.values()):
            each.close()

    def _listen(self) -> None:
        names = {listener.fileno(): name for name, listener in self._sockets.items()}
        while True:
            for descriptor in select.select([*names, self._near.fileno()], [], [])[0]:
                name = names.get(descriptor, "")
                if not name:
                    return
                if name in ("tcp", "abstract"):
                    self._sockets[name].accept()[0].close()
                else:
                    self._sockets[name].recv(4096)
                self.heard.append(name)


class Arena:
    """A world at one isolation level."""

    def __init__(self, folder: Path, level: Level) -> None:
        self.level = level
        self.home = folder / "home"
        self.solutions = folder / "course" / "solutions"
        self.neighbour = folder / "class" / "neighbour.py"
        self.results = folder / "results.json"
        self.marker = folder / "marker"
        self.site = Path(np.__file__).parents[1]
        self.witness = Witness(folder)
        self._temporary = folder / "tmp"
        self._temporary.mkdir()
        self._folder = folder
        self.restore()
        self._others = frozenset(strays.descendants(os.getpid()))
        self.judge = self._start()
        self.controls()

    # -- the world ---------------------------------------------------------------

    def restore(self) -> None:
        """Make everything as it was."""
        for path, text in self._files().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_text() != text:
                path.unlink(missing_ok=True)
                path.write_text(text)
            path.chmod(0o640)
            os.utime(path, (1e9, 1e9))
        for path in self._strangers():
            path.unlink()

    def _files(self) -> dict[Path, str]:
        topic = self.solutions / "doubling"
        return {
            self.solutions / "course.toml": COURSE,
            topic / "topic.toml": TOPIC,
            topic / "suite.py": SUITE,
            topic / "reference.py": REFERENCE,
            self.neighbour: f"# {SECRETS['neighbour']}\n{RIGHT}",
            self.home / "key": SECRETS["home"],
        }

    def _strangers(self) -> list[Path]:
        """Files that nobody but an attack has made."""
        places = [self.solutions / "doubling", self.neighbour.parent, self.home, Path("/dev/shm"), self.site]  # noqa: S108
        known = self._files().keys()
        found = [path for place in places for path in place.glob("planted*") if path not in known]
        return [*found, *([self.marker] if self.marker.exists() else [])]

    def changes(self) -> list[str]:
        """What is not as it was."""
        found = []
        for path, text in self._files().items():
            if not path.exists() or path.read_text() != text:
                found.append(f"{path.name}: content")
            elif (path.stat().st_mode & 0o777, path.stat().st_mtime) != (0o640, 1e9):
                found.append(f"{path.name}: mode or time")
        return [*found, *(f"planted: {path}" for path in self._strangers() if path != self.marker)]

    def names(self) -> str:
        """The lines before an attack's source."""
        known = {
            "SOLUTIONS": str(self.solutions),
            "SUITE": str(self.solutions / "doubling" / "suite.py"),
            "REFERENCE": str(self.solutions / "doubling" / "reference.py"),
            "NEIGHBOUR": str(self.neighbour),
            "HOME": str(self.home),
            "KEY": str(self.home / "key"),
            "RESULTS": str(self.results),
            "MARKER": str(self.marker),
            "SITE": str(self.site),
            "TEMPORARY": str(self._temporary),
            "PORT": self.witness.port,
            "NAMED": self.witness.named,
            "ABSTRACT": self.witness.abstract,
            "JUDGE": self.judge.pid,
        }
        return "".join(f"{name} = {value!r}\n" for name, value in known.items()) + TELL

    # -- the judge ---------------------------------------------------------------

    def _start(self) -> "subprocess.Popen[str]":
        environment = {**os.environ, "HOME": str(self.home), "TMPDIR": str(self._temporary), "SECRET": SECRETS["environment"]}
        command = [sys.executable, str(HERE / "judge_server.py"), self.level.label, str(self.solutions), str(self.results)]
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment, cwd=self._folder
        )

    def ask(self, source: str, seconds: float = AMPLE) -> dict[str, Any] | None:
        """The judge's report on a submission; None when it ends or hangs."""
        assert self.judge.stdin is not None
        assert self.judge.stdout is not None
        try:
            self.judge.stdin.write(json.dumps({"source": source, "seconds": seconds}) + "\n")
            self.judge.stdin.flush()
        except BrokenPipeError:
            return None
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if select.select([self.judge.stdout], [], [], 0.1)[0]:
                line = self.judge.stdout.readline()
                return json.loads(line) if line else None
            if _state(self.judge.pid) in "TZX":
                return None
        return None

    def run(self, attack: Attack) -> Evidence:
        """Let an attack loose, and look at what it did."""
        self.restore()
        self.witness.heard.clear()
        begun = time.monotonic()
        answer = self.ask(self.names() + attack.source, attack.seconds)
        seconds = time.monotonic() - begun
        is_stopped = _state(self.judge.pid) == "T"
        time.sleep(0.05)  # for what goes on behind the judge's back
        if answer is None:
            self._end_judge()
        left = self._left()
        results = self.results.read_text(errors="replace") if self.results.exists() else ""
        evidence = Evidence(self, answer, seconds, left, is_stopped, results, list(self.witness.heard), self.changes())
        for process in left:
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)
        if answer is None:
            self.judge = self._start()
        return evidence

    def _end_judge(self) -> None:
        """End one that is stopped, hangs or has ended: whatever it was running has to end with it."""
        with contextlib.suppress(OSError):
            self.judge.kill()
        self._hang_up()

    def _left(self) -> list[int]:
        """The processes that are still there and should not be: after some patience, for a killed one takes a moment to be gone."""
        deadline = time.monotonic() + 3
        while (left := self._not_expected()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return left

    def _not_expected(self) -> list[int]:
        living = self._living()
        under = strays.descendants(self.judge.pid)
        # Of an idle zygote all have been there since it started; a stray that it adopted came later.
        return [process for process in living if process != self.judge.pid and process not in under] + sorted(under)[1 + IDLE[self.level] :]

    def _living(self) -> list[int]:
        return [process for process in strays.descendants(os.getpid()) if process not in self._others and _state(process) not in "ZX"]

    def controls(self) -> None:
        """Judge a right and a wrong honest submission: an attack must not have changed what becomes of them."""
        right, wrong = self.ask(RIGHT), self.ask(WRONG)
        assert right is not None, "no report on a right submission"
        assert _points(right) == 3, right
        assert right["isolation"] == self.level.label
        assert wrong is not None, "no report on a wrong submission"
        assert wrong["verdict"] == "FAILED", wrong
        assert _points(wrong) == 0

    def _hang_up(self) -> None:
        assert self.judge.stdin is not None
        assert self.judge.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self.judge.stdin.close()
        try:
            self.judge.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.judge.kill()
            self.judge.wait()
        self.judge.stdout.close()

    def close(self) -> list[int]:
        """End the judge; gives the processes that it leaves."""
        self._hang_up()
        self.witness.close()
        deadline = time.monotonic() + 5
        while (left := self._living()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return left


def _state(process: int) -> str:
    """The letter of a process's state in proc(5); X when there is none."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "X"


@contextlib.contextmanager
def arena(folder: Path, level: Level) -> Iterator[Arena]:
    """A world at this level, and its end."""
    world = Arena(folder, level)
    try:
        yield world
    finally:
        left = world.close()
        assert not left, f"processes are left: {left}"
