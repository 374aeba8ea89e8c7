"""What a verification is made of: the answers to judge, what came of each, and the faults that follow."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Literal

from nngrade.course.model import Topic
from nngrade.model import Verdict

SCHEMA: Literal["nngrade/verification/v1"] = "nngrade/verification/v1"
WANTED_NAMED = 0.95  # the share of a topic's misconceptions that must be named in the report
WANTED_ROOM = 5.0  # how often the reference must fit into its limits


class Gravity(IntEnum):
    """How much a fault matters, the worst first."""

    BROKEN = 0  # nothing can be judged, or the grader's own answer is wrong
    ACCEPTS_WRONG = 1
    REFUSES_RIGHT = 2
    FLAKY = 3
    LACKING = 4  # something that every course has to have
    UNTIDY = 5  # files that are stale, or do not belong
    ADVICE = 6  # worth mending; alone it leaves the exit code at 0


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, what, and what to do next. `line` is 0 for a whole file."""

    gravity: Gravity
    topic: str
    path: Path
    line: int
    what: str
    tip: str

    @property
    def is_error(self) -> bool:
        """Whether it decides the exit code."""
        return self.gravity is not Gravity.ADVICE


class Kind(StrEnum):
    """Whose answer is judged."""

    STUB = "stub"
    REFERENCE = "reference"
    LIMITS = "limits"  # the reference once more, with a clock
    ALTERNATIVE = "alternative"
    MISCONCEPTION = "misconception"


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a suite, as its author describes it; `line` is that of its test function."""

    name: str
    exercise: str
    public: bool
    line: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One misconception or alternative, as its author describes it."""

    kind: Kind
    name: str
    exercise: str
    line: int
    caught_by: str = ""
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What a topic's suite and its lists of answers hold, in the order of the files."""

    topic: str
    checks: tuple[Check, ...]
    answers: tuple[Answer, ...]
    faults: tuple[Fault, ...] = ()

    def check(self, name: str) -> Check | None:
        """Return the check of that name, if there is one."""
        return next((check for check in self.checks if check.name == name), None)


@dataclass(frozen=True, slots=True)
class Case:
    """One answer to judge under some seeds; `in_worker` wants a process of its own for it, as a student's has."""

    topic: Topic
    kind: Kind
    answer: Answer | None = None
    seeds: tuple[int, ...] = (0,)
    in_worker: bool = False

    @property
    def at_the_door(self) -> bool:
        """Whether it is to be judged exactly as a student's submission is."""
        return self.kind is Kind.STUB or (self.kind is Kind.REFERENCE and self.in_worker)


@dataclass(frozen=True, slots=True)
class Survey:
    """The first job of a topic: read what it holds; each exercise is to have `min_checks`."""

    topic: Topic
    min_checks: int = 1


@dataclass(frozen=True, slots=True)
class Complaint:
    """One check that did not say what it should."""

    check: str
    verdict: Verdict
    says: str


@dataclass(frozen=True, slots=True)
class Need:
    """What the reference used in one check, and its limits, in seconds."""

    check: str
    wall: float
    cpu: float
    wall_limit: float
    cpu_limit: float

    @property
    def room(self) -> float:
        """How often the reference would fit into its limits."""
        return min(self.wall_limit / max(self.wall, 1e-6), self.cpu_limit / max(self.cpu, 1e-6))


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one answer under one seed. `named` is the misconception that the report names, if it looked for one."""

    case: Case
    seed: int
    complaints: tuple[Complaint, ...] = ()
    named: str | None = None
    needs: tuple[Need, ...] = ()
    in_worker: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A job that could not be done: what the course's own error says."""

    job: "Case | Survey"
    message: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some answers are as they should be."""

    good: int = 0
    of: int = 0

    @property
    def is_full(self) -> bool:
        """Whether all are."""
        return self.good == self.of


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one exercise, or of a whole topic; None stands for what could not be found out."""

    name: str
    checks: int
    alternatives: Tally
    caught: Tally
    named: Tally
    stub: bool | None = None
    reference: bool | None = None
    room: float | None = None


@dataclass(frozen=True, slots=True)
class TopicResult:
    """One topic, verified."""

    total: Row
    exercises: tuple[Row, ...]
    judgings: int
    in_workers: int
    flaky: int


@dataclass(frozen=True, slots=True)
class Verification:
    """Everything that one run found out; the faults stand in the order of their gravity."""

    course: str
    seeds: int
    topics: tuple[TopicResult, ...]
    faults: tuple[Fault, ...]
    seconds: float
    schema: Literal["nngrade/verification/v1"] = field(default=SCHEMA)

    @property
    def exit_code(self) -> int:
        """0 when nothing is wrong, 3 when the course is at fault."""
        return 3 if any(fault.is_error for fault in self.faults) else 0


Job = Case | Survey
Message = Contents | Judged | Broken


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The worst first, each once; those of one gravity as they stand in the files."""
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.gravity, str(fault.path), fault.line)))
