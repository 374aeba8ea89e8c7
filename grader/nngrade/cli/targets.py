"""What a command is about: a topic, or `topic.exercise`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from nngrade.cli.options import current_course
from nngrade.errors import NNGradeError, UsageError

if TYPE_CHECKING:  # see `options`
    from nngrade.course.model import Course, Exercise, Topic


@dataclass(frozen=True, slots=True)
class Target:
    """A topic, and one exercise of it or None for all."""

    topic: "Topic"
    exercise: "Exercise | None" = None

    @property
    def exercises(self) -> "tuple[Exercise, ...]":
        """The exercises meant."""
        return self.topic.exercises if self.exercise is None else (self.exercise,)

    def __str__(self) -> str:
        return self.topic.name if self.exercise is None else f"{self.topic.name}.{self.exercise.name}"


class TargetName(click.ParamType[str]):
    """The text of a target, which the shell can complete; `parse_target` reads it."""

    name = "topic[.exercise]"

    def __init__(self, *, with_exercises: bool = True) -> None:
        self._with_exercises = with_exercises

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Complete topics, and after a dot the exercises of one; a broken course completes nothing."""
        del param
        try:
            course = current_course(ctx)
        except NNGradeError:
            return []
        offered = [(topic.name, topic.title) for topic in course.topics]
        if self._with_exercises and "." in incomplete:
            offered = [(f"{topic.name}.{one.name}", one.title) for topic in course.topics for one in topic.exercises]
        return [CompletionItem(name, help=title) for name, title in offered if name.startswith(incomplete)]


def parse_target(course: "Course", text: str) -> Target:
    """Read `softmax` or `softmax.log_softmax`; a UsageError says what was meant instead."""
    topic_name, dot, exercise_name = text.partition(".")
    _refuse_file_name(course, text)
    try:
        topic = course.topic(topic_name)
    except UsageError:
        homes = [topic.name for topic in course.topics for exercise in topic.exercises if exercise.name == text]
        if not homes:
            raise
        message = f"`{text}` is an exercise of the topic {homes[0]}."
        raise UsageError(message, tip=f"Name it as `{homes[0]}.{text}`.") from None
    if not dot:
        return Target(topic)
    return Target(topic, topic.exercise(exercise_name))


def parse_targets(course: "Course", texts: Iterable[str]) -> tuple[Target, ...]:
    """Read several targets."""
    return tuple(parse_target(course, text) for text in texts)


def _refuse_file_name(course: "Course", text: str) -> None:
    path = PurePath(text)
    if path.suffix.lower() not in {".py", ".ipynb"} and len(path.parts) < 2:
        return
    topics = [topic.name for topic in course.topics if topic.module == path.stem]
    topic = topics[0] if topics else "TOPIC"
    message = f"`{text}` is the name of a file, where that of a topic is wanted."
    raise UsageError(message, tip=f"Name the topic, and the file with --submission: `nngrade check {topic} --submission {text}`.")
