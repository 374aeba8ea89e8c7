"""What is different between two reports of one submission, for a person who decides which of them counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from nngrade.model import CheckReport, TopicReport, Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """One check that came out otherwise; None where it is in one report alone."""

    check: str
    title: str
    before: Verdict | None
    after: Verdict | None
    points: float  # more or fewer than before


def is_alike(one: TopicReport, other: TopicReport) -> bool:
    """Whether two reports give the same marks: the same checks, verdicts and points."""
    return _marks(one) == _marks(other)


def changes(before: TopicReport, after: TopicReport) -> Iterator[Change]:
    """Every check that came out otherwise."""
    old, new = _checks(before), _checks(after)
    for name in dict.fromkeys([*new, *old]):
        one, other = old.get(name), new.get(name)
        if one is None or other is None or (one.verdict, one.points, one.max_points) != (other.verdict, other.points, other.max_points):
            yield _change(name, one, other)


def _change(name: str, one: CheckReport | None, other: CheckReport | None) -> Change:
    title = other.title if other else one.title if one else ""
    points = (other.points if other else 0.0) - (one.points if one else 0.0)
    return Change(name, title, one.verdict if one else None, other.verdict if other else None, points)


def _checks(report: TopicReport) -> dict[str, CheckReport]:
    return {check.name: check for exercise in report.exercises for check in exercise.checks}


def _marks(report: TopicReport) -> dict[str, tuple[Verdict, float, float]]:
    return {name: (check.verdict, check.points, check.max_points) for name, check in _checks(report).items()}
