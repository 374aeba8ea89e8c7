"""Judging one answer, and saying whether the suite said what it should."""

from collections.abc import Iterator
from functools import cached_property

from nngrade.authoring.stubs import make_stub
from nngrade.authoring.verify.bench import Bench
from nngrade.authoring.verify.here import Clocked, TooLongHereError
from nngrade.authoring.verify.model import WANTED_ROOM, Answer, Case, Complaint, Judged, Kind, Need
from nngrade.authoring.verify.reach import Reach, shared_names
from nngrade.course.model import Topic
from nngrade.course.variants import Variants
from nngrade.judge.judging import Settings, judge
from nngrade.judge.run import Run
from nngrade.model import CheckReport, Disclosure, Verdict
from nngrade.sandbox.launch import needs_of
from nngrade.sandbox.session import Session
from nngrade.sandbox.zygote import Zygote
from nngrade.submissions.reading import Submission

_CAUGHT = frozenset({Verdict.FAILED, Verdict.ERRORED, Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY})
_TAKES = 3  # how often the reference is timed before it is held to be slow: others may be at work on this machine


def judge_at_the_door(case: Case) -> Judged:
    """Judge the stub or the reference exactly as a student's submission is judged."""
    topic = case.topic
    source = topic.reference.read_text("utf-8")
    if case.kind is Kind.STUB:
        source = make_stub(source, topic)
    report = judge(topic, Submission(topic.stub, source, ""), Settings(0, Disclosure.FULL))
    checks = [check for exercise in report.exercises for check in exercise.checks]
    wrong = [check for check in checks if not _is_as_expected(case.kind, check)]
    problem = report.problem.summary if report.problem else ""
    complaints = tuple(Complaint(check.name, check.verdict, _why(check) or problem) for check in wrong)
    return Judged(case, 0, complaints, in_worker=True)


def _is_as_expected(kind: Kind, check: CheckReport) -> bool:
    if kind is Kind.STUB:
        return check.verdict is Verdict.UNFINISHED and not check.points
    return check.verdict is Verdict.PASSED


def _why(check: CheckReport) -> str:
    return check.reason or (check.finding.summary if check.finding else "")


class Examiner:
    """Judges the answers of one topic at its bench."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._warm: Zygote | None = None

    def close(self) -> None:
        """End the process that its workers are forked from."""
        if self._warm is not None:
            self._warm.close()

    def _zygote(self) -> Zygote:
        if self._warm is None or self._warm.is_over:
            self.close()
            self._warm = Zygote(needs_of(self._topic))
        return self._warm

    def judged(self, case: Case) -> Iterator[Judged]:
        """Judge one answer under each of its seeds."""
        if case.kind is Kind.LIMITS:
            yield self._timed(case)
            return
        for seed in case.seeds:
            yield self._judged(case, seed)

    def _judged(self, case: Case, seed: int) -> Judged:
        """Judge here, where that is enough: whatever is wrong with it a worker has to confirm."""
        deciding = self._deciding(case, seed)
        if not case.in_worker and self._can_be_judged_here(case):
            try:
                judged = self._read(case, seed, self._bench.judge_here(self._source(case), seed, deciding))
            except TooLongHereError:
                pass
            else:
                if not judged.complaints:
                    return judged
        judged = self._in_worker(case, seed, deciding)
        # A mistake that slips through: do other checks catch it?
        concerned = self._concerned(case)
        return self._in_worker(case, seed, concerned) if judged.complaints and concerned != deciding else judged

    def _in_worker(self, case: Case, seed: int, checks: list[str]) -> Judged:
        zygote = self._zygote()
        run = self._bench.judge(self._source(case), seed, checks, Session(zygote.needs, zygote))
        return self._read(case, seed, run, in_worker=True)

    def _can_be_judged_here(self, case: Case) -> bool:
        """A check that the reference itself fails in this process must not be what catches a mistake."""
        return case.kind is not Kind.MISCONCEPTION or (case.answer is not None and case.answer.caught_by in self._bench.sound)

    # -- which source, which checks --------------------------------------------------

    @property
    def _topic(self) -> Topic:
        return self._bench.topic

    @cached_property
    def _misconceptions(self) -> Variants:
        return Variants(self._topic.misconceptions, self._topic.reference)

    @cached_property
    def _alternatives(self) -> Variants:
        return Variants(self._topic.alternatives, self._topic.reference)

    @cached_property
    def _reach(self) -> Reach:
        return Reach.read(self._topic.suite, self._topic.reference)

    @cached_property
    def _shared(self) -> list[str]:
        return shared_names(self._topic.alternatives)

    def _source(self, case: Case) -> str:
        if case.answer is None:
            return self._bench.right_answer
        variants = self._misconceptions if case.kind is Kind.MISCONCEPTION else self._alternatives
        return variants.stand_in(case.answer.name, case.answer.exercise).source

    def _concerned(self, case: Case) -> list[str]:
        """Return every check that an answer has to do with."""
        specs = self._bench.specs
        if case.answer is None:
            return list(specs)
        exercise = case.answer.exercise
        if case.kind is Kind.ALTERNATIVE:
            return self._bench.leading_to(self._reach.checks(exercise, self._shared, specs))
        return self._bench.leading_to(name for name, spec in specs.items() if spec.exercise == exercise)

    def _deciding(self, case: Case, seed: int) -> list[str]:
        """Return as many of them as decide; under the first seed a mistake meets those that its report would tell of before."""
        specs = self._bench.specs
        if case.answer is None or (case.kind is Kind.ALTERNATIVE and seed == 0):
            return self._concerned(case)
        if case.kind is Kind.ALTERNATIVE:
            return self._bench.leading_to(name for name, spec in specs.items() if spec.exercise == case.answer.exercise)
        if seed == 0:
            concerned = self._concerned(case)
            return concerned[: concerned.index(case.answer.caught_by) + 1]
        return self._bench.leading_to([case.answer.caught_by])

    # -- what came of it -------------------------------------------------------------

    def _read(self, case: Case, seed: int, run: Run, *, in_worker: bool = False) -> Judged:
        if case.kind is Kind.MISCONCEPTION and case.answer is not None:
            complaints = _not_caught(case.answer, run)
            named = self._named(case.answer, run) if seed == 0 and not complaints else None
            return Judged(case, seed, complaints, named, in_worker=in_worker)
        findings = self._bench.findings(run)
        wrong = [outcome for outcome in run.outcomes.values() if outcome.verdict is not Verdict.PASSED]
        # One that a worker shall judge again need not be explained.
        complaints = tuple(Complaint(one.name, one.verdict, findings.summary(one) if in_worker else "") for one in wrong)
        return Judged(case, seed, complaints, in_worker=in_worker)

    def _named(self, answer: Answer, run: Run) -> str:
        """Return what the report names for the check that is meant to catch a mistake; empty for nothing."""
        findings = self._bench.findings(run)
        for outcome in run.outcomes.values():
            finding = None if outcome.verdict is Verdict.PASSED else findings.of(outcome)
            if outcome.name == answer.caught_by:
                return finding.misconception.name if finding and finding.misconception else ""
        return ""

    # -- its limits ------------------------------------------------------------------

    def _timed(self, case: Case) -> Judged:
        """Time the reference in each check; where it seems slow several times, for the least counts."""
        needs = self._needs()
        for _ in range(_TAKES - 1):
            if all(need.room >= WANTED_ROOM for need in needs.values()):
                break
            again = self._needs()
            needs = {name: _lesser(need, again.get(name, need)) for name, need in needs.items()}
        return Judged(case, 0, needs=tuple(needs.values()), in_worker=True)

    def _needs(self) -> dict[str, Need]:
        session = Clocked(self._zygote())
        specs, limits = self._bench.specs, self._topic.limits
        needs: dict[str, Need] = {}

        def take(name: str) -> None:
            spec = specs[name]
            wall_limit, cpu_limit = spec.wall_seconds or limits.wall_seconds, spec.cpu_seconds or limits.cpu_seconds
            needs[name] = Need(name, session.wall, session.cpu, wall_limit, cpu_limit)

        run = self._bench.judge(self._bench.right_answer, 0, list(specs), session, after=take)
        return {name: need for name, need in needs.items() if run.outcomes[name].verdict is Verdict.PASSED}


def _not_caught(answer: Answer, run: Run) -> tuple[Complaint, ...]:
    outcome = run.outcomes[answer.caught_by]
    if outcome.verdict in _CAUGHT:
        return ()
    others = [f"`{name}`" for name, other in run.outcomes.items() if other.verdict in _CAUGHT]
    says = f"{', '.join(others)} would catch it" if others else f"no check of `{answer.exercise}` catches it"
    if outcome.verdict is not Verdict.PASSED and outcome.reason:
        says = f"{outcome.reason}; {says}"
    return (Complaint(answer.caught_by, outcome.verdict, says),)


def _lesser(one: Need, other: Need) -> Need:
    return Need(one.check, min(one.wall, other.wall), min(one.cpu, other.cpu), one.wall_limit, one.cpu_limit)
