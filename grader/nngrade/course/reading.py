"""Reading `course.toml` and each `topic.toml`, strictly: a mistake in them is named with its file and line."""

import re
import tomllib
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import TypeVar

import msgspec

from nngrade.course.model import Course, Exercise, Limits, Topic
from nngrade.errors import CourseError
from nngrade.model import Disclosure

FORMAT = 1

_TOPIC_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_REFERENCE = "docs/reference/suite.md describes every key."


class _TopicEntry(msgspec.Struct, forbid_unknown_fields=True):
    """One `[[topics]]` of `course.toml`."""

    name: str
    weight: float = 1.0


class _CourseFile(msgspec.Struct, forbid_unknown_fields=True):
    """`course.toml`."""

    format: int
    title: str
    topics: list[_TopicEntry]
    disclosure: str = "counterexample"


class _LimitsTable(msgspec.Struct, forbid_unknown_fields=True):
    """`[limits]` of `topic.toml`."""

    wall_seconds: float = Limits().wall_seconds
    cpu_seconds: float = Limits().cpu_seconds
    memory_mb: int = Limits().memory_mb
    output_kb: int = Limits().output_kb


class _ExerciseTable(msgspec.Struct, forbid_unknown_fields=True):
    """One `[[exercises]]` of `topic.toml`."""

    name: str
    title: str
    summary: str
    hints: list[str] = []


class _TopicFile(msgspec.Struct, forbid_unknown_fields=True):
    """`topic.toml`."""

    format: int
    title: str
    summary: str
    module: str
    exercises: list[_ExerciseTable]
    needs: list[str] = []
    prerequisites: list[str] = []
    misconception_seconds: float = 1.0
    limits: _LimitsTable = msgspec.field(default_factory=_LimitsTable)


_FileT = TypeVar("_FileT", _CourseFile, _TopicFile)


@dataclass(frozen=True, slots=True)
class _Source:
    """One TOML file, kept as text so that a mistake can be named with its line."""

    path: Path
    text: str

    def error(self, message: str, *, key: str = "", table: str = "", index: int = 0, tip: str = _REFERENCE) -> CourseError:
        """Return the error at the `key` of the top of the file, or of the `index`-th `table`."""
        line = self._line_of(key, table, index)
        where = f"{self.path}, line {line}" if line else f"{self.path}"
        return CourseError(f"{where}: {message}", tip=tip)

    def _line_of(self, key: str, table: str, index: int) -> int:
        """Find a line by its look; 0 when TOML's freedoms (inline tables, quoted keys) hide it."""
        header = re.compile(rf"\s*\[\[?\s*{re.escape(table)}\s*\]")
        wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        inside, seen, found = not table, -1, 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            if re.match(r"\s*\[", line):
                seen += bool(table and header.match(line))
                inside = bool(table and header.match(line)) and seen == index
                found = number if inside else found
            elif inside and key and wanted.match(line):
                return number
        return found


def read_course(folder: Path) -> Course:
    """Read the course whose `course.toml` stands in `folder`; anything wrong in it is a CourseError."""
    source = _open(folder / "course.toml")
    raw = _convert(source, _CourseFile)
    try:
        disclosure = Disclosure[raw.disclosure.upper()]
    except KeyError:
        levels = ", ".join(f'"{level.name.lower()}"' for level in Disclosure)
        message = f'disclosure = "{raw.disclosure}" is not one of {levels}.'
        raise source.error(message, key="disclosure") from None
    if not raw.topics:
        raise source.error("the course has no [[topics]].")
    topics: list[Topic] = []
    for index, entry in enumerate(raw.topics):
        _check_entry(source, entry, index, {topic.name for topic in topics})
        topics.append(_read_topic(folder, entry, {topic.name for topic in topics}))
    return Course(raw.title, folder, disclosure, tuple(topics))


def _open(path: Path) -> _Source:
    try:
        return _Source(path, path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{path} does not exist.", tip=f"A course needs it. {_REFERENCE}") from None
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is not UTF-8: byte {error.start} does not decode.", tip="Save the file as UTF-8.") from None
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.", tip="See to its permissions.") from None


def _convert(source: _Source, shape: type[_FileT]) -> _FileT:
    try:
        table = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{source.path} is not TOML: {error}.", tip="Mend the file there.") from None
    if table.get("format", FORMAT) != FORMAT:
        message = f"format = {table['format']!r} is not one that this nngrade reads; it reads {FORMAT}."
        raise source.error(message, key="format", tip="Upgrade nngrade, or write the file in that format.")
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError as error:
        raise _misshapen(source, str(error)) from None


def _misshapen(source: _Source, complaint: str) -> CourseError:
    """Say in the words of TOML what msgspec says with a path such as `$.exercises[1].name`."""
    what, _, path = complaint.partition(" - at `$.")
    named = re.search(r"(?:unknown field|required field) `([^`]*)`", what)
    table, index, key = "", 0, path.rstrip("`")
    if place := re.fullmatch(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+)(?:\[\d+\])?)?", key):
        deeper = place[3] or place[2]
        is_table = place[1] in {"topics", "exercises", "limits"} and (deeper or named)
        table, index, key = (place[1], int(place[2] or 0), place[3] or "") if is_table else ("", 0, place[1])
    if what.startswith("Object contains unknown field") and named:
        return source.error(f"the key `{named[1]}` is not known here.", key=named[1], table=table, index=index)
    if what.startswith("Object missing required field") and named:
        where = f" in [[{table}]] number {index + 1}" if table and table != "limits" else ""
        return source.error(f"the key `{named[1]}` is missing{where}.", table=table, index=index)
    wanted = what.replace("Expected", "expected", 1)
    return source.error(f"`{key or table}`: {wanted}.", key=key, table=table, index=index)


def _check_entry(source: _Source, entry: _TopicEntry, index: int, earlier: set[str]) -> None:
    if not _TOPIC_NAME.fullmatch(entry.name):
        message = f'a topic cannot be called "{entry.name}": use lower-case words joined by hyphens.'
        raise source.error(message, key="name", table="topics", index=index)
    if entry.name in earlier:
        raise source.error(f'there are two topics called "{entry.name}".', key="name", table="topics", index=index)
    if not 0 <= entry.weight < inf:
        message = f"weight = {entry.weight:g} is not a weight: it must be 0 or more."
        raise source.error(message, key="weight", table="topics", index=index)


def _read_topic(course_folder: Path, entry: _TopicEntry, earlier: set[str]) -> Topic:
    folder = course_folder / entry.name
    source = _open(folder / "topic.toml")
    raw = _convert(source, _TopicFile)
    _check_topic(source, raw, earlier)
    _check_exercises(source, raw.exercises)
    for name in ("reference.py", "suite.py"):
        if not (folder / name).is_file():
            tip = f"Write it, or take {entry.name} out of {course_folder / 'course.toml'}."
            raise CourseError(f"{folder / name} does not exist.", tip=tip)
    return Topic(
        name=entry.name,
        title=raw.title,
        summary=raw.summary,
        module=raw.module,
        needs=tuple(raw.needs),
        prerequisites=tuple(raw.prerequisites),
        weight=entry.weight,
        limits=Limits(raw.limits.wall_seconds, raw.limits.cpu_seconds, raw.limits.memory_mb, raw.limits.output_kb),
        exercises=tuple(Exercise(one.name, one.title, one.summary, tuple(one.hints)) for one in raw.exercises),
        folder=folder,
        student_folder=course_folder.parent / "exercises" / entry.name,
        misconception_seconds=raw.misconception_seconds,
    )


def _check_topic(source: _Source, raw: _TopicFile, earlier: set[str]) -> None:
    if not raw.module.isidentifier():
        raise source.error(f'module = "{raw.module}" is not a name that Python can import.', key="module")
    for needed in raw.needs:
        if not needed.isidentifier():
            raise source.error(f'needs: "{needed}" is not a name that Python can import.', key="needs")
    for name in raw.prerequisites:
        if name not in earlier:
            tip = "A prerequisite is a topic that stands above this one in course.toml."
            raise source.error(f'no earlier topic is called "{name}".', key="prerequisites", tip=tip)
    if not 0 < raw.misconception_seconds < inf:
        raise source.error("misconception_seconds must be more than 0.", key="misconception_seconds")
    for key in raw.limits.__struct_fields__:
        if not 0 < getattr(raw.limits, key) < inf:
            raise source.error(f"{key} must be more than 0.", key=key, table="limits")


def _check_exercises(source: _Source, exercises: list[_ExerciseTable]) -> None:
    if not exercises:
        raise source.error("the topic has no [[exercises]].")
    seen: set[str] = set()
    for index, exercise in enumerate(exercises):
        if not exercise.name.isidentifier():
            message = f'an exercise cannot be called "{exercise.name}": it names a function or a class.'
            raise source.error(message, key="name", table="exercises", index=index)
        if exercise.name in seen:
            message = f'there are two exercises called "{exercise.name}".'
            raise source.error(message, key="name", table="exercises", index=index)
        seen.add(exercise.name)
