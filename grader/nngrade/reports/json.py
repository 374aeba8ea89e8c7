"""The report for programs: versioned JSON, whose every key `docs/reference/report.md` explains."""

import json
from typing import Any

from nngrade.model import (
    CheckReport,
    CodeLine,
    ExerciseReport,
    Finding,
    Misconception,
    NamedValue,
    Report,
    TopicReport,
    ValueView,
    worst,
)

Json = dict[str, Any]


def render(report: Report) -> str:
    """The report as indented JSON in ASCII, its keys always in the same order, ended by a line break."""
    return json.dumps(to_dict(report), indent=2, allow_nan=False) + "\n"


def to_dict(report: Report) -> Json:
    """The report as plain data, with what is computed from it: points, scores, verdicts."""
    return {
        "schema": report.schema,
        "course": report.course,
        "grader_version": report.grader_version,
        "seed": report.seed,
        "isolation": report.isolation,
        "exit_code": report.exit_code,
        "verdict": worst(topic.verdict for topic in report.topics).value,
        "score": report.score,
        "points": sum((topic.points for topic in report.topics), 0.0),
        "max_points": sum((topic.max_points for topic in report.topics), 0.0),
        "topics": [_topic(topic) for topic in report.topics],
    }


def _topic(topic: TopicReport) -> Json:
    return {
        "topic": topic.topic,
        "title": topic.title,
        "weight": topic.weight,
        "submission": topic.submission,
        "digest": topic.digest,
        "verdict": topic.verdict.value,
        "score": _share(topic),
        "points": topic.points,
        "max_points": topic.max_points,
        "problem": topic.problem and _finding(topic.problem),
        "notes": list(topic.notes),
        "exercises": [_exercise(exercise) for exercise in topic.exercises],
    }


def _exercise(exercise: ExerciseReport) -> Json:
    return {
        "name": exercise.name,
        "title": exercise.title,
        "cell": exercise.cell,
        "line": exercise.line,
        "verdict": exercise.verdict.value,
        "score": _share(exercise),
        "points": exercise.points,
        "max_points": exercise.max_points,
        "checks": [_check(check) for check in exercise.checks],
    }


def _check(check: CheckReport) -> Json:
    return {
        "name": check.name,
        "exercise": check.exercise,
        "title": check.title,
        "verdict": check.verdict.value,
        "points": check.points,
        "max_points": check.max_points,
        "public": check.public,
        "disclosure": check.disclosure.name.lower(),
        "hint": check.hint or None,
        "reason": check.reason or None,
        "finding": check.finding and _finding(check.finding),
    }


def _finding(finding: Finding) -> Json:
    return {
        "category": finding.category.value,
        "summary": finding.summary,
        "cause": finding.cause or None,
        "misconception": finding.misconception and _misconception(finding.misconception),
        "call": finding.call or None,
        "inputs": [_named(value) for value in finding.inputs],
        "expected": finding.expected and _value(finding.expected),
        "got": finding.got and _value(finding.got),
        "traceback": [_code(line) for line in finding.traceback],
        "reproduction": finding.reproduction or None,
        "printed": finding.printed or None,
    }


def _misconception(misconception: Misconception) -> Json:
    return {"name": misconception.name, "says": misconception.says, "hint": misconception.hint}


def _named(value: NamedValue) -> Json:
    return {"name": value.name, "value": _value(value.value)}


def _value(view: ValueView) -> Json:
    return {
        "description": view.description,
        "text": view.text,
        "cells": [list(row) for row in view.cells],
        "differs": [list(row) for row in view.differs],
        "cut": view.cut,
    }


def _code(line: CodeLine) -> Json:
    return {"cell": line.cell, "line": line.line, "function": line.function, "text": line.text, "column": line.column}


def _share(part: TopicReport | ExerciseReport) -> float | None:
    return part.points / part.max_points if part.max_points else None
