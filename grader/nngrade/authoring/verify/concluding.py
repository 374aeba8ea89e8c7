"""From what came of the judging to the faults of a topic and its row of figures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from nngrade.authoring.verify.model import (
    WANTED_NAMED,
    WANTED_ROOM,
    Answer,
    Broken,
    Case,
    Complaint,
    Contents,
    Fault,
    Gravity,
    Judged,
    Kind,
    Need,
    Row,
    Tally,
    TopicResult,
)
from nngrade.authoring.verify.places import fault_in
from nngrade.authoring.verify.planning import Record
from nngrade.authoring.verify.static import definition_lines
from nngrade.course.model import Topic
from nngrade.model import Verdict


@dataclass
class Conclusions:
    """What follows from one topic's record."""

    record: Record

    @property
    def topic(self) -> Topic:
        """The topic."""
        return self.record.topic

    @cached_property
    def contents(self) -> Contents:
        """What the topic holds; nothing where its suite could not be read."""
        return self.record.contents or Contents(self.topic.name, (), ())

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """All that is wrong. While the reference fails, nothing is said of the answers that are made from it."""
        broken = [self._on_broken(one) for one in self.record.broken]
        reference = list(self._on_door(Kind.REFERENCE))
        own = (*broken, *reference, *self._on_door(Kind.STUB), *self.contents.faults)
        if self.record.contents is None or reference:
            return own
        on_answers = [fault for answer in self.contents.answers for fault in self._on_answer(answer)]
        return (*own, *self._on_seeds(), *on_answers, *self._on_names(), *self._on_limits())

    def _on_broken(self, broken: Broken) -> Fault:
        answer = broken.job.answer if isinstance(broken.job, Case) else None
        if answer is None:
            return fault_in(broken.message, broken.tip, self.topic, self.topic.suite)
        what = f"`{answer.name}` cannot be judged: {broken.message.rstrip('.')}"
        return Fault(Gravity.BROKEN, self.topic.name, self._file_of(answer), answer.line, what, broken.tip or "Mend it there.")

    def _file_of(self, answer: Answer) -> Path:
        return self.topic.misconceptions if answer.kind is Kind.MISCONCEPTION else self.topic.alternatives

    # -- the stub and the reference -------------------------------------------------

    def _door(self, kind: Kind) -> Judged | None:
        return self.record.judged.get((kind, "", 0, True))

    def _on_door(self, kind: Kind) -> Iterator[Fault]:
        """Find what the stub or the reference meets; one fault an exercise, for one cause tends to have many effects."""
        judged = self._door(kind)
        lines = definition_lines(self.topic.reference)
        for exercise in self.topic.exercises:
            own = [one for one in (judged.complaints if judged else ()) if self._exercise_of(one.check) == exercise.name]
            if not own:
                continue
            met = self._met(own)
            if kind is Kind.STUB:
                what, gravity, tip = f"the stub {met}, where it should be {Verdict.UNFINISHED}", Gravity.ACCEPTS_WRONG, _STUB_TIP
            else:
                what, gravity, tip = f"the reference {met}", Gravity.BROKEN, "Mend the reference, or the check."
            yield Fault(gravity, self.topic.name, self.topic.reference, lines.get(exercise.name, 0), what, tip)

    def _exercise_of(self, name: str) -> str:
        """Return what a check judges; without the suite's contents nobody knows, and the first exercise stands for all."""
        check = self.contents.check(name)
        return check.exercise if check else self.topic.exercises[0].name

    def _met(self, complaints: Sequence[Complaint], under: str = "", meant: str = "") -> str:
        """Say what an answer met: the first check that was judged at all, and how many more."""
        first = next((one for one in complaints if one.verdict is not Verdict.SKIPPED), complaints[0])
        others = f" and {len(complaints) - 1} more" if len(complaints) > 1 else ""
        because = f": {first.says.rstrip('.')}" if first.says else ""
        return f"{_VERBS[first.verdict]} {self._of_suite(first.check)}{others}{meant}{under}{because}"

    def _of_suite(self, name: str) -> str:
        check = self.contents.check(name)
        return f"`{name}` (suite.py:{check.line})" if check else f"`{name}`"

    def _on_seeds(self) -> Iterator[Fault]:
        """Find what the reference does not pass under every seed."""
        lines = definition_lines(self.topic.reference)
        failed = [(complaint.check, judged.seed) for judged in self._judged_of(Kind.REFERENCE, "") for complaint in judged.complaints]
        for name, group in groupby(sorted(failed), key=lambda pair: pair[0]):
            seeds = [seed for _, seed in group]
            check = self.contents.check(name)
            what = f"the reference does not pass {self._of_suite(name)} under {_seeds(seeds)}"
            tip = f"See it with `nngrade check {self.topic.name} --reference --seed {seeds[0]}`."
            yield Fault(Gravity.FLAKY, self.topic.name, self.topic.reference, lines.get(check.exercise if check else "", 0), what, tip)

    # -- alternatives and misconceptions ----------------------------------------------

    def _judged_of(self, kind: Kind, name: str) -> list[Judged]:
        """Return what came of one answer, in the order of the seeds."""
        found = [judged for key, judged in self.record.judged.items() if key[:2] == (kind, name) and not key[3]]
        return sorted(found, key=lambda judged: judged.seed)

    def _on_answer(self, answer: Answer) -> Iterator[Fault]:
        judged = self._by_answer[answer]
        wrong = [one for one in judged if one.complaints]
        if not wrong:
            return
        seeds = [one.seed for one in wrong]
        is_flaky = len(wrong) < len(judged) and 0 not in seeds
        under = f" under {_seeds(seeds)} (not under seed {_first_without(judged)})" if len(wrong) < len(judged) else ""
        complaints = wrong[0].complaints
        if any(complaint.verdict is Verdict.GRADER_ERROR for complaint in complaints):
            gravity, tip, meant = Gravity.BROKEN, _KIND_TIP, ""
        elif answer.kind is Kind.MISCONCEPTION:
            gravity, meant = Gravity.ACCEPTS_WRONG, ", which is meant to catch it"
            tip = "Sharpen that check, or name the one that is meant for it in `caught_by`."
        else:
            gravity, meant = Gravity.REFUSES_RIGHT, ""
            tip = "Let the check accept it, or take it out if it is no right answer."
        what = f"`{answer.name}` {self._met(complaints, under, meant)}"
        yield Fault(Gravity.FLAKY if is_flaky else gravity, self.topic.name, self._file_of(answer), answer.line, what, tip)

    @cached_property
    def _by_answer(self) -> dict[Answer, list[Judged]]:
        return {answer: self._judged_of(answer.kind, answer.name) for answer in self.contents.answers}

    def _is_good(self, answer: Answer) -> bool:
        judged = self._by_answer[answer]
        return bool(judged) and not any(one.complaints for one in judged)

    # -- names --------------------------------------------------------------------------

    def _is_named(self, answer: Answer) -> bool:
        return self._named(answer) == answer.name.replace("_", "-")

    def _named(self, answer: Answer) -> str | None:
        return next((one.named for one in self._by_answer[answer] if one.seed == 0), None)

    def _on_names(self) -> Iterator[Fault]:
        """Find what is caught and not named: advice, as long as few are."""
        mistakes = [answer for answer in self.contents.answers if answer.kind is Kind.MISCONCEPTION]
        unnamed = [answer for answer in mistakes if self._named(answer) is not None and not self._is_named(answer)]
        is_much = len(unnamed) > (1 - WANTED_NAMED) * len(mistakes)
        for answer in unnamed:
            other = self._named(answer)
            what = f"`{answer.name}` is caught by {self._of_suite(answer.caught_by)}, but the report names " + (
                f"`{other}` instead" if other else "no mistake"
            )
            tip = "Let that check tell the two apart." if other else "Let that check compare more of what comes back."
            gravity = Gravity.LACKING if is_much else Gravity.ADVICE
            yield Fault(gravity, self.topic.name, self.topic.misconceptions, answer.line, what, tip)

    # -- limits -------------------------------------------------------------------------

    @property
    def _needs(self) -> tuple[Need, ...]:
        judged = self._judged_of(Kind.LIMITS, "")
        return judged[0].needs if judged else ()

    def _on_limits(self) -> Iterator[Fault]:
        for need in self._needs:
            if need.room < WANTED_ROOM:
                check = self.contents.check(need.check)
                what = (
                    f"the reference needs {need.wall:.2g} s ({need.cpu:.2g} s of CPU time) for {self._of_suite(need.check)}, whose limits "
                    f"are {need.wall_limit:g} s and {need.cpu_limit:g} s: less than {WANTED_ROOM:g} times as much"
                )
                tip = "Let the check ask for less, or raise its limits: `wall_seconds` and `cpu_seconds` of @check."
                yield Fault(Gravity.LACKING, self.topic.name, self.topic.suite, check.line if check else 0, what, tip)

    # -- figures ------------------------------------------------------------------------

    @property
    def result(self) -> TopicResult:
        """The topic's figures."""
        judged = self.record.judged.values()
        rows = tuple(self._row(exercise.name, {exercise.name}) for exercise in self.topic.exercises)
        total = self._row(self.topic.name, {exercise.name for exercise in self.topic.exercises})
        flaky = sum(fault.gravity is Gravity.FLAKY for fault in self.faults)
        return TopicResult(total, rows, len(judged), sum(one.in_worker for one in judged), flaky)

    def _row(self, name: str, exercises: set[str]) -> Row:
        checks = {check.name for check in self.contents.checks if check.exercise in exercises}
        answers = [answer for answer in self.contents.answers if answer.exercise in exercises]
        mistakes = [answer for answer in answers if answer.kind is Kind.MISCONCEPTION]
        rooms = [need.room for need in self._needs if need.check in checks]
        return Row(
            name,
            len(checks),
            _tally(self._is_good(answer) for answer in answers if answer.kind is Kind.ALTERNATIVE),
            _tally(self._is_good(answer) for answer in mistakes),
            _tally(self._is_named(answer) for answer in mistakes),
            self._passes(Kind.STUB, checks),
            self._passes(Kind.REFERENCE, checks),
            min(rooms, default=None),
        )

    def _passes(self, kind: Kind, checks: set[str]) -> bool | None:
        judged = self._door(kind)
        if judged is None or not checks:
            return None
        return not checks & {complaint.check for complaint in judged.complaints}


_VERBS = {
    Verdict.PASSED: "passes",
    Verdict.FAILED: "fails",
    Verdict.UNFINISHED: "is held to be unfinished by",
    Verdict.ERRORED: "crashes in",
    Verdict.TIMED_OUT: "runs out of time in",
    Verdict.OUT_OF_MEMORY: "runs out of memory in",
    Verdict.SKIPPED: "is not judged by",
    Verdict.GRADER_ERROR: "breaks",
}
_STUB_TIP = "Put all that answers it between the markers, or let the check ask for more."
_KIND_TIP = "Let the check cope with whatever comes back: `expect.array`, `expect.number` and `expect.pair` fail kindly."


def _tally(good: Iterable[bool]) -> Tally:
    each = list(good)
    return Tally(sum(each), len(each))


def _seeds(seeds: list[int]) -> str:
    shown = ", ".join(map(str, seeds[:5])) + (f" and {len(seeds) - 5} more" if len(seeds) > 5 else "")
    return f"seed{'' if len(seeds) == 1 else 's'} {shown}"


def _first_without(judged: list[Judged]) -> int:
    return next(one.seed for one in judged if not one.complaints)
