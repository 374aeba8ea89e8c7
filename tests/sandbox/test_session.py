"""A session's limits, its start and its end."""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nngrade.errors import CourseError, SandboxError
from nngrade.sandbox import launch, session
from nngrade.sandbox.description import Needs
from nngrade.sandbox.levels import Level
from nngrade.sandbox.session import Session, WorkerLostError
from nngrade.worker.messages import Do, Load, Raised
from nngrade.worker.values import pack

Submit = Callable[..., Any]
NEEDS = Needs(("numpy",), 512, 256)


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_questions_are_answered_in_turn(submit: Submit) -> None:
    submission = submit("return [args, os.environ['HOME'], sys.argv]")
    assert submission.call("twice", 21) == 42
    args, home, argv = submission.call("f", {"a": (1, None)})
    assert args == ({"a": (1, None)},)
    assert Path(home).name.startswith("nngrade-")
    assert argv == [""]


def test_the_wall_clock_counts_only_while_the_worker_is_at_work(submit: Submit) -> None:
    submission = submit()
    submission.call("twice", 1)
    left = submission.session._left
    time.sleep(0.1)
    assert submission.session._left == left
    submission.ask_again("twice", 1)
    assert submission.session._left < left


def test_the_wall_clock_counts_all_calls_of_a_check_together(submit: Submit) -> None:
    submission = submit("time.sleep(0.05)")
    submission.load()
    submission.session.begin(1, (), 0.4, 60)

    def call_nine_times() -> None:
        for _ in range(9):
            submission.ask_again("f")

    with pytest.raises(WorkerLostError) as caught:
        call_nine_times()
    assert caught.value.end == "time"


def test_each_check_begins_with_all_its_time(submit: Submit) -> None:
    submission = submit()
    for _ in range(2):
        submission.ask("f", wall=60.0)
        assert submission.session._left < 60.0
    submission.session.begin(1, (), 60.0, 60.0)
    assert submission.session._left == 60.0


def test_used_up_cpu_time_ends_a_check_and_says_where(submit: Submit) -> None:
    lost = submit("while True: pass").lost(cpu=0.2)
    assert lost.end == "cpu"
    assert [line.function for line in lost.stack if line.filename == "student.py"] == ["f"]


def test_cpu_time_used_in_one_check_is_not_missing_in_the_next(submit: Submit) -> None:
    submission = submit("end = time.process_time() + 0.6\nwhile time.process_time() < end: pass")
    for _ in range(2):
        submission.ask("f", cpu=0.6)


def test_what_is_printed_is_known_after_each_answer(submit: Submit) -> None:
    submission = submit("print('in f'); return 1")
    submission.call("f")
    assert submission.session.printed == "in f\n"
    submission.call("twice", 1)
    assert submission.session.printed == ""


def test_a_little_over_the_kept_text_is_no_flood_in_any_number_of_checks(submit: Submit) -> None:
    submission = submit("print('x' * 100_000)", output_kb=128)
    for _ in range(4):
        submission.ask("f")


def test_a_lost_worker_stays_lost(submit: Submit) -> None:
    submission = submit("os._exit(1)")
    submission.lost()
    with pytest.raises(WorkerLostError) as caught:
        submission.ask_again("f")
    assert caught.value.end == "died"
    submission.session.close()


def test_an_argument_that_is_too_large_is_the_suites_fault(submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    submission = submit()
    submission.load()
    monkeypatch.setattr(session, "MAX_QUESTION", 1000)
    with pytest.raises(CourseError, match="the suite sends"):
        submission.call("twice", "x" * 1001)


def test_a_worker_that_stops_reading_does_not_hold_up_the_judge(submit: Submit) -> None:
    submission = submit("os.kill(os.getpid(), __import__('signal').SIGSTOP)")
    submission.load()
    submission.session.begin(1, (), 0.3, 10)
    with pytest.raises(WorkerLostError) as caught:
        submission.session.ask(Do("call", 1, "f", [pack("x" * 10**7, str)]))
    assert caught.value.end == "time"


def test_a_request_that_makes_no_sense_is_answered(submit: Submit) -> None:
    submission = submit()
    submission.load()
    assert submission.session.ask(Do("call", 99, "f")) == Raised(("WireError",), "no object has the handle 99", ())
    assert submission.call("twice", 2) == 4


# -- start ---------------------------------------------------------------------


def test_a_worker_that_ends_at_its_start_is_nobody_elses_fault(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "BOOT", "raise ModuleNotFoundError(\"No module named 'numpy'\")")
    started = Session(NEEDS)
    with pytest.raises(SandboxError, match=r"did not start.*No module named 'numpy'"):
        started.begin(1, (), 1, 1)
    with pytest.raises(SandboxError):
        started.begin(1, (), 1, 1)
    assert not list(home.iterdir())


def test_a_worker_that_never_starts_is_given_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "BOOT", "while True: pass")
    monkeypatch.setattr(session, "_START_SECONDS", 0.3)
    with pytest.raises(SandboxError, match="no worker was ready"):
        Session(NEEDS).begin(1, (), 1, 1)
    assert not list(home.iterdir())


def test_a_slow_start_is_not_counted_as_the_students_time(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "BOOT", f"import time; time.sleep(0.6); {launch.BOOT}")
    started = Session(NEEDS)
    started.begin(1, (), 0.5, 0.5)
    assert started._left == 0.5
    started.close()


@pytest.mark.parametrize("missing", ["interpreter", "folder"])
def test_what_cannot_even_be_launched_says_so_and_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    before = descriptors()
    if missing == "interpreter":
        monkeypatch.setattr(sys, "executable", "/no/such/python")
    else:
        monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    with pytest.raises(SandboxError, match="no worker process could be started"):
        Session(NEEDS)
    assert not list(home.iterdir())
    assert descriptors() == before


def test_a_preload_that_is_missing_is_left_to_the_submission(home: Path) -> None:
    started = Session(Needs(("no_such_module", "numpy"), 512, 256))
    started.begin(1, (), 60, 60)
    reply = started.ask(Load("import no_such_module", "student.py", "student", None))
    assert isinstance(reply, Raised)
    assert reply.kinds[0] == "ModuleNotFoundError"
    started.close()


def test_the_worker_sees_nothing_of_the_judges_environment(submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NNGRADE_SECRET", "the answers")
    seen = submit("return [dict(os.environ), open('/proc/self/cmdline').read()]", level=Level.BASIC).call("f")
    assert "the answers" not in repr(seen)
    assert seen[0]["OMP_NUM_THREADS"] == "1"


def test_the_worker_is_as_it_was_confined(submit: Submit) -> None:
    import resource

    limits = submit("import resource\nreturn [resource.getrlimit(getattr(resource, name)) for name in args]").call(
        "f", "RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_NOFILE"
    )
    assert limits == [(0, 0), (64 * 2**20, 64 * 2**20), (128, 128)]
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 128


def test_needs_are_found_wherever_they_are_imported_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "single.py").write_text("")
    (tmp_path / "elsewhere" / "package").mkdir(parents=True)
    (tmp_path / "elsewhere" / "package" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "elsewhere")
    folders = launch.import_path(("single", "package", "math", "sys", "no_such_module"))
    assert {str(tmp_path), str(tmp_path / "elsewhere")} <= set(folders)


# -- end -----------------------------------------------------------------------


def test_many_ends_leave_no_descriptor_thread_or_zombie(home: Path) -> None:
    def held() -> tuple[int, int, int]:
        children = [pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]
        return descriptors(), threading.active_count(), len(children)

    before = held()
    for number in range(6):
        started = Session(NEEDS)
        if number % 2:
            started.begin(1, (), 60, 60)
        started.close()
        started.close()
    assert held() == before
    assert not list(home.iterdir())


def test_a_session_that_is_closed_while_its_worker_starts_takes_no_time(home: Path) -> None:
    begun = time.monotonic()
    Session(NEEDS).close()
    assert time.monotonic() - begun < 30


def test_the_judges_side_starts_a_worker_without_importing_what_only_the_worker_needs() -> None:
    program = "import sys, nngrade.sandbox.session; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"numpy", "torch", "pytest", "hypothesis", "ctypes", "asyncio"} & set(done.stdout.split())


def test_a_worker_whose_judge_has_gone_before_it_was_ready_ends() -> None:
    program = "import sys; from nngrade.sandbox.child import _die_with_the_judge; _die_with_the_judge(1); print('still here')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == ("" if sys.platform == "linux" else "still here\n")
