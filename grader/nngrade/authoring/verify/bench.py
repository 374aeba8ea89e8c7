"""A suite that is collected once, and judges one answer after the other.

What `judge` does for one submission, without what takes its time: pytest starts
and collects once a topic, an answer of the course's own needs no process, and
only the checks that decide are run.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from nngrade.authoring.verify.here import Here, TooLongHereError
from nngrade.course.model import Topic
from nngrade.errors import CourseError
from nngrade.judge.checks import MARK, CheckSpec
from nngrade.judge.diagnosis.hurry import TooSlowError, within
from nngrade.judge.diagnosis.naming import Naming
from nngrade.judge.findings import finding_of
from nngrade.judge.plugin import SuitePlugin, run_suite
from nngrade.judge.recording import Tapes
from nngrade.judge.run import Outcome, Run
from nngrade.judge.sides import LocalSide
from nngrade.judge.student import StudentSide
from nngrade.model import Finding, Verdict
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.session import Session
from nngrade.submissions.reading import Submission

# Beyond this an answer judged in this process has hung, and a worker with limits takes over.
_PATIENCE = 120.0
# Naming has all the time it needs: how fast this machine is must not decide whether a course is sound.
_NAMING_SECONDS = 60.0


class Bench(SuitePlugin):
    """Judges by a topic's suite; `work` is called once, when the suite has been collected and the reference was judged here."""

    def __init__(self, topic: Topic, work: "Callable[[Bench], None]") -> None:
        self.topic = replace(topic, misconception_seconds=_NAMING_SECONDS)
        self.right_answer = topic.reference.read_text("utf-8")
        self._work = work
        self._items: dict[str, pytest.Item] = {}
        self._after: Callable[[str], None] | None = None
        self._tapes = Tapes()
        self.sound: frozenset[str] = frozenset()
        super().__init__(self._run_of(self.right_answer, 0, Here(needs_of(topic), _PATIENCE)), frozenset())

    def open(self) -> None:
        """Collect the suite and work; raises CourseError for a suite or a reference that cannot be read."""
        run_suite(self._run, plugin=self)

    # -- what it judges ----------------------------------------------------------------

    @property
    def specs(self) -> dict[str, CheckSpec]:
        """What the suite's author says of each check, in the suite's order."""
        return {name: item.get_closest_marker(MARK).args[0] for name, item in self._items.items()}  # type: ignore[union-attr]

    def line_of(self, check: str) -> int:
        """The line of a check's test function."""
        return (self._items[check].location[1] or 0) + 1

    def leading_to(self, checks: Iterable[str]) -> list[str]:
        """Some checks and all that they come after, in the suite's order."""
        wanted, specs = set(checks), self.specs
        while missing := {other for name in wanted for other in specs[name].after} - wanted:
            wanted |= missing
        return [name for name in specs if name in wanted]

    def judge_here(self, source: str, seed: int, checks: list[str]) -> Run:
        """Judge a trusted source in this process; raises TooLongHereError when that does not end."""
        session = Here(needs_of(self.topic), _PATIENCE)
        try:
            # What it interrupts may take it for an exception of the answer's: the session then ends the rest.
            with within(_PATIENCE):
                return self.judge(source, seed, checks, session)
        except TooSlowError:
            raise TooLongHereError("it did not come to an end") from None

    def judge(self, source: str, seed: int, checks: list[str], session: Session, after: Callable[[str], None] | None = None) -> Run:
        """Judge a source in a session, which is closed then; `after` is called when each check has run."""
        self._run = self._run_of(source, seed, session)
        self._after = after
        try:
            self._read(list(self._items.values()))
            for name in checks:
                item = self._items[name]
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        except pytest.exit.Exception:
            pass  # the plugin has kept what it was
        finally:
            self._run.student.close()
        if (stopped_by := self._interrupted) is not None:
            self._interrupted = None
            raise stopped_by
        return self._run

    def findings(self, run: Run) -> "Findings":
        """What can be told of a run's checks."""
        return Findings(run, self.topic)

    def _run_of(self, source: str, seed: int, session: Session) -> Run:
        student = StudentSide(self.topic, Submission(Path(self.topic.filename), source, ""), session)
        reference = LocalSide("the reference", self.right_answer, str(self.topic.reference), self.topic.needs)
        run = Run(self.topic, student, reference, seed)
        run.tapes = self._tapes
        return run

    # -- pytest's hooks ----------------------------------------------------------------

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge the reference, then do the work, in place of one run through all checks."""
        self._items = {item.name: item for item in session.items}
        if self._interrupted is None and self._items:
            try:
                self._begin()
                self._work(self)
            except Exception as error:  # noqa: BLE001 - pytest would take it for one of its own
                self._interrupted = error
        return True

    def _begin(self) -> None:
        first = self._run
        try:
            checked = self.judge_here(self.right_answer, 0, list(self._items))
        except TooLongHereError:
            raise CourseError(f"{self.topic.reference} takes longer than {_PATIENCE:.0f} seconds in all.") from None
        first.outcomes.update(checked.outcomes)
        self.sound = frozenset(name for name, one in checked.outcomes.items() if one.verdict is Verdict.PASSED)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run one check, and tell that it has run."""
        try:
            return super().pytest_pyfunc_call(pyfuncitem)
        finally:
            if self._after is not None:
                self._after(pyfuncitem.name)


class Findings:
    """What a report would tell of one run; to be asked in the suite's order, as a report does: naming learns on the way."""

    def __init__(self, run: Run, topic: Topic) -> None:
        self._run = run
        self._naming = Naming(topic)

    def of(self, outcome: Outcome) -> Finding | None:
        """The finding of one check that did not pass."""
        return finding_of(self._run, outcome, self._naming)

    def summary(self, outcome: Outcome) -> str:
        """One line that says why a check did not pass."""
        if outcome.verdict is Verdict.SKIPPED:
            return outcome.reason
        finding = self.of(outcome)
        return finding.summary if finding else ""
