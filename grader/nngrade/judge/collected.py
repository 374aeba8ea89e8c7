"""A suite that pytest has collected once and holds open: its checks are run for one submission after the other."""

import contextlib
from collections.abc import Iterable, Iterator

import pytest
from _pytest.config import _prepareconfig

from nngrade.course.model import Topic
from nngrade.errors import CourseError
from nngrade.judge.checks import CheckSpec
from nngrade.judge.judging import run_of
from nngrade.judge.plugin import SuitePlugin, arguments_for, spec_of, undisturbed
from nngrade.judge.run import Run
from nngrade.judge.student import StudentSide
from nngrade.judge.tapes import Tapes
from nngrade.submissions.reading import Submission


class Collected(SuitePlugin):
    """The checks of a suite, in its order; what a suite's own fixtures make is made anew for each submission."""

    def __init__(self, run: Run) -> None:
        super().__init__(run, frozenset())
        self._items: dict[str, pytest.Item] = {}
        self.specs: dict[str, CheckSpec] = {}  # what the suite's author says of each check
        self._tapes = Tapes()

    def line_of(self, check: str) -> int:
        """The line of a check's test function."""
        return (self._items[check].location[1] or 0) + 1

    def keep(self, items: list[pytest.Item]) -> None:
        """Keep the checks; raises what went wrong while they were collected."""
        if self._interrupted is not None:
            raise self._interrupted
        if not items:
            message = f"The suite {self._run.topic.suite} has no check"
            raise CourseError(message)
        self._items = {item.name: item for item in items}
        self.specs = {item.name: spec_of(item) for item in items}

    def checks_run(self, run: Run, names: Iterable[str] | None = None) -> Iterator[str]:
        """Run all checks for a submission, or those named; gives the name of each when it has run.

        Whoever names some may stop after any. Raises what ends a run early.
        """
        run.where, run.tapes = self._run.where, self._tapes
        run.prepare(self.specs)
        self._run = run
        chosen = [self._items[name] for name in (self._items if names is None else names)]
        self.make_ready_for(chosen)
        try:
            for item, following in zip(chosen, [*chosen[1:], None], strict=True):
                # pytest lets a fixture live on for the test that comes next, where it is told of one.
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following if names is None else None)
                yield item.name
        except pytest.exit.Exception as leaving:
            if self._interrupted is None:
                raise _left(run.topic, leaving) from None
        if (stopped_by := self._interrupted) is not None:
            self._interrupted = None
            raise stopped_by

    def collected(self, items: list[pytest.Item]) -> None:
        """Nobody is judged yet."""


def _left(topic: Topic, leaving: BaseException) -> CourseError:
    """A suite that ends the run would leave checks out, and a report without them looks better than it is."""
    return CourseError(f"The suite {topic.suite} ended its own run: {str(leaving) or type(leaving).__name__}.")


@contextlib.contextmanager
def collected(topic: Topic) -> Iterator[Collected]:
    """Collect a suite as `pytest.main` does, and hold the session open: pytest has no public way to do one without the other.

    Raises CourseError for a suite that cannot be read.
    """
    nobody = StudentSide(topic, Submission(topic.reference, "", ""))
    plugin = Collected(run_of(topic, nobody, 0))
    with undisturbed(str(topic.suite)):
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
