"""The door of the intake: a folder or an archive in, hand-ins out."""

import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

from nngrade.class_report import Problem, Student
from nngrade.course.model import Topic
from nngrade.errors import UsageError
from nngrade.gradebook.intake.choosing import hand_ins
from nngrade.gradebook.intake.entries import Entry, entries_of_archive, entries_of_folder
from nngrade.gradebook.intake.layouts import Pile, Sorted, sort
from nngrade.gradebook.intake.model import HandIn, Intake
from nngrade.gradebook.intake.roster import Row


def find(submissions: Path, topics: tuple[Topic, ...], scratch: Path, roster: tuple[Row, ...] = ()) -> Intake:
    """Find out who handed in what for `topics`; what came in an archive is unpacked to `scratch`.

    Raises UsageError when there is nothing at all to grade.
    """
    entries = list(_entries(submissions, scratch))
    home = submissions.resolve().name if submissions.is_dir() else submissions.stem
    with_paths = [row for row in roster if row.path]
    if with_paths:
        found = _by_path(entries, with_paths, topics)
    else:
        found = sort(entries, home, (topic.module for topic in topics))
        found.piles = _merged(found.piles, topics)
        found.piles = [_under_its_name(pile, roster) for pile in found.piles]
    students, problems = _known(found, roster)
    handed: list[HandIn] = []
    for pile in found.piles:
        own = list(hand_ins(pile, _topics_of(pile, topics), scratch))
        handed += own
        if not own and (named := [entry.label for entry in pile.entries]):
            says = f"handed in {', '.join(named[:3])}{' and more' if len(named) > 3 else ''}: nothing that is called {_wanted(topics)}."
            problems.append(Problem(says, student=pile.student.id))
    if not students:
        message = f"{submissions} holds no submission: no folder of a student, and no .py or .ipynb file."
        raise UsageError(message, tip="It holds a folder for each student, or a file for each, or is a download of your platform.")
    return Intake(students, tuple(handed), (*found.problems, *problems))


def _entries(submissions: Path, scratch: Path) -> "list[Entry]":
    if submissions.is_dir():
        return list(entries_of_folder(submissions))
    if not submissions.exists():
        raise UsageError(f"{submissions} does not exist.", tip="Name the folder of the submissions, or the zip file that you downloaded.")
    try:
        return list(entries_of_archive(submissions, scratch / "archive"))
    except zipfile.BadZipFile:
        tip = "Name a folder of submissions, or a zip file from Canvas, Moodle or Gradescope."
        raise UsageError(f"{submissions} is neither a folder nor a zip archive.", tip=tip) from None
    except OSError as error:
        raise UsageError(f"{submissions} cannot be read: {error.strerror}.", tip="See to its permissions.") from None


def _merged(piles: list[Pile], topics: tuple[Topic, ...]) -> list[Pile]:
    """Of flat files, `ada_softmax.py` and `ada_perceptron.py` are both Ada's."""
    if any(len(pile.entries) != 1 or len(pile.entries[0].parts) != 1 or pile.student.name for pile in piles):
        return piles
    found: dict[str, list[Entry]] = {}
    for pile in piles:
        found.setdefault(_without_topic(pile.student.id, topics), []).extend(pile.entries)
    return [Pile(Student(name), tuple(entries)) for name, entries in found.items()]


def _without_topic(stem: str, topics: tuple[Topic, ...]) -> str:
    for topic in topics:
        for word in (topic.module, topic.name):
            for mark in "_-.":
                if stem.lower().endswith(f"{mark}{word}") and len(stem) > len(word) + 1:
                    return stem[: -len(word) - 1]
                if stem.lower().startswith(f"{word}{mark}") and len(stem) > len(word) + 1:
                    return stem[len(word) + 1 :]
    return stem


def _by_path(entries: list[Entry], rows: list[Row], topics: tuple[Topic, ...]) -> Sorted:
    """Piles as a roster lays them out; each of its lines is looked for, and what no line names is told."""
    result = Sorted()
    named: set[Entry] = set()
    piles: dict[str, list[tuple[Row, list[Entry]]]] = {}
    for row in rows:
        wanted = tuple(part for part in PurePosixPath(row.path.replace("\\", "/")).parts if part != ".")
        if ".." in wanted or row.path.startswith("/"):
            problem = f"Line {row.line} of the roster: {row.path} is not below the folder of submissions."
            result.problems.append(Problem(problem, student=row.student.id))
            continue
        matching = [entry for entry in entries if entry.parts[: len(wanted)] == wanted]
        if not matching:
            problem = f"Line {row.line} of the roster: there is no {row.path}."
            result.problems.append(Problem(problem, student=row.student.id))
        if row.topic and row.topic not in {topic.name for topic in topics}:
            continue
        named.update(matching)
        piles.setdefault(row.student.id, []).append((row, matching))
    for parts in piles.values():
        for row, matching in parts:
            result.piles.append(Pile(row.student, tuple(matching), submitted=row.submitted, topic=row.topic))
    left = [entry for entry in entries if entry not in named and entry.name.lower().endswith((".py", ".ipynb"))]
    result.problems += [Problem(f"{entry.label} stands in no line of the roster: it was not graded.") for entry in left[:20]]
    if len(left) > 20:
        result.problems.append(Problem(f"{len(left) - 20} more files stand in no line of the roster."))
    return result


def _under_its_name(pile: Pile, roster: tuple[Row, ...]) -> Pile:
    """A pile under the student's name of the roster, which may be known here by the full name or the address alone."""
    own = {name.casefold() for name in (pile.student.id, pile.student.name, pile.student.email) if name}
    for row in roster:
        if pile.student.id == row.student.id:
            return replace(pile, student=row.student)
    matching = [row for row in roster if own & {name.casefold() for name in (row.student.id, row.student.name, row.student.email) if name}]
    return replace(pile, student=matching[0].student) if len(matching) == 1 else pile


def _wanted(topics: tuple[Topic, ...]) -> str:
    names = [topic.filename for topic in topics[:3]]
    return " or ".join(names) + (" or another topic's name" if len(topics) > 3 else "")


def _topics_of(pile: Pile, topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    return tuple(topic for topic in topics if topic.name == pile.topic) if pile.topic else topics


def _known(found: Sorted, roster: tuple[Row, ...]) -> tuple[tuple[Student, ...], list[Problem]]:
    """Everyone who handed something in or stands in the roster, by name; and where the two do not match."""
    students = {pile.student.id: pile.student for pile in found.piles}
    problems: list[Problem] = []
    listed = {row.student.id: row.student for row in roster}
    known = {problem.student for problem in found.problems} | students.keys()
    problems += [Problem("stands in the roster, and handed in nothing.", student=name) for name in listed.keys() - known]
    if listed:
        problems += [
            Problem("handed in something, and does not stand in the roster.", student=name) for name in students.keys() - listed.keys()
        ]
    everyone = {**students, **listed}
    ordered = sorted(everyone.values(), key=lambda student: (student.called.casefold(), student.id))
    return tuple(ordered), sorted(problems, key=lambda problem: problem.student)
