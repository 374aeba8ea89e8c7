"""What a report says, in words: the same for every renderer that people read."""

from collections.abc import Iterable
from dataclasses import dataclass

from nngrade.model import Category, CheckReport, Disclosure, ExerciseReport, Finding, Report, TopicReport, Verdict, where
from nngrade.reports.text import count

UNSOLVED = (Verdict.FAILED, Verdict.ERRORED, Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY)

OUR_FAULT = "Not your fault: no points are lost. Please tell whoever runs the course."

_NO_VALUE = (Category.LOOP, Category.MEMORY, Category.OUTPUT, Category.DIED)

# Said when a check's finding has no words of its own, or was withheld.
_SAYINGS = {
    Verdict.FAILED: "This does not hold yet.",
    Verdict.ERRORED: "Your code stopped with an error.",
    Verdict.TIMED_OUT: "Your code did not stop in time. Is there a loop that never ends?",
    Verdict.OUT_OF_MEMORY: "Your code asked for more memory than it may have.",
    Verdict.GRADER_ERROR: OUR_FAULT,
}

_CRASH_STATES = {
    Category.CRASH: "crashed",
    Category.MISSING: "missing",
    Category.IMPORT: "import failed",
    Category.OUTPUT: "printed too much",
}


@dataclass(frozen=True, slots=True)
class Commands:
    """What to type next; a topic or `topic.exercise` is appended. No `hint`: hints are not offered."""

    check: str = "nngrade check"
    hint: str | None = "nngrade hint"
    show: str = "nngrade show"


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, and the command that goes with it."""

    says: str
    command: str


def headline(check: CheckReport) -> str:
    """The sentence that helps most: the misconception, else the cause, else what happened."""
    if check.verdict is Verdict.GRADER_ERROR:
        return _SAYINGS[check.verdict]
    category = f"{check.finding.category.value.capitalize()}." if check.finding else ""
    return told(check.finding) or check.reason or category or _SAYINGS.get(check.verdict, "")


def told(finding: Finding | None) -> str:
    """What `finding` says at best, or nothing."""
    if finding is None:
        return ""
    named = finding.misconception.says if finding.misconception else ""
    return named or finding.cause or finding.summary


def aside(check: CheckReport) -> str:
    """What happened, where the headline says something better; or that no more is told."""
    if check.disclosure is Disclosure.VERDICT and check.verdict in UNSOLVED:
        return "The course tells no more about this check."
    summary = check.finding.summary if check.finding else ""
    if check.verdict is Verdict.GRADER_ERROR:
        return summary or check.reason
    return "" if summary == headline(check) else summary


def hint(check: CheckReport) -> str:
    """The misconception's own hint, else the check's: which speaks of a value, and so is no help where none came out."""
    named = check.finding.misconception if check.finding else None
    if named is not None and named.hint:
        return named.hint
    return "" if check.finding and check.finding.category in _NO_VALUE else check.hint


def state(exercise: ExerciseReport) -> str:
    """An exercise's state in a few words; nothing when it is done."""
    verdict = exercise.verdict
    at_fault = [check for check in exercise.checks if check.verdict is verdict]
    failed = sum(check.verdict in UNSOLVED for check in exercise.checks)
    match verdict:
        case Verdict.PASSED:
            return "" if exercise.checks else "has no checks"
        case Verdict.UNFINISHED:
            return _unfinished_state(exercise, at_fault)
        case Verdict.SKIPPED:
            return ": ".join(filter(None, ("skipped", at_fault[0].reason)))
        case Verdict.GRADER_ERROR:
            return f"{count(failed, 'check')} failed, {len(at_fault)} through our fault" if failed else "our fault: no points lost"
        case Verdict.TIMED_OUT:
            return "did not stop in time"
        case Verdict.OUT_OF_MEMORY:
            return "used too much memory"
        case Verdict.ERRORED:
            return _crash_state(at_fault)
        case _:
            return f"{count(failed, 'check')} failed"


def _unfinished_state(exercise: ExerciseReport, open_checks: list[CheckReport]) -> str:
    """Not written yet; or written under another name, which is worth saying at once."""
    missing = next((check.finding for check in open_checks if check.finding and check.finding.category is Category.MISSING), None)
    if missing is not None and missing.summary:
        return missing.summary
    return "not written yet" + (f" ({where(exercise.line, exercise.cell)})" if exercise.line else "")


def next_step(report: Report, commands: Commands) -> Step | None:
    """The first thing that is not done; None when nothing is left that a student could do."""
    for topic in report.topics:
        if topic.problem:
            if topic.problem.category is not Category.GRADER:
                return _after_problem(topic.topic, topic.problem, commands)
            continue
        exercise = _first_open(topic)
        if exercise is not None:
            return _step(topic, exercise, commands)
    return None


def _after_problem(topic: str, problem: Finding, commands: Commands) -> Step:
    if problem.category is Category.NOT_WRITTEN:
        return Step("See what to write:", f"{commands.show} {topic}")
    what = problem.traceback[-1].where if problem.traceback else "this"
    return Step(f"Mend {what}, then run", f"{commands.check} {topic}")


def _first_open(topic: TopicReport) -> ExerciseReport | None:
    """The first exercise that needs work; one that waits for others comes after them."""
    for wanted in ((*UNSOLVED, Verdict.UNFINISHED), (Verdict.SKIPPED,)):
        for exercise in topic.exercises:
            if any(check.verdict in wanted for check in exercise.checks):
                return exercise
    return None


def _step(topic: TopicReport, exercise: ExerciseReport, commands: Commands) -> Step:
    target = f"{topic.topic}.{exercise.name}"
    verdicts = {check.verdict for other in topic.exercises for check in other.checks}
    if verdicts <= {Verdict.UNFINISHED, Verdict.SKIPPED}:
        return Step("See what to write:", f"{commands.show} {topic.topic}")
    if exercise.verdict is Verdict.UNFINISHED:
        ask = f"{commands.hint} {target}" if commands.hint else f"{commands.show} {topic.topic}"
        return Step(f"Write {exercise.name}. To get started:", ask)
    if commands.hint and not _tells(exercise.checks):
        return Step(f"Think about {exercise.name} again. For a hint:", f"{commands.hint} {target}")
    return Step(f"Mend {exercise.name}, then run", f"{commands.check} {target}")


def _tells(checks: Iterable[CheckReport]) -> bool:
    return any(told(check.finding) or hint(check) for check in checks if check.verdict in UNSOLVED)


def _crash_state(checks: list[CheckReport]) -> str:
    finding = next((check.finding for check in checks if check.finding), None)
    if finding is None:
        return "crashed"
    line = finding.traceback[-1] if finding.traceback else None
    return _CRASH_STATES.get(finding.category, finding.category.value) + (f" in {line.where}" if line else "")
