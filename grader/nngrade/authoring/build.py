"""Building `exercises/` from `solutions/`: a stub, a notebook, and a lesson with its pictures per topic.

Someone may have begun to write answers right there. So `exercises/.built.json` keeps the digest of
each file as it was built: one that is no longer what was built holds work, and is left alone.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from nngrade.authoring.notebooks import make_notebook
from nngrade.authoring.stubs import make_stub
from nngrade.course.model import IMAGES, Course, Topic
from nngrade.errors import CourseError
from nngrade.submissions.workspace import write_whole

RECORD = ".built.json"


class Kind(StrEnum):
    """How a file of `exercises/` departs from what the references say."""

    NEW = "new"
    CHANGED = "changed"
    EDITED = "edited"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Change:
    """One file that is not as it should be; an edited one is left as it is, and a stray one for its author to take away."""

    path: Path
    kind: Kind


def build_course(course: Course, *, check: bool = False, overwrite: bool = False) -> list[Change]:
    """Write every stub, notebook, lesson and picture that is not up to date, or with `check` only say which they are.

    Files that were edited since they were built are written with `overwrite` alone.
    """
    changes: list[Change] = []
    record = _Record(course.folder.parent / "exercises")
    for topic in course.topics:
        wanted = _wanted(topic)
        for path, data in wanted.items():
            kind = record.departs(path, data)
            if kind:
                changes.append(Change(path, kind))
            if kind and not check and (kind is not Kind.EDITED or overwrite):
                write_whole(path, data)
            record.note(path, data)
        changes += _strays(topic, set(wanted))
    if not check:
        record.keep()
    return changes


class _Record:
    """The digests of what was built, by the path within `exercises/`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / RECORD
        self._before = _read_record(self._path)
        self._now: dict[str, str] = {}

    def departs(self, path: Path, data: bytes) -> Kind | None:
        """How a file departs from what it should hold."""
        if not path.is_file():
            return Kind.NEW
        there = path.read_bytes()
        if there == data:
            return None
        return Kind.CHANGED if self._before.get(self._name(path)) == _digest(there) else Kind.EDITED

    def note(self, path: Path, data: bytes) -> None:
        """Note what was built; of a file that holds someone's work, what was built before."""
        if path.is_file() and path.read_bytes() == data:
            self._now[self._name(path)] = _digest(data)
        elif before := self._before.get(self._name(path)):
            self._now[self._name(path)] = before

    def keep(self) -> None:
        """Write the record, if it is another one now."""
        if self._now != self._before:
            write_whole(self._path, msgspec.json.format(msgspec.json.encode(dict(sorted(self._now.items())))) + b"\n")

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()


def _read_record(path: Path) -> dict[str, str]:
    """A record that is not there, or cannot be read, vouches for no file."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _wanted(topic: Topic) -> dict[Path, bytes]:
    """All that students get of a topic."""
    stub, lesson = make_stub(_read(topic.reference), topic), _read(topic.lesson)
    return {
        topic.stub: stub.encode(),
        topic.notebook: make_notebook(stub, lesson, topic).encode(),
        topic.student_folder / "README.md": lesson.encode(),
        **{topic.student_folder / IMAGES / picture.name: picture.read_bytes() for picture in topic.pictures},
    }


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"{path} does not exist.", tip="Write it: every topic has one.") from None
    except UnicodeDecodeError as error:
        raise CourseError(f"{path} is not UTF-8: byte {error.start} does not decode.", tip="Save the file as UTF-8.") from None


def _strays(topic: Topic, wanted: set[Path]) -> list[Change]:
    """List what else a student would get to see: a file left behind may well be an answer."""
    folder = topic.student_folder
    expected = {*wanted, *(path.parent for path in wanted), folder / "__pycache__"}
    strays = [path for place in (folder, folder / IMAGES) if place in expected for path in _entries(place) if path not in expected]
    return [Change(path, Kind.STRAY) for path in sorted(strays)]


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
