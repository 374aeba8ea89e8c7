"""A suite that is collected once, and judges one submission after the other exactly as `judge` does."""

import contextlib
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import pytest
from _pytest.config import _prepareconfig

from nngrade.course.model import Topic
from nngrade.errors import CourseError
from nngrade.judge.checks import MARK, CheckSpec
from nngrade.judge.drawing import drawing_alike
from nngrade.judge.judging import report_of, run_of
from nngrade.judge.plugin import SuitePlugin, arguments_for, quiet, undisturbed
from nngrade.judge.recording import Tapes
from nngrade.judge.run import Run
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
        try:
            with quiet():
                self._plugin = self._ends.enter_context(_collected(topic))
        except BaseException:
            self._ends.close()
            raise

    @property
    def max_points(self) -> float:
        """The points of all checks."""
        return sum(spec.points for spec in self._plugin.specs.values())

    @property
    def longest(self) -> float:
        """The seconds within which any submission should have been judged, if the judge itself does not hang."""
        limit = self.topic.limits.wall_seconds
        checks = sum(2 * (spec.wall_seconds or limit) + 1 for spec in self._plugin.specs.values())
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
                self._plugin.work_at(run)
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


class _Plugin(SuitePlugin):
    """Keeps what was collected, and takes one run through it after the other."""

    def __init__(self, run: Run) -> None:
        super().__init__(run, frozenset())
        self._items: list[pytest.Item] = []
        self._tapes = Tapes()

    @property
    def specs(self) -> dict[str, CheckSpec]:
        """What the suite's author says of each check."""
        markers = {item.name: item.get_closest_marker(MARK) for item in self._items}
        return {name: marker.args[0] for name, marker in markers.items() if marker is not None}

    def keep(self, items: list[pytest.Item]) -> None:
        """Keep the checks; raises what went wrong while they were collected."""
        if self._interrupted is not None:
            raise self._interrupted
        if not items:
            message = f"The suite {self._run.topic.suite} has no check"
            raise CourseError(message)
        self._items = list(items)

    def work_at(self, run: Run) -> None:
        """Run all checks for another submission; raises what ends a run early."""
        run.where = self._run.where
        run.tapes = self._tapes
        run.prepare(self.specs)
        self._run = run
        try:
            for item, following in zip(self._items, [*self._items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        except pytest.exit.Exception as leaving:
            if self._interrupted is None:
                raise _left(run.topic, leaving) from None
        if (stopped_by := self._interrupted) is not None:
            self._interrupted = None
            raise stopped_by


def _left(topic: Topic, leaving: BaseException) -> CourseError:
    """A suite that ends the run would leave checks out, and a report without them looks better than it is."""
    return CourseError(f"The suite {topic.suite} ended its own run: {str(leaving) or type(leaving).__name__}.")


@contextlib.contextmanager
def _collected(topic: Topic) -> Iterator[_Plugin]:
    """Collect a suite as `pytest.main` does, and hold the session open: pytest has no public way to do one without the other."""
    student = StudentSide(topic, Submission(topic.reference, "", ""))
    plugin = _Plugin(run_of(topic, student, 0))
    with undisturbed(str(topic.suite)), drawing_alike():
        config = _prepareconfig(arguments_for(topic), [plugin])
        try:
            config._do_configure()  # noqa: SLF001 - see above
            session = pytest.Session.from_config(config)
            config.hook.pytest_sessionstart(session=session)
            try:
                config.hook.pytest_collection(session=session)
            except pytest.Session.Failed:
                pass  # the plugin has kept why
            except (pytest.exit.Exception, SystemExit) as leaving:
                raise _left(topic, leaving) from None
            plugin.keep(session.items)
            yield plugin
            config.hook.pytest_sessionfinish(session=session, exitstatus=pytest.ExitCode.OK)
        finally:
            config._ensure_unconfigure()  # noqa: SLF001 - see above
