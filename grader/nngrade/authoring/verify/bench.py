"""A suite that is collected once, and judges one answer after the other.

What `judge` does for one submission, without what takes its time: pytest starts
and collects once a topic, an answer of the course's own needs no process, and
only the checks that decide are run.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from nngrade.authoring.verify.here import Here, TooLongHereError
from nngrade.course.model import Topic
from nngrade.errors import CourseError
from nngrade.judge.checks import CheckSpec
from nngrade.judge.collected import Collected, collected
from nngrade.judge.diagnosis.hurry import TooSlowError, within
from nngrade.judge.diagnosis.naming import Naming
from nngrade.judge.findings import finding_of
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


@contextlib.contextmanager
def opened(topic: Topic) -> "Iterator[Bench]":
    """The bench of a topic; raises CourseError for a suite or a reference that cannot be read."""
    with collected(topic) as suite:
        yield Bench(topic, suite)


class Bench:
    """Judges by a topic's suite; what the reference passes in this process is `sound`."""

    def __init__(self, topic: Topic, suite: Collected) -> None:
        self.topic = replace(topic, misconception_seconds=_NAMING_SECONDS)
        self.right_answer = topic.reference.read_text("utf-8")
        self.specs: dict[str, CheckSpec] = suite.specs
        self._suite = suite
        try:
            checked = self.judge_here(self.right_answer, 0, list(self.specs))
        except TooLongHereError:
            raise CourseError(f"{topic.reference} takes longer than {_PATIENCE:.0f} seconds in all.") from None
        self.sound = frozenset(name for name, one in checked.outcomes.items() if one.verdict is Verdict.PASSED)

    # -- what it judges ----------------------------------------------------------------

    def line_of(self, check: str) -> int:
        """The line of a check's test function."""
        return self._suite.line_of(check)

    def leading_to(self, checks: Iterable[str]) -> list[str]:
        """Some checks and all that they come after, in the suite's order."""
        wanted = set(checks)
        while missing := {other for name in wanted for other in self.specs[name].after} - wanted:
            wanted |= missing
        return [name for name in self.specs if name in wanted]

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
        student = StudentSide(self.topic, Submission(Path(self.topic.filename), source, ""), session)
        reference = LocalSide("the reference", self.right_answer, str(self.topic.reference), self.topic.needs)
        run = Run(self.topic, student, reference, seed)
        try:
            for name in self._suite.checks_run(run, checks):
                if after is not None:
                    after(name)
        finally:
            student.close()
        return run

    def findings(self, run: Run) -> "Findings":
        """What can be told of a run's checks."""
        return Findings(run, self.topic)


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
