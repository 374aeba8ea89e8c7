"""Markdown for the summary of a CI job: a table, then what went wrong, below the size at which a summary is dropped.

GitHub drops a step's summary of more than 1024 KiB as a whole; this one ends before, and says so.
"""

import re
from collections.abc import Iterable, Iterator

from nngrade.class_report import ClassReport, Common, Mark, Standing
from nngrade.model import CheckReport, ExerciseReport, Report, TopicReport, Verdict
from nngrade.reports import plain, words
from nngrade.reports.glyphs import UNICODE
from nngrade.reports.groups import failures
from nngrade.reports.text import clean, count, number, percent

MOST_BYTES = 1000 * 1024
_LEFT_OUT = "\n*The rest is left out: a job summary holds no more.*\n"
# What Markdown or the HTML in it would take for its own, wherever it stands in a line.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&@$:-])")


def render(report: Report) -> str:
    """One run of the grader."""
    return bounded(_parts(report))


def render_class(report: ClassReport, common: Iterable[Common] = ()) -> str:
    """The marks of a class."""
    return bounded(_class_parts(report, tuple(common)))


def bounded(parts: Iterable[str], most: int = MOST_BYTES) -> str:
    """As many parts as there is room for, and a word about those that there is not."""
    kept: list[str] = []
    left = most - len(_LEFT_OUT.encode())
    for part in parts:
        left -= len(part.encode())
        if left < 0:
            return "".join(kept) + _LEFT_OUT
        kept.append(part)
    return "".join(kept)


def escaped(said: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", clean(" ".join(said.split())))


def _parts(report: Report) -> Iterator[str]:
    for topic in report.topics:
        earned = f"{number(topic.points)}/{number(topic.max_points)} points" if topic.max_points else "no points"
        yield f"## {UNICODE.marks[topic.verdict]} {escaped(topic.title)}: {earned}\n\n"
        if topic.problem:
            yield _fenced(plain.problem(topic.problem))
        else:
            yield "| | exercise | checks | points | |\n|---|---|---|---|---|\n"
            yield from map(_row, topic.exercises)
            yield "\n"
            yield from _failures(topic)
        yield from (f"{escaped(note)}\n\n" for note in topic.notes)
    if len(report.topics) > 1:
        yield f"**Score {percent(report.score)}**\n\n"
    yield f"<sub>nngrade {escaped(report.grader_version)}, seed {report.seed}, {escaped(report.isolation)} isolation</sub>\n"


def _row(exercise: ExerciseReport) -> str:
    passed = sum(check.verdict is Verdict.PASSED for check in exercise.checks)
    points = f"{number(exercise.points)}/{number(exercise.max_points)}"
    cells = [
        UNICODE.marks[exercise.verdict],
        escaped(exercise.name),
        f"{passed} of {len(exercise.checks)}",
        points,
        escaped(words.state(exercise)),
    ]
    return "| " + " | ".join(cells) + " |\n"


def _failures(topic: TopicReport) -> Iterator[str]:
    for exercise in topic.exercises:
        found = failures(exercise)
        for group in found.groups:
            yield _block(group.check, len(group.also))
        for check in found.more:
            yield f"- {UNICODE.marks[check.verdict]} {escaped(check.exercise)}: {escaped(check.title)}\n"
        if found.more:
            yield "\n"


def _block(check: CheckReport, also: int) -> str:
    lines = plain.explanation(check)
    headline = f": {escaped(lines[0])}" if lines else ""
    more = f" *({count(also, 'check')} more failed in the same way)*" if also else ""
    title = f"{UNICODE.marks[check.verdict]} **{escaped(check.exercise)}**: {escaped(check.title)}{headline}{more}\n\n"
    return title + (_fenced(lines[1:]) if lines[1:] else "")


def _fenced(lines: list[str]) -> str:
    """Lines as they are, in a fence that none of them can close."""
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n" + "\n".join(lines) + f"\n{fence}\n\n"


def _class_parts(report: ClassReport, common: tuple[Common, ...]) -> Iterator[str]:
    yield f"## {escaped(report.course)}: {count(len(report.students), 'student')}\n\n"
    topics = [escaped(topic.name) for topic in report.topics]
    yield "| student | " + " | ".join(topics) + " | score | |\n|---|" + "---|" * len(topics) + "---|---|\n"
    for student in report.students:
        score = "" if student.score is None else percent(student.score)
        notes = "; ".join(f"{mark.topic}: {mark.note}" for mark in student.marks if mark.note and mark.attempt)
        cells = [escaped(student.student.called), *map(_mark, student.marks), score, escaped(notes)]
        yield "| " + " | ".join(cells) + " |\n"
    yield "\n"
    if common:
        yield "### What the class got wrong\n\n"
        yield from (f"- {one.students} times in {escaped(one.topic)}: {escaped(one.says)}\n" for one in common)
        yield "\n"
    if report.problems:
        yield "### To look at\n\n"
        for problem in report.problems:
            who = " ".join(filter(None, (problem.student, problem.topic)))
            yield f"- {f'**{escaped(who)}** ' if who else ''}{escaped(problem.says)}\n"
        yield "\n"
    yield f"<sub>nngrade {escaped(report.grader_version)}, seed {report.seed}, {escaped(report.isolation)} isolation</sub>\n"


def _mark(mark: Mark) -> str:
    if mark.standing is Standing.MISSING:
        return "\N{EN DASH}"
    if mark.standing is Standing.NOT_JUDGED:
        return "?"
    return f"{UNICODE.marks[mark.verdict or Verdict.FAILED]} {number(mark.points)}/{number(mark.max_points or 0)}"
