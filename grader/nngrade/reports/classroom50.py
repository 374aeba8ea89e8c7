"""`result.json` of an autograder for classroom50, schema `classroom50/result/v1` (foundation50/classroom50, Advanced Autograding)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from nngrade.errors import UsageError
from nngrade.model import CheckReport, Report, Verdict
from nngrade.reports.text import clean

SCHEMA = "classroom50/result/v1"

# The names under which classroom50's runner tells an autograder about the submission; REVIEW_URL may be missing.
_VARIABLES = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a submission came from; the runner itself stamps the owner and the kind of assignment."""

    classroom: str
    assignment: str
    submission: str
    commit: str
    release: str
    review: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """What the runner says in environment variables; a UsageError names those that are missing."""
        missing = [name for name in _VARIABLES if not environment.get(name)]
        if missing:
            message = f"The format classroom50 wants the environment variable {missing[0]}, which its runner sets."
            raise UsageError(message, tip="Run it as the autograder of a classroom50 assignment, or choose another format.")
        classroom, assignment, submission, commit, release = (environment[name] for name in _VARIABLES)
        return cls(classroom, assignment, submission, commit, release, environment.get("REVIEW_URL") or commit)


def render(report: Report, origin: Origin, when: datetime) -> str:
    """One submission's result; `when` it was graded."""
    tests = [_test(check, topic.topic) for topic in report.topics for exercise in topic.exercises for check in exercise.checks]
    result = {
        "schema": SCHEMA,
        "classroom": origin.classroom,
        "assignment": origin.assignment,
        "submission": origin.submission,
        "commit": origin.commit,
        "release": origin.release,
        "review": origin.review,
        "datetime": f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "score": _number(sum(test["score"] for test in tests)),
        "max-score": _number(sum(test["max-score"] for test in tests)),
        "tests": tests,
    }
    return json.dumps(result, indent=2, allow_nan=False) + "\n"


def _test(check: CheckReport, topic: str) -> dict[str, Any]:
    ours = check.verdict is Verdict.GRADER_ERROR
    return {
        "test-name": clean(f"{topic}.{check.exercise}: {check.title}"),
        "passed": check.verdict is Verdict.PASSED,
        "score": _number(check.points),
        # What the grader itself broke counts for neither side.
        "max-score": _number(0.0 if ours else check.max_points),
    }


def _number(value: float) -> float | int:
    """A whole number as such, where it is one."""
    return int(value) if value == int(value) else round(value, 6)
