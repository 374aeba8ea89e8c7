"""Several processes: one that dies takes no job along but the one that killed it."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nngrade.gradebook.jobs import Job
from nngrade.gradebook.schedulers import Here, Pool
from nngrade.judge.settings import Settings
from nngrade.sandbox.levels import Level
from nngrade.submissions.reading import Submission


@pytest.fixture
def jobs(greeting):
    def _jobs(count, source=None):
        source = source or greeting.reference.read_text("utf-8")
        for number in range(count):
            submission = Submission(Path("greeting.py"), f"{source}# {number}\n", f"{number}")
            yield Job(str(number), greeting, submission, Settings(), Level.BASIC)

    return _jobs


def test_every_job_has_one_result(jobs):
    assert sorted(result.key for result in Pool(2).run(jobs(7))) == sorted("0123456")
    assert list(Pool(2).run([])) == []


def test_processes_are_replaced_now_and_then(jobs, monkeypatch):
    monkeypatch.setattr("nngrade.gradebook.schedulers._MOST_JOBS", 2)
    assert sorted(result.key for result in Pool(2).run(jobs(9))) == sorted("012345678")


def test_jobs_are_taken_shortly_before_they_are_done(jobs):
    taken = []

    def taking():
        for job in jobs(20):
            taken.append(job.key)
            yield job

    running = Pool(2).run(taking())
    next(running)
    assert len(taken) <= 6
    running.close()


@pytest.fixture
def deadly(tiny_folder, jobs):
    """A suite that ends the judge's own process on one submission."""
    suite = tiny_folder / "solutions" / "greeting" / "suite.py"
    text = suite.read_text("utf-8").replace(
        "def test_greets_by_name(agree):\n",
        'def test_greets_by_name(agree, student):\n    import os\n    if student.greet("!") == "die":\n        os._exit(9)\n',
    )
    assert "os._exit" in text
    suite.write_text(text, "utf-8")
    return list(jobs(5))


def test_a_process_that_dies_is_made_up_for(deadly):
    killing = replace(deadly[2], submission=replace(deadly[2].submission, source="def greet(name):\n    return 'die'\n"))
    results = {result.key: result for result in Pool(2).run([*deadly[:2], killing, *deadly[3:]])}
    assert set(results) == set("01234")
    assert "process ended while it judged" in results["2"].fault
    assert all(results[key].report is not None for key in "0134")


def test_a_hung_suite_is_given_up(tiny_folder, jobs, monkeypatch):
    """The last resort, in a process of the pool: here with a second in place of minutes."""
    from nngrade.gradebook import desk

    monkeypatch.setattr(desk.Bench, "longest", property(lambda self: 1.0))
    suite = tiny_folder / "solutions" / "greeting" / "suite.py"
    suite.write_text(suite.read_text("utf-8").replace('    agree.greet("")', "    while True:\n        pass"), "utf-8")
    job = next(jobs(1))
    child = os.fork()
    if child == 0:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            desk.Desk(last_resort=nowhere).judge(job)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def test_a_fault_of_the_course_is_told_with_each_job(tiny_folder, jobs):
    (tiny_folder / "solutions" / "greeting" / "suite.py").write_text("import nothing_there\n", "utf-8")
    for scheduler in (Here(), Pool(2)):
        results = list(scheduler.run(jobs(3)))
        assert all("cannot be imported" in result.fault for result in results)
        assert len(results) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_what_judges_are_forked_from_has_one_thread():
    """A fork takes one thread along, and leaves what the others hold locked."""
    code = "import os, nngrade.gradebook.preloaded as p; print(p.Desk.__name__, len(os.listdir('/proc/self/task')))"
    plain = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", code], env=plain, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["Desk", "1"]
