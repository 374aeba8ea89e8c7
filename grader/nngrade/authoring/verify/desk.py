"""The work of one process: jobs are taken and done, those of one topic on one bench."""

import contextlib
from collections.abc import Callable

from nngrade.authoring.verify.bench import Bench, opened
from nngrade.authoring.verify.examining import Examiner, judge_at_the_door
from nngrade.authoring.verify.model import Broken, Case, Job, Message, Survey
from nngrade.authoring.verify.surveying import survey
from nngrade.course.model import Topic
from nngrade.errors import NNGradeError


class Desk:
    """Takes jobs until there are none. `take` is told the topic at hand, whose suite need not be collected again."""

    def __init__(self, take: Callable[[str], Job | None], tell: Callable[[Message], None]) -> None:
        self._take = take
        self._tell = tell
        self._job: Job | None = None
        self._unusable: dict[str, NNGradeError] = {}  # topics whose suite cannot be judged by

    def work(self) -> None:
        """Do all jobs."""
        self._job = self._take("")
        while (job := self._job) is not None:
            try:
                if isinstance(job, Case) and job.at_the_door:
                    self._tell(judge_at_the_door(job))
                    self._job = self._take(job.topic.name)
                else:
                    self._open_bench(job.topic)
            except NNGradeError as error:
                self._tell(Broken(self._job or job, error.message, error.tip))
                self._job = self._take(job.topic.name)

    def _open_bench(self, topic: Topic) -> None:
        if topic.name in self._unusable:
            raise self._unusable[topic.name]
        try:
            with opened(topic) as bench:
                self._work_at(bench)
        except NNGradeError as error:
            self._unusable[topic.name] = error
            raise

    def _work_at(self, bench: Bench) -> None:
        """Do the jobs that this bench can do."""
        with contextlib.closing(Examiner(bench)) as examiner:
            self._work_with(bench, examiner)

    def _work_with(self, bench: Bench, examiner: Examiner) -> None:
        while (job := self._job) is not None and job.topic.name == bench.topic.name:
            if isinstance(job, Case) and job.at_the_door:
                return
            try:
                if isinstance(job, Survey):
                    self._tell(survey(bench, job.min_checks))
                else:
                    for judged in examiner.judged(job):
                        self._tell(judged)
            except NNGradeError as error:
                self._tell(Broken(job, error.message, error.tip))
            self._job = self._take(bench.topic.name)
