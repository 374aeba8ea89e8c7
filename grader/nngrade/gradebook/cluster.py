"""Doing jobs on a Dask cluster: the same jobs with the same results, on however many machines.

A job that was with a machine that is lost is taken up by another: Dask sees to
that, and to whatever else a cluster needs.
"""

import importlib
import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nngrade.errors import UsageError
from nngrade.gradebook.jobs import Job, Result
from nngrade.gradebook.keys import grader_fingerprint
from nngrade.gradebook.parcels import Parcel, pack, unpack

if TYPE_CHECKING:
    import tempfile

    from nngrade.course.model import Topic
    from nngrade.gradebook.desk import Desk

_AHEAD = 2  # jobs a machine: one that it is at, one that waits for it
_RETRIES = 2
_PATIENCE = 20.0  # seconds


class Cluster:
    """Does jobs on the cluster whose scheduler is at an address such as tcp://host:8786."""

    def __init__(self, address: str) -> None:
        try:
            self._distributed: Any = importlib.import_module("distributed")
        except ImportError:
            tip = "Install it with the extra `dask`: pip install 'nngrade[dask]'."
            raise UsageError("--scheduler wants the package dask.distributed, which is not installed.", tip=tip) from None
        self._address = address

    def run(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """Do all jobs, each result as it comes."""
        waiting = iter(jobs)
        client = self._connected()
        try:
            done, parcels = self._distributed.as_completed(loop=client.loop), _Parcels(client)
            running: dict[Any, Job] = {}
            while True:
                for job in islice(waiting, max(0, self._room(client) - len(running))):
                    future = client.submit(judge_there, _bare(job), parcels.of(job.topic), _expected(job), pure=False, retries=_RETRIES)
                    running[future] = job
                    done.add(future)
                if not running:
                    return
                future = next(done)
                yield _result(running.pop(future), future)
                future.release()
        finally:
            client.close()

    def _connected(self) -> Any:
        try:
            client = self._distributed.Client(self._address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            reason = str(error).partition("\n")[0]
            message = f"No Dask scheduler answers at {self._address}: {reason}."
            raise UsageError(message, tip="Start one with `dask scheduler`; it prints its address.") from None
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            client.close()
            tip = f"Start some with `dask worker {self._address} --nthreads 1 --nworkers auto`."
            raise UsageError(f"The cluster at {self._address} has no workers.", tip=tip) from None
        return client

    @staticmethod
    def _room(client: Any) -> int:
        """How many jobs may be under way: as many as the cluster has machines for by now."""
        return _AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))


class _Parcels:
    """The parcel of each topic, sent once; as a task, which the scheduler can have done again when its machine is lost."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._sent: dict[str, Any] = {}

    def of(self, topic: "Topic") -> Any:
        if topic.name not in self._sent:
            self._sent[topic.name] = self._client.submit(_as_it_is, pack(topic), pure=False)
        return self._sent[topic.name]


def _as_it_is(parcel: Parcel) -> Parcel:
    return parcel


def _bare(job: Job) -> Job:
    """A job without the paths of this machine, which are another's on the next."""
    return replace(job, topic=replace(job.topic, folder=Path(), student_folder=Path()))


def _expected(job: Job) -> str:
    return grader_fingerprint(job.topic.needs)


def _result(job: Job, future: Any) -> Result:
    try:
        result: Result = future.result()
    except Exception as error:  # noqa: BLE001 - whatever a cluster may run into
        reason = str(error).partition("\n")[0]
        fault = f"The cluster could not judge it: {type(error).__name__}: {reason}"
        return Result(job.key, job.topic.name, None, fault=fault)
    return result


# -- on a machine of the cluster -----------------------------------------------------


class _Machine:
    """What one process of a cluster keeps from job to job: a suite that stays collected, in the folder that it lies in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # a suite judges one submission at a time, however many threads a process has
        self._desk: Desk | None = None
        self._digest = ""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._topic: Topic | None = None

    def judge(self, job: Job, parcel: Parcel) -> Result:
        """Judge a job by the suite in a parcel."""
        from nngrade.gradebook.desk import Desk  # noqa: PLC0415 - it takes pytest and Hypothesis

        with self._lock:
            if self._desk is None:
                self._desk = Desk(last_resort=Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end
            if self._topic is None or self._digest != parcel.digest:
                self._desk.close()
                if self._folder is not None:
                    self._folder.cleanup()
                self._topic, self._folder = unpack(parcel)
                self._digest = parcel.digest
            return self._desk.judge(replace(job, topic=self._topic))


_machine = _Machine()


def judge_there(job: Job, parcel: Parcel, expected: str) -> Result:
    """Judge a job on a machine of the cluster, if that judges with the same versions as everyone else."""
    found = grader_fingerprint(job.topic.needs)
    if found != expected:
        fault = f"A machine of the cluster judges with {found}, where {expected} is wanted. Install the same versions there."
        return Result(job.key, job.topic.name, None, fault=fault)
    return _machine.judge(job, parcel)
