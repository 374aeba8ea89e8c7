"""Releasing a course: an edition for students, without answers and hidden checks, beside that of the instructor."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nngrade.authoring.build import build_course
from nngrade.authoring.release_student import LeftOut, write_student_edition
from nngrade.course.model import Course
from nngrade.errors import CourseError, UsageError
from nngrade.submissions.workspace import writing

MANIFEST = "MANIFEST.sha256"

# Made by programs while the author works: no part of a course.
_CACHES = {"__pycache__", "node_modules", "Thumbs.db"}
_LEFTOVERS = (".pyc", ".pyo", "~", ".orig", ".rej", ".backup")


class Edition(StrEnum):
    """Whom an edition is for; also the name of its folder."""

    STUDENT = "student"
    INSTRUCTOR = "instructor"


@dataclass(frozen=True, slots=True)
class Released:
    """One edition as it was written: its folder, the number of its files, and the public checks that could not come along."""

    folder: Path
    files: int
    left_out: tuple[LeftOut, ...] = ()


def release(course: Course, target: Path, editions: tuple[Edition, ...]) -> tuple[Released, ...]:
    """Write editions of a course into the folder `target`, all of them or none.

    A UsageError says why they cannot be written there, a CourseError why the
    course cannot be released. What is written has been tried: the reference
    passes the student edition, and the edition says nothing that is hidden.
    """
    target = target.absolute()
    _check_course(course)
    _check_target(course, target, editions)
    with writing(target):
        target.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=".release-", dir=target))
    try:
        left_out = [_write(course, edition, workshop / edition) for edition in editions]
        with writing(target):
            return tuple(_finish(workshop / edition, target / edition, left) for edition, left in zip(editions, left_out, strict=True))
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
        if not any(target.iterdir()):
            target.rmdir()


def _write(course: Course, edition: Edition, folder: Path) -> tuple[LeftOut, ...]:
    left_out = write_student_edition(course, folder, _copy) if edition is Edition.STUDENT else ()
    if edition is Edition.INSTRUCTOR:
        _copy(course.folder, folder / "solutions")
        _copy(course.folder.parent / "exercises", folder / "exercises")
    for licence in sorted(course.folder.parent.glob("LICEN[CS]E*")):
        shutil.copyfile(licence, folder / licence.name)
    _write_manifest(folder)
    return left_out


def _finish(made: Path, folder: Path, left_out: tuple[LeftOut, ...]) -> Released:
    made.replace(folder)
    return Released(folder, sum(path.is_file() for path in folder.rglob("*")), left_out)


def _check_course(course: Course) -> None:
    if any(topic.is_frozen for topic in course.topics):
        raise UsageError(f"{course.folder} is a student edition.", tip="Release the course that it was made from.")
    if changes := build_course(course, check=True):
        message = f"{changes[0].path} is {changes[0].kind}: exercises/ is not what solutions/ says."
        raise CourseError(message, tip="Run `nngrade author build`, and look at what it changes.")


def _check_target(course: Course, target: Path, editions: tuple[Edition, ...]) -> None:
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file, where a folder is wanted.", tip="Name another folder.")
    for part in (course.folder, course.folder.parent / "exercises"):
        if target.resolve().is_relative_to(part.resolve()):
            raise UsageError(f"{target} lies in the course's own {part.name}.", tip="Name a folder outside of it.")
    for edition in editions:
        if (target / edition).exists():
            raise UsageError(f"{target / edition} is there already.", tip="Take it away, or name another folder.")


def _copy(source: Path, target: Path) -> None:
    """Copy a folder without what programs left in it; a CourseError names a link: what it leads to may not be meant for others."""
    for path in _files_in(source):
        if path.is_symlink():
            raise CourseError(f"{path} is a link: an edition holds files alone.", tip="Put the file itself there.")
        copied = target / path.relative_to(source)
        with writing(copied):
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copied)


def _files_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _CACHES or path.name.startswith(".") or path.name.endswith(_LEFTOVERS):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files_in(path)
        else:
            yield path


def _write_manifest(folder: Path) -> None:
    """List every file with its SHA-256, as `sha256sum --check` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / MANIFEST).write_text("".join(lines), encoding="utf-8")
