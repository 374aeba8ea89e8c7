"""Building `exercises/` from `solutions/`: a stub, a notebook, and a lesson with its pictures per topic."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nngrade.authoring.notebooks import make_notebook
from nngrade.authoring.stubs import make_stub
from nngrade.course.model import IMAGES, Course, Topic
from nngrade.errors import CourseError
from nngrade.submissions.workspace import write_whole


class Kind(StrEnum):
    """How a file of `exercises/` departs from what the references say."""

    NEW = "new"
    CHANGED = "changed"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Change:
    """One file that is not as it should be; a stray one is left for its author to take away."""

    path: Path
    kind: Kind


def build_course(course: Course, *, check: bool = False) -> list[Change]:
    """Write every stub, notebook, lesson and picture that is not up to date, or with `check` only say which they are."""
    changes: list[Change] = []
    for topic in course.topics:
        wanted = _wanted(topic)
        for path, data in wanted.items():
            if kind := _departs(path, data):
                changes.append(Change(path, kind))
                if not check:
                    write_whole(path, data)
        changes += _strays(topic, set(wanted))
    return changes


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


def _departs(path: Path, data: bytes) -> Kind | None:
    if not path.is_file():
        return Kind.NEW
    return None if path.read_bytes() == data else Kind.CHANGED


def _strays(topic: Topic, wanted: set[Path]) -> list[Change]:
    """List what else a student would get to see: a file left behind may well be an answer."""
    folder = topic.student_folder
    expected = {*wanted, *(path.parent for path in wanted), folder / "__pycache__"}
    strays = [path for place in (folder, folder / IMAGES) if place in expected for path in _entries(place) if path not in expected]
    return [Change(path, Kind.STRAY) for path in sorted(strays)]


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
