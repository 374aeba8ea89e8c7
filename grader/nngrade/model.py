"""The frozen values that cross every border: verdicts, findings, reports.

A `Report` is all that a renderer ever sees. It holds data alone, already cut to
what its reader may know: what a disclosure level withholds is absent from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Final, Literal

REPORT_SCHEMA: Final = "nngrade/report/v1"


class Verdict(StrEnum):
    """What one check says about a submission."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    UNFINISHED = "UNFINISHED"
    ERRORED = "ERRORED"
    TIMED_OUT = "TIMED_OUT"
    OUT_OF_MEMORY = "OUT_OF_MEMORY"
    SKIPPED = "SKIPPED"
    GRADER_ERROR = "GRADER_ERROR"


class Disclosure(IntEnum):
    """How much a student is told when a check fails; each level adds to the one before it."""

    VERDICT = 0
    CATEGORY = 1
    HINT = 2
    COUNTEREXAMPLE = 3
    FULL = 4


class Category(StrEnum):
    """What kind of thing went wrong, in a few words for the student."""

    NOT_WRITTEN = "not written yet"
    MISSING = "missing"
    NOT_READ = "could not be read"
    SYNTAX = "syntax error"
    IMPORT = "import"
    CRASH = "crash"
    WRONG_TYPE = "wrong type"
    WRONG_SHAPE = "wrong shape"
    WRONG_VALUE = "wrong value"
    WRONG_PROPERTY = "does not hold"
    CHANGED_ARGUMENT = "changed its argument"
    NO_ERROR = "should have refused"
    NOT_REPEATABLE = "not repeatable"
    LOOP = "did not stop"
    MEMORY = "too much memory"
    OUTPUT = "too much output"
    DIED = "the process died"
    GRADER = "the grader's fault"


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value made ready to be shown.

    `cells` holds an array of at most two dimensions as formatted numbers, row by
    row (a vector is one row); it is empty for anything else, and `text` says it
    in one line. `differs` marks, cell by cell, where expected and got part; it
    is empty when nothing was compared. `cut` is true when `cells` is a window
    that leaves part of the array out.
    """

    description: str
    text: str
    cells: tuple[tuple[str, ...], ...] = ()
    differs: tuple[tuple[bool, ...], ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class NamedValue:
    """One argument of the call that a finding is about."""

    name: str
    value: ValueView


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line of the student's own file: of a traceback, or where a loop was running.

    `column` counts the characters of `text` from 1, where the fault is known that well.
    In a notebook `line` counts from the first line of the code cell `cell`.
    """

    line: int
    function: str
    text: str
    column: int | None = None
    cell: int | None = None

    @property
    def where(self) -> str:
        """The place in words: `line 3`, or `cell 2, line 3`."""
        return where(self.line, self.cell)


@dataclass(frozen=True, slots=True)
class Misconception:
    """A known mistake: `name` for machines, `says` and `hint` in a tutor's words."""

    name: str
    says: str
    hint: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a check did not pass.

    `summary` is one sentence. `cause` names a known cause or a simple relation
    to the right answer. `call` is the call as the student would write it, with
    `inputs` for its arguments; `reproduction` is one line to paste in a shell,
    or in a cell of the notebook that was judged.
    """

    category: Category
    summary: str
    cause: str = ""
    misconception: Misconception | None = None
    call: str = ""
    inputs: tuple[NamedValue, ...] = ()
    expected: ValueView | None = None
    got: ValueView | None = None
    traceback: tuple[CodeLine, ...] = ()
    reproduction: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """One check's verdict; `points` were earned of `max_points`."""

    name: str
    exercise: str
    title: str
    verdict: Verdict
    points: float
    max_points: float
    public: bool
    disclosure: Disclosure
    hint: str = ""
    reason: str = ""
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class ExerciseReport:
    """The checks of one exercise, in the suite's order; `line` and `cell` are where it is defined."""

    name: str
    title: str
    checks: tuple[CheckReport, ...]
    line: int | None = None
    cell: int | None = None

    @property
    def points(self) -> float:
        """Points earned."""
        return sum(check.points for check in self.checks)

    @property
    def max_points(self) -> float:
        """Points that could be earned; a check that the grader itself broke counts for neither side."""
        return sum(check.max_points for check in self.checks if check.verdict is not Verdict.GRADER_ERROR)

    @property
    def verdict(self) -> Verdict:
        """PASSED when every check is; else the verdict that says most about what to do next."""
        return worst(check.verdict for check in self.checks)


@dataclass(frozen=True, slots=True)
class TopicReport:
    """One submission judged on one topic.

    `problem` says why nothing of it could be judged (a syntax error, a broken
    course); every check of `exercises` then carries the verdict that follows.
    """

    topic: str
    title: str
    weight: float
    submission: str
    digest: str
    exercises: tuple[ExerciseReport, ...]
    problem: Finding | None = None
    notes: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """Points earned."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def max_points(self) -> float:
        """Points that could be earned."""
        return sum(exercise.max_points for exercise in self.exercises)

    @property
    def verdict(self) -> Verdict:
        """PASSED when every exercise is; else the verdict that says most about what to do next."""
        return worst(exercise.verdict for exercise in self.exercises)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one run of the grader found: the frozen, versioned result."""

    course: str
    grader_version: str
    seed: int
    isolation: str
    topics: tuple[TopicReport, ...]
    schema: Literal["nngrade/report/v1"] = field(default=REPORT_SCHEMA)

    @property
    def score(self) -> float:
        """The weighted mean of the topics' shares of their points, from 0 to 1."""
        weighed = [(topic.weight, topic.points / topic.max_points) for topic in self.topics if topic.max_points]
        total = sum(weight for weight, _ in weighed)
        return sum(weight * share for weight, share in weighed) / total if total else 0.0

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 some check did not, 3 the grader or the course is at fault."""
        verdicts = {check.verdict for topic in self.topics for exercise in topic.exercises for check in exercise.checks}
        if Verdict.GRADER_ERROR in verdicts or any(topic.problem and topic.problem.category is Category.GRADER for topic in self.topics):
            return 3
        return 0 if verdicts <= {Verdict.PASSED} and self.topics else 1


# From what a student can least do about to what is done.
_GRAVITY = (
    Verdict.GRADER_ERROR,
    Verdict.TIMED_OUT,
    Verdict.OUT_OF_MEMORY,
    Verdict.ERRORED,
    Verdict.FAILED,
    Verdict.UNFINISHED,
    Verdict.SKIPPED,
    Verdict.PASSED,
)


def where(line: int, cell: int | None = None) -> str:
    """A place in a submission, in words."""
    return f"line {line}" if cell is None else f"cell {cell}, line {line}"


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The gravest of several verdicts; PASSED when there is none."""
    return min(verdicts, key=_GRAVITY.index, default=Verdict.PASSED)
