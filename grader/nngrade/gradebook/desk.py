"""Judging jobs in this process, by a suite that stays collected while the topic is the same."""

import faulthandler
import gc
import time
from typing import TextIO

from nngrade.course.model import Topic
from nngrade.errors import NNGradeError
from nngrade.gradebook.jobs import Job, Result
from nngrade.judge.bench import Bench
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.levels import Level
from nngrade.sandbox.session import Session
from nngrade.sandbox.zygote import Zygote


class Desk:
    """Judges one job after the other.

    With `last_resort`, a file to write to, this process ends when a job has hung
    far beyond every limit: a suite can loop on an answer that its author never
    thought of, and the night must go on.
    """

    def __init__(self, last_resort: TextIO | None = None) -> None:
        self._bench: Bench | None = None
        self._zygote: Zygote | None = None
        self._level: Level | None = None
        self._last_resort = last_resort

    def judge(self, job: Job) -> Result:
        """Do a job. What goes wrong on our side becomes the fault in its result."""
        begun = time.monotonic()
        report, points, fault = None, None, ""
        try:
            zygote = self._zygote_for(job)  # which loads what its workers need while the suite is collected here
            bench = self._bench_for(job.topic)
            points = bench.max_points
            if self._last_resort is not None:
                faulthandler.dump_traceback_later(bench.longest, exit=True, file=self._last_resort)
            session = None if job.unreadable else Session(zygote.needs, zygote)
            report = bench.judge(job.submission, job.settings, session=session, unreadable=job.unreadable)
        except NNGradeError as error:
            fault = f"{error.message} {error.tip}".strip()
        except Exception as error:  # noqa: BLE001 - one submission must not take the others' results along
            fault = f"This is a fault of nngrade: {type(error).__name__}: {error}"
        finally:
            faulthandler.cancel_dump_traceback_later()
        return Result(job.key, job.topic.name, report, time.monotonic() - begun, points, fault)

    def _bench_for(self, topic: Topic) -> Bench:
        if self._bench is None or self._bench.topic != topic:
            if self._bench is not None:
                self._close_bench()
                gc.unfreeze()  # what was kept of the last topic is garbage by now
                gc.collect()
            self._bench = Bench(topic)
            gc.freeze()  # what is there by now stays: later collections need not look at it
        return self._bench

    def _zygote_for(self, job: Job) -> Zygote:
        """The process that has loaded what the topic needs, from which a worker is forked for each submission."""
        needs = needs_of(job.topic)
        if self._zygote is None or self._zygote.is_over or self._zygote.needs != needs or self._level is not job.isolation:
            self._close_zygote()
            self._zygote, self._level = Zygote(needs, job.isolation), job.isolation
        return self._zygote

    def _close_zygote(self) -> None:
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None

    def close(self) -> None:
        """Give up the suite at hand, and the process that workers come from."""
        self._close_zygote()
        self._close_bench()

    def _close_bench(self) -> None:
        if self._bench is not None:
            self._bench.close()
            self._bench = None
