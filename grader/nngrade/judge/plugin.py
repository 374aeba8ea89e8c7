"""The pytest plugin that runs a hidden suite: pytest collects and arranges, `Run` judges."""

import contextlib
import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nngrade.course.model import Topic
from nngrade.errors import CourseError, NNGradeError
from nngrade.judge.checks import MARK, CheckSpec, is_settled
from nngrade.judge.context import Context
from nngrade.judge.faults import repeated_test, told
from nngrade.judge.run import Outcome, Run
from nngrade.model import Verdict

_INI = Path(__file__).with_name("suite.ini")
# What pytest loads by itself and a suite does not use; each costs start-up time, and some print.
_UNUSED = [
    "cacheprovider",
    "capture",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "logging",
    "pastebin",
    "setuponly",
    "setupplan",
    "stepwise",
    "subtests",
    "terminal",
    "threadexception",
    "tmpdir",
    "unittest",
    "unraisableexception",
    "warnings",
]

_OURS = frozenset({"student", "reference", "worker", "fresh", "agree", "both", "expect", "credit", "rng"})


class SuitePlugin:
    """Collects the checks of a suite, and hands each to the run."""

    def __init__(self, run: Run, only: frozenset[str]) -> None:
        self._run = run
        self._only = only
        self._context: Context | None = None
        self._interrupted: BaseException | None = None

    @property
    def stopped_by(self) -> BaseException | None:
        """What ended the run early: Ctrl-C, a fault of the course, or walls that could not be built."""
        return self._interrupted

    def pytest_exception_interact(self, call: pytest.CallInfo[Any], report: pytest.CollectReport | pytest.TestReport) -> None:
        """A suite that cannot be imported is the course's fault."""
        if isinstance(report, pytest.CollectReport) and call.excinfo is not None and self._interrupted is None:
            error = call.excinfo.value
            reason = told(error.__cause__ or error, self._run.topic.folder)
            self._interrupted = CourseError(f"The suite {self._run.topic.suite} cannot be imported. {reason}")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Read every check, and keep those of the exercises that were asked for (and what they come after)."""
        try:
            specs = self._read(items)
        except CourseError as error:
            self._interrupted = error
            items.clear()
            return
        if self._only:
            wanted = _with_what_comes_before(specs, self._only)
            items[:] = [item for item in items if item.name in wanted]
        self.collected(items)

    def collected(self, items: list[pytest.Item]) -> None:
        """The checks that are to be run are known."""
        self.make_ready_for(items)

    def make_ready_for(self, items: Iterable[pytest.Item]) -> None:
        """Start beforehand what these checks will ask for."""
        if self._run.problem is None and any("fresh" in getattr(item, "fixturenames", ()) for item in items):
            self._run.student.prepare_fresh()

    def _read(self, items: list[pytest.Item]) -> dict[str, CheckSpec]:
        """What every test says of itself; raises CourseError for what does not fit together."""
        suite = self._run.topic.suite
        repeated = repeated_test(suite)
        if repeated is not None:
            raise CourseError(f"{suite}:{repeated[1]}: there is a `{repeated[0]}` above, which this one would replace.")
        where = self._run.where = {item.name: f"{suite}:{(item.location[1] or 0) + 1}" for item in items}
        for item in items:
            if item.get_closest_marker(MARK) is None:
                raise CourseError(f"{where[item.name]}: `{item.name}` has no @check.", tip="Every test of a suite is a check.")
            if isinstance(item, pytest.Function):
                _look_at(item, where[item.name])
        specs = {item.name: spec_of(item) for item in items}
        self._run.prepare(specs)
        return specs

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Lay out the surroundings of a check before its fixtures are asked for."""
        self._context = self._run.context(item.name, spec_of(item))

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run one check; pytest itself never sees it fail."""
        assert self._context is not None
        names = pyfuncitem._fixtureinfo.argnames  # noqa: SLF001 - as pytest's own implementation of this hook does
        arguments = {name: pyfuncitem.funcargs[name] for name in names}
        try:
            self._run.check(pyfuncitem.name, spec_of(pyfuncitem), pyfuncitem.obj, self._context, arguments)
        except NNGradeError as error:
            self._interrupted = error
            pytest.exit("nothing can be judged")
        return True

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        """A fixture of the suite's own that fails is the grader's fault, not the student's."""
        if call.when == "setup" and call.excinfo is not None and item.name not in self._run.outcomes:
            outcome = Outcome(item.name, spec_of(item), Verdict.GRADER_ERROR, error=call.excinfo.value)
            self._run.outcomes[item.name] = outcome

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Remember Ctrl-C: pytest would swallow it."""
        if self._interrupted is None:
            self._interrupted = excinfo.value

    def _fixture(self, name: str) -> Any:
        assert self._context is not None
        return self._context.fixtures()[name]

    @pytest.fixture
    def student(self) -> Any:
        """The submission, called in its worker."""
        return self._fixture("student")

    @pytest.fixture
    def reference(self) -> Any:
        """The reference, under the same interface."""
        return self._fixture("reference")

    @pytest.fixture
    def worker(self) -> Any:
        """The modules of the student's world."""
        return self._fixture("worker")

    @pytest.fixture
    def fresh(self) -> Any:
        """A second process of the submission, when it is called."""
        return self._fixture("fresh")

    @pytest.fixture
    def both(self) -> Any:
        """A story told on both sides, compared."""
        return self._fixture("both")

    @pytest.fixture
    def agree(self) -> Any:
        """Calls on both sides, compared."""
        return self._fixture("agree")

    @pytest.fixture
    def expect(self) -> Any:
        """The suite's own comparisons."""
        return self._fixture("expect")

    @pytest.fixture
    def credit(self) -> Any:
        """Partial credit for a check that fails later on."""
        return self._fixture("credit")

    @pytest.fixture
    def rng(self) -> Any:
        """A generator of the run's seed."""
        return self._fixture("rng")

    @pytest.fixture
    def data(self) -> Path:
        """The folder of the course's data sets."""
        return self._run.topic.data_folder


def run_suite(run: Run, only: frozenset[str] = frozenset()) -> None:
    """Run a topic's suite on a submission; the outcomes are left in `run`.

    Raises CourseError when the suite cannot be run, KeyboardInterrupt on Ctrl-C.
    """
    plugin = SuitePlugin(run, only)
    suite = str(run.topic.suite)
    with undisturbed(suite):
        status = pytest.main(arguments_for(run.topic), plugins=[plugin])
    if plugin.stopped_by is not None:
        raise plugin.stopped_by
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        message = f"pytest could not run {suite} ({status!r})"
        raise CourseError(message)
    if not run.outcomes:
        message = f"The suite {suite} has no check" + (f" of {', '.join(sorted(only))}" if only else "")
        raise CourseError(message)


def arguments_for(topic: Topic) -> list[str]:
    """The command line with which pytest runs a topic's suite, and nothing else that it may find."""
    switches = [part for name in _UNUSED for part in ("-p", f"no:{name}")]
    # Without the last, pytest would look at every file of every folder above the topic's.
    places = ["-c", str(_INI), "--rootdir", str(topic.folder), "--confcutdir", str(topic.folder)]
    return [str(topic.suite), *places, "--noconftest", "--assert=plain", "--disable-plugin-autoload", *switches]


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Let suites, references and known mistakes compute with nan and infinities: of a wrong answer that is no news."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def undisturbed(suite: str) -> Iterator[None]:
    """Keep a user's pytest settings out, and the suite's module out of sys.modules afterwards."""
    settings = {name: os.environ.pop(name) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS") if name in os.environ}
    try:
        with quiet():
            yield
    finally:
        os.environ.update(settings)
        for name in [name for name, module in sys.modules.items() if getattr(module, "__file__", None) == suite]:
            del sys.modules[name]


def spec_of(item: pytest.Item) -> CheckSpec:
    """What the suite's author says of a check."""
    marker = item.get_closest_marker(MARK)
    assert marker is not None
    spec: CheckSpec = marker.args[0]
    return spec


def _look_at(item: pytest.Function, where: str) -> None:
    """Raise CourseError for a test that could not be run again on another side, or whose inputs would vary."""
    if not is_settled(item.obj):
        raise CourseError(f"{where}: `{item.name}` has its @check below its @given.", tip="@check is the outermost decorator.")
    for name, definitions in item._fixtureinfo.name2fixturedefs.items():  # noqa: SLF001 - pytest tells it nowhere else
        touched = _OURS.intersection(definitions[-1].argnames)
        if name not in _OURS and touched:
            message = f"{where}: the fixture `{name}` of `{item.name}` uses `{min(touched)}`."
            raise CourseError(message, tip="Only a test calls the submission: make it a function that the test calls.")


def _with_what_comes_before(specs: dict[str, CheckSpec], only: frozenset[str]) -> set[str]:
    wanted = {name for name, spec in specs.items() if spec.exercise in only}
    while missing := {other for name in wanted for other in specs[name].after} - wanted:
        wanted |= missing
    return wanted
