"""A suite that is collected once, and judges one submission after the other exactly as `judge` does."""

import contextlib
from types import TracebackType
from typing import Self

from nngrade.course.model import Topic
from nngrade.judge.collected import collected
from nngrade.judge.judging import report_of, run_of
from nngrade.judge.plugin import quiet
from nngrade.judge.settings import USUAL, Settings
from nngrade.judge.student import StudentSide, UnreadableError
from nngrade.model import TopicReport
from nngrade.sandbox.session import Session
from nngrade.submissions.reading import Submission


class Bench:
    """Judges by one topic's suite until it is closed.

    A suite takes longer to collect than many a submission takes to judge. Every
    submission meets it as the first one did: fixtures of the suite's own are
    made anew for each. Raises CourseError for a suite that cannot be read.
    """

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self._ends = contextlib.ExitStack()
        self._suite = self._ends.enter_context(collected(topic))

    @property
    def max_points(self) -> float:
        """The points of all checks."""
        return sum(spec.points for spec in self._suite.specs.values())

    @property
    def longest(self) -> float:
        """The seconds within which any submission should have been judged, if the judge itself does not hang."""
        limit = self.topic.limits.wall_seconds
        checks = sum(2 * (spec.wall_seconds or limit) + 1 for spec in self._suite.specs.values())
        return 120 + 2 * checks + self.topic.misconception_seconds

    def judge(
        self,
        submission: Submission,
        settings: Settings = USUAL,
        *,
        session: Session | None = None,
        unreadable: str = "",
    ) -> TopicReport:
        """Judge a submission; the arguments, the errors and the report are those of `judge`."""
        student = StudentSide(self.topic, submission, session)
        try:
            with quiet():
                run = run_of(self.topic, student, settings.seed)
                run.problem = UnreadableError(unreadable) if unreadable else None
                for _ in self._suite.checks_run(run):
                    pass
                return report_of(run, submission, settings)
        finally:
            student.close()

    def close(self) -> None:
        """Give the suite up."""
        self._ends.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
