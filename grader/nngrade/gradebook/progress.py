"""A student's own progress: the best and the latest result of each exercise, kept in the workspace.

It is one JSON file, written whole or not at all. A file that cannot be read is
put aside under another name, never lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

from nngrade.model import ExerciseReport, Report, Verdict
from nngrade.submissions.workspace import MARK, write_whole, writing

SCHEMA: Final = "nngrade/progress/v1"


@dataclass(frozen=True, slots=True)
class Result:
    """One exercise, or one topic, at one time; `when` is in UTC."""

    when: datetime
    verdict: Verdict
    points: float
    max_points: float
    passed: int
    checks: int

    @property
    def done(self) -> bool:
        """Whether every check passed."""
        return self.verdict is Verdict.PASSED

    @property
    def share(self) -> float:
        """Points earned of those that could be, from 0 to 1."""
        return self.points / self.max_points if self.max_points else float(self.done)


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """The best and the latest result of one exercise, and how often it was checked."""

    best: Result
    latest: Result
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Progress:
    """All that is known: by topic, then by exercise. `set_aside` is where a file went that could not be read."""

    topics: dict[str, dict[str, ExerciseProgress]] = field(default_factory=dict)
    schema: Literal["nngrade/progress/v1"] = SCHEMA
    set_aside: str = ""

    def exercise(self, topic: str, name: str) -> ExerciseProgress | None:
        """Return what is known of one exercise, None before its first check."""
        return self.topics.get(topic, {}).get(name)


def progress_file(workspace: Path) -> Path:
    """Return where a workspace keeps its progress."""
    return workspace / MARK / "progress.json"


def read(workspace: Path) -> Progress:
    """Read what is known; a broken file is put aside, and its new name is in `set_aside`."""
    path = progress_file(workspace)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Progress)
    except FileNotFoundError:
        return Progress()
    except (msgspec.DecodeError, UnicodeDecodeError, IsADirectoryError):
        return Progress(set_aside=str(_put_aside(path)))


def record(workspace: Path, report: Report) -> Progress:
    """Add what a run found, and return all that is known now.

    An exercise in which the grader itself failed is left out: that is no result
    of the student's.
    """
    known = read(workspace)
    now = datetime.now(UTC).replace(microsecond=0)
    topics = {topic: dict(exercises) for topic, exercises in known.topics.items()}
    for topic in report.topics:
        exercises = topics.setdefault(topic.topic, {})
        for exercise in topic.exercises:
            if exercise.checks and exercise.verdict is not Verdict.GRADER_ERROR:
                exercises[exercise.name] = _added(exercises.get(exercise.name), _result(exercise, now))
    saved = msgspec.json.encode(Progress(topics))
    write_whole(progress_file(workspace), msgspec.json.format(saved) + b"\n")
    return Progress(topics, set_aside=known.set_aside)


def total(results: Iterable[Result]) -> Result | None:
    """Add the results of a topic's exercises up; None when there is none."""
    all_results = tuple(results)
    if not all_results:
        return None
    done = all(result.done for result in all_results)
    return Result(
        when=max(result.when for result in all_results),
        verdict=Verdict.PASSED if done else Verdict.FAILED,
        points=sum(result.points for result in all_results),
        max_points=sum(result.max_points for result in all_results),
        passed=sum(result.passed for result in all_results),
        checks=sum(result.checks for result in all_results),
    )


def _result(exercise: ExerciseReport, now: datetime) -> Result:
    passed = sum(check.verdict is Verdict.PASSED for check in exercise.checks)
    return Result(now, exercise.verdict, exercise.points, exercise.max_points, passed, len(exercise.checks))


def _added(known: ExerciseProgress | None, result: Result) -> ExerciseProgress:
    if known is None:
        return ExerciseProgress(result, result)
    better = (result.done, result.share) > (known.best.done, known.best.share)
    return ExerciseProgress(result if better else known.best, result, known.attempts + 1)


def _put_aside(path: Path) -> Path:
    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    aside = path.with_name(f"progress-broken-{stamp}.json")
    with writing(path):
        path.rename(aside)
    return aside
