"""Reading `course.toml` and each `topic.toml`, strictly: a mistake in them is named with its file and line."""

import re
from dataclasses import replace
from difflib import get_close_matches
from keyword import iskeyword
from math import inf
from pathlib import Path
from typing import TypeVar

import msgspec

from nngrade.course.classes import read_policy
from nngrade.course.format import (
    FORMAT,
    TOPIC_NAME,
    ClassFile,
    CourseFile,
    ExerciseTable,
    ExtensionTable,
    GradingTable,
    LimitsTable,
    TopicEntry,
    TopicFile,
    WaiversFile,
    WaiverTable,
)
from nngrade.course.model import Course, Exercise, Limits, Topic
from nngrade.course.policy import Policy
from nngrade.course.toml import Place, TomlFile
from nngrade.errors import CourseError
from nngrade.model import Disclosure

_FileT = TypeVar("_FileT", CourseFile, TopicFile, WaiversFile, ClassFile)

_TABLES: dict[str, type[msgspec.Struct]] = {
    "topics": TopicEntry,
    "exercises": ExerciseTable,
    "limits": LimitsTable,
    "waivers": WaiverTable,
    "grading": GradingTable,
    "extensions": ExtensionTable,
}
_WORDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "text in quotes",
    "bool": "true or false",
    "array": "a list in brackets",
    "object": "a table",
    "datetime": "a date and time, such as 2026-10-31T23:59:00+01:00",
}


def read_course(folder: Path) -> Course:
    """Read the course whose `course.toml` stands in `folder`; anything wrong in it is a CourseError."""
    source = TomlFile.open(folder / "course.toml")
    raw = convert(source, CourseFile)
    if not raw.topics:
        raise source.error("the course has no [[topics]].", "topics")
    if raw.min_checks < 1:
        raise source.error(f"min_checks = {raw.min_checks} is too few: it must be 1 or more.", "min_checks")
    topics: list[Topic] = []
    for index, entry in enumerate(raw.topics):
        names = [topic.name for topic in topics]
        _check_entry(source, entry, index, names)
        policy = read_policy(source, entry, read_policy(source, raw.grading, Policy(), ("grading",)), ("topics", index))
        topics.append(replace(_read_topic(folder, entry, names), policy=policy))
    return Course(raw.title, folder, Disclosure[raw.disclosure.upper()], tuple(topics), raw.min_checks)


def is_topic_name(name: str) -> bool:
    """Whether a topic can be called so: lower-case words and digits, joined by hyphens."""
    return re.fullmatch(TOPIC_NAME, name) is not None


def is_python_name(name: str) -> bool:
    """Whether Python can define or import something of that name."""
    return name.isidentifier() and not iskeyword(name)


def convert(source: TomlFile, shape: type[_FileT]) -> _FileT:
    """Read a file of a course into its struct; a CourseError names the line of a key that is unknown, missing or of another type."""
    if source.table.get("format", FORMAT) != FORMAT:
        message = f"format = {source.table['format']!r} is not one that this nngrade reads; it reads {FORMAT}."
        raise source.error(message, "format", tip="Upgrade nngrade, or write the file in that format.")
    try:
        return msgspec.convert(source.table, shape)
    except msgspec.ValidationError as error:
        raise _misshapen(source, str(error), shape) from None


def _misshapen(source: TomlFile, complaint: str, shape: type[msgspec.Struct]) -> CourseError:
    """Say in the words of TOML what msgspec says with a path such as `$.exercises[1].name`."""
    what, _, path = complaint.partition(" - at `$")
    place: Place = tuple(int(index) if index else key for key, index in re.findall(r"\.(\w+)|\[(\d+)\]", path))
    tables = [part for part in place if isinstance(part, str)]
    if named := re.search(r"unknown field `([^`]*)`", what):
        known = (_TABLES[tables[-1]] if tables else shape).__struct_fields__
        return source.error(f"the key `{named[1]}` is not known {_here(place)}.{_nearest(named[1], known)}", *place, named[1])
    if named := re.search(r"required field `([^`]*)`", what):
        return source.error(f"the key `{named[1]}` is missing {_here(place)}.", *place)
    if (named := re.search(r"Invalid enum value '([^']*)'", what)) and tables[-1] == "counts":
        message = f'counts = "{named[1]}" is neither "best" nor "last".'
        return source.error(message, *place)
    if named := re.search(r"Invalid enum value '([^']*)'", what):
        levels = ", ".join(f'"{level.name.lower()}"' for level in Disclosure)
        return source.error(f'{tables[-1]} = "{named[1]}" is not one of {levels}.', *place)
    wanted = re.sub(r"`(\w+)`", lambda kind: _WORDS.get(kind[1], kind[0]), what.replace("Expected", "expected", 1).replace(" | null", ""))
    return source.error(f"`{tables[-1]}`: {wanted}.", *place)


def _here(place: Place) -> str:
    match place:
        case (str() as table, int() as index):
            return f"in [[{table}]] number {index + 1}"
        case (str() as table,):
            return f"in [{table}]"
        case _:
            return "at the top of the file"


def _nearest(wanted: str, names: tuple[str, ...]) -> str:
    nearest = get_close_matches(wanted, names, n=1)
    return f" Did you mean `{nearest[0]}`?" if nearest else f" Known are: {', '.join(names)}."


def _check_entry(source: TomlFile, entry: TopicEntry, index: int, earlier: list[str]) -> None:
    if not is_topic_name(entry.name):
        message = f'a topic cannot be called "{entry.name}": use lower-case words joined by hyphens.'
        raise source.error(message, "topics", index, "name")
    if entry.name in earlier:
        first = source.line_of("topics", earlier.index(entry.name), "name")
        message = f'there are two topics called "{entry.name}": the first stands in line {first}.'
        raise source.error(message, "topics", index, "name", tip="Give one of them another name, or take it out.")
    if not 0 <= entry.weight < inf:
        message = f"weight = {entry.weight:g} is not a weight: it must be 0 or more."
        raise source.error(message, "topics", index, "weight")


def _read_topic(course_folder: Path, entry: TopicEntry, earlier: list[str]) -> Topic:
    folder = course_folder / entry.name
    source = TomlFile.open(folder / "topic.toml")
    raw = convert(source, TopicFile)
    _check_topic(source, raw, earlier)
    _check_exercises(source, raw.exercises)
    topic = Topic(
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
        data=tuple(raw.data),
    )
    _check_data(source, topic)
    _check_files(topic)
    return topic


def _check_topic(source: TomlFile, raw: TopicFile, earlier: list[str]) -> None:
    if not is_python_name(raw.module):
        raise source.error(f'module = "{raw.module}" is not a name that Python can import.', "module")
    for index, needed in enumerate(raw.needs):
        if not is_python_name(needed):
            raise source.error(f'needs: "{needed}" is not a name that Python can import.', "needs", index)
    for index, name in enumerate(raw.prerequisites):
        if name not in earlier:
            tip = "A prerequisite is a topic that stands above this one in course.toml."
            raise source.error(f'no earlier topic is called "{name}".', "prerequisites", index, tip=tip)
    if not 0 < raw.misconception_seconds < inf:
        raise source.error("misconception_seconds must be more than 0.", "misconception_seconds")
    for key in raw.limits.__struct_fields__:
        if not 0 < getattr(raw.limits, key) < inf:
            raise source.error(f"{key} must be more than 0.", "limits", key)


def _check_exercises(source: TomlFile, exercises: list[ExerciseTable]) -> None:
    if not exercises:
        raise source.error("the topic has no [[exercises]].", "exercises")
    names = [exercise.name for exercise in exercises]
    for index, name in enumerate(names):
        if not is_python_name(name):
            message = f'an exercise cannot be called "{name}": it names a function or a class.'
            raise source.error(message, "exercises", index, "name")
        if name in names[:index]:
            first = source.line_of("exercises", names.index(name), "name")
            message = f'there are two exercises called "{name}": the first stands in line {first}.'
            raise source.error(message, "exercises", index, "name", tip="Give one of them another name, or take it out.")


def _check_data(source: TomlFile, topic: Topic) -> None:
    for index, name in enumerate(topic.data):
        if Path(name).name != name or not (topic.data_folder / name).is_file():
            tip = "`data` lists the names of files that stand there, without their folder."
            raise source.error(f'data: "{name}" is no file of {topic.data_folder}.', "data", index, tip=tip)


def _check_files(topic: Topic) -> None:
    """A topic has a suite, and what its `agree` compares with: the reference, or answers frozen at release."""
    missing = [path for path in (topic.reference, topic.suite) if not path.is_file()]
    if missing and not (topic.frozen.is_file() and missing == [topic.reference]):
        tip = f"Write it, or take {topic.name} out of {topic.folder.parent / 'course.toml'}."
        raise CourseError(f"{missing[0]} does not exist.", tip=tip)
