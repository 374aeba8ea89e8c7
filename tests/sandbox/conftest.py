"""A submission in a real worker, and a watch over what it leaves behind."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nngrade.sandbox.description import Needs
from nngrade.sandbox.levels import Level
from nngrade.sandbox.session import Session, WorkerLostError
from nngrade.sandbox.zygote import Zygote
from nngrade.worker.messages import Do, Load, Loaded, Raised, Reply, Returned
from nngrade.worker.values import pack, unpack

sys.path.insert(0, str(Path(__file__).parent))  # for `frames`

# Long enough for the busiest machine; nothing that is expected to end by itself waits for it.
AMPLE = 60.0


def indented(body: str) -> str:
    return "".join(f"    {line}\n" for line in body.strip("\n").splitlines())


class Submission:
    """A student's function `f` with the given body, loaded in a worker of its own."""

    def __init__(self, body: str, *, memory_mb: int = 512, output_kb: int = 256, before: str = "", level: Level | None = None) -> None:
        self.zygote = Zygote(Needs(("numpy",), memory_mb, output_kb), level)
        self.session = Session(self.zygote.needs, self.zygote)
        self._source = (
            f"import os, sys, time\nimport numpy as np\n{before}\ndef twice(x):\n    return 2 * x\ndef f(*args):\n{indented(body)}"
        )
        self._module = 0

    @property
    def pid(self) -> int:
        return self.session._process.pid

    def close(self) -> None:
        self.session.close()
        self.zygote.close()

    def load(self) -> Reply:
        self.session.begin(1, (), AMPLE, AMPLE)
        reply = self.session.ask(Load(self._source, "student.py", "student", None))
        if isinstance(reply, Loaded):
            self._module = reply.handle
        return reply

    def ask(self, name: str, *args: Any, wall: float = AMPLE, cpu: float = AMPLE) -> Reply:
        """Call a function as the first thing in a check of its own."""
        if not self._module:
            assert isinstance(self.load(), Loaded)
        self.session.begin(1, (), wall, cpu)
        return self.ask_again(name, *args)

    def ask_again(self, name: str, *args: Any) -> Reply:
        return self.session.ask(Do("call", self._module, name, [pack(value, str) for value in args]))

    def call(self, name: str, *args: Any, wall: float = AMPLE, cpu: float = AMPLE) -> Any:
        reply = self.ask(name, *args, wall=wall, cpu=cpu)
        assert isinstance(reply, Returned), reply
        return unpack(reply.value, lambda handle: handle)

    def raised(self, *, wall: float = AMPLE) -> Raised:
        reply = self.ask("f", wall=wall)
        assert isinstance(reply, Raised), reply
        return reply

    def lost(self, *, calls: int = 1, wall: float = AMPLE, cpu: float = AMPLE) -> WorkerLostError:
        """How the worker ends when `f` is called: so many times, each in a check of its own."""
        lost = self.outlived(calls, wall, cpu)
        assert lost is not None, "the worker has lived on"
        return lost

    def outlived(self, calls: int = 1, wall: float = AMPLE, cpu: float = AMPLE) -> WorkerLostError | None:
        """How the worker ends when `f` is called, or None if it lives on."""
        self.load()
        try:
            for _ in range(calls):
                self.ask("f", wall=wall, cpu=cpu)
        except WorkerLostError as lost:
            return lost
        return None


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the scratch folders of a test lie, and by which its processes are known."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def submit(home: Path, left_in: Callable[[Path], list[str]]) -> Iterator[Callable[..., Submission]]:
    """Start a worker for a submission; afterwards nothing of it may be left."""
    submissions: list[Submission] = []

    def start(body: str = "pass", **settings: Any) -> Submission:
        submissions.append(Submission(body, **settings))
        return submissions[-1]

    yield start
    for submission in submissions:
        submission.close()
    assert not left_in(home)


@pytest.fixture(scope="session")
def left_in() -> Callable[[Path], list[str]]:
    """The scratch folders in a folder, and the processes that live in one of them."""

    def find(home: Path) -> list[str]:
        deadline = time.monotonic() + 10
        while (processes := list(_processes_in(home))) and time.monotonic() < deadline:
            time.sleep(0.02)  # a killed process takes a moment to be gone
        return [*processes, *map(str, home.glob("nngrade-*"))]

    return find


def _processes_in(home: Path) -> Iterator[str]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.fsencode(f"HOME={home}/") in (process / "environ").read_bytes() and not is_zombie(process):
                yield f"{process.name}: {(process / 'cmdline').read_bytes()!r}"
        except OSError:  # it is gone already, or not ours
            continue


def is_zombie(process: Path) -> bool:
    return (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
