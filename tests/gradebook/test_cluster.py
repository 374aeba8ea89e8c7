"""A Dask cluster of real processes gives the results of one process, and survives the loss of one of them."""

import os
import signal
import subprocess
import sys
import time

import pytest

from nngrade.errors import UsageError
from nngrade.gradebook.cluster import Cluster
from nngrade.gradebook.parcels import pack, unpack
from nngrade.gradebook.schedulers import Here, Pool
from nngrade.gradebook.store import Gradebook
from nngrade.sandbox.levels import Level

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")


class Machines:
    """A scheduler and two workers, each a process of its own, as `dask scheduler` and `dask worker` start them."""

    def __init__(self, folder):
        self.folder = folder
        self.address_file = folder / "scheduler.json"
        self.processes = [
            self._dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", self.address_file)
        ]
        deadline = time.monotonic() + 60
        while not self.address_file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        self.add_worker()
        self.add_worker()

    def add_worker(self):
        self.processes.append(
            self._dask(
                "worker", "--scheduler-file", self.address_file, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"
            )
        )

    def _dask(self, *words):
        command = [sys.executable, "-m", "dask", *map(str, words)]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @property
    def address(self):
        import json

        return json.loads(self.address_file.read_text("utf-8"))["address"]

    def close(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path):
    folder = tmp_path / "cluster"
    folder.mkdir()
    started = Machines(folder)
    yield started
    started.close()


def rows(path):
    with Gradebook(path) as book:
        return [(one.student, one.digest, one.key, book.report(one.key)) for one in book.attempts()]


def test_one_process_two_processes_and_a_cluster_agree_row_by_row(a_class, machines, tmp_path, greeting):
    for number in range(6):
        a_class.hand_in(f"s{number}", f"def greet(name):\n    return 'Hello, ' + name + '!' * {number}\n")
    found = {}
    for name, scheduler in (("here", Here()), ("pool", Pool(2)), ("dask", Cluster(machines.address))):
        a_class.book, a_class.scheduler = tmp_path / f"{name}.sqlite", scheduler
        a_class.grade()
        assert not a_class.tally.faults
        assert a_class.tally.judged == 9
        found[name] = rows(a_class.book)
    assert found["here"] == found["pool"] == found["dask"]


def test_the_cluster_needs_no_course_of_its_own(a_class, machines, monkeypatch):
    """The suite travels with the jobs: what stands at the same path on the other machine is not looked at."""
    folder = a_class.course.folder

    def pack_and_take_away(topic):
        parcel = pack(topic)
        folder.rename(folder.with_name("elsewhere"))
        return parcel

    monkeypatch.setattr("nngrade.gradebook.cluster.pack", pack_and_take_away)
    a_class.scheduler = Cluster(machines.address)
    assert a_class.points() == {"ada": 6.0, "bob": 3.0, "cleo": 0.0}


def test_the_jobs_of_a_lost_worker_are_taken_up_by_another(a_class, machines):
    for number in range(8):
        a_class.hand_in(f"s{number}", f"def greet(name):\n    return 'Hello, ' + name + '!'\n# {number}\n")
    a_class.scheduler = Cluster(machines.address)
    victim = machines.processes[-1]

    class Killing(list):
        def append(self, step):
            super().append(step)
            if len(self) == 2:
                os.kill(victim.pid, signal.SIGKILL)

    steps = Killing()
    a_class.steps = steps
    from nngrade.gradebook.grading import Grading
    from nngrade.gradebook.intake.finding import find

    with Gradebook(a_class.book) as book:
        intake = find(a_class.folder, a_class.course.topics, a_class.folder.parent / "scratch")
        tally = Grading(book, a_class.course.topics, a_class.settings, Level.BASIC).run(intake, a_class.scheduler, steps.append)
        assert victim.wait(10) == -signal.SIGKILL
        assert not tally.faults
        assert tally.judged == 11
        assert len(book.attempts()) == 11


def test_no_scheduler_there(monkeypatch):
    monkeypatch.setattr("nngrade.gradebook.cluster._PATIENCE", 1.0)
    with pytest.raises(UsageError, match=r"No Dask scheduler answers at tcp://127.0.0.1:1"):
        next(Cluster("tcp://127.0.0.1:1").run([]))


def test_a_parcel_is_the_topic_elsewhere(greeting):
    topic, folder = unpack(pack(greeting))
    with folder:
        assert topic.suite.read_bytes() == greeting.suite.read_bytes()
        assert topic.folder != greeting.folder
