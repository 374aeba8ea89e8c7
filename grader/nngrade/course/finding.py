"""Finding the course: the one that was named, the nearest one upwards, or the one that nngrade brings along."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nngrade.course.model import Course
from nngrade.course.reading import read_course
from nngrade.errors import CourseError, UsageError

# Where a course is kept, and where a student edition keeps what it has of one.
_FOLDERS = ("solutions", "course")


class Origin(StrEnum):
    """How a course was found."""

    NAMED = "named with --course"
    NEAREST = "the nearest one upwards"
    BUNDLED = "the one that nngrade brings along"


@dataclass(frozen=True, slots=True)
class Found:
    """The folder of a `course.toml`, and how it was found."""

    folder: Path
    origin: Origin


def find_course(explicit: Path | None, start: Path) -> Course:
    """Read the course that `locate_course` finds."""
    return read_course(locate_course(explicit, start).folder)


def locate_course(explicit: Path | None, start: Path) -> Found:
    """Find the folder of a `course.toml`.

    `explicit` is the folder that holds it or the one above; else the nearest
    `solutions/course.toml` (of a student edition: `course/course.toml`) upwards from `start`; else the bundled course.
    """
    if explicit is not None:
        return Found(_named(explicit), Origin.NAMED)
    here = start.absolute()
    for folder in (here, *here.parents):
        for name in _FOLDERS:
            if (folder / name / "course.toml").is_file():
                return Found(folder / name, Origin.NEAREST)
    return Found(_bundled(Path(__file__).resolve()), Origin.BUNDLED)


def _named(explicit: Path) -> Path:
    folder = explicit.absolute()
    for candidate in (*(folder / name for name in _FOLDERS), folder):
        if (candidate / "course.toml").is_file():
            return candidate
    if not folder.exists():
        raise UsageError(f"--course {explicit} does not exist.", tip="Name the folder that holds `solutions/course.toml`.")
    if folder.name == "course.toml":
        return folder.parent
    message = f"--course {explicit} holds no course: neither course.toml nor solutions/course.toml is there."
    raise UsageError(message, tip="Name the folder that holds `solutions/course.toml`.")


def _bundled(module: Path) -> Path:
    """Return the course beside an installed package, or that of the checkout of an editable install."""
    package = module.parents[1]
    for candidate in (package / "_course" / "solutions", package.parents[1] / "solutions"):
        if (candidate / "course.toml").is_file():
            return candidate
    raise CourseError("The course that nngrade brings along is missing.", tip="Install nngrade again, or name a course with --course.")
