"""Which checks a reader sees in full: one per mistake, the most telling first."""

from dataclasses import dataclass

from nngrade.model import Category, CheckReport, ExerciseReport, Finding, ValueView, Verdict
from nngrade.reports.words import UNSOLVED

MOST_IN_FULL = 3


@dataclass(frozen=True, slots=True)
class Group:
    """A check to show in full, and the others that failed from the same cause."""

    check: CheckReport
    also: tuple[CheckReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Failures:
    """The failed checks of one exercise; `more` are those for which a line has to do."""

    groups: tuple[Group, ...]
    more: tuple[CheckReport, ...] = ()
    skipped: tuple[CheckReport, ...] = ()


def failures(exercise: ExerciseReport) -> Failures:
    """What to show of an exercise: nothing when it is done, not written, or waits for another."""
    if exercise.verdict in {Verdict.PASSED, Verdict.UNFINISHED, Verdict.SKIPPED}:
        return Failures(())
    shown = [check for check in exercise.checks if check.verdict in {*UNSOLVED, Verdict.GRADER_ERROR}]
    causes: dict[tuple[object, ...], list[CheckReport]] = {}
    for check in sorted(shown, key=_plainness):
        causes.setdefault(_cause(check), []).append(check)
    groups = [Group(first, tuple(rest)) for first, *rest in causes.values()]
    rest = (check for group in groups[MOST_IN_FULL:] for check in (group.check, *group.also))
    skipped = (check for check in exercise.checks if check.verdict is Verdict.SKIPPED)
    return Failures(tuple(groups[:MOST_IN_FULL]), tuple(rest), tuple(skipped))


def _cause(check: CheckReport) -> tuple[object, ...]:
    """Equal for checks that one change to the code is likely to mend."""
    finding = check.finding
    if check.verdict is Verdict.GRADER_ERROR:
        return (check.verdict,)
    if finding is None:
        return (check.verdict, check.reason, check.hint)
    if finding.misconception:
        return (finding.misconception.name,)
    if finding.category is Category.LOOP:
        return (check.verdict,)
    if finding.category is Category.CRASH and finding.traceback:
        return (check.verdict, finding.category, finding.traceback[-1].cell, finding.traceback[-1].line)
    return (check.verdict, finding.category, finding.cause or finding.summary)


def _plainness(check: CheckReport) -> tuple[int, int]:
    """Sorts the most telling finding first, then the smallest; what the grader broke comes last."""
    finding = check.finding
    if check.verdict is Verdict.GRADER_ERROR:
        return 4, 0
    if finding is None:
        return 3, 0
    says_where = finding.category is Category.LOOP and bool(finding.traceback)
    rank = 0 if finding.misconception else 1 if finding.cause or says_where else 2
    return rank, _size(finding)


def _size(finding: Finding) -> int:
    views = [value.value for value in finding.inputs] + [view for view in (finding.expected, finding.got) if view]
    return sum(map(_cells, views))


def _cells(view: ValueView) -> int:
    return sum(map(len, view.cells)) or 1
