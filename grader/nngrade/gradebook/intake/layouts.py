"""Who handed in which files: one function for each way in which a class is collected."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nngrade.class_report import Problem, Student
from nngrade.errors import UsageError
from nngrade.gradebook.intake.entries import Entry

# `doejane_LATE_51234_987654_softmax-1.py`: Canvas, "Download submissions".
CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<user>\d+)_(?P<submission>\d+)_(?P<file>.+)", re.DOTALL)
# `Jane Doe_1234567_assignsubmission_file_/softmax.py`, or the same in one name: Moodle, "Download all submissions".
MOODLE = re.compile(r"(?P<name>.+)_(?P<participant>\d+)_assignsubmission_(?P<kind>file|onlinetext)_?(?P<file>.*)", re.DOTALL)
GRADESCOPE = "submission_metadata.yml"  # "Export submissions"


@dataclass(frozen=True, slots=True)
class Pile:
    """All files of one student; an entry's name is what the student called the file.

    `remark` is for the instructor; `topic` is the only one that the files are for, if it is known.
    """

    student: Student
    entries: tuple[Entry, ...]
    remark: str = ""
    submitted: datetime | None = None
    topic: str = ""


@dataclass(slots=True)
class Sorted:
    """Piles, and what belongs to nobody."""

    piles: list[Pile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sort(entries: list[Entry], home: str, modules: Iterable[str]) -> Sorted:
    """Sort files into piles, by the layout that they are seen to have. `home` is what the folder itself is called."""
    entries = _without_wrapper(entries)
    for is_it, sorting in _LAYOUTS:
        if is_it(entries):
            return sorting(entries)
    names = {f"{module}{ending}" for module in modules for ending in (".py", ".ipynb")}
    at_the_top = [entry for entry in entries if len(entry.parts) == 1]
    if any(entry.name in names for entry in at_the_top) and not any(len(entry.parts) == 2 for entry in entries):
        return Sorted([Pile(Student(home), tuple(entries))])
    if len(at_the_top) == len(entries):
        return _flat(entries)
    return _folders(entries)


def _without_wrapper(entries: list[Entry]) -> list[Entry]:
    """Take off the one folder that some downloads put round everything."""
    tops = {entry.parts[0] for entry in entries}
    if len(tops) == 1 and all(len(entry.parts) > 2 or entry.name == GRADESCOPE for entry in entries):
        return [replace(entry, parts=entry.parts[1:]) for entry in entries]
    return entries


def _folders(entries: list[Entry]) -> Sorted:
    """A folder for each student."""
    found: dict[str, list[Entry]] = {}
    result = Sorted()
    for entry in entries:
        if len(entry.parts) > 1:
            found.setdefault(entry.parts[0], []).append(entry)
        elif entry.problem:
            # A link where a student's folder should be is that student's.
            found.setdefault(entry.name, []).append(entry)
        elif entry.path is not None and entry.path.suffix.lower() in (".py", ".ipynb", ".zip"):
            if entry.path.suffix.lower() == ".zip":
                found.setdefault(entry.name.rsplit(".", 1)[0], []).append(entry)
            else:
                result.problems.append(Problem(f"{entry.label} lies in no student's folder: it was not graded."))
    result.piles = [Pile(Student(name), tuple(files)) for name, files in found.items()]
    return result


def _flat(entries: list[Entry]) -> Sorted:
    """A file for each student, or several that begin with the same name: `ada.py`, `ada_softmax.py`, `grace.zip`."""
    piles = [
        Pile(Student(entry.name.rsplit(".", 1)[0]), (entry,))
        for entry in entries
        if entry.problem or entry.name.lower().endswith((".py", ".ipynb", ".zip"))
    ]
    return Sorted(piles)


def _is_canvas(entries: list[Entry]) -> bool:
    named = [entry for entry in entries if len(entry.parts) == 1]
    return bool(named) and 2 * sum(CANVAS.fullmatch(entry.name) is not None for entry in named) > len(entries)


def _canvas(entries: list[Entry]) -> Sorted:
    found: dict[str, list[Entry]] = {}
    names: dict[str, str] = {}
    late: set[str] = set()
    result = Sorted()
    for entry in entries:
        match = CANVAS.fullmatch(entry.parts[0])
        if match is None:
            result.problems.append(Problem(f"{entry.label} is not named as Canvas names a submission: it was not graded."))
            continue
        user = match["user"]
        found.setdefault(user, []).append(replace(entry, called=match["file"]) if len(entry.parts) == 1 else entry)
        names[user] = match["name"]
        if match["late"]:
            late.add(user)
    for user, files in found.items():
        remark = "marked as late by Canvas" if user in late else ""
        result.piles.append(Pile(Student(user, names[user]), tuple(_latest(files)), remark))
    return result


def _latest(entries: list[Entry]) -> list[Entry]:
    """Of `softmax.py`, `softmax-1.py` and `softmax-2.py` Canvas means the last: the number counts what was handed in again."""
    chosen: dict[str, tuple[int, Entry]] = {}
    for entry in entries:
        match = re.fullmatch(r"(.*?)(?:-(\d{1,4}))?(\.\w+)", entry.name, re.DOTALL)
        name, number = (match[1] + match[3], int(match[2] or 0)) if match else (entry.name, 0)
        if name not in chosen or number >= chosen[name][0]:
            chosen[name] = number, replace(entry, called=name)
    return [entry for _, entry in chosen.values()]


def _is_moodle(entries: list[Entry]) -> bool:
    return bool(entries) and 2 * sum(MOODLE.fullmatch(entry.parts[0]) is not None for entry in entries) > len(entries)


def _moodle(entries: list[Entry]) -> Sorted:
    found: dict[str, list[Entry]] = {}
    names: dict[str, str] = {}
    result = Sorted()
    for entry in entries:
        match = MOODLE.fullmatch(entry.parts[0])
        if match is None:
            result.problems.append(Problem(f"{entry.label} is not named as Moodle names a submission: it was not graded."))
            continue
        if len(entry.parts) == 1:
            entry = replace(entry, called=match["file"] or entry.name)  # noqa: PLW2901 - the same entry, under its own name
        found.setdefault(match["participant"], []).append(entry)
        names[match["participant"]] = match["name"]
    result.piles = [Pile(Student(user, names[user]), tuple(files)) for user, files in found.items()]
    return result


def _is_gradescope(entries: list[Entry]) -> bool:
    return any(entry.parts == (GRADESCOPE,) for entry in entries)


def _gradescope(entries: list[Entry]) -> Sorted:
    metadata = next(entry for entry in entries if entry.parts == (GRADESCOPE,))
    told = _read_metadata(metadata)
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if len(entry.parts) > 1:
            found.setdefault(entry.parts[0], []).append(entry)
    result = Sorted()
    for folder, files in found.items():
        said = told.get(folder)
        submitters = said.get(":submitters") if isinstance(said, dict) else None
        people = [_person(one) for one in submitters if isinstance(one, dict)] if isinstance(submitters, list) else []
        if not people:
            result.problems.append(Problem(f"{GRADESCOPE} names no student for {folder}: it is graded under that name.", student=folder))
            people = [Student(folder)]
        when = _time(said.get(":created_at") if isinstance(said, dict) else None)
        result.piles += [Pile(person, tuple(files), submitted=when) for person in people]
    return result


def _read_metadata(entry: Entry) -> dict[str, Any]:
    import yaml  # noqa: PLC0415 - for one platform's downloads alone

    try:
        read = yaml.safe_load((entry.path or Path()).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"{entry.label} cannot be read: {error}", tip="Export the submissions from Gradescope again.") from None
    return read if isinstance(read, dict) else {}


def _person(said: dict[str, Any]) -> Student:
    name, email = str(said.get(":name") or ""), str(said.get(":email") or "")
    return Student(str(said.get(":sid") or "") or email or name, name, email)


def _time(said: object) -> datetime | None:
    if isinstance(said, str):
        try:
            said = datetime.fromisoformat(said)
        except ValueError:
            return None
    if not isinstance(said, datetime):
        return None
    return said if said.tzinfo else said.replace(tzinfo=UTC)


_LAYOUTS: tuple[tuple[Callable[[list[Entry]], bool], Callable[[list[Entry]], Sorted]], ...] = (
    (_is_gradescope, _gradescope),
    (_is_moodle, _moodle),
    (_is_canvas, _canvas),
)
