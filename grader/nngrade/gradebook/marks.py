"""From the gradebook to marks: which attempt counts, what lateness costs, what a report may tell its student."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from nngrade import __version__
from nngrade.class_report import ClassReport, ClassTopic, Common, Mark, Problem, Standing, Student, StudentMarks, StudentReport
from nngrade.course.classes import Rules
from nngrade.course.model import Course, Topic
from nngrade.course.policy import Policy
from nngrade.gradebook.store import Attempt, Gradebook, Kept
from nngrade.judge.disclosure import disclosed
from nngrade.model import Category, Disclosure, Finding, Report, TopicReport, Verdict

_WRONG = frozenset({Verdict.FAILED, Verdict.ERRORED, Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY})


@dataclass(frozen=True, slots=True)
class View:
    """What to look at a gradebook with: whose marks, in which topics, under which rules, at what time."""

    course: Course
    topics: tuple[Topic, ...]
    rules: Rules
    seed: int
    isolation: str
    now: datetime
    cap: Disclosure = Disclosure.FULL
    students: frozenset[str] | None = None


def class_report(book: Gradebook, view: View, problems: Iterable[Problem] = ()) -> ClassReport:
    """The marks of a class."""
    known = book.max_points()
    topics = tuple(ClassTopic(topic.name, topic.title, topic.weight, known.get(topic.name)) for topic in view.topics)
    students = tuple(_marks(book, view, student, known) for student in book.students() if _is_wanted(view, student))
    return ClassReport(view.course.title, __version__, view.seed, view.isolation, topics, students, tuple(problems))


def student_reports(book: Gradebook, view: View, report: ClassReport) -> Iterator[StudentReport]:
    """What was found in each student's submissions, one student after the other: a class of it at once is large."""
    for marks in report.students:
        topics = []
        for topic, mark in zip(view.topics, marks.marks, strict=True):
            counting = [one for one in book.attempts(marks.student.id, mark.topic) if one.number == mark.attempt]
            if counting and counting[0].key:
                cap = min(view.cap, view.rules.policy(mark.topic, marks.student.id).cap(mark.attempts, view.now))
                # A topic's weight is the course's to change, without judging anything again.
                kept = replace(book.report(counting[0].key), submission=counting[0].path, weight=topic.weight)
                topics.append(told(kept, cap))
        yield StudentReport(marks, Report(view.course.title, __version__, view.seed, view.isolation, tuple(topics)))


def common_mistakes(book: Gradebook, report: ClassReport, most: int = 8) -> tuple[Common, ...]:
    """What the most students got wrong, of what at least two did: misconceptions, and failed checks that name none."""
    count: Counter[tuple[str, str]] = Counter()
    for student in report.students:
        for mark in student.marks:
            if mark.verdict not in (None, Verdict.PASSED, Verdict.UNFINISHED):
                attempt = next(one for one in book.attempts(student.student.id, mark.topic) if one.number == mark.attempt)
                count.update({(mark.topic, says) for says in _mistakes(book.report(attempt.key or ""))})
    return tuple(Common(topic, says, number) for (topic, says), number in count.most_common(most) if number > 1)


def _mistakes(report: TopicReport) -> Iterator[str]:
    for exercise in report.exercises:
        named = {check.finding.misconception.says for check in exercise.checks if check.finding and check.finding.misconception}
        yield from named
        if not named:
            # Of one exercise the first failed check: the others mostly follow from it.
            yield from islice((f"`{exercise.name}`: {check.title}" for check in exercise.checks if check.verdict in _WRONG), 1)


def told(report: TopicReport, cap: Disclosure) -> TopicReport:
    """A report, cut to the most that it may tell."""
    exercises = tuple(replace(exercise, checks=tuple(disclosed(check, cap) for check in exercise.checks)) for exercise in report.exercises)
    return replace(report, exercises=exercises, problem=report.problem and _told_problem(report.problem, cap))


def _told_problem(problem: Finding, cap: Disclosure) -> Finding:
    """Why nothing could be judged is about the student's own file: below a counterexample it loses what the file printed."""
    return problem if cap >= Disclosure.COUNTEREXAMPLE else replace(problem, printed="")


def _is_wanted(view: View, student: Student) -> bool:
    return view.students is None or student.id in view.students


def _marks(book: Gradebook, view: View, student: Student, known: dict[str, float]) -> StudentMarks:
    attempts: dict[str, list[Attempt]] = {}
    for attempt in book.attempts(student.id):
        attempts.setdefault(attempt.topic, []).append(attempt)
    marks = tuple(
        _mark(book, topic, view.rules.policy(topic.name, student.id), attempts.get(topic.name, []), known.get(topic.name))
        for topic in view.topics
    )
    return StudentMarks(student, marks, tuple(topic.weight for topic in view.topics))


def _mark(book: Gradebook, topic: Topic, policy: Policy, attempts: list[Attempt], most: float | None) -> Mark:
    if not attempts:
        return Mark(topic.name, Standing.MISSING, max_points=most, note="nothing handed in")
    in_time = [one for one in attempts if not policy.is_closed(one.submitted)]
    within = in_time[: policy.attempt_limit]
    notes = []
    if len(in_time) < len(attempts):
        notes.append("handed in after the end" if not in_time else f"{len(attempts) - len(in_time)} handed in after the end")
    if len(within) < len(in_time):
        notes.append(f"only the first {policy.attempt_limit} attempts count")
    if not within:
        return Mark(topic.name, Standing.MISSING, max_points=most, attempts=len(attempts), path=attempts[-1].path, note="; ".join(notes))
    judged = [(one, kept) for one in within if one.key and (kept := book.kept(one.key))]
    if not judged or (policy.counts == "last" and judged[-1][0] is not within[-1]):
        last = within[-1]
        return Mark(topic.name, Standing.NOT_JUDGED, None, attempt=last.number, attempts=len(attempts), path=last.path, note=last.fault)
    attempt, kept = judged[-1] if policy.counts == "last" else max(judged, key=lambda pair: _points(policy, *pair))
    return _graded(book, policy, attempt, kept, len(attempts), notes)


def _points(policy: Policy, attempt: Attempt, kept: Kept) -> float:
    """What is left of an attempt's points: lateness costs a share of what could be earned, and never more than was."""
    return max(0.0, kept.points - policy.penalty(policy.late_by(attempt.submitted)) * kept.max_points)


def _graded(book: Gradebook, policy: Policy, attempt: Attempt, kept: Kept, attempts: int, notes: list[str]) -> Mark:
    late = policy.late_by(attempt.submitted)
    standing = Standing.GRADED
    if kept.verdict is Verdict.UNFINISHED and (problem := book.report(kept.key).problem) and problem.category is Category.NOT_READ:
        standing = Standing.UNREADABLE
        notes = [problem.summary, *notes]
    if late:
        cost = policy.penalty(late)
        notes.append(f"{_long(late)} late" + (f": {cost * 100:.3g} % less" if cost else ""))
    elif policy.due and attempt.submitted is None and policy.late_penalty:
        notes.append("no time of submission is known, so none was held against the due date")
    if attempt.remark:
        notes.append(attempt.remark)
    if attempt.proposed:
        notes.append("judged otherwise since; see --regrade")
    return Mark(
        attempt.topic,
        standing,
        kept.verdict,
        kept.points,
        _points(policy, attempt, kept),
        kept.max_points,
        attempt.number,
        attempts,
        attempt.submitted,
        late / timedelta(days=1),
        attempt.path,
        "; ".join(notes),
    )


def _long(late: timedelta) -> str:
    minutes = late // timedelta(minutes=1)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
