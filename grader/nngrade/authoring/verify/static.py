"""What can be seen of a topic without running anything: its hints, its lesson, its files."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from nngrade.authoring.build import RECORD, Kind, build_course
from nngrade.authoring.verify.model import Fault, Gravity
from nngrade.authoring.verify.places import fault_of
from nngrade.course.model import IMAGES, Course, Topic
from nngrade.course.toml import TomlFile
from nngrade.errors import CourseError

# All that may stand in a topic's folder beside these four, and the folder of its lesson's pictures.
_OPTIONAL = frozenset({"misconceptions.py", "alternatives.py", "waivers.toml", "pictures.py", "__pycache__"})
_REQUIRED = frozenset({"topic.toml", "reference.py", "lesson.md", "suite.py"})
# All that may stand in exercises/ beside the topics.
_BESIDE_TOPICS = frozenset({"data", "README.md", RECORD})

_SAYS = {
    Kind.NEW: ("is missing", "Run `nngrade author build`."),
    Kind.CHANGED: ("is not what the reference, lesson and pictures say", "Run `nngrade author build`; it is never written by hand."),
    Kind.EDITED: (
        "was edited by hand, and is not what the reference, lesson and pictures say",
        "Keep what is of worth in it elsewhere, then run `nngrade author build --overwrite`.",
    ),
    Kind.STRAY: ("does not belong here, and every student would get it", "Take it away."),
}


def look_at_course(course: Course) -> list[Fault]:
    """Look for what belongs to no topic in the students' folder."""
    folder = course.folder.parent / "exercises"
    known = {topic.name for topic in course.topics} | _BESIDE_TOPICS
    strays = [path for path in sorted(folder.iterdir()) if path.name not in known] if folder.is_dir() else []
    what = "belongs to no topic, and every student would get it"
    return [Fault(Gravity.UNTIDY, "", path, 0, what, "Take it away, or list it in course.toml.") for path in strays]


def look_at_topic(course: Course, topic: Topic) -> list[Fault]:
    """Look at a topic's texts and files, and whether what students get is up to date."""
    return [*_hints(topic), *_sections(topic), *_doubles(topic), *_strays(topic), *_pictures(topic), *_exercises(course, topic)]


def definition_lines(path: Path) -> dict[str, int]:
    """Return the line of each function and class of a file; empty where it is no Python."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return {}
    return {node.name: node.lineno for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _hints(topic: Topic) -> Iterator[Fault]:
    path = topic.folder / "topic.toml"
    source = TomlFile.open(path)
    for place, exercise in enumerate(topic.exercises):
        if not exercise.hints:
            line = source.line_of("exercises", place, "name")
            tip = 'Write one, as in `hints = ["What …?"]`: `nngrade hint` tells it before an attempt.'
            yield Fault(Gravity.LACKING, topic.name, path, line, f"the exercise `{exercise.name}` has no hint", tip)


def _sections(topic: Topic) -> Iterator[Fault]:
    headings = _headings(topic.lesson)
    for exercise in topic.exercises:
        if not any(re.search(rf"`{re.escape(exercise.name)}(\([^`]*)?`", heading) for heading in headings):
            tip = f"Give it one with a heading that holds its name in backticks, as in: ## … `{exercise.name}`"
            yield Fault(Gravity.LACKING, topic.name, topic.lesson, 0, f"no section of the lesson is about `{exercise.name}`", tip)


def _headings(lesson: Path) -> list[str]:
    """Return the headings of a lesson; a # in a block of code begins none."""
    return re.findall(r"^ {0,3}#{1,6}\s.*$", _without_code(_text(lesson)), flags=re.MULTILINE)


def _without_code(markdown: str) -> str:
    return re.sub(r"^ {0,3}(```+|~~~+).*?(^ {0,3}\1|\Z)", "", markdown, flags=re.MULTILINE | re.DOTALL)


def _text(lesson: Path) -> str:
    try:
        return lesson.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""  # building the exercises says what is wrong with it


def _doubles(topic: Topic) -> Iterator[Fault]:
    """Find definitions that a later one of the same name replaces: Python keeps the last alone, and says nothing."""
    for path in (topic.reference, topic.misconceptions, topic.alternatives):
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (OSError, SyntaxError, ValueError):
            continue  # reading the topic says what is wrong with it
        first: dict[str, int] = {}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and first.setdefault(node.name, node.lineno) != node.lineno:
                what = f"a second `{node.name}` replaces the one in line {first[node.name]}"
                yield Fault(Gravity.BROKEN, topic.name, path, node.lineno, what, "Give one of them another name.")


def _strays(topic: Topic) -> Iterator[Fault]:
    images = topic.folder / IMAGES
    known = {*(topic.folder / name for name in _REQUIRED | _OPTIONAL), *topic.pictures, *(path.parent for path in topic.pictures)}
    for path in [*topic.folder.iterdir(), *(images.iterdir() if images in known else ())]:
        if path not in known:
            what = "is no part of a topic"
            tip = f"A picture of the lesson belongs in {IMAGES}/." if path.suffix == ".svg" else "Take it away."
            yield Fault(Gravity.UNTIDY, topic.name, path, 0, what, tip)


def _pictures(topic: Topic) -> Iterator[Fault]:
    """Hold the pictures that there are against those that the lesson shows."""
    shown = {topic.folder / path for path in _shown(topic.lesson)}
    for path in sorted(shown.difference(topic.pictures)):
        what = f"the lesson shows {path.relative_to(topic.folder).as_posix()}, which students do not get"
        yield Fault(Gravity.LACKING, topic.name, topic.lesson, 0, what, f"A picture is an SVG file in {topic.folder / IMAGES}.")
    for path in topic.pictures:
        if path not in shown:
            yield Fault(Gravity.UNTIDY, topic.name, path, 0, "is not shown in the lesson", "Show it, or take it away.")


def _shown(lesson: Path) -> list[str]:
    """Return the files that a lesson shows as pictures; one with a scheme, as `https:`, is no file."""
    targets = re.findall(r"!\[[^\]]*\]\(<?([^)#?\s>]+)", _without_code(_text(lesson)))
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def _exercises(course: Course, topic: Topic) -> list[Fault]:
    try:
        changes = build_course(replace(course, topics=(topic,)), check=True)
    except CourseError as error:
        return [fault_of(error, topic, topic.reference)]
    return [Fault(Gravity.UNTIDY, topic.name, change.path, 0, *_SAYS[change.kind]) for change in changes]
