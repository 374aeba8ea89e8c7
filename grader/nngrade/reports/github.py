"""Workflow commands of GitHub Actions: annotations beside the student's lines.

A step shows ten annotations of each kind; the last of more says how many are left
out. The two notices are those that GitHub Classroom reads a score from
(classroom-resources/autograding-grading-reporter).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nngrade.class_report import ClassReport, Standing, StudentMarks
from nngrade.model import CheckReport, ExerciseReport, Finding, Report, TopicReport, Verdict
from nngrade.reports import plain
from nngrade.reports.text import clean, count, number, percent

MOST = 10  # annotations of one kind in a step


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation: `kind` is error, warning or notice; without a file it stands beside the job."""

    kind: str
    title: str
    message: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        properties = {"file": clean(self.file), "line": self.line, "title": clean(self.title)}
        given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
        return f"::{self.kind} {given}::{_message(self.message)}"


def render(report: Report) -> str:
    """One run of the grader."""
    annotations = [one for topic in report.topics for one in _of_topic(topic)]
    points = sum(topic.points for topic in report.topics)
    most = sum(topic.max_points for topic in report.topics)
    scores = [
        Annotation("notice", "Autograding complete", f"Points {number(points)}/{number(most)}"),
        Annotation("notice", "Autograding report", json.dumps({"totalPoints": points, "maxPoints": most})),
    ]
    return _lines([*_at_most(annotations), *scores])


def render_class(report: ClassReport) -> str:
    """A class: an annotation for each student who did not pass, and for each problem."""
    annotations = [_of_student(student) for student in report.students if not all(mark.is_passed for mark in student.marks)]
    for problem in report.problems:
        who = " ".join(filter(None, (problem.student, problem.topic))) or "nngrade"
        annotations.append(Annotation("error" if problem.is_fault else "warning", who, clean(problem.says)))
    return _lines(_at_most(annotations))


def _lines(annotations: Iterable[Annotation]) -> str:
    return "".join(f"{one}\n" for one in annotations)


def _at_most(annotations: list[Annotation]) -> Iterator[Annotation]:
    """At most so many of each kind; what is left out is counted in the last."""
    for kind in ("error", "warning", "notice"):
        own = [one for one in annotations if one.kind == kind]
        if len(own) <= MOST:
            yield from own
            continue
        yield from own[: MOST - 1]
        yield Annotation(kind, "nngrade", f"{count(len(own) - MOST + 1, 'more check')} like these; the report tells them all")


def _of_topic(topic: TopicReport) -> Iterator[Annotation]:
    if topic.problem:
        said = plain.problem(topic.problem)
        yield Annotation("error", topic.title, "\n".join(said), topic.submission, _line(topic.problem))
        return
    for exercise in topic.exercises:
        for check in exercise.checks:
            if check.verdict not in (Verdict.PASSED, Verdict.SKIPPED):
                yield _of_check(check, exercise, topic)


def _of_check(check: CheckReport, exercise: ExerciseReport, topic: TopicReport) -> Annotation:
    kind = {Verdict.GRADER_ERROR: "warning", Verdict.UNFINISHED: "notice"}.get(check.verdict, "error")
    own = None if exercise.cell is not None else exercise.line
    line = (_line(check.finding) if check.finding else None) or own
    said = plain.explanation(check) or [plain.verdict(check)]
    return Annotation(kind, f"{check.exercise}: {check.title}", "\n".join(said), topic.submission, line)


def _line(finding: Finding) -> int | None:
    """The line of the file; one of a notebook's cell is none of its file, and stands in the message."""
    return finding.traceback[-1].line if finding.traceback and finding.traceback[-1].cell is None else None


def _of_student(student: StudentMarks) -> Annotation:
    open_marks = [mark for mark in student.marks if not mark.is_passed]
    said = [f"{mark.topic} {number(mark.points)}/{number(mark.max_points or 0)} {mark.note}".strip() for mark in open_marks]
    kind = "warning" if any(mark.standing is Standing.NOT_JUDGED for mark in open_marks) else "notice"
    score = "" if student.score is None else f": {percent(student.score)}"
    return Annotation(kind, f"{student.student.called}{score}", clean("; ".join(said)))


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
