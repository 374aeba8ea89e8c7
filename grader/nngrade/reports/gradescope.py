"""`results.json` of a Gradescope autograder (gradescope-autograders.readthedocs.io, specifications)."""

import json
from typing import Any, Final, Literal, get_args

from nngrade.model import CheckReport, Report, TopicReport, Verdict
from nngrade.reports import plain
from nngrade.reports.text import clean

Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]
VISIBILITIES: Final[tuple[Visibility, ...]] = get_args(Visibility)


def render(report: Report, *, hidden_checks: Visibility = "visible") -> str:
    """One submission's results; `hidden_checks` says when students see those that are not public.

    What is withheld until a date hides the total from them as well; `hidden` does not.
    """
    result: dict[str, Any] = {
        "output": "\n\n".join(filter(None, map(_output, report.topics))),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(check, topic, report, hidden_checks) for topic in report.topics for check in _checks(topic)],
        "extra_data": {
            "schema": report.schema,
            "grader_version": report.grader_version,
            "seed": report.seed,
            "isolation": report.isolation,
            "digests": {topic.topic: topic.digest for topic in report.topics},
        },
    }
    # Required where no test has a score, and what a person would add up in any case.
    result["score"] = sum((test["score"] for test in result["tests"]), 0.0)
    return json.dumps(result, indent=2, allow_nan=False) + "\n"


def _checks(topic: TopicReport) -> list[CheckReport]:
    return [check for exercise in topic.exercises for check in exercise.checks]


def _output(topic: TopicReport) -> str:
    lines = [*(plain.problem(topic.problem) if topic.problem else ()), *map(clean, topic.notes)]
    return "\n".join(lines)


def _test(check: CheckReport, topic: TopicReport, report: Report, hidden_checks: Visibility) -> dict[str, Any]:
    ours = check.verdict is Verdict.GRADER_ERROR
    name = f"{check.exercise}: {check.title}"
    return {
        "name": clean(f"{topic.title}, {name}" if len(report.topics) > 1 else name),
        # Always said: of 0 points out of 0 Gradescope would make a pass.
        "status": "passed" if check.verdict is Verdict.PASSED else "failed",
        "score": check.points,
        # What the grader itself broke counts for neither side.
        "max_score": 0.0 if ours else check.max_points,
        "output": "\n".join([] if check.verdict is Verdict.PASSED else plain.explanation(check) or [plain.verdict(check)]),
        "visibility": "visible" if check.public else hidden_checks,
        "tags": [topic.topic, check.exercise],
        "extra_data": {"check": check.name, "verdict": check.verdict.value},
    }
