"""The files of a course as msgspec reads them: every key, its type, what it means, and what it is when it is left out.

docs/reference/course-format.md describes the same keys for authors, and the JSON
schemas beside it are made from these structs; a test keeps the three together.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from nngrade.course.model import Limits

FORMAT = 1
TOPIC_NAME = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"

Level = Literal["verdict", "category", "hint", "counterexample", "full"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SHARE: dict[str, Any] = {"minimum": 0, "maximum": 1}
_POSITIVE: dict[str, Any] = {"exclusiveMinimum": 0}
_IDENTIFIER: dict[str, Any] = {"pattern": r"^[^\W\d]\w*$"}


def _says(description: str, rule: dict[str, Any] | None = None) -> Meta:
    """Describe a key; its rule is for editors alone: `reading` checks it, in words that an author understands."""
    return Meta(description=description, extra_json_schema=rule)


class GradingTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[grading]` of `course.toml` or of a class file: the rules of a class. A topic's own keys go before these."""

    due: Annotated[datetime | None, _says("When work is due, with its offset from UTC.")] = None
    closes: Annotated[datetime | None, _says("When nothing is taken any more, with its offset from UTC.")] = None
    grace_minutes: Annotated[float | None, _says("How late is not late yet.", {"minimum": 0})] = None
    late_penalty: Annotated[float | None, _says("The share of the points that a late period costs.", _SHARE)] = None
    late_hours: Annotated[float | None, _says("How long a late period is; one that has begun counts in full.", _POSITIVE)] = None
    late_most: Annotated[float | None, _says("The largest share that lateness costs.", _SHARE)] = None
    counts: Annotated[Literal["best", "last"] | None, _says("Which attempt counts.")] = None
    attempt_limit: Annotated[int | None, _says("How many attempts count at most; later ones do not.", {"minimum": 1})] = None
    disclosure_cap: Annotated[Level | None, _says("The most that a report may tell a student.")] = None
    disclosure_lifts: Annotated[datetime | None, _says("When that cap lifts, with its offset from UTC.")] = None
    disclosure_lifts_after: Annotated[int | None, _says("After how many attempts that cap lifts.", {"minimum": 1})] = None


class TopicEntry(GradingTable, forbid_unknown_fields=True):
    """One `[[topics]]` of `course.toml`; their order is the order in which they are taught."""

    name: Annotated[str, _says("The topic's name, and that of its folder.", {"pattern": f"^{TOPIC_NAME}$"})]
    weight: Annotated[float, _says("The topic's share of the course's score.", {"minimum": 0})] = 1.0


class CourseFile(Struct, forbid_unknown_fields=True):
    """`course.toml`: the topics of a course, and what a report may tell."""

    format: Annotated[int, _says("The version of this format.", {"const": FORMAT})]
    title: Annotated[str, _says("The course's name, for people.")]
    topics: Annotated[list[TopicEntry], _says("The topics, first things first.", {"minItems": 1})]
    disclosure: Annotated[Level, _says("How much a failed check tells that does not say so itself.")] = "counterexample"
    min_checks: Annotated[int, _says("How many checks each exercise has at least.", {"minimum": 1})] = 1
    grading: Annotated[GradingTable, _says("The rules by which a class is graded.")] = msgspec.field(default_factory=GradingTable)


class ClassTopicEntry(GradingTable, forbid_unknown_fields=True):
    """One `[[topics]]` of a class file: rules for one topic of the course."""

    name: Annotated[str, _says("The topic's name.", {"pattern": f"^{TOPIC_NAME}$"})]


class ExtensionTable(Struct, forbid_unknown_fields=True):
    """One `[[extensions]]` of a class file: more time for one student."""

    student: Annotated[str, _says("The student, as the gradebook calls them.")]
    topics: Annotated[list[str], _says("The topics; none named means all.")] = []
    days: Annotated[float, _says("How many days more.", {"minimum": 0})] = 0.0
    due: Annotated[datetime | None, _says("The student's own due date, in place of days.")] = None
    reason: Annotated[str, _says("Why, for the instructor; it is printed nowhere.")] = ""


class ClassFile(Struct, forbid_unknown_fields=True):
    """A class file: what holds for one class, over what its course says."""

    format: Annotated[int, _says("The version of this format.", {"const": FORMAT})]
    grading: Annotated[GradingTable, _says("The rules by which this class is graded.")] = msgspec.field(default_factory=GradingTable)
    topics: Annotated[list[ClassTopicEntry], _says("Rules for single topics.")] = []
    extensions: Annotated[list[ExtensionTable], _says("More time for single students.")] = []


class LimitsTable(Struct, forbid_unknown_fields=True):
    """`[limits]` of `topic.toml`: what one check may use."""

    wall_seconds: Annotated[float, _says("Time on the clock for one check.", _POSITIVE)] = Limits().wall_seconds
    cpu_seconds: Annotated[float, _says("Time of the processor for one check.", _POSITIVE)] = Limits().cpu_seconds
    memory_mb: Annotated[int, _says("Memory of the worker's process, in MiB.", _POSITIVE)] = Limits().memory_mb
    output_kb: Annotated[int, _says("What a check may print, in KiB.", _POSITIVE)] = Limits().output_kb


class ExerciseTable(Struct, forbid_unknown_fields=True):
    """One `[[exercises]]` of `topic.toml`: a function or class that a student writes."""

    name: Annotated[str, _says("The function or class that the student's file defines.", _IDENTIFIER)]
    title: Annotated[str, _says("Its signature, as a student would call it.")]
    summary: Annotated[str, _says("What it is about, in one line.")]
    hints: Annotated[list[str], _says("What helps before an attempt, told one at a time.")] = []


class TopicFile(Struct, forbid_unknown_fields=True):
    """`topic.toml`: what is said of a topic, and its exercises."""

    format: Annotated[int, _says("The version of this format.", {"const": FORMAT})]
    title: Annotated[str, _says("The topic's name, for people.")]
    summary: Annotated[str, _says("What it is about, in one line.")]
    module: Annotated[str, _says("The student's file without its `.py`.", _IDENTIFIER)]
    exercises: Annotated[list[ExerciseTable], _says("The exercises, first things first.", {"minItems": 1})]
    needs: Annotated[list[str], _says("What a submission may import beside the standard library.")] = []
    data: Annotated[list[str], _says("Data sets, files of exercises/data, that stand in data/ beside the student's file.")] = []
    prerequisites: Annotated[list[str], _says("Topics above this one that a student does first.")] = []
    misconception_seconds: Annotated[float, _says("How many seconds naming the mistakes of one submission may compute.", _POSITIVE)] = 1.0
    limits: Annotated[LimitsTable, _says("What one check may use.")] = msgspec.field(default_factory=LimitsTable)


class WaiverTable(Struct, forbid_unknown_fields=True):
    """One `[[waivers]]` of `waivers.toml`: a changed reference that is as right as the reference."""

    mutant: Annotated[str, _says("The mutant's name, as `nngrade author audit` prints it.")]
    reason: Annotated[str, _says("Why no check could tell it from the reference.", {"minLength": 1})]


class WaiversFile(Struct, forbid_unknown_fields=True):
    """`waivers.toml`: the mutants that an audit passes over."""

    waivers: Annotated[list[WaiverTable], _says("The mutants, each with a reason.")] = []


FILES: dict[str, type[Struct]] = {"course": CourseFile, "topic": TopicFile, "waivers": WaiversFile, "class": ClassFile}


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON schema of each file, by the name of the file."""
    return {name: {"$schema": _DRAFT, **msgspec.json.schema(shape)} for name, shape in FILES.items()}
