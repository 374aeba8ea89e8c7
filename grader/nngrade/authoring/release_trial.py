"""Trying a student edition before it goes out: its public checks accept every right answer that the course knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

from nngrade.authoring.verify.here import Here
from nngrade.course.model import Topic
from nngrade.course.variants import Variants
from nngrade.errors import CourseError
from nngrade.judge.judging import judge
from nngrade.model import CheckReport, Verdict
from nngrade.sandbox.launch import needs_of
from nngrade.submissions.reading import Submission

_PATIENCE = 120.0  # seconds for one right answer


def try_edition(topic: Topic, edition: Topic) -> None:
    """Judge every right answer by the student edition of its topic; a CourseError names the check that does not pass."""
    for name, source in _right_answers(topic):
        for check in _failed(edition, source):
            why = check.finding.summary if check.finding else check.reason
            message = f"{topic.suite}: in a student edition the public check `{check.name}` is {check.verdict} for {name}. {why}"
            tip = "A public check may ask the reference about what it draws or fixes, not about what came back: else make it hidden."
            raise CourseError(message, tip=tip)


def _right_answers(topic: Topic) -> Iterator[tuple[str, str]]:
    yield "the reference", topic.reference.read_text("utf-8")
    if topic.alternatives.is_file():
        variants = Variants(topic.alternatives, topic.reference)
        for node in ast.parse(topic.alternatives.read_text("utf-8")).body:
            match node:
                case (
                    ast.FunctionDef(decorator_list=[ast.Call(args=[ast.Constant(exercise)]), *_])
                    | ast.ClassDef(decorator_list=[ast.Call(args=[ast.Constant(exercise)]), *_])
                ):
                    yield f"the alternative `{node.name}`", variants.stand_in(node.name, str(exercise)).source


def _failed(edition: Topic, source: str) -> list[CheckReport]:
    submission = Submission(Path(edition.filename), source, "")
    report = judge(edition, submission, session=Here(needs_of(edition), _PATIENCE))
    return [check for exercise in report.exercises for check in exercise.checks if check.verdict is not Verdict.PASSED]
