"""Descendants are found by their parents or by their mark, and ended."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nngrade.sandbox import strays

MARK = f"HOME=/nowhere/nngrade-{os.getpid()}".encode()
FAMILY = """
import subprocess, sys, time
child = subprocess.Popen(["/bin/sleep", "1000"], env={}, start_new_session=True)
print(child.pid, flush=True)
time.sleep(1000)
"""


@pytest.fixture
def family() -> Iterator[tuple[int, int]]:
    """The numbers of a marked process and of its child, which bears no mark."""
    environment = {**os.environ, "HOME": MARK.decode().removeprefix("HOME=")}
    with subprocess.Popen([sys.executable, "-c", FAMILY], env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        yield parent.pid, int(parent.stdout.readline())
        parent.kill()


def test_children_are_found_through_their_parents(family: tuple[int, int]) -> None:
    parent, child = family
    assert strays.descendants(parent) == [child]
    assert {parent, child} <= set(strays.descendants(os.getpid()))
    os.kill(child, signal.SIGKILL)


def test_the_marked_are_found_wherever_they_are(family: tuple[int, int]) -> None:
    parent, child = family
    assert strays.marked(MARK) == [parent]
    assert strays.marked(MARK[:-1]) == []
    os.kill(child, signal.SIGKILL)


def test_all_of_them_are_ended(family: tuple[int, int]) -> None:
    parent, child = family
    strays.end(strays.descendants(parent))
    strays.end_marked(MARK)
    assert strays.marked(MARK) == []
    deadline = time.monotonic() + 10
    while Path(f"/proc/{child}/exe").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{child}/exe").exists()


def test_where_there_is_no_proc_nothing_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(strays, "_PROC", tmp_path / "proc")
    assert strays.descendants(os.getpid()) == []
    assert strays.marked(MARK) == []
    strays.end_marked(MARK)
