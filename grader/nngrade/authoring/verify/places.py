"""Faults out of the errors that reading and judging a course raise: their words hold the place."""

import re
from pathlib import Path

from nngrade.authoring.verify.model import Fault, Gravity
from nngrade.course.model import Topic
from nngrade.errors import NNGradeError

_PLACE = re.compile(r"\b(?P<file>(?:suite|reference|misconceptions|alternatives)\.py|topic\.toml|lesson\.md)(?::|, line )(?P<line>\d+)")


def fault_of(error: NNGradeError, topic: Topic, path: Path) -> Fault:
    """Return the fault that a course's own error tells of; it lies in `path` where the error names no place."""
    return fault_in(error.message, error.tip, topic, path)


def fault_in(message: str, tip: str, topic: Topic, path: Path) -> Fault:
    """Do the same with an error's words."""
    line = 0
    if place := _PLACE.search(message):
        path, line = topic.folder / place["file"], int(place["line"])
    for said in (f"{path}:{line}", f"{path}, line {line}", f"{path}"):
        message = message.removeprefix(said).lstrip(": ")
    return Fault(Gravity.BROKEN, topic.name, path, line, message.rstrip("."), tip or "Mend it there.")
