"""Doing jobs on this machine: in this process, or in several others at once."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.connection import Connection
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from nngrade.gradebook import server
from nngrade.gradebook.jobs import Job, Result
from nngrade.sandbox.cores import usable_cores
from nngrade.sandbox.interrupts import holding_ctrl_c

if TYPE_CHECKING:  # judging takes pytest and Hypothesis along, which this process may never need
    from nngrade.gradebook.desk import Desk

_AHEAD = 2  # jobs a process: one that it is at, one that waits for it
_MOST_JOBS = 400  # of a process, whose successor then begins with a clean memory
_PARTING = 3.0  # seconds that a process has to end its worker


class Here:
    """Does all jobs in this very process, one after the other."""

    def run(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """Do one job after the other."""
        from nngrade.gradebook.desk import Desk  # noqa: PLC0415 - see above

        desk = Desk()
        try:
            for job in jobs:
                yield desk.judge(job)
        finally:
            desk.close()


class Pool:
    """Does jobs in so many processes. One that dies takes no job along but the one that killed it."""

    def __init__(self, size: int) -> None:
        self._size = size
        server.start()

    def run(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """Do all jobs, each result as it comes."""
        waiting = iter(jobs)
        for first in waiting:
            suspects: list[Job] = []
            part = chain([first], islice(waiting, self._size * _MOST_JOBS - 1))
            with _processes(self._size) as executor:
                yield from _run(executor, part, self._size * _AHEAD, suspects)
            # A process has died, and nobody knows of which job: each of them now runs alone.
            for job in suspects:
                yield self._alone(job)

    @staticmethod
    def _alone(job: Job) -> Result:
        lost: list[Job] = []
        with _processes(1) as executor:
            results = list(_run(executor, iter([job]), 1, lost))
        if results:
            return results[0]
        fault = "The judge's process ended while it judged this submission, twice: it hung, or was killed for its memory."
        return Result(job.key, job.topic.name, None, fault=fault)


def _run(executor: ProcessPoolExecutor, jobs: Iterator[Job], ahead: int, lost: list[Job]) -> Iterator[Result]:
    """Do jobs until there are none, or a process dies: `lost` then holds those that were begun or waited."""
    running: dict[Future[Result], Job] = {}
    while True:
        try:
            for job in islice(jobs, ahead - len(running)):
                with holding_ctrl_c():
                    running[executor.submit(_judge, job)] = job
        except BrokenProcessPool:
            lost += [job, *(running.values())]
            return
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            job = running.pop(future)
            try:
                yield future.result()
            except BrokenProcessPool:
                lost += [job, *running.values()]
                return


@contextlib.contextmanager
def _processes(size: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with this one, however it ends: they hold a leash, and this process holds its other end."""
    context = server.context()
    leash, ours = context.Pipe(duplex=False)
    cores = context.SimpleQueue()
    for core in _cores_for(size):
        cores.put(core)
    executor = ProcessPoolExecutor(size, mp_context=context, initializer=_begin, initargs=(leash, cores))
    try:
        yield executor
    except BaseException:
        ours.close()  # no result is waited for any more
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
        ours.close()
        leash.close()
        cores.close()


def _cores_for(size: int) -> list[int | None]:
    """The core that each process is to stay on, with its worker: the two take turns, and waking the other on another core takes longer.

    Only where there is a process for each core; None leaves the choice to the system.
    """
    usable = usable_cores()
    return [*usable] if len(usable) == size else [None] * size


# The one thing that a process of the pool keeps from job to job: its executor calls functions, and hands them nothing else.
_desks: "list[Desk]" = []


def _begin(leash: "Connection[None, None]", cores: "SimpleQueue[int | None]") -> None:
    """Prepare a process of the pool."""
    core = cores.get()
    if core is not None:
        os.sched_setaffinity(0, {core})
    # Ctrl-C reaches every process of a terminal: the first one decides, and lets go of the leash.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    threading.Thread(target=_hold, args=(leash,), daemon=True).start()
    nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the end
    sys.stdout = nowhere
    from nngrade.gradebook.preloaded import Desk  # noqa: PLC0415 - it takes pytest and Hypothesis

    _desks.append(Desk(last_resort=nowhere))


def _hold(leash: "Connection[None, None]") -> None:
    """Wait until the first process lets go, or is no more; then end this one, and with it its worker."""
    with contextlib.suppress(EOFError, OSError):
        leash.recv()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(_PARTING)
    os._exit(1)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the end; a process that waits would say where
    raise KeyboardInterrupt


def _judge(job: Job) -> Result:
    try:
        return _desks[0].judge(job)
    except KeyboardInterrupt:
        # What it had begun is cleared away by now. To its executor this would be one more result to send.
        os._exit(1)
