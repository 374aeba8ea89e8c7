"""Limits are set where the system has them, and passed over where it has not."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nngrade.sandbox import limits
from nngrade.sandbox.detection import detect
from nngrade.sandbox.levels import CPU


@pytest.fixture
def sleeper() -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"]) as process:
        yield process.pid
        process.kill()


def test_cpu_time_can_be_allowed_again_without_being_root(sleeper: int) -> None:
    _, hard = resource.prlimit(sleeper, resource.RLIMIT_CPU)
    for seconds in (3, 20, 7):
        limits.allow_cpu(sleeper, seconds)
        soft, still_hard = resource.prlimit(sleeper, resource.RLIMIT_CPU)
        assert still_hard == hard  # which none but root may raise
        assert seconds <= soft <= seconds + 3


def test_cpu_time_that_was_used_does_not_count() -> None:
    begun = time.process_time()
    while time.process_time() < begun + 0.02:
        pass
    used = limits._cpu_used(os.getpid())
    assert used == pytest.approx(time.process_time(), abs=1.0)
    assert used >= 0.02


def test_a_process_that_is_gone_is_no_error() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    limits.allow_cpu(process.pid, 5)


def test_a_limit_that_is_lower_already_stays() -> None:
    program = """
import resource
from nngrade.sandbox.limits import confine_myself
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
confine_myself(64)
print(resource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(resource.RLIMIT_CORE))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(64, 64) (0, 0)"


@pytest.mark.parametrize("missing", ["resource", "prlimit", "clock_gettime"])
def test_a_system_without_limits_gets_none_and_says_so(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    match missing:
        case "resource":
            monkeypatch.setattr(limits, "resource", None)
        case "prlimit":
            monkeypatch.delattr(resource, "prlimit")
        case "clock_gettime":
            monkeypatch.delattr(time, "clock_gettime")
    limits.allow_cpu(os.getpid(), 1000)
    if missing == "resource":
        assert limits.confine_myself(1) == ()
    assert CPU in dict(detect().missing)


def test_a_system_without_proc_has_no_memory_limit_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(limits, "_STATM", tmp_path / "statm")
    assert not limits.limits_memory()
