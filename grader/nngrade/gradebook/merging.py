"""Joining gradebooks: those of the shards of a class, or of two evenings."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nngrade.class_report import Problem
from nngrade.errors import UsageError
from nngrade.gradebook.store import Attempt, Gradebook


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it: how many attempts were new, and what two gradebooks disagree about."""

    added: int
    problems: tuple[Problem, ...]


def merge(into: Gradebook, others: Iterable[Gradebook]) -> Merged:
    """Add what other gradebooks hold to one; each of them is added whole or not at all.

    An attempt that both know stays as the first one has it; where its marks differ in the other, that is told.
    """
    added, problems = 0, []
    for other in others:
        with into.transaction():
            _same_course(into, other)
            into.add_students(other.students())
            for topic, points in other.max_points().items():
                into.set_max_points(topic, max(points, into.max_points().get(topic, 0.0)))
            for key in other.report_keys():
                if not into.has_settled(key):
                    into.keep(key, other.report(key), 0.0)
            groups = {(attempt.student, attempt.topic) for attempt in other.attempts()}
            for student, topic in sorted(groups):
                count, found = _merge_attempts(into, other, student, topic)
                added += count
                problems += found
    return Merged(added, tuple(problems))


def _same_course(into: Gradebook, other: Gradebook) -> None:
    ours, theirs = into.fact("course"), other.fact("course")
    if ours is None and theirs is not None:
        into.set_fact("course", theirs)
    elif theirs is not None and ours != theirs:
        message = f"{other.path} is the gradebook of the course “{theirs}”, and {into.path} of “{ours}”."
        raise UsageError(message, tip="Only gradebooks of one course can be joined.")


def _merge_attempts(into: Gradebook, other: Gradebook, student: str, topic: str) -> tuple[int, list[Problem]]:
    """Bring a student's attempts in the order in which they were made, each once."""
    ours, theirs = into.attempts(student, topic), other.attempts(student, topic)
    known = {(one.digest, one.submitted): one for one in ours}
    new = [one for one in theirs if (one.digest, one.submitted) not in known]
    problems = []
    for one in theirs:
        same = known.get((one.digest, one.submitted))
        if same and same.key != one.key and one.key and same.key and _points(into, same) != _points(other, one):
            says = f"{_points(into, same):g} points in {into.path}, {_points(other, one):g} in {other.path}: the first was kept."
            problems.append(Problem(says, student, topic))
    if new:
        ordered = sorted([*ours, *new], key=_when)
        into.replace_attempts(student, topic, [replace(one, number=number) for number, one in enumerate(ordered, 1)])
    return len(new), problems


def _when(attempt: Attempt) -> tuple[float, int]:
    return (attempt.submitted or attempt.seen).timestamp(), attempt.number


def _points(book: Gradebook, attempt: Attempt) -> float:
    kept = book.kept(attempt.key or "")
    return kept.points if kept else 0.0
