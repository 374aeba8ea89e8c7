"""Reading a class file, and the rules of grading wherever they stand."""

from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from pathlib import Path

from nngrade.course.format import ClassFile, GradingTable
from nngrade.course.model import Course
from nngrade.course.policy import Policy
from nngrade.course.toml import Place, TomlFile
from nngrade.model import Disclosure


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one student: by days, or to a due date; in all topics when none is named."""

    student: str
    topics: tuple[str, ...]
    days: float
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The policy of each topic by its name, and the exceptions."""

    policies: dict[str, Policy]
    extensions: tuple[Extension, ...] = ()

    def policy(self, topic: str, student: str) -> Policy:
        """What holds for one student in one topic."""
        policy = self.policies.get(topic, Policy())
        for extension in self.extensions:
            if extension.student == student and (not extension.topics or topic in extension.topics):
                policy = policy.extended(extension.days, extension.due)
        return policy


def rules_of(course: Course) -> Rules:
    """The rules that stand in the course itself."""
    return Rules({topic.name: topic.policy for topic in course.topics})


def read_rules(path: Path, course: Course) -> Rules:
    """The rules of a class: what its file says goes before what the course says. A CourseError names file and line."""
    from nngrade.course.reading import convert  # noqa: PLC0415 - which reads the rules of a course with what stands below

    source = TomlFile.open(path)
    raw = convert(source, ClassFile)
    names = [topic.name for topic in course.topics]
    policies = {topic.name: read_policy(source, raw.grading, topic.policy, ("grading",)) for topic in course.topics}
    for index, entry in enumerate(raw.topics):
        if entry.name not in names:
            raise source.error(
                f'the course has no topic "{entry.name}".', "topics", index, "name", tip=f"Its topics are {', '.join(names)}."
            )
        policies[entry.name] = read_policy(source, entry, policies[entry.name], ("topics", index))
    extensions = []
    for index, extension in enumerate(raw.extensions):
        for place, name in enumerate(extension.topics):
            if name not in names:
                raise source.error(f'the course has no topic "{name}".', "extensions", index, "topics", place)
        if not (isfinite(extension.days) and extension.days >= 0):
            raise source.error(f"days = {extension.days:g} is no time.", "extensions", index, "days")
        _refuse_local(source, extension.due, ("extensions", index, "due"))
        if not extension.days and extension.due is None:
            raise source.error("an extension gives `days`, or a `due` of its own.", "extensions", index)
        extensions.append(Extension(extension.student, tuple(extension.topics), extension.days, extension.due))
    return Rules(policies, tuple(extensions))


def read_policy(source: TomlFile, table: GradingTable, base: Policy, place: Place) -> Policy:
    """The policy that a table makes of another; a CourseError names the key that makes no sense."""
    given = {key: getattr(table, key) for key in GradingTable.__struct_fields__ if getattr(table, key) is not None}
    for key, value in given.items():
        if isinstance(value, datetime):
            _refuse_local(source, value, (*place, key))
        elif isinstance(value, int | float) and not _makes_sense(key, value):
            raise source.error(f"{key} = {value:g} makes no sense.", *place, key)
    if "disclosure_cap" in given:
        given["disclosure"] = Disclosure[given.pop("disclosure_cap").upper()]
    policy = replace(base, **given)
    if policy.due and policy.closes and policy.closes < policy.due:
        raise source.error("`closes` lies before `due`.", *place, "closes" if "closes" in given else "due")
    return policy


def _makes_sense(key: str, value: float) -> bool:
    if not isfinite(value):
        return False
    match key:
        case "late_penalty" | "late_most":
            return 0 <= value <= 1
        case "late_hours":
            return value > 0
        case "attempt_limit" | "disclosure_lifts_after":
            return value >= 1
        case _:
            return value >= 0


def _refuse_local(source: TomlFile, when: datetime | None, place: Place) -> None:
    if when is not None and when.tzinfo is None:
        message = f"{place[-1]} = {when.isoformat()} does not say in which time zone."
        raise source.error(message, *place, tip="Write the offset: 2026-10-31T23:59:00+01:00, or a Z for UTC.")
