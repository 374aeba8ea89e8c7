"""What an audit is made of: mutants, their fates, waivers, and the figures that follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff

from nngrade.course.model import Topic
from nngrade.model import Verdict

SCHEMA = "nngrade/audit/v1"


@dataclass(frozen=True, slots=True)
class Mutant:
    """The reference with one small change in what a student writes.

    `name` stays the same when other lines of the reference change. `line` is the
    first that differs; the checks of the exercises `judged_by` have to kill it.
    """

    name: str
    exercise: str
    operator: str
    line: int
    source: str
    judged_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant: `check` is the first that it did not pass, with its verdict; "" if there was none."""

    mutant: Mutant
    check: str = ""
    verdict: Verdict = Verdict.PASSED

    @property
    def is_killed(self) -> bool:
        """Whether the suite noticed."""
        return bool(self.check)


@dataclass(frozen=True, slots=True)
class Waiver:
    """An author's word that a mutant is as right as the reference; it stands in `line` of waivers.toml."""

    mutant: str
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Stale:
    """A waiver that is not needed any more: `check` kills its mutant now, or is "" where there is no such mutant."""

    waiver: Waiver
    check: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How many mutants there were, and how many of them were killed, waived and missed."""

    name: str
    mutants: int
    killed: int
    waived: int

    @property
    def survivors(self) -> int:
        """Neither killed nor waived."""
        return self.mutants - self.killed - self.waived

    @property
    def killed_percent(self) -> float:
        """Killed, of those that are not waived; 100 when there is none to kill."""
        return _percent(self.killed, self.mutants - self.waived, nothing=100.0)

    @property
    def waived_percent(self) -> float:
        """Waived, of all."""
        return _percent(self.waived, self.mutants, nothing=0.0)


def _percent(part: int, whole: int, *, nothing: float) -> float:
    return 100.0 * part / whole if whole else nothing


@dataclass(frozen=True, slots=True)
class Goal:
    """What a suite has to reach: the least that it kills of what is not waived, the most that is waived, in percent."""

    killed: float = 95.0
    waived: float = 5.0


@dataclass(frozen=True, slots=True)
class TopicAudit:
    """The audit of one topic; its fates stand in the order of the reference's lines."""

    topic: Topic
    fates: tuple[Fate, ...]
    waivers: tuple[Waiver, ...]

    @property
    def waived(self) -> dict[str, Waiver]:
        """The waivers that are needed, by the name of their mutant."""
        spared = {fate.mutant.name for fate in self.fates if not fate.is_killed}
        return {waiver.mutant: waiver for waiver in self.waivers if waiver.mutant in spared}

    @property
    def survivors(self) -> tuple[Fate, ...]:
        """The mutants that nothing killed and no one waived."""
        waived = self.waived
        return tuple(fate for fate in self.fates if not fate.is_killed and fate.mutant.name not in waived)

    @property
    def stale(self) -> tuple[Stale, ...]:
        """The waivers whose mutant is killed by now, or no longer made."""
        waived, checks = self.waived, {fate.mutant.name: fate.check for fate in self.fates}
        unneeded = [waiver for waiver in self.waivers if waiver.mutant not in waived]
        return tuple(Stale(waiver, checks.get(waiver.mutant, "")) for waiver in unneeded)

    @property
    def figures(self) -> Figures:
        """Those of the whole topic."""
        return self._figures(self.topic.name, self.fates)

    @property
    def exercises(self) -> tuple[Figures, ...]:
        """Those of each exercise, in the topic's order."""
        names = [exercise.name for exercise in self.topic.exercises]
        return tuple(self._figures(name, [fate for fate in self.fates if fate.mutant.exercise == name]) for name in names)

    def meets(self, goal: Goal) -> bool:
        """Whether the suite is as strict as it has to be, and its author sparing with waivers."""
        return self.figures.killed_percent >= goal.killed and self.figures.waived_percent <= goal.waived

    def _figures(self, name: str, fates: Iterable[Fate]) -> Figures:
        fates, waived = tuple(fates), self.waived
        return Figures(name, len(fates), sum(fate.is_killed for fate in fates), sum(fate.mutant.name in waived for fate in fates))


def diff_of(mutant: Mutant, topic: Topic) -> tuple[str, ...]:
    """The mutant's lines against those of the reference, as a unified diff with the reference's line numbers."""
    reference = topic.reference.read_text("utf-8").splitlines()
    return tuple(unified_diff(reference, mutant.source.splitlines(), topic.reference.name, "mutant", lineterm="", n=1))[2:]
