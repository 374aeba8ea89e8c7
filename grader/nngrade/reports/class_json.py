"""A class for programs: versioned JSON, whose every key `docs/reference/class-report.md` explains."""

import json
from collections.abc import Iterable, Iterator
from textwrap import indent

from nngrade.class_report import ClassReport, ClassTopic, Mark, Problem, StudentMarks, StudentReport
from nngrade.reports.json import Json, to_dict


def render(report: ClassReport, students: Iterable[StudentReport]) -> Iterator[str]:
    """The class as JSON in ASCII, in parts: the whole of a large class is never held at once."""
    head = {
        "schema": report.schema,
        "course": report.course,
        "grader_version": report.grader_version,
        "seed": report.seed,
        "isolation": report.isolation,
        "exit_code": report.exit_code,
        "topics": [_topic(topic) for topic in report.topics],
        "problems": [_problem(problem) for problem in report.problems],
        "students": [],
    }
    beginning, _, end = json.dumps(head, indent=2, allow_nan=False).rpartition("[]")
    yield beginning + "["
    between = "\n"
    for student in students:
        one = json.dumps(_student(student), indent=2, allow_nan=False)
        yield between + indent(one, "    ")
        between = ",\n"
    yield ("\n  ]" if between == ",\n" else "]") + end + "\n"


def _topic(topic: ClassTopic) -> Json:
    return {"topic": topic.name, "title": topic.title, "weight": topic.weight, "max_points": topic.max_points}


def _problem(problem: Problem) -> Json:
    return {"student": problem.student or None, "topic": problem.topic or None, "says": problem.says, "is_fault": problem.is_fault}


def _student(student: StudentReport) -> Json:
    reports = {topic["topic"]: topic for topic in to_dict(student.report)["topics"]}
    return {**_who(student.marks), "marks": [{**_mark(mark), "report": reports.get(mark.topic)} for mark in student.marks.marks]}


def _who(marks: StudentMarks) -> Json:
    who = marks.student
    return {"student": who.id, "name": who.name or None, "email": who.email or None, "score": marks.score, "points": marks.points}


def _mark(mark: Mark) -> Json:
    return {
        "topic": mark.topic,
        "standing": mark.standing.value,
        "verdict": mark.verdict and mark.verdict.value,
        "earned": mark.earned,
        "points": mark.points,
        "max_points": mark.max_points,
        "score": mark.share,
        "attempt": mark.attempt or None,
        "attempts": mark.attempts,
        "submitted": mark.submitted and mark.submitted.isoformat(),
        "late_days": mark.late_days,
        "submission": mark.path or None,
        "note": mark.note or None,
    }
